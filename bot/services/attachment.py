"""The files that go with a delivery: kept with its promise, handed to the post room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models import attachment, delivery
from models.attachment import Attachment
from models.base import add_all_once
from models.delivery import Delivery

# The kinds of messages that may have files.
ENCLOSING = {"digest", "answer"}


@dataclass(frozen=True)
class File:
    """One file: `alt` is what is read instead of a picture."""

    name: str
    title: str
    media_type: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True)
class Enclosure:
    """A file as the sender needs it; `slack_file_id` is empty until Slack has it."""

    id: int
    name: str
    title: str
    alt: str
    media_type: str
    content: bytes
    slack_file_id: str
    permalink: str

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


def keep(session: Session, *, workspace_id: int, key: str, files: Sequence[File], now: datetime) -> None:
    """Keep the files of the delivery with that key; kept twice, they are there once."""
    row = {"workspace_id": workspace_id, "delivery_key": key, "created_at": now}
    rows = [
        row
        | {"name": f.name, "title": f.title, "alt": f.alt, "media_type": f.media_type, "content": f.content}
        for f in files
    ]
    add_all_once(session, Attachment, rows)


def keys(session: Session, row: Delivery) -> tuple[str, ...]:
    """The deliveries whose files stand in a message: its own, or those of its parts; also in a later
    change of it."""
    if row.edits_id is not None:
        original = delivery.by_id(session, row.workspace_id, row.edits_id)
        carrier = original.rides_id if original is not None else None
        found = delivery.by_id(session, row.workspace_id, carrier) if carrier is not None else original
        return keys(session, found) if found is not None else ()
    if row.parts:
        return tuple(part["key"] for part in row.parts if part["kind"] in ENCLOSING)
    return (row.key,) if row.kind in ENCLOSING else ()


def enclosed(session: Session, *, workspace_id: int, keys: Sequence[str]) -> list[Enclosure]:
    """The files of these deliveries."""
    return [
        Enclosure(
            row.id,
            row.name,
            row.title,
            row.alt,
            row.media_type,
            row.content or b"",
            row.slack_file_id or "",
            row.permalink or "",
        )
        for row in attachment.of_deliveries(session, workspace_id, keys)
    ]


def remember(
    session: Session, *, workspace_id: int, attachment_id: int, slack_file_id: str, permalink: str
) -> None:
    """Slack has a file."""
    attachment.uploaded(
        session, workspace_id, attachment_id, slack_file_id=slack_file_id, permalink=permalink
    )
