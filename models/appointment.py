"""The calendar: what the bot owes somebody at an instant. The row is the schedule."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Index, Row, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Id, Scoped, touched_one

# Earlier than any instant of the business clock.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


class Appointment(Scoped, Base):
    """One thing to do for one subject and period, at `due_at`.

    `subject_id` is a person, or 0 for the workspace's own channel. A weekly or
    monthly appointment is moved to its next period; the others are removed when done.
    Both happen by a statement that still names the period it read, so that of two
    replicas only one has an effect.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kind", "subject_id", "period"),
        Index("ix_appointment_workspace_id_kind_due_at", "workspace_id", "kind", "due_at"),
    )

    kind: Mapped[str]
    subject_id: Mapped[int] = mapped_column(Id)
    period: Mapped[str]
    due_at: Mapped[datetime]


def due(session: Session, workspace: int, kind: str, *, now: datetime, limit: int) -> Sequence[Appointment]:
    """Appointments whose time has come, longest waiting first, held until the transaction ends.

    Rows that another replica holds are passed over.
    """
    return session.scalars(
        select(Appointment)
        .where(Appointment.workspace_id == workspace, Appointment.kind == kind, Appointment.due_at <= now)
        .order_by(Appointment.due_at, Appointment.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def next_after(session: Session, *, instant: datetime) -> datetime | None:
    """When something is due next after an instant, in any workspace; for the local workspace's clock."""
    return session.scalar(
        select(Appointment.due_at)
        .where(Appointment.workspace_id.is_not(None), Appointment.due_at > instant)
        .order_by(Appointment.due_at)
        .limit(1)
    )


def find(session: Session, workspace: int, kind: str, subject_id: int, period: str) -> Appointment | None:
    return session.scalars(
        select(Appointment).where(
            Appointment.workspace_id == workspace,
            Appointment.kind == kind,
            Appointment.subject_id == subject_id,
            Appointment.period == period,
        )
    ).first()


def of_subject(session: Session, workspace: int, kind: str, subject_id: int) -> Sequence[Appointment]:
    return session.scalars(
        select(Appointment)
        .where(
            Appointment.workspace_id == workspace,
            Appointment.kind == kind,
            Appointment.subject_id == subject_id,
        )
        .order_by(Appointment.due_at)
    ).all()


def subjects(session: Session, workspace: int, kind: str) -> set[int]:
    """Whoever has an appointment of this kind."""
    return set(
        session.scalars(
            select(Appointment.subject_id)
            .where(Appointment.workspace_id == workspace, Appointment.kind == kind)
            .distinct()
        )
    )


def booked(
    session: Session, workspace: int, kind: str, subject_ids: Iterable[int], period: str
) -> Sequence[int]:
    """Those of the subjects who have an appointment of a kind for a period."""
    return session.scalars(
        select(Appointment.subject_id).where(
            Appointment.workspace_id == workspace,
            Appointment.kind == kind,
            Appointment.subject_id.in_(set(subject_ids)),
            Appointment.period == period,
        )
    ).all()


def of_person(
    session: Session,
    workspace: int,
    person_id: int,
    kinds: Iterable[str],
    *,
    after: datetime,
    before: datetime,
) -> Sequence[Row[str, str, datetime]]:
    """What a person is to get between two instants (both excluded): its kind, its period and when."""
    return session.execute(
        select(Appointment.kind, Appointment.period, Appointment.due_at).where(
            Appointment.workspace_id == workspace,
            Appointment.kind.in_(list(kinds)),
            Appointment.subject_id == person_id,
            Appointment.due_at > after,
            Appointment.due_at < before,
        )
    ).all()


def last_by_period(
    session: Session,
    workspace: int,
    kind: str,
    subject_ids: Iterable[int],
    *,
    after: datetime,
    before: datetime,
) -> dict[str, datetime]:
    """The last of these subjects' appointments for each period, from one instant up to another."""
    found = session.execute(
        select(Appointment.period, func.max(Appointment.due_at).label("last"))
        .where(
            Appointment.workspace_id == workspace,
            Appointment.kind == kind,
            Appointment.subject_id.in_(set(subject_ids)),
            Appointment.due_at >= after,
            Appointment.due_at < before,
        )
        .group_by(Appointment.period)
    )
    return {row.period: row.last for row in found}


def move(session: Session, appointment: Appointment, *, period: str, due_at: datetime) -> bool:
    """Rebook, unless somebody else already has; tells whether this call did."""
    moved = session.execute(
        update(Appointment)
        .where(
            Appointment.workspace_id == appointment.workspace_id,
            Appointment.id == appointment.id,
            Appointment.period == appointment.period,
            Appointment.due_at == appointment.due_at,
        )
        .values(period=period, due_at=due_at)
        .execution_options(synchronize_session=False)
    )
    session.expire(appointment)
    return touched_one(moved)


def finish(session: Session, appointment: Appointment) -> bool:
    """Take a done appointment off the calendar; tells whether this call did."""
    finished = session.execute(
        delete(Appointment)
        .where(
            Appointment.workspace_id == appointment.workspace_id,
            Appointment.id == appointment.id,
            Appointment.due_at == appointment.due_at,
        )
        .execution_options(synchronize_session=False)
    )
    session.expunge(appointment)
    return touched_one(finished)


def wake(session: Session, workspace: int, kind: str, subject_ids: Iterable[int] | None = None) -> None:
    """Have appointments looked at again in the next round, because what they follow from has changed.

    Whoever handles one works its time out anew, so an early look does no harm.
    """
    statement = update(Appointment).where(Appointment.workspace_id == workspace, Appointment.kind == kind)
    if subject_ids is not None:
        statement = statement.where(Appointment.subject_id.in_(set(subject_ids)))
    session.execute(statement.values(due_at=AT_ONCE).execution_options(synchronize_session=False))
