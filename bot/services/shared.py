"""Messages that hold several parts, of which one may change: a read-out by a late answer, a prompt by its
answer."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.language import speaking
from bot.rules.interruption import RANKS
from bot.views.blocks import Message
from bot.views.introduction import introduces, passed_on
from bot.views.together import ROOM, SPARE, gathered
from bot.views.together import together as one_message
from models import delivery, person, together
from models.base import add_once
from models.delivery import SENT, SKIPPED, WAITING, Delivery
from models.person import Person

PROMPT, REMINDER = "checkin_prompt", "checkin_reminder"
ASKING = (PROMPT, REMINDER)
ANSWERED = "answered meanwhile"


@dataclass(frozen=True)
class Part:
    """What one delivery says inside a message, and until when that is of use; `key` is that delivery's."""

    key: str
    kind: str
    message: Message
    until: datetime
    # The reader's, where a line before the parts says how many they are.
    language: str = ""


def parts_of(carrier: Delivery) -> list[Part]:
    """The parts of a message that is not settled yet, or that has kept them."""
    if carrier.parts:
        return [Part(**part | {"until": datetime.fromisoformat(part["until"])}) for part in carrier.parts]
    return [Part(carrier.key, carrier.kind, carrier.body or {}, carrier.useful_until or carrier.due_at)]


def whole(parts: Sequence[Part], *, room: int = ROOM) -> Message | None:
    """All parts in one message, of what the calendar owes what asks for something first; None where they
    do not fit into one."""
    if len(parts) > 1 and parts[0].language:
        with speaking(parts[0].language):
            return gathered([(part.key, part.message) for part in parts], room=room)
    ordered = sorted(parts, key=lambda part: (part.kind not in ASKING, -RANKS.get(part.kind, 0)))
    return one_message([part.message for part in ordered], room=room)


def join(session: Session, row: dict[str, Any], carrier: Delivery, *, language: str = "") -> bool:
    """Make one message of two, sent when the first of them is due; False where that cannot be: they do not
    fit, or somebody has begun to send the other."""
    held = together.held(session, carrier.workspace_id, carrier.id)
    if held is None or held.useful_until is None:
        return False
    before = [replace(part, language=language) for part in parts_of(held)]
    parts = [*before, Part(row["key"], row["kind"], row["body"], row["useful_until"], language)]
    body = whole(parts, room=ROOM - SPARE if language else ROOM)
    if body is None:
        return False
    held.body, held.parts = body, stored(parts)
    held.due_at = min(row["due_at"], held.due_at)
    held.useful_until = min(part.until for part in parts)
    add_once(session, Delivery, **row | {"body": None, "rides_id": held.id, "due_at": held.due_at})
    return True


def stored(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [asdict(part) | {"until": part.until.isoformat()} for part in parts]


def with_part(session: Session, row: Delivery, message: Message) -> Message | None:
    """What the message that holds a delivery says once that delivery says something else.

    Unchanged where the new part does not fit. None where the words of the others are forgotten. The
    message is held: of two changes at once the second knows the first.
    """
    carrier = delivery.by_id(session, row.workspace_id, row.rides_id or row.id, hold=True)
    if carrier is None or not carrier.parts:
        return None if row.rides_id or together.has_riders(session, row) else message
    parts = [replace(part, message=message) if part.key == row.key else part for part in parts_of(carrier)]
    changed = whole(parts)
    if changed is None:
        return whole(parts_of(carrier)) or message
    carrier.parts = stored(parts)
    return changed


def answered(session: Session, *, person: Person, week: str, ts: str, message: Message) -> Message:
    """What takes the place of the message that asked about a week, once that is answered."""
    for row in questions(session, person=person, week=week) if ts else ():
        if row.slack_ts == ts:
            return with_part(session, row, message) or message
    return message


def questions(session: Session, *, person: Person, week: str) -> list[Delivery]:
    """The messages in somebody's DM that ask about a week."""
    found = [
        delivery.sent_for(session, person.workspace_id, person_id=person.id, kind=kind, period=week)
        for kind in ASKING
    ]
    return [row for row in found if row is not None and row.state == SENT]


def take_out(
    session: Session, carrier: Delivery, keys: Collection[str], *, reason: str, now: datetime
) -> list[Delivery]:
    """Skip some parts of a message that nobody has in hand; what is left goes at its time.

    Returns what was taken out. The caller holds the message.
    """
    rows = {row.key: row for row in (carrier, *together.riders(session, carrier))}
    parts = parts_of(carrier)
    left = [part for part in parts if part.key not in keys]
    _introduce_later(session, carrier, [part for part in parts if part.key in keys], left)
    if left:
        first = carrier if carrier.key not in keys else rows[left[0].key]
        for name in ("due_at", "try_at", "attempts", "reason", "waited_for"):
            setattr(first, name, getattr(carrier, name))
        first.body, first.parts = whole(left), stored(left)
        first.useful_until = min(part.until for part in left)
        for part in left:
            rows[part.key].rides_id = None if part.key == first.key else first.id
    gone = [row for key, row in rows.items() if key in keys]
    for row in gone:
        row.state, row.reason, row.settled_at = SKIPPED, reason, now
        row.body, row.parts, row.rides_id = None, None, None
    session.flush()
    return gone


def _introduce_later(session: Session, carrier: Delivery, gone: Sequence[Part], left: list[Part]) -> None:
    """What would have introduced the bot to somebody does not go: what is left does so, else the next."""
    first = next((part.message for part in gone if part.message and introduces(part.message)), None)
    if first is not None and left:
        left[0] = replace(left[0], message=passed_on(first, left[0].message))
    elif first is not None:
        person.by_id(session, carrier.workspace_id, carrier.person_id or 0).introduced_at = None


def take_out_useless(session: Session, workspace: int, *, reason: str, now: datetime) -> list[Delivery]:
    """Skip those parts of waiting messages that have become of no use; returns them."""
    gone = []
    for carrier in together.outdated(session, workspace, now=now):
        keys = {part.key for part in parts_of(carrier) if part.until <= now}
        gone += take_out(session, carrier, keys, reason=reason, now=now)
    return gone


def spare(session: Session, *, person: Person, week: str, now: datetime) -> None:
    """Mention a week no more that has been answered or set aside, where the reminder has not left yet."""
    row = delivery.sent_for(session, person.workspace_id, person_id=person.id, kind=REMINDER, period=week)
    if row is not None:
        take_back(session, row, reason=ANSWERED, now=now)


def take_back(session: Session, row: Delivery, *, reason: str, now: datetime) -> bool:
    """Skip one message, or one part of a message, that nobody has begun to send; tells whether it was so."""
    if row.state != WAITING:
        return False
    carrier = together.held(session, row.workspace_id, row.rides_id or row.id)
    if carrier is None:
        return False
    take_out(session, carrier, {row.key}, reason=reason, now=now)
    return True
