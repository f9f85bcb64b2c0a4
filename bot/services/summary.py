"""The month of a manager's reports: what is worth a conversation, and the team as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules.goal import STALE_AFTER
from bot.rules.visibility import Item, Relation, may_see, relations
from bot.services import card as cards
from bot.services import person as directory
from bot.services.workdays import Workdays
from bot.views.summary import Report, Summary, Team
from models import card, checkin, goal, kudos
from models.person import Person

# How long somebody goes unthanked before their manager reads it, and newcomers are spared.
UNTHANKED = timedelta(weeks=8)


def compiled(
    session: Session,
    *,
    manager: Person,
    team: Sequence[Person],
    month: date,
    calendar: Workdays,
    now: datetime,
) -> Summary | None:
    """A calendar month (given by its first day) of the active reports, in the order of `team`; None
    where there are none.

    Only public kudos count: who was thanked in private is nobody's to report.
    """
    zone = calendar.zone(manager)
    reports = [who for who in team if who.active_on(cadence.local_day(now, zone))]
    if not reports:
        return None
    start = cadence.instant(month, datetime.min.time(), zone)
    end = cadence.instant(cadence.next_month(month), datetime.min.time(), zone)
    return Summary(
        month=month,
        team=_team(session, manager, reports, month, start, end),
        reports=_reports(session, manager, reports, month, now),
        unthanked=_unthanked(session, manager.workspace_id, reports, end),
    )


def _reports(
    session: Session, manager: Person, reports: Sequence[Person], month: date, now: datetime
) -> list[Report]:
    """Those with cards that the manager may see, and those whose contest waits from months before."""
    key = cadence.month_of(cadence.next_month(month))
    shown = cards.for_manager(session, manager, reports, key, now=now)
    talks = card.talks(session, manager.workspace_id, manager.id, key)
    waiting = cards.still_contested(session, manager, reports, before=key)
    return [
        Report(
            who=who.mention,
            ref=f"{who.id}:{key}",
            cards=[*waiting.get(who.id, []), *shown.get(who.id, [])],
            outcome=talks[who.id].outcome if who.id in talks else "",
        )
        for who in reports
        if who.id in shown or who.id in waiting
    ]


def _unthanked(session: Session, workspace_id: int, reports: Sequence[Person], end: datetime) -> list[str]:
    """Whom nobody has thanked for eight weeks, of those who have been here for so long; nobody where
    thanks have not been given here for so long."""
    since = end - UNTHANKED
    if not kudos.began_before(session, workspace_id, since):
        return []
    here = [who for who in reports if who.start_date is None or who.start_date <= since.date()]
    thanked = {to for _, to in kudos.received(session, workspace_id, [who.id for who in here], since, end)}
    return [who.mention for who in here if who.id not in thanked]


def _team(
    session: Session,
    manager: Person,
    reports: Sequence[Person],
    month: date,
    start: datetime,
    end: datetime,
) -> Team:
    ids = {who.id for who in reports}
    seen = {
        item: {who.id for who in reports if may_see(item, _relation(manager, who))}
        for item in (Item.GOAL, Item.CHECKIN_PARTICIPATION)
    }
    givers = [giver for giver, _ in kudos.received(session, manager.workspace_id, ids, start, end)]
    answered, due = _answers(session, manager.workspace_id, seen[Item.CHECKIN_PARTICIPATION], month)
    goals = _goals(session, manager.workspace_id, seen[Item.GOAL], start, end)
    return Team(
        people=len(reports),
        goals_moved=sum(each.moved for each in goals),
        goals_open=len(goals),
        stale=[each.ref for each in goals if each.stale],
        weeks_answered=answered,
        weeks_due=due,
        kudos=len(givers),
        kudos_givers=len(set(givers)),
    )


def _relation(manager: Person, who: Person) -> set[Relation]:
    return relations(manager.id, who.id, line=directory.direct_line(who), roles=())


def weeks_of(month: date) -> list[str]:
    """The ISO weeks whose Friday lies in a month."""
    first, after = month.replace(day=1), cadence.next_month(month)
    days = [first + timedelta(days=n) for n in range((after - first).days)]
    return [cadence.week_of(day) for day in days if day.weekday() == 4]


def _answers(session: Session, workspace_id: int, people: set[int], month: date) -> tuple[int, int]:
    """How many weeks were answered, and how many were due; a week still open is not yet either."""
    answered = due = 0
    for row in checkin.of_people(session, workspace_id, people, weeks_of(month)):
        if not row.excused and (row.answered_at or row.closed_at):
            answered, due = answered + (row.answered_at is not None), due + 1
    return answered, due


@dataclass(frozen=True)
class _Standing:
    """Where one open goal stands at the end of the month."""

    ref: str
    moved: bool
    stale: bool


def _goals(
    session: Session, workspace_id: int, people: set[int], start: datetime, end: datetime
) -> list[_Standing]:
    """The open goals of these people."""
    goals = goal.owned(session, workspace_id, people)
    ids = [each.id for each in goals]
    moved = goal.updated_between(session, workspace_id, ids, start, end)
    fresh = goal.updated_between(session, workspace_id, ids, end - STALE_AFTER, end)
    return [
        _Standing(each.ref, each.id in moved, each.id not in fresh and each.created_at < end - STALE_AFTER)
        for each in goals
    ]
