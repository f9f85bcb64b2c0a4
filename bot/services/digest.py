"""HR's recognition digest: one span's figures, with small groups left out."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules import digest as rules
from bot.views.digest import Digest, Flow
from models import checkin, kudos, person
from models.person import Person


def compiled(
    session: Session,
    *,
    workspace_id: int,
    title: str,
    first: date,
    after: date,
    weeks: Collection[str],
    zone: ZoneInfo,
) -> Digest:
    """The figures from local day `first` up to `after` (excluded), check-ins for `weeks`.

    Only public kudos count.
    """
    start = cadence.instant(first, datetime.min.time(), zone)
    end = cadence.instant(after, datetime.min.time(), zone)
    people = {who.id: who for who in person.everybody(session, workspace_id) if who.active_on(first)}
    given = [
        (row, receiver_id)
        for row, receiver_id in kudos.between(session, workspace_id, start, end)
        if row.visibility == "public" and receiver_id in people and row.giver_id in people
    ]
    givers = {row.giver_id for row, _ in given}
    thanked = {receiver_id for _, receiver_id in given}
    answered, due = _participation(session, workspace_id, people, weeks)
    crossing = [(r, to) for r, to in given if people[r.giver_id].team != people[to].team]
    return Digest(
        title=title,
        people=len(people),
        kudos=rules.shown(len(givers | thanked), len(given)),
        thanked=rules.shown_with_rest(len(thanked), len(people)),
        givers=rules.shown_with_rest(len(givers), len(people)),
        across_teams=rules.shown(len({p for r, to in crossing for p in (r.giver_id, to)}), len(crossing)),
        values=_values(given),
        flows=_flows(given, people),
        answered=answered,
        due=due,
    )


Given = list[tuple[kudos.Kudos, int]]


def _values(given: Given) -> list[tuple[str, int]]:
    behind: dict[str, set[int]] = defaultdict(set)
    amounts: Counter[str] = Counter()
    for row, receiver_id in given:
        for value in row.values:
            behind[value] |= {row.giver_id, receiver_id}
            amounts[value] += 1
    return [(value, amounts[value]) for value in sorted(rules.safe_cells(behind))]


def _flows(given: Given, people: dict[int, Person]) -> list[Flow]:
    behind: dict[tuple[str, str], set[int]] = defaultdict(set)
    amounts: Counter[tuple[str, str]] = Counter()
    for row, receiver_id in given:
        cell = (people[row.giver_id].team, people[receiver_id].team)
        behind[cell] |= {row.giver_id, receiver_id}
        amounts[cell] += 1
    return [
        Flow(giver_team or "no team", receiver_team or "no team", amounts[giver_team, receiver_team])
        for giver_team, receiver_team in sorted(rules.safe_cells(behind))
        if giver_team != receiver_team
    ]


def _participation(
    session: Session, workspace_id: int, people: dict[int, Person], weeks: Collection[str]
) -> tuple[int, int]:
    """Answered and due. HR may know who took part, so no group is too small here."""
    rows = [
        row
        for row in checkin.of_weeks(session, workspace_id, weeks)
        if not row.excused and row.person_id in people and (row.answered_at or row.closed_at)
    ]
    return sum(row.answered_at is not None for row in rows), len(rows)
