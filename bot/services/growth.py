"""A growth plan: showing it, and what its person does with their steps."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.language import _, later
from bot.rules import cadence
from bot.rules import growth as rules
from bot.rules.card import Line
from bot.rules.growth import Ending, StepDraft
from bot.rules.refusal import Refusal
from bot.rules.setting import Chosen
from bot.rules.visibility import Item, may_see, relations
from bot.services import person as directory
from bot.services import workdays
from bot.services.feedback import ref_of
from bot.services.goal_access import today_of
from bot.services.setting import chosen
from bot.views.growth import Kept, Plan, Step
from models import contact, growth, person
from models.base import add_once
from models.growth import DONE, DROPPED, PLANNED, SUGGESTED, GrowthAct
from models.person import Person

# What was done is shown for half a year.
LOOKS_BACK = timedelta(days=183)
MOST_DONE = 5


def may_see_plan(viewer: Person, subject: Person) -> bool:
    """Whether somebody sees this growth plan: their own, or that of a direct report."""
    line = directory.direct_line(subject)
    return may_see(Item.GROWTH, relations(viewer.id, subject.id, line=line, roles=viewer.roles))


def plan(session: Session, who: Person, settings: Chosen, *, now: datetime) -> Plan:
    """Somebody's plan as it stands."""
    rows = growth.open_of(session, who.workspace_id, who.id)
    done = growth.done_of(session, who.workspace_id, who.id, since=now - LOOKS_BACK, limit=MOST_DONE)
    planned = [row for row in rows if row.status == PLANNED]
    waiting = [row for row in rows if row.status == SUGGESTED]
    return Plan(*(_steps(session, who, settings, each, now=now) for each in (planned, waiting, done)))


def shown(session: Session, who: Person, settings: Chosen, row: GrowthAct, *, now: datetime) -> Step:
    """One step as views take it."""
    return _steps(session, who, settings, [row], now=now)[0]


def _steps(
    session: Session, who: Person, settings: Chosen, rows: Sequence[GrowthAct], *, now: datetime
) -> list[Step]:
    zone = workdays.zone_named(who.timezone) or settings.zone
    today = cadence.local_day(now, zone)
    named = [row.suggested_by for row in rows if row.suggested_by is not None]
    authors = person.by_ids(session, who.workspace_id, named)
    return [
        Step(
            ref=row.ref,
            kind=row.kind,
            title=row.title,
            aim=row.aim,
            by=row.by_date,
            late=row.status == PLANNED and row.by_date is not None and row.by_date < today,
            suggested_by=authors[row.suggested_by].mention if row.suggested_by in authors else "",
            done_on=cadence.local_day(row.closed_at, zone) if row.closed_at else None,
            result=row.result,
        )
        for row in rows
    ]


def stretch(session: Session, who: Person) -> list[Line]:
    """The stretch work on somebody's plan, as a line for the card of their growth."""
    rows = growth.open_of(session, who.workspace_id, who.id)
    titles = [row.title for row in rows if row.status == PLANNED and row.kind == rules.STRETCH]
    said = later("Stretch work on the growth plan: {steps}")
    return [Line(said, {"steps": "; ".join(titles)})] if titles else []


def mine(session: Session, *, workspace_id: int, slack_user_id: str, now: datetime) -> Plan:
    """One's own plan."""
    me = directory.asker(session, workspace_id, slack_user_id)
    return plan(session, me, chosen(session, workspace_id=workspace_id), now=now)


def form(session: Session, *, workspace_id: int, slack_user_id: str, ref: str) -> StepDraft:
    """What the form to change one of one's own steps begins with. Raises Refusal."""
    row = own(session, directory.asker(session, workspace_id, slack_user_id), ref)
    rules.check_planned(row.status)
    return StepDraft(row.title, row.kind, row.aim, row.by_date)


