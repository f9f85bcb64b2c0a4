"""HR's digest: totals of five people and more, also for somebody who subtracts."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot.services import digest
from bot.services.digest import Span
from bot.views.digest import Digest
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import START

TEAMS = ("Platform", "Product", "Sales")
VALUES = ("", "care", "courage")
# Giver, receiver and value of one kudos.
Given = tuple[int, int, str]


WEEK = Span(date(2026, 11, 16), date(2026, 11, 23), ("2026-W46",), "2026-W47")
SPAN = Span(date(2026, 11, 16), date(2026, 11, 23), ("2026-W46",))


def _compiled(session: Session, workspace_id: int, span: Span = SPAN) -> Digest:
    return digest.compiled(session, workspace_id=workspace_id, span=span, zone=ZoneInfo("Europe/Berlin"))


def _give(session: Session, workspace_id: int, people: list[Person], thanks: Iterable[Given]) -> None:
    kept = [
        Kudos(
            workspace_id=workspace_id,
            ref=f"K{n}",
            act_key=f"act-{n}",
            giver_id=people[giver].id,
            at=START,
            source="command",
            values=[value] if value else [],
        )
        for n, (giver, _, value) in enumerate(thanks)
    ]
    session.add_all(kept)
    session.flush()
    session.add_all(
        KudosReceiver(workspace_id=workspace_id, kudos_id=row.id, receiver_id=people[receiver].id)
        for row, (_, receiver, _) in zip(kept, thanks, strict=True)
    )
    session.flush()


def _people(session: Session, workspace_id: int, teams: list[str]) -> list[Person]:
    """These people, and nobody of the cast."""
    for who in rows.all_of(session, model=Person, workspace_id=workspace_id):
        who.outsider = "guest"
    people = [
        Person(workspace_id=workspace_id, name=f"P{n}", team=team, working_days=[], roles=[])
        for n, team in enumerate(teams)
    ]
    session.add_all(people)
    session.flush()
    return people


def _remainders(
    total: list[Given], cells: dict[object, list[Given]], shown: Iterable[object]
) -> list[set[int]]:
    """Whoever is behind what remains of a total when any of the shown cells are taken from it."""
    shown = list(shown)
    found = []
    for size in range(len(shown) + 1):
        for taken in combinations(shown, size):
            gone = [each for cell in taken for each in cells[cell]]
            left = list(total)
            for each in gone:
                left.remove(each)
            found.append({who for giver, receiver, _ in left for who in (giver, receiver)})
    return found


@st.composite
def companies(draw: st.DrawFn) -> tuple[list[str], list[Given]]:
    teams = draw(st.lists(st.sampled_from(TEAMS), min_size=5, max_size=16))
    who = st.integers(0, len(teams) - 1)
    pairs = st.tuples(who, who, st.sampled_from(VALUES)).filter(lambda each: each[0] != each[1])
    return teams, draw(st.lists(pairs, max_size=25))


def test_no_shown_figure_and_no_difference_of_shown_figures_is_about_fewer_than_five(house: House) -> None:
    @settings(max_examples=50)
    @given(companies())
    def check(company: tuple[list[str], list[Given]]) -> None:
        teams, thanks = company
        with Session(house.database.engine) as session:
            people = _people(session, house.workspace_id, teams)
            _give(session, house.workspace_id, people, thanks)
            facts = _compiled(session, house.workspace_id)

        def cell(each: Given) -> tuple[str, str]:
            return teams[each[0]], teams[each[1]]

        groups: list[set[int]] = []
        if facts.kudos is not None:
            halves: dict[object, list[Given]] = {
                True: [each for each in thanks if cell(each)[0] != cell(each)[1]]
            }
            groups += _remainders(thanks, halves, [True] if facts.across_teams is not None else [])
            by_value: dict[object, list[Given]] = {v: [e for e in thanks if e[2] == v] for v in VALUES}
            groups += _remainders(thanks, by_value, [value for value, _ in facts.values])
        if facts.across_teams is not None:
            crossing = [each for each in thanks if cell(each)[0] != cell(each)[1]]
            flows: dict[object, list[Given]] = {}
            for each in crossing:
                flows.setdefault(cell(each), []).append(each)
            groups += _remainders(crossing, flows, [(flow.giver, flow.receiver) for flow in facts.flows])
            assert facts.across_teams == len(crossing)
            for flow in facts.flows:
                assert flow.kudos == len(flows[flow.giver, flow.receiver])
        assert all(not group or len(group) >= 5 for group in groups)
        for head_count in (facts.thanked, facts.givers):
            if head_count is not None:
                assert all(not group or group >= 5 for group in (head_count, len(teams) - head_count))

    check()


@st.composite
def places(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[Given]]:
    """People of teams at sites: mostly a team to a site, with some who sit elsewhere."""
    home = {"Platform": "Oslo", "Product": "Oslo", "Sales": "Rome"}
    size = draw(st.integers(10, 24))
    teams = [draw(st.sampled_from(TEAMS)) for _ in range(size)]
    strays = [draw(st.sampled_from(("", "", "", "", "Rome", "Lima"))) for _ in range(size)]
    where = [stray or home[team] for stray, team in zip(strays, teams, strict=True)]
    who = st.integers(0, size - 1)
    pairs = st.tuples(who, who, st.just("")).filter(lambda each: each[0] != each[1])
    return list(zip(teams, where, strict=True)), draw(st.lists(pairs, min_size=8, max_size=60))


def test_nobody_is_found_by_setting_sites_beside_teams(house: House) -> None:
    shown_sites = []

    @settings(max_examples=40)
    @given(places())
    def check(company: tuple[list[tuple[str, str]], list[Given]]) -> None:
        where, thanks = company
        with Session(house.database.engine) as session:
            people = _people(session, house.workspace_id, [team for team, _ in where])
            for who, (_, site) in zip(people, where, strict=True):
                who.location = site
            session.flush()
            _give(session, house.workspace_id, people, thanks)
            facts = _compiled(session, house.workspace_id)
        published = _published(where, thanks, facts)
        shown_sites.append(len(facts.site_flows))
        for few in _differences(published, thanks):
            assert len(few) >= 5

    check()
    assert any(shown_sites)


def _published(
    where: list[tuple[str, str]], thanks: list[Given], facts: Digest
) -> tuple[dict[int, object], dict[int, object]]:
    """In which cell of each table a reader finds each of the thanks."""
    tables = []
    for part, total, flows in (
        (0, facts.across_teams, facts.flows),
        (1, facts.across_sites, facts.site_flows),
    ):
        shown = {(flow.giver, flow.receiver) for flow in flows}
        cells: dict[int, object] = {}
        for n, (giver, receiver, _) in enumerate(thanks):
            pair = (where[giver][part], where[receiver][part])
            crossed: object = "within" if pair[0] == pair[1] else pair if pair in shown else "rest"
            cells[n] = "all" if total is None else crossed
        tables.append(cells)
    return tables[0], tables[1]


def _differences(
    published: tuple[dict[int, object], dict[int, object]], thanks: list[Given]
) -> Iterator[set[int]]:
    """Who is behind every sum of cells of one table less a sum of cells of the other."""
    teams, sites = published
    ones, others = sorted(set(teams.values()), key=str), sorted(set(sites.values()), key=str)
    for first in _subsets(ones):
        for second in _subsets(others):
            left = [n for n in teams if (teams[n] in first) != (sites[n] in second)]
            if left:
                yield {who for n in left for who in thanks[n][:2]}


def _subsets(cells: list[object]) -> Iterator[set[object]]:
    return (set(taken) for size in range(len(cells) + 1) for taken in combinations(cells, size))


def test_private_kudos_and_those_of_other_weeks_do_not_count(house: House) -> None:
    with Session(house.database.engine) as session:
        people = _people(session, house.workspace_id, ["Platform"] * 8)
        _give(session, house.workspace_id, people, [(n, (n + 1) % 8, "care") for n in range(8)])
        kept = rows.all_of(session, model=Kudos, workspace_id=house.workspace_id)
        assert _compiled(session, house.workspace_id).kudos == 8
        kept[0].visibility = "private"
        kept[1].voided_at = START
        kept[2].at = START - timedelta(days=7)
        session.flush()

        assert _compiled(session, house.workspace_id).kudos == 5


def test_where_all_is_large_all_is_shown(house: House) -> None:
    teams = ["Platform"] * 6 + ["Product"] * 6
    thanks = [(n, 6 + n, "care") for n in range(6)] + [(n, (n + 1) % 6, "courage") for n in range(6)]
    with Session(house.database.engine) as session:
        people = _people(session, house.workspace_id, teams)
        _give(session, house.workspace_id, people, thanks)
        facts = _compiled(session, house.workspace_id)

    assert (facts.people, facts.kudos, facts.across_teams, facts.thanked) == (12, 12, 6, 12)
    assert list(facts.values) == [("care", 6), ("courage", 6)]
    assert [(flow.giver, flow.receiver, flow.kudos) for flow in facts.flows] == [("Platform", "Product", 6)]
