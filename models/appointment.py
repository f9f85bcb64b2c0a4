"""The calendar: what the bot owes somebody at an instant. The row is the schedule."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Index,
    UniqueConstraint,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Id, Scoped, UtcDateTime, add_all_once, inserting, past_the_orm
from models.prepared import Prepared, prepared

# Earlier than any instant of the business clock.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
_INSTANT = UtcDateTime()


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


def due(
    session: Session, workspace: int, kind: str, *, now: datetime, limit: int, hold: bool = True
) -> Sequence[Appointment]:
    """Appointments whose time has come, longest waiting first, held until the transaction ends.

    Held, rows that another replica holds are passed over.
    """
    query = (
        select(Appointment)
        .where(Appointment.workspace_id == workspace, Appointment.kind == kind, Appointment.due_at <= now)
        .order_by(Appointment.due_at, Appointment.id)
        .limit(limit)
    )
    return session.scalars(query.with_for_update(skip_locked=True) if hold else query).all()


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


def periods(
    session: Session, workspace: int, kind: str, subject_ids: Iterable[int], booked_for: Iterable[str]
) -> set[tuple[int, str]]:
    """Which of these subjects have an appointment of a kind for which of these periods."""
    found = session.execute(
        select(Appointment.subject_id, Appointment.period).where(
            Appointment.workspace_id == workspace,
            Appointment.kind == kind,
            Appointment.subject_id.in_(set(subject_ids)),
            Appointment.period.in_(set(booked_for)),
        )
    )
    return {(subject_id, period) for subject_id, period in found}


def of_person(
    session: Session,
    workspace: int,
    person_id: int,
    kinds: Iterable[str],
    *,
    after: datetime,
    before: datetime,
) -> Sequence[tuple[str, str, datetime]]:
    """What a person is to get between two instants (both excluded): its kind, its period and when."""
    connection = past_the_orm(session)
    values = {"workspace": workspace, "person": person_id}
    found = _of_person(connection.dialect, tuple(kinds)).rows(connection, values)
    return [(kind, period, at) for kind, period, at in found if after < at < before]


@prepared
def _of_person(dialect: Dialect, kinds: tuple[str, ...]) -> Prepared:
    """Somebody has a handful; with the instants in it, SQLite goes through everybody's between them."""
    statement = select(Appointment.kind, Appointment.period, Appointment.due_at).where(
        Appointment.workspace_id == bindparam("workspace"),
        Appointment.kind.in_([bindparam(f"kind{n}", kind) for n, kind in enumerate(kinds)]),
        Appointment.subject_id == bindparam("person"),
    )
    return Prepared(statement, dialect)


def last_by_period(
    session: Session,
    workspace: int,
    kind: str,
    subject_ids: Collection[int],
    *,
    after: datetime,
    before: datetime,
) -> dict[str, datetime]:
    """The last of these subjects' appointments for each period, from one instant up to another."""
    found = session.execute(
        select(Appointment.period, Appointment.due_at)
        .where(
            Appointment.workspace_id == workspace,
            Appointment.kind == kind,
            Appointment.subject_id.in_(set(subject_ids)),
        )
        .order_by(Appointment.due_at)
    )
    return {period: at for period, at in found if after <= at < before}


def move(session: Session, appointment: Appointment, *, period: str, due_at: datetime) -> bool:
    """Rebook, unless somebody else already has; tells whether this call did."""
    values = _read(appointment) | {"to_period": period, "to_due_at": due_at}
    connection = past_the_orm(session)
    moved = _moved(connection.dialect).touched(connection, values)
    session.expire(appointment)
    return moved == 1


@prepared
def _moved(dialect: Dialect) -> Prepared:
    to = {"period": bindparam("to_period"), "due_at": bindparam("to_due_at", type_=_INSTANT)}
    return Prepared(update(Appointment).where(*_still_as_read()).values(**to), dialect)


def finish(session: Session, appointment: Appointment) -> bool:
    """Take a done appointment off the calendar; tells whether this call did."""
    values = _read(appointment)
    connection = past_the_orm(session)
    finished = _finished(connection.dialect).touched(connection, values)
    session.expunge(appointment)
    return finished == 1


@prepared
def _finished(dialect: Dialect) -> Prepared:
    return Prepared(delete(Appointment).where(*_still_as_read()), dialect)


def _read(appointment: Appointment) -> dict[str, Any]:
    return {
        "read_workspace": appointment.workspace_id,
        "read_id": appointment.id,
        "read_period": appointment.period,
        "read_due_at": appointment.due_at,
    }


def _still_as_read() -> tuple[ColumnElement[bool], ...]:
    """That nobody has moved it since it was read."""
    return (
        Appointment.workspace_id == bindparam("read_workspace"),
        Appointment.id == bindparam("read_id"),
        Appointment.period == bindparam("read_period"),
        Appointment.due_at == bindparam("read_due_at"),
    )


def book(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Add appointments, each unless it is there."""
    add_all_once(session, Appointment, rows)


def book_no_earlier(session: Session, row: dict[str, Any]) -> None:
    """Add an appointment like `book`; one that is there and earlier is put off to the new time."""
    connection = past_the_orm(session)
    _booked_no_earlier(connection.dialect, tuple(row)).rows(connection, row)


@prepared
def _booked_no_earlier(dialect: Dialect, columns: tuple[str, ...]) -> Prepared:
    statement = inserting(Appointment, dialect)
    later = statement.on_conflict_do_update(
        index_elements=["workspace_id", "kind", "subject_id", "period"],
        set_={"due_at": statement.excluded.due_at},
        where=Appointment.due_at < statement.excluded.due_at,
    )
    return Prepared(later, dialect, columns=columns)


def wake(session: Session, workspace: int, kind: str, subject_ids: Iterable[int] | None = None) -> None:
    """Have appointments looked at again in the next round, because what they follow from has changed.

    Whoever handles one works its time out anew, so an early look does no harm.
    """
    statement = update(Appointment).where(Appointment.workspace_id == workspace, Appointment.kind == kind)
    if subject_ids is not None:
        statement = statement.where(Appointment.subject_id.in_(set(subject_ids)))
    session.execute(statement.values(due_at=AT_ONCE).execution_options(synchronize_session=False))
