"""Telling somebody what a colleague did that asks for them: at their next working hour, in their language.

What waits for the same hour of the same person goes in one message, as many parts as fit; each
keeps its buttons and its own fate.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.language import language_of, speaking
from bot.rules import cadence
from bot.rules.setting import Chosen
from bot.services import post, shared, workdays
from bot.views.blocks import Message
from models import delivery, person, together
from models.base import add_once
from models.delivery import WAITING, Delivery
from models.person import Person

GOAL, BLOCKER = "goal", "blocker"
# The kinds that go together.
KINDS = (GOAL, BLOCKER)
# What could not be sent for so long is of no use any more.
USEFUL = timedelta(days=14)


def tell(
    session: Session,
    who: Person,
    *,
    kind: str,
    about: str,
    message: Callable[[], Message],
    settings: Chosen,
    now: datetime,
    period: str = "",
) -> str:
    """Owe somebody one message, once for each `about`; returns its key."""
    calendar = workdays.load(session, who.workspace_id, [who], settings, now)
    at = cadence.next_decent_hour(now, settings.hours, calendar.zone(who), calendar.works(who))
    language = language_of(who, settings)
    with speaking(language):
        row = post.addressed(session, who, kind, about, message(), settings, now)
    row |= {"period": period, "due_at": at, "useful_until": at + USEFUL}
    key: str = row["key"]
    if at > now and row["state"] == WAITING:
        together.in_turn(session, who.id)
        if delivery.by_key(session, who.workspace_id, key) is not None:
            return key
        carrier = _carrier(session, who, at)
        if carrier is not None and shared.join(session, row, carrier, language=language):
            return key
    add_once(session, Delivery, **row)
    return key


def close(
    session: Session,
    workspace_id: int,
    key: str,
    *,
    said: Callable[[Person], Message],
    settings: Chosen,
    now: datetime,
) -> None:
    """What a message asks is answered, wherever: where it has not left yet it never will, else what is
    `said` to its reader takes its place."""
    asked = delivery.by_key(session, workspace_id, key)
    if asked is None or shared.take_back(session, asked, reason=shared.ANSWERED, now=now):
        return
    reader = person.by_id(session, workspace_id, asked.person_id or 0)
    with speaking(language_of(reader, settings)):
        post.edit(session, asked, about="answered", message=said(reader), now=now)


def _carrier(session: Session, who: Person, at: datetime) -> Delivery | None:
    """The newest message that waits for this hour: where that is full, the next begins another."""
    waiting = together.waiting(session, who.workspace_id, who.id, KINDS)
    return max((row for row in waiting if row.due_at == at), key=lambda row: row.id, default=None)
