"""The month of a manager's reports, in plain facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules.goal import STALE_AFTER
from bot.rules.visibility import Item, may_see, relations
from bot.services import person as directory
from bot.services.workdays import Workdays
from bot.views.summary import Month
from models import checkin, goal, kudos
from models.person import Person


def compiled(
    session: Session,
    *,
    manager: Person,
    team: Iterable[Person],
    month: date,
    calendar: Workdays,
    now: datetime,
) -> list[Month]:
    """Each active report's facts for a calendar month (given by its first day), in the order of `team`.

    Only public kudos count: who was thanked in private is nobody's to report.
    """
    zone = calendar.zone(manager)
    start = cadence.instant(month, datetime.min.time(), zone)
    end = cadence.instant(cadence.next_month(month), datetime.min.time(), zone)
    workspace_id = manager.workspace_id
    reports = [who for who in team if who.active_on(cadence.local_day(now, zone))]
    ids = {who.id for who in reports}
    received = _received(session, workspace_id, ids, start, end)
    answers = _answers(session, workspace_id, reports, month)
    goals = _goals(session, workspace_id, ids, start, end)
    return [_month(manager, who, goals.get(who.id, []), received, answers) for who in reports]


def weeks_of(month: date) -> list[str]:
    """The ISO weeks whose Friday lies in a month."""
    first, after = month.replace(day=1), cadence.next_month(month)
    days = [first + timedelta(days=n) for n in range((after - first).days)]
    return [cadence.week_of(day) for day in days if day.weekday() == 4]


def _received(
    session: Session, workspace_id: int, people: set[int], start: datetime, end: datetime
) -> dict[int, list[int]]:
    """The givers of each person's public kudos."""
    givers: dict[int, list[int]] = {}
    for giver_id, receiver_id in kudos.received(session, workspace_id, people, start, end):
        givers.setdefault(receiver_id, []).append(giver_id)
    return givers


def _answers(
    session: Session, workspace_id: int, reports: list[Person], month: date
) -> dict[int, tuple[int, int]]:
    """How many weeks each person answered, and how many were due; a week still open is not yet either."""
    counts: dict[int, tuple[int, int]] = {}
    for row in checkin.of_people(session, workspace_id, [who.id for who in reports], weeks_of(month)):
        answered, due = counts.get(row.person_id, (0, 0))
        if not row.excused and (row.answered_at or row.closed_at):
            counts[row.person_id] = (answered + (row.answered_at is not None), due + 1)
    return counts


@dataclass(frozen=True)
class _Standing:
    """Where one open goal stands at the end of the month."""

    ref: str
    moved: bool
    stale: bool


def _goals(
    session: Session, workspace_id: int, people: set[int], start: datetime, end: datetime
) -> dict[int, list[_Standing]]:
    """The open goals of each of these people."""
    goals = goal.owned(session, workspace_id, people)
    ids = [each.id for each in goals]
    moved = goal.updated_between(session, workspace_id, ids, start, end)
    fresh = goal.updated_between(session, workspace_id, ids, end - STALE_AFTER, end)
    found: dict[int, list[_Standing]] = {}
    for each in goals:
        stale = each.id not in fresh and each.created_at < end - STALE_AFTER
        found.setdefault(each.owner_id or 0, []).append(_Standing(each.ref, each.id in moved, stale))
    return found


def _month(
    manager: Person,
    who: Person,
    goals: list[_Standing],
    received: dict[int, list[int]],
    answers: dict[int, tuple[int, int]],
) -> Month:
    relation = relations(manager.id, who.id, line=directory.direct_line(who), roles=())
    goals = goals if may_see(Item.GOAL, relation) else []
    answered, due = answers.get(who.id, (0, 0)) if may_see(Item.CHECKIN_PARTICIPATION, relation) else (0, 0)
    givers = received.get(who.id, [])
    return Month(
        who=who.mention,
        goals_moved=sum(each.moved for each in goals),
        goals_open=len(goals),
        stale=[each.ref for each in goals if each.stale],
        weeks_answered=answered,
        weeks_due=due,
        kudos=len(givers),
        kudos_givers=len(set(givers)),
    )
