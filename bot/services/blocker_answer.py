"""Answering a blocker: somebody has seen it, offers help, or says that it is over; the reporter hears it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import _, language_of, speaking
from bot.rules.refusal import Refusal
from bot.services import blocker as blockers
from bot.services import blocker_told as told
from bot.services import person as directory
from bot.services import post, readout
from bot.services.colleague import BLOCKER
from bot.services.setting import chosen
from bot.views import blocker as views
from bot.views.blocks import Message
from models import blocker
from models import person as people
from models.blocker import Blocker
from models.person import Person


def acknowledge(
    session: Session, *, workspace_id: int, slack_user_id: str, ref: str, now: datetime
) -> Message:
    """Somebody has seen a blocker; what to say to them. Raises Refusal. Twice tells nobody twice."""
    me, reporter, row = _found(session, workspace_id, slack_user_id, ref)
    if row.is_answered:
        return views.already(told.shown(session, row))
    _refuse_own(me, reporter)
    row.acknowledged_at, row.acknowledged_by = now, me.id
    _tell(session, reporter, row, me, "acknowledged", views.acknowledged, now)
    return views.noted(told.shown(session, row))


def offer_help(
    session: Session, *, workspace_id: int, slack_user_id: str, ref: str, now: datetime
) -> Message:
    """Somebody offers help with a blocker, which they have seen by that. Raises Refusal."""
    me, reporter, row = _found(session, workspace_id, slack_user_id, ref)
    if row.resolved_at is not None:
        return views.already(told.shown(session, row))
    _refuse_own(me, reporter)
    if row.acknowledged_at is None:
        row.acknowledged_at, row.acknowledged_by = now, me.id
    _tell(session, reporter, row, me, f"help:{me.id}", views.help_offered, now)
    return views.help_noted(told.shown(session, row))


def resolve(session: Session, *, workspace_id: int, slack_user_id: str, ref: str, now: datetime) -> Message:
    """A blocker is out of the way, says whoever may see it. Raises Refusal."""
    me, reporter, row = _found(session, workspace_id, slack_user_id, ref)
    if row.resolved_at is not None:
        return views.already(told.shown(session, row))
    row.resolved_at, row.resolved_by = now, me.id
    _tell(session, reporter, row, me, "resolved", views.resolved, now)
    return views.resolution_noted(told.shown(session, row))


def _found(
    session: Session, workspace_id: int, slack_user_id: str, ref: str
) -> tuple[Person, Person, Blocker]:
    """Who acts, whose blocker it is, and the blocker, held. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    row = blocker.by_ref(session, workspace_id, ref, hold=True)
    if row is None:
        raise Refusal(_("This blocker was taken back, so there is nothing left to do."))
    reporter = people.by_id(session, workspace_id, row.person_id)
    if not blockers.visible(session, me, reporter, row):
        raise Refusal(_("Only the person who is stuck, its owner and their manager can answer this."))
    return me, reporter, row


def _refuse_own(me: Person, reporter: Person) -> None:
    if me.id == reporter.id:
        raise Refusal(_("This one is your own. Say when it is out of the way with `/checkin`."))


def _tell(
    session: Session,
    reporter: Person,
    row: Blocker,
    by: Person,
    what: str,
    view: Callable[[views.Blocker, str], Message],
    now: datetime,
) -> None:
    """The reporter hears of it; whoever else was told sees it where they were told."""
    session.flush()
    settings = chosen(session, workspace_id=row.workspace_id)
    about = f"{row.ref}:{what}"
    if by.id != reporter.id:
        with speaking(language_of(reporter, settings)):
            message = view(told.shown(session, row), by.mention)
        post.to_person(
            session,
            person=reporter,
            kind=BLOCKER,
            about=about,
            message=message,
            settings=settings,
            now=now,
            period=row.ref,
        )
    told.tell_again(session, reporter, row, about=about, settings=settings, now=now)
    readout.refresh(session, person=reporter, week=row.week, about=about, now=now)
