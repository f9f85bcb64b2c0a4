"""The month of a manager's reports, in plain facts."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules.goal import STALE_AFTER
from bot.rules.visibility import Item, may_see, relations
from bot.services import person as directory
from bot.services.workdays import Workdays
from bot.views.summary import Month
from models import checkin, goal, kudos, person
from models.person import Person


def compiled(
    session: Session, *, manager: Person, month: date, calendar: Workdays, now: datetime
) -> list[Month]:
    """Each active report's facts for a calendar month (given by its first day), ordered by name.

    Only public kudos count: who was thanked in private is nobody's to report.
    """
    zone = calendar.zone(manager)
    start = cadence.instant(month, datetime.min.time(), zone)
    end = cadence.instant(cadence.next_month(month), datetime.min.time(), zone)
    workspace_id = manager.workspace_id
    reports = [
        who
        for who in person.reports(session, workspace_id, manager.id)
        if who.active_on(cadence.local_day(now, zone))
    ]
    received = _received(session, workspace_id, {who.id for who in reports}, start, end)
    answers = _answers(session, workspace_id, reports, month)
    return [_month(session, manager, who, start, end, received, answers) for who in reports]


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
    for row, receiver_id in kudos.received(session, workspace_id, people, start, end):
        if row.visibility == "public":
            givers.setdefault(receiver_id, []).append(row.giver_id)
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


def _month(
    session: Session,
    manager: Person,
    who: Person,
    start: datetime,
    end: datetime,
    received: dict[int, list[int]],
    answers: dict[int, tuple[int, int]],
) -> Month:
    line = directory.line_above(session, manager.workspace_id, who)
    relation = relations(manager.id, who.id, line=line, roles=())
    goals = goal.owned(session, who.workspace_id, [who.id]) if may_see(Item.GOAL, relation) else []
    ids = [each.id for each in goals]
    moved = goal.updated_between(session, who.workspace_id, ids, start, end)
    fresh = goal.updated_between(session, who.workspace_id, ids, end - STALE_AFTER, end)
    stale = [each for each in goals if each.id not in fresh and each.created_at < end - STALE_AFTER]
    answered, due = answers.get(who.id, (0, 0)) if may_see(Item.CHECKIN_PARTICIPATION, relation) else (0, 0)
    givers = received.get(who.id, [])
    return Month(
        who=who.mention,
        goals_moved=len(moved),
        goals_open=len(goals),
        stale=[each.ref for each in stale],
        weeks_answered=answered,
        weeks_due=due,
        kudos=len(givers),
        kudos_givers=len(set(givers)),
    )
