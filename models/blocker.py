"""Problems that people named in a check-in, with who owns them and what became of them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, or_, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped


class Blocker(Scoped, Base):
    """One problem of one person's week. `ref` names it in buttons and files.

    `owner_id` is who the reporter thinks can clear it; without one it is the manager's. It was told to
    the manager at `raised_at` and to the one above at `escalated_at`, where nobody had answered.
    """

    __tablename__ = "blocker"
    __table_args__ = (
        UniqueConstraint("workspace_id", "ref"),
        Index("ix_blocker_workspace_id_person_id_week", "workspace_id", "person_id", "week"),
    )

    ref: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    week: Mapped[str]
    text: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reported_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]

    @property
    def is_answered(self) -> bool:
        """Whether somebody has taken notice of it, or it is over."""
        return self.acknowledged_at is not None or self.resolved_at is not None


def by_ref(session: Session, workspace: int, ref: str, *, hold: bool = False) -> Blocker | None:
    """The blocker of that name; held for a change where asked."""
    query = select(Blocker).where(Blocker.workspace_id == workspace, Blocker.ref == ref)
    held = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(held if hold else query).first()


def of_week(session: Session, workspace: int, person_id: int, week: str) -> Sequence[Blocker]:
    """What somebody named in one week's check-in, in the order of their words."""
    return session.scalars(
        select(Blocker)
        .where(Blocker.workspace_id == workspace, Blocker.person_id == person_id, Blocker.week == week)
        .order_by(Blocker.id)
    ).all()


def standing(
    session: Session, workspace: int, person_ids: Iterable[int], *, week: str = ""
) -> Sequence[Blocker]:
    """The open blockers of some people, the oldest first; those of `week` also where they are over.

    Later weeks than `week` are left out.
    """
    which = Blocker.resolved_at.is_(None)
    query = select(Blocker).where(
        Blocker.workspace_id == workspace,
        Blocker.person_id.in_(set(person_ids)),
        or_(which, Blocker.week == week) if week else which,
    )
    if week:
        query = query.where(Blocker.week <= week)
    return session.scalars(query.order_by(Blocker.reported_at, Blocker.id)).all()


def forget(session: Session, row: Blocker) -> None:
    """Take a blocker out again that nobody has answered."""
    session.execute(delete(Blocker).where(Blocker.workspace_id == row.workspace_id, Blocker.id == row.id))


def forget_weeks(session: Session, workspace: int, weeks: Collection[tuple[int, str]]) -> None:
    """Delete what these people named as in the way in these weeks."""
    session.execute(
        delete(Blocker)
        .where(Blocker.workspace_id == workspace, tuple_(Blocker.person_id, Blocker.week).in_(weeks))
        .execution_options(synchronize_session=False)
    )
