"""Files that go with a message: charts and spreadsheets, uploaded before the message is posted."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped, touched_one


class Attachment(Scoped, Base):
    """One file of the delivery with that key. Its content is forgotten once Slack has it.

    `alt` is what is read instead of a picture; `media_type` says which of them are pictures.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("workspace_id", "delivery_key", "name"),
        Index("ix_attachment_workspace_id_created_at", "workspace_id", "created_at"),
    )

    delivery_key: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    alt: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    slack_file_id: Mapped[str | None] = mapped_column(Text)
    permalink: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


def of_deliveries(session: Session, workspace: int, keys: Collection[str]) -> Sequence[Attachment]:
    """The files of these deliveries, in their order."""
    return session.scalars(
        select(Attachment)
        .where(Attachment.workspace_id == workspace, Attachment.delivery_key.in_(keys))
        .order_by(Attachment.id)
    ).all()


def uploaded(
    session: Session, workspace: int, attachment_id: int, *, slack_file_id: str, permalink: str
) -> bool:
    """Slack has the file, which nobody sees yet; of two senders who uploaded it the first one's counts."""
    written = session.execute(
        update(Attachment)
        .where(
            Attachment.workspace_id == workspace,
            Attachment.id == attachment_id,
            Attachment.slack_file_id.is_(None),
        )
        .values(slack_file_id=slack_file_id, permalink=permalink, content=None)
        .execution_options(synchronize_session=False)
    )
    return touched_one(written)


def forget(session: Session, *, workspace_id: int, before: datetime) -> None:
    """Forget the files of messages promised before an instant."""
    session.execute(
        delete(Attachment)
        .where(Attachment.workspace_id == workspace_id, Attachment.created_at < before)
        .execution_options(synchronize_session=False)
    )
