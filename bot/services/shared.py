"""Messages that hold several parts, of which one may change: a read-out by a late answer, a prompt by its
answer."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.rules.interruption import RANKS
from bot.views.blocks import Message
from bot.views.together import together
from models import delivery
from models.delivery import Delivery
from models.person import Person

ASKING = ("checkin_prompt", "checkin_reminder")


@dataclass(frozen=True)
class Part:
    """What one delivery says inside a message, and until when that is of use; `key` is that delivery's."""

    key: str
    kind: str
    message: Message
    until: datetime


def parts_of(carrier: Delivery) -> list[Part]:
    """The parts of a message that is not settled yet, or that has kept them."""
    if carrier.parts:
        return [Part(**part | {"until": datetime.fromisoformat(part["until"])}) for part in carrier.parts]
    return [Part(carrier.key, carrier.kind, carrier.body or {}, carrier.useful_until or carrier.due_at)]


def whole(parts: Sequence[Part]) -> Message | None:
    """All parts in one message, what asks for something first; None where they do not fit into one."""
    ordered = sorted(parts, key=lambda part: (part.kind not in ASKING, -RANKS[part.kind]))
    return together([part.message for part in ordered])


def stored(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [asdict(part) | {"until": part.until.isoformat()} for part in parts]


def with_part(session: Session, row: Delivery, message: Message) -> Message:
    """What the message that holds a delivery says once that delivery says something else.

    Only the other parts where the new one does not fit.
    """
    carrier = row if row.rides_id is None else delivery.by_id(session, row.workspace_id, row.rides_id)
    if carrier is None or not carrier.parts:
        return message
    parts = [replace(part, message=message) if part.key == row.key else part for part in parts_of(carrier)]
    changed = whole(parts)
    if changed is None:
        return whole(parts_of(carrier)) or message
    carrier.parts = stored(parts)
    return changed


def answered(session: Session, *, person: Person, week: str, ts: str, message: Message) -> Message:
    """What takes the place of the message that asked about a week, once that is answered."""
    for kind in ASKING if ts else ():
        row = delivery.sent_for(session, person.workspace_id, person_id=person.id, kind=kind, period=week)
        if row is not None and row.slack_ts == ts:
            return with_part(session, row, message)
    return message
