"""Blockers: who may see them, who is told of one that nobody answers, and how one is shown."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.rules import blocker as rules
from bot.rules import cadence
from bot.rules.setting import Chosen
from bot.rules.visibility import Item, may_see, relations
from bot.services import person as directory
from bot.services import workdays
from bot.views import blocker as views
from models import appointment, blocker
from models import person as people
from models.blocker import Blocker
from models.checkin import Checkin
from models.person import Person

# What the calendar sends about one is counted toward the weekly budget, and is a kind of its own for that.
ESCALATION = "blocker_escalation"
MANAGER, ABOVE = "manager", "above"
UTC = ZoneInfo("UTC")


def book(
    session: Session, reporter: Person, row: Blocker, step: str, settings: Chosen, *, now: datetime
) -> None:
    """Have the next one up told, unless somebody answers before."""
    receiver = above(session, reporter, step)
    if receiver is not None:
        due_at = escalates_at(session, reporter, row, step, settings, now=now)
        whose = {"workspace_id": reporter.workspace_id, "kind": ESCALATION, "subject_id": receiver.id}
        appointment.book(session, [whose | {"period": f"{row.ref}:{step}", "due_at": due_at}])


def above(session: Session, reporter: Person, step: str) -> Person | None:
    """Who is told at a step: the direct manager, then the one above."""
    line = directory.line_above(session, reporter.workspace_id, reporter)
    place = (MANAGER, ABOVE).index(step)
    return people.by_id(session, reporter.workspace_id, line[place]) if place < len(line) else None


def escalates_at(
    session: Session, reporter: Person, row: Blocker, step: str, settings: Chosen, *, now: datetime
) -> datetime:
    """When an unanswered blocker is told to the next one up, by the reporter's working days."""
    calendar = workdays.load(session, reporter.workspace_id, [reporter], settings, now)
    since = row.reported_at if step == MANAGER else row.raised_at or now
    return rules.deadline(since, zone=calendar.zone(reporter), works=calendar.works(reporter))


def visible(session: Session, viewer: Person, reporter: Person, row: Blocker) -> bool:
    """Whether somebody may see a blocker."""
    relation = relations(
        viewer.id,
        reporter.id,
        line=directory.line_above(session, viewer.workspace_id, reporter),
        roles=viewer.roles,
        party=row.owner_id == viewer.id,
    )
    return may_see(Item.BLOCKER, relation, circumstances={"escalated"} if row.escalated_at else ())


def named_in(session: Session, workspace_id: int, rows: Collection[Blocker]) -> dict[int, Person]:
    """Everybody whom these blockers name."""
    ids = {
        each
        for row in rows
        for each in (row.person_id, row.owner_id, row.acknowledged_by, row.resolved_by)
        if each is not None
    }
    return people.by_ids(session, workspace_id, ids)


def shown(row: Blocker, named: Mapping[int, Person]) -> views.Blocker:
    """A blocker in the words of a view."""

    def mention(person_id: int | None) -> str:
        return named[person_id].mention if person_id is not None and person_id in named else ""

    return views.Blocker(
        ref=row.ref,
        who=mention(row.person_id),
        text=row.text,
        since=_day(row.reported_at, named.get(row.person_id)),
        owner=mention(row.owner_id),
        acknowledged_by=mention(row.acknowledged_by),
        resolved_by=mention(row.resolved_by),
    )


def of_reports(
    session: Session, manager: Person, reports: Sequence[Person], answers: Sequence[Checkin], *, now: datetime
) -> list[views.Blocker]:
    """What is in the way of a manager's reports, the oldest first; that of the week of these answers
    also where it is over. Answers that were imported have their text alone."""
    whose = {who.id: who for who in reports if _reads(manager, who)}
    week = max((row.week for row in answers), default="")
    found = blocker.standing(session, manager.workspace_id, whose, week=week)
    named = named_in(session, manager.workspace_id, found)
    kept = {row.person_id for row in found if row.week == week}
    texts = [
        views.Blocker("", who.mention, row.blockers, _day(row.answered_at or now, who))
        for row in answers
        if (who := whose.get(row.person_id)) and rules.named(row.blockers) and row.person_id not in kept
    ]
    return sorted([*(shown(row, named) for row in found), *texts], key=lambda each: each.since)


def _reads(manager: Person, reporter: Person) -> bool:
    """Whether a manager may see the blockers of one of their reports."""
    line = directory.direct_line(reporter)
    return may_see(Item.BLOCKER, relations(manager.id, reporter.id, line=line, roles=manager.roles))


def _day(at: datetime, reporter: Person | None) -> date:
    """The local day of whoever reported it."""
    return cadence.local_day(at, workdays.zone_named(reporter.timezone if reporter else "") or UTC)
