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
    asked: str,
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
    across, flows = _crossing(given, people)
    return Digest(
        title=title,
        people=len(people),
        kudos=rules.shown(len(givers | thanked), len(given)),
        thanked=rules.shown_with_rest(len(thanked), len(people)),
        givers=rules.shown_with_rest(len(givers), len(people)),
        across_teams=across,
        values=_values(given),
        flows=flows,
        asked=asked,
        answered=answered,
        due=due,
    )


Given = list[tuple[kudos.Kudos, int]]
NO_VALUE = ""


def _values(given: Given) -> list[tuple[str, int]]:
    behind: dict[str, set[int]] = defaultdict(set)
    amounts: Counter[str] = Counter()
    for row, receiver_id in given:
        # What names no value is a cell too: all less every value would tell of it.
        for value in row.values or [NO_VALUE]:
            behind[value] |= {row.giver_id, receiver_id}
            amounts[value] += 1
    return [(value, amounts[value]) for value in sorted(rules.safe_cells(behind)) if value != NO_VALUE]


def _crossing(given: Given, people: dict[int, Person]) -> tuple[int | None, list[Flow]]:
    """How much crossed teams, and between which. Each table is safe beside the total above it:
    across and within beside all, the flows beside what went across."""
    halves: dict[bool, set[int]] = {True: set(), False: set()}
    behind: dict[tuple[str, str], set[int]] = defaultdict(set)
    amounts: Counter[tuple[str, str]] = Counter()
    for row, receiver_id in given:
        both = {row.giver_id, receiver_id}
        cell = (people[row.giver_id].team, people[receiver_id].team)
        halves[cell[0] != cell[1]] |= both
        if cell[0] != cell[1]:
            behind[cell] |= both
            amounts[cell] += 1
    if True not in rules.safe_cells({half: who for half, who in halves.items() if who}):
        return (0 if not amounts else None), []
    flows = [
        Flow(giver or "no team", to or "no team", amounts[giver, to])
        for giver, to in sorted(rules.safe_cells(behind))
    ]
    return amounts.total(), flows


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
