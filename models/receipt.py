"""Who looked at what somebody might call their own: a receipt that the person sees."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped, add_all_once


class Receipt(Scoped, Base):
    """One look at a private item.

    `item` is a name of `rules.visibility.Item`, or a command of the operator such as `export`.
    `subject_id` is empty where everybody was looked at; `viewer_id` is empty for the operator.
    """

    __tablename__ = "receipt"
    __table_args__ = (Index("ix_receipt_workspace_id_subject_id_at", "workspace_id", "subject_id", "at"),)

    viewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # hr, leadership, admin or operator.
    role: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    item: Mapped[str]
    at: Mapped[datetime]


def add(
    session: Session,
    workspace: int,
    subjects: Iterable[int | None],
    *,
    viewer_id: int | None,
    role: str,
    item: str,
    at: datetime,
) -> None:
    """Write down a look at these people, or at everybody (None)."""
    same = {"workspace_id": workspace, "viewer_id": viewer_id, "role": role, "item": item, "at": at}
    add_all_once(session, Receipt, [same | {"subject_id": subject} for subject in subjects])


def of_subject(session: Session, workspace: int, subject_id: int, *, limit: int) -> Sequence[Receipt]:
    """Who looked at somebody, the latest first; looks at everybody are among them."""
    return session.scalars(
        select(Receipt)
        .where(
            Receipt.workspace_id == workspace,
            or_(Receipt.subject_id == subject_id, Receipt.subject_id.is_(None)),
        )
        .order_by(Receipt.at.desc(), Receipt.id.desc())
        .limit(limit)
    ).all()


def count(session: Session, workspace: int, subject_id: int) -> int:
    found = select(func.count(Receipt.id)).where(
        Receipt.workspace_id == workspace,
        or_(Receipt.subject_id == subject_id, Receipt.subject_id.is_(None)),
    )
    return session.scalar(found) or 0