def ending(
    session: Session, *, workspace_id: int, slack_user_id: str, ref: str, now: datetime
) -> tuple[Step, date]:
    """The step that is done, and today in its person's zone. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    row = own(session, me, ref)
    if row.status != DONE:
        rules.check_planned(row.status)
    settings = chosen(session, workspace_id=workspace_id)
    return shown(session, me, settings, row, now=now), today_of(me, settings, now)


def add(
    session: Session, *, workspace_id: int, slack_user_id: str, draft: StepDraft, act: str, now: datetime
) -> Kept:
    """Put a step on one's own plan; the same act again changes nothing. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    settings = chosen(session, workspace_id=workspace_id)
    rules.check_step(draft, today=today_of(me, settings, now))
    contact.hold(session, workspace_id, [me])
    ref = ref_of("S", act)
    if growth.by_ref(session, workspace_id, ref) is None:
        rules.check_room(growth.count(session, workspace_id, me.id, PLANNED))
        keep(session, me, draft, ref=ref, status=PLANNED, now=now)
    return _kept(session, me, settings, own(session, me, ref), now)


def keep(
    session: Session,
    who: Person,
    draft: StepDraft,
    *,
    ref: str,
    status: str,
    now: datetime,
    suggested_by: Person | None = None,
) -> None:
    """Store a step of somebody's plan, once for each name."""
    add_once(
        session,
        GrowthAct,
        workspace_id=who.workspace_id,
        ref=ref,
        person_id=who.id,
        kind=draft.kind,
        title=draft.title.strip(),
        aim=draft.aim.strip(),
        by_date=draft.by,
        status=status,
        suggested_by=suggested_by.id if suggested_by else None,
        created_at=now,
        result="",
    )


def change(
    session: Session,
    *,
    workspace_id: int,
    slack_user_id: str,
    ref: str,
    draft: StepDraft,
    drop: bool,
    now: datetime,
) -> Kept:
    """Write one of one's own steps anew, or let it go (`drop`). Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    settings = chosen(session, workspace_id=workspace_id)
    row = own(session, me, ref, hold=True)
    if drop and row.status in (PLANNED, DROPPED):
        row.status, row.closed_at = DROPPED, row.closed_at or now
        return _kept(session, me, settings, row, now)
    rules.check_planned(row.status)
    rules.check_step(draft, today=today_of(me, settings, now), stood=row.by_date)
    row.title, row.kind, row.aim, row.by_date = (
        draft.title.strip(),
        draft.kind,
        draft.aim.strip(),
        draft.by,
    )
    return _kept(session, me, settings, row, now)


def finish(
    session: Session, *, workspace_id: int, slack_user_id: str, ref: str, ending: Ending, now: datetime
) -> Kept:
    """Say that one of one's own steps is done, since when and what came of it; or that it is not yet, after
    all. Said again, it changes the words. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    settings = chosen(session, workspace_id=workspace_id)
    row = own(session, me, ref, hold=True)
    if row.status != DONE:
        rules.check_planned(row.status)
    rules.check_ending(ending, today=today_of(me, settings, now))
    row.result = ending.result.strip()
    if ending.not_yet:
        row.status, row.closed_at = PLANNED, None
    else:
        row.closed_at = _closed(me, settings, row, ending.day, now)
        row.status = DONE
    return _kept(session, me, settings, row, now)


def _closed(me: Person, settings: Chosen, row: GrowthAct, day: date | None, now: datetime) -> datetime:
    """The instant for the day on which a step was done: now for today, noon for an earlier day."""
    zone = workdays.zone_named(me.timezone) or settings.zone
    if row.closed_at is not None and cadence.local_day(row.closed_at, zone) == day:
        return row.closed_at
    if day is None or day == cadence.local_day(now, zone):
        return now
    return cadence.instant(day, time(12), zone)


def own(session: Session, me: Person, ref: str, *, hold: bool = False) -> GrowthAct:
    """One of one's own steps. Raises Refusal; somebody else's is refused like one that is not there."""
    find = growth.hold if hold else growth.by_ref
    row = find(session, me.workspace_id, ref)
    if row is None or row.person_id != me.id:
        raise Refusal(_("This step is no longer there. `/talent plan` shows yours."))
    return row


def _kept(session: Session, me: Person, settings: Chosen, row: GrowthAct, now: datetime) -> Kept:
    session.flush()
    return Kept(shown(session, me, settings, row, now=now), plan(session, me, settings, now=now))
