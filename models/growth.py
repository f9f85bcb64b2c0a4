"""Growth plans: the steps by which somebody wants to grow."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped

SUGGESTED, PLANNED, DONE, DROPPED = "suggested", "planned", "done", "dropped"
STATUSES = (SUGGESTED, PLANNED, DONE, DROPPED)


class GrowthAct(Scoped, Base):
    """One step of a person's plan: stretch work, learning or mentoring.

    `suggested_by` is the manager whose idea it was; until the person accepts, it waits as `suggested`.
    `closed_at` says when it was done or let go; of a day that is named afterwards, noon in the person's zone.
    """

    __tablename__ = "growth_act"
    __table_args__ = (
        UniqueConstraint("workspace_id", "ref"),
        Index("ix_growth_act_workspace_id_person_id", "workspace_id", "person_id"),
    )

    # Its name in files and buttons, made from the act that added it: one act adds one step.
    ref: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    title: Mapped[str]
    aim: Mapped[str] = mapped_column(default="")
    by_date: Mapped[date | None]
    status: Mapped[str] = mapped_column(default=PLANNED)
    suggested_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="")


def open_of(session: Session, workspace: int, person_id: int) -> Sequence[GrowthAct]:
    """What is planned, and what is suggested and waits, the oldest first."""
    return session.scalars(
        select(GrowthAct)
        .where(
            GrowthAct.workspace_id == workspace,
            GrowthAct.person_id == person_id,
            GrowthAct.status.in_((PLANNED, SUGGESTED)),
        )
        .order_by(GrowthAct.created_at, GrowthAct.id)
    ).all()


def done_of(
    session: Session, workspace: int, person_id: int, *, since: datetime, limit: int
) -> Sequence[GrowthAct]:
    """What was done since an instant, the latest first."""
    return session.scalars(
        select(GrowthAct)
        .where(
            GrowthAct.workspace_id == workspace,
            GrowthAct.person_id == person_id,
            GrowthAct.status == DONE,
            GrowthAct.closed_at >= since,
        )
        .order_by(GrowthAct.closed_at.desc(), GrowthAct.id.desc())
        .limit(limit)
    ).all()


def count(
    session: Session, workspace: int, person_id: int, status: str, *, suggested_by: int | None = None
) -> int:
    """How many steps of somebody's plan stand like this, in all or by one manager's suggestion."""
    found = (
        select(func.count())
        .select_from(GrowthAct)
        .where(
            GrowthAct.workspace_id == workspace, GrowthAct.person_id == person_id, GrowthAct.status == status
        )
    )
    if suggested_by is not None:
        found = found.where(GrowthAct.suggested_by == suggested_by)
    return session.scalar(found) or 0


def by_ref(session: Session, workspace: int, ref: str) -> GrowthAct | None:
    return session.scalars(
        select(GrowthAct).where(GrowthAct.workspace_id == workspace, GrowthAct.ref == ref)
    ).first()


def hold(session: Session, workspace: int, ref: str) -> GrowthAct | None:
    """One step, held for a change and as it is now."""
    return session.scalars(
        select(GrowthAct)
        .where(GrowthAct.workspace_id == workspace, GrowthAct.ref == ref)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
