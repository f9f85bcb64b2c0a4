"""Blockers: kept from a check-in, told to their owners, shown to those who may see them."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.language import _, language_of, speaking
from bot.rules import blocker as rules
from bot.rules import cadence
from bot.rules.checkin import Answers
from bot.rules.refusal import Refusal
from bot.rules.setting import Chosen
from bot.rules.visibility import Item, may_see, relations
from bot.services import person as directory
from bot.services import post, workdays
from bot.views import blocker as views
from models import appointment, blocker
from models import person as people
from models.blocker import Blocker
from models.checkin import Checkin
from models.person import Person

KIND = "blocker"
# What the calendar sends about one is counted toward the weekly budget, and is a kind of its own for that.
ESCALATION = "blocker_escalation"
# A blocker of which its owner could not be told for so long has been told by others.
USEFUL = timedelta(weeks=2)
MANAGER, ABOVE = "manager", "above"


def keep(
    session: Session,
    *,
    person: Person,
    week: str,
    answers: Answers,
    act: str,
    settings: Chosen,
    now: datetime,
) -> None:
    """Keep what somebody's check-in of a week names as being in the way. Raises Refusal.

    What stood there before and is named again stays what it was; what is not named any more is taken
    back, or resolved where somebody has answered it.
    """
    owner = _owner(session, person, answers.owner)
    before = {row.text: row for row in blocker.of_week(session, person.workspace_id, person.id, week)}
    named = rules.named(answers.blockers)
    for text, row in before.items():
        if text not in named:
            _take_back(session, row, now)
    for number, text in enumerate(named):
        found = before.get(text)
        if found is None:
            ref = _ref(act, number)
            found = _report(session, person, week=week, text=text, ref=ref, now=now)
            book(session, person, found, MANAGER, settings, now=now)
        if found.owner_id != (owner.id if owner else None) and found.resolved_at is None:
            found.owner_id = owner.id if owner else None
            if owner is not None and owner.id != person.id:
                _tell_owner(session, owner, person, found, settings, now)
    _clear(session, person, answers.cleared, now)


def _clear(session: Session, person: Person, refs: Iterable[str], now: datetime) -> None:
    """The reporter's own older blockers that are over."""
    for ref in refs:
        row = blocker.by_ref(session, person.workspace_id, ref, hold=True)
        if row is not None and row.person_id == person.id and row.resolved_at is None:
            row.resolved_at, row.resolved_by = now, person.id


def _owner(session: Session, person: Person, slack_id: str) -> Person | None:
    if not slack_id:
        return None
    found = directory.known(session, person.workspace_id, [slack_id])[0]
    if found.outsider or found.deactivated:
        raise Refusal(_("Pick a colleague who can clear it, or leave it out."), field="owner")
    return found


def owner_of(session: Session, person: Person, week: str) -> str:
    """The Slack id of whom somebody named for a week's blockers, where it is one person."""
    rows = blocker.of_week(session, person.workspace_id, person.id, week)
    ids = {row.owner_id for row in rows if row.owner_id is not None}
    found = people.by_ids(session, person.workspace_id, ids)
    return next(iter(found.values())).slack_user_id or "" if len(found) == 1 else ""


def _ref(act: str, number: int) -> str:
    """The same for the same act, and not to be guessed."""
    return hashlib.blake2b(f"{act}\x1f{number}".encode(), digest_size=8).hexdigest()


def _report(session: Session, person: Person, *, week: str, text: str, ref: str, now: datetime) -> Blocker:
    row = Blocker(
        workspace_id=person.workspace_id, ref=ref, person_id=person.id, week=week, text=text, reported_at=now
    )
    session.add(row)
    session.flush()
    return row


def _take_back(session: Session, row: Blocker, now: datetime) -> None:
    if row.is_answered:
        row.resolved_at, row.resolved_by = row.resolved_at or now, row.resolved_by or row.person_id
    else:
        blocker.forget(session, row)


def _tell_owner(
    session: Session, owner: Person, reporter: Person, row: Blocker, settings: Chosen, now: datetime
) -> None:
    calendar = workdays.load(session, owner.workspace_id, [owner], settings, now)
    with speaking(language_of(owner, settings)):
        message = views.told_owner(shown(row, {p.id: p for p in (owner, reporter)}, now=now))
    post.to_person(
        session,
        person=owner,
        kind=KIND,
        about=f"{row.ref}:owner",
        message=message,
        settings=settings,
        now=now,
        due_at=cadence.next_decent_hour(now, settings.hours, calendar.zone(owner), calendar.works(owner)),
        until=now + USEFUL,
        period=row.ref,
    )


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


def shown(row: Blocker, named: Mapping[int, Person], *, now: datetime) -> views.Blocker:
    """A blocker in the words of a view; its age is in whole days."""

    def mention(person_id: int | None) -> str:
        return named[person_id].mention if person_id is not None and person_id in named else ""

    return views.Blocker(
        ref=row.ref,
        who=mention(row.person_id),
        text=row.text,
        age=_days(row.reported_at, now),
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
        views.Blocker("", whose[row.person_id].mention, row.blockers, _days(row.answered_at or now, now))
        for row in answers
        if rules.named(row.blockers) and row.person_id in whose and row.person_id not in kept
    ]
    return sorted([*(shown(row, named, now=now) for row in found), *texts], key=lambda each: -each.age)


def _reads(manager: Person, reporter: Person) -> bool:
    """Whether a manager may see the blockers of one of their reports."""
    line = directory.direct_line(reporter)
    return may_see(Item.BLOCKER, relations(manager.id, reporter.id, line=line, roles=manager.roles))


def _days(since: datetime, now: datetime) -> int:
    return max(0, (now - since).days)
