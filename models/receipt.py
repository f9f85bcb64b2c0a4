"""Who looked at what somebody might call their own: a receipt that the person sees."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, func, select
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


def looks(
    session: Session, workspace: int, viewer_id: int, item: str, subjects: Iterable[int], *, since: datetime
) -> set[tuple[int, datetime]]:
    """At which of these people somebody has looked since an instant, and when."""
    found = session.execute(
        select(Receipt.subject_id, Receipt.at).where(
            Receipt.workspace_id == workspace,
            Receipt.subject_id.in_(set(subjects)),
            Receipt.viewer_id == viewer_id,
            Receipt.item == item,
            Receipt.at >= since,
        )
    )
    return {(row[0], row[1]) for row in found if row[0] is not None}


def of_subject(session: Session, workspace: int, subject_id: int, *, limit: int) -> Sequence[Receipt]:
    """Who looked at somebody, the latest first; looks at everybody are among them."""
    found = [
        each
        for whose in _about(subject_id)
        for each in session.scalars(
            select(Receipt)
            .where(Receipt.workspace_id == workspace, whose)
            .order_by(Receipt.at.desc(), Receipt.id.desc())
            .limit(limit)
        )
    ]
    return sorted(found, key=lambda each: (each.at, each.id), reverse=True)[:limit]


def _about(subject_id: int) -> tuple[ColumnElement[bool], ...]:
    """The looks at somebody and those at everybody, asked for one by one: each finds its index then."""
    return Receipt.subject_id == subject_id, Receipt.subject_id.is_(None)


def count(session: Session, workspace: int, subject_id: int) -> int:
    counts = (
        select(func.count(Receipt.id)).where(Receipt.workspace_id == workspace, whose)
        for whose in _about(subject_id)
    )
    return sum(session.scalar(each) or 0 for each in counts)
