"""HR's digest: totals of five people and more, also for somebody who subtracts."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot.services import digest
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


def _compiled(session: Session, workspace_id: int) -> Digest:
    return digest.compiled(
        session,
        workspace_id=workspace_id,
        title="This week",
        first=date(2026, 11, 16),
        after=date(2026, 11, 23),
        weeks=["2026-W46"],
        asked="week 46",
        zone=ZoneInfo("Europe/Berlin"),
    )


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
            groups += _remainders(
                crossing, flows, [(flow.giver_team, flow.receiver_team) for flow in facts.flows]
            )
            assert facts.across_teams == len(crossing)
            for flow in facts.flows:
                assert flow.kudos == len(flows[flow.giver_team, flow.receiver_team])
        assert all(not group or len(group) >= 5 for group in groups)
        for head_count in (facts.thanked, facts.givers):
            if head_count is not None:
                assert all(not group or group >= 5 for group in (head_count, len(teams) - head_count))

    check()


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
    assert [(flow.giver_team, flow.receiver_team, flow.kudos) for flow in facts.flows] == [
        ("Platform", "Product", 6)
    ]
