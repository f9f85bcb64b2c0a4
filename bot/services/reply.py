"""A manager's private answer to a report's check-in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import _, language_of, speaking
from bot.rules.refusal import Refusal
from bot.rules.visibility import Item, may_see, relations
from bot.services import person as directory
from bot.services import post
from bot.services.setting import chosen
from bot.views import reply as views
from bot.views.blocks import Message
from models import checkin, person
from models.checkin import Checkin
from models.person import Person

KIND = "feedback"


@dataclass(frozen=True)
class Answerable:
    """Whose answers of which week are to be answered, and what they said."""

    week: str
    who: str
    progress: str


def open_reply(session: Session, *, workspace_id: int, slack_user_id: str, ref: str) -> Answerable:
    """What the form of a reply shows. Raises Refusal."""
    _, who, row = _found(session, workspace_id, slack_user_id, ref)
    return Answerable(row.week, who.mention, row.progress)


def reply(
    session: Session, *, workspace_id: int, slack_user_id: str, ref: str, text: str, act: str, now: datetime
) -> Message:
    """Send it to that person alone, once for each act; what to say to the manager. Raises Refusal."""
    me, who, row = _found(session, workspace_id, slack_user_id, ref)
    if not text.strip():
        raise Refusal(_("What would you like to say? One line is enough."), field="text")
    settings = chosen(session, workspace_id=workspace_id)
    if post.unreachable(who, settings):
        raise Refusal(_("Cairn may not write to {who} yet. Tell them yourself?", who=who.name), field="text")
    with speaking(language_of(who, settings)):
        message = views.told(row.week, me.mention, text)
    post.to_person(
        session, person=who, kind=KIND, about=f"reply:{act}", message=message, settings=settings, now=now
    )
    return views.sent(who.mention)


def _found(
    session: Session, workspace_id: int, slack_user_id: str, ref: str
) -> tuple[Person, Person, Checkin]:
    """Who replies to whom, about which answers; `ref` is the week and the person's id."""
    me = directory.asker(session, workspace_id, slack_user_id)
    week, _colon, number = ref.partition(":")
    ids = [int(number)] if number.isdecimal() and len(number) < 19 else []
    who = next(iter(person.by_ids(session, workspace_id, ids).values()), None)
    row = checkin.of_week(session, workspace_id, who.id, week) if who else None
    line = directory.direct_line(who) if who else []
    if who is None or row is None or me.id == who.id:
        raise Refusal(_("I can't find that check-in any more. `/checkin team` shows the newest."))
    if not may_see(Item.CHECKIN_ANSWERS, relations(me.id, who.id, line=line, roles=me.roles)):
        raise Refusal(_("Only their manager can answer somebody's check-in."))
    return me, who, row
