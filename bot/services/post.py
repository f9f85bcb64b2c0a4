"""Promising messages: the rows of the outbox, written in the transaction that causes them."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.language import language_of, speaking
from bot.rules import launch
from bot.rules.setting import Chosen
from bot.services import shared
from bot.views.blocks import Message
from bot.views.introduction import introduced
from models import delivery
from models.base import add_once
from models.contact import Addressee, introduce
from models.delivery import SKIPPED, WAITING, Delivery
from models.person import Person

NOT_LAUNCHED = "not launched"


def key(*parts: object) -> str:
    """An opaque name for one message owed, the same for the same parts."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=12).hexdigest()


def to_person(
    session: Session,
    *,
    person: Person,
    kind: str,
    about: object,
    message: Message,
    settings: Chosen,
    now: datetime,
    due_at: datetime | None = None,
    until: datetime | None = None,
    period: str = "",
    asked: bool = False,
) -> bool:
    """Owe a person one message; tells whether it will be sent.

    `kind`, the person and `about` make its key: promised twice, it is owed once. Somebody
    who may not hear from the bot gets none, and the ledger says why. The first message a
    person gets introduces the bot. `until` is given by the calendar: such a message keeps to
    the person's working hours also where it is late, and is skipped after that instant. What
    somebody asked for themselves (`asked`) reaches them also before the switch.
    """
    row = addressed(session, person, kind, about, message, settings, now, asked=asked)
    add_once(session, Delivery, **row, period=period, due_at=due_at or now, useful_until=until)
    return bool(row["state"] == WAITING)


def rows_to(
    session: Session,
    *,
    people: Iterable[Addressee],
    kind: str,
    about: object,
    message: Callable[[], Message],
    settings: Chosen,
    now: datetime,
) -> list[dict[str, Any]]:
    """The rows that owe each of these people the same message, now, as `to_person` does.

    It is built once for each language that they read.
    """
    said: dict[str, Message] = {}
    rows = []
    for person in people:
        name = language_of(person, settings)
        if name not in said:
            with speaking(name):
                said[name] = message()
        row = addressed(session, person, kind, about, said[name], settings, now)
        rows.append(row | {"channel": None, "due_at": now})
    return rows


def channel_row(
    *, workspace_id: int, channel: str, kind: str, about: object, message: Message, now: datetime, held: str
) -> dict[str, Any]:
    """What a channel is owed now, or why it gets nothing (`held`)."""
    return {
        "workspace_id": workspace_id,
        "key": key(kind, channel, about),
        "kind": kind,
        "person_id": None,
        "conversation": f"channel:{channel}",
        "created_at": now,
        **_fate(held, message, now),
        "channel": channel,
        "due_at": now,
    }


def addressed(
    session: Session,
    person: Addressee,
    kind: str,
    about: object,
    message: Message,
    settings: Chosen,
    now: datetime,
    *,
    asked: bool = False,
) -> dict[str, Any]:
    reason = unreachable(person, settings)
    if asked and reason == NOT_LAUNCHED:
        reason = ""
    elif not reason and person.introduced_at is None and introduce(session, person, now=now):
        with speaking(language_of(person, settings)):
            message = introduced(message)
    return {
        "workspace_id": person.workspace_id,
        "key": key(kind, person.id, about),
        "kind": kind,
        "person_id": person.id,
        "conversation": f"person:{person.id}",
        "created_at": now,
        **_fate(reason, message, now),
    }


def to_channel(
    session: Session,
    *,
    workspace_id: int,
    channel: str,
    kind: str,
    about: object,
    message: Message,
    now: datetime,
    held: str = "",
    due_at: datetime | None = None,
    until: datetime | None = None,
    period: str = "",
) -> None:
    """Owe a channel one message, or record why it gets none (`held`)."""
    row = channel_row(
        workspace_id=workspace_id,
        channel=channel,
        kind=kind,
        about=about,
        message=message,
        now=now,
        held=held,
    )
    later = {"due_at": due_at or now, "useful_until": until, "period": period}
    add_once(session, Delivery, **row | later)


def edit(session: Session, original: Delivery, *, about: object, message: Message, now: datetime) -> None:
    """Owe a change of an earlier message, where that was or will be sent; what went with it stays.

    Once the words of what went with it are forgotten, the message stays as it is.
    """
    if original.state in (delivery.SKIPPED, delivery.FAILED):
        return
    changed = shared.with_part(session, original, message)
    if changed is None:
        return
    add_once(
        session,
        Delivery,
        workspace_id=original.workspace_id,
        key=key("edit", original.key, about),
        kind=original.kind,
        person_id=original.person_id,
        channel=original.channel,
        conversation=original.conversation,
        period=original.period,
        edits_id=original.id,
        created_at=now,
        due_at=max(now, original.due_at),
        **_fate("", changed, now),
    )


def note_skipped(
    session: Session,
    *,
    person: Person,
    kind: str,
    about: object,
    reason: str,
    now: datetime,
    period: str = "",
) -> None:
    """Write into the ledger that something due was not sent, and why."""
    add_once(
        session,
        Delivery,
        workspace_id=person.workspace_id,
        key=key(kind, person.id, about),
        kind=kind,
        person_id=person.id,
        conversation=f"person:{person.id}",
        period=period,
        created_at=now,
        due_at=now,
        state=SKIPPED,
        reason=reason,
        settled_at=now,
    )


def unreachable(person: Addressee, settings: Chosen) -> str:
    """Why a person gets nothing unasked, or empty."""
    if person.outsider:
        return "not a member"
    if person.deactivated:
        return "deactivated"
    if not person.slack_user_id:
        return "not in Slack"
    return "" if launch.hears(settings.get("launch"), person.team) else NOT_LAUNCHED


def _fate(reason: str, message: Message, now: datetime) -> dict[str, Any]:
    if reason:
        return {"state": SKIPPED, "reason": reason, "settled_at": now}
    return {"state": WAITING, "body": message}
