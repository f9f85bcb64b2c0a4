"""Messages of one person that share an interruption: which are waiting, and how many a week has had."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Dialect, and_, bindparam, case, exists, func, null, select, update
from sqlalchemy.orm import Session

from models.base import past_the_orm
from models.delivery import CLAIMED, SENT, WAITING, Delivery, is_unsettled, is_useless
from models.prepared import Prepared, prepared

# Nothing that the calendar owes is of use, and so sent, longer than a month or two after it was due.
OLDEST = timedelta(weeks=10)
# The name of PostgreSQL's advisory locks on what a person is owed; the second half is the person's id.
TURN = 7


def waiting(session: Session, workspace: int, person_id: int, kinds: Collection[str]) -> Sequence[Delivery]:
    """Messages of these kinds that a person is owed and nobody has begun to send, by when they are due."""
    return session.scalars(
        select(Delivery)
        .where(
            Delivery.conversation == f"person:{person_id}",
            is_unsettled(Delivery.state),
            _own(workspace, person_id, kinds),
            Delivery.state == WAITING,
            Delivery.attempts == 0,
        )
        .order_by(Delivery.due_at, Delivery.id)
        # One that was changed by a statement has changed.
        .execution_options(populate_existing=True)
    ).all()


def owed(session: Session, workspace: int, people: Collection[int], kinds: Collection[str]) -> set[int]:
    """Who of these people waits for messages of these kinds that are not settled."""
    found = session.scalars(
        select(Delivery.person_id).where(
            Delivery.workspace_id == workspace,
            Delivery.conversation.in_([f"person:{each}" for each in people]),
            Delivery.kind.in_(kinds),
            is_unsettled(Delivery.state),
        )
    )
    return {each for each in found if each is not None}


def between(
    session: Session,
    workspace: int,
    person_id: int,
    kinds: Collection[str],
    *,
    start: datetime,
    end: datetime,
    now: datetime,
) -> Sequence[datetime]:
    """When a person got or is to get messages of these kinds, from `start` up to `end`.

    What is late leaves now at the earliest.
    """
    connection = past_the_orm(session)
    values = {"workspace": workspace, "person": person_id, "start": start, "end": end, "now": now}
    values["oldest"] = start - OLDEST
    return [at for (at,) in _between(connection.dialect, tuple(kinds)).rows(connection, values)]


@prepared
def _between(dialect: Dialect, kinds: tuple[str, ...]) -> Prepared:
    names = ("start", "end", "now", "oldest")
    start, end, now, oldest = (bindparam(name, type_=Delivery.due_at.type) for name in names)
    one_of: list[Any] = [bindparam(f"kind{n}", kind) for n, kind in enumerate(kinds)]
    states: list[Any] = [bindparam(state, state) for state in (WAITING, CLAIMED, SENT)]
    late = and_(Delivery.state != SENT, Delivery.due_at < now)
    at = case((late, now), else_=func.coalesce(Delivery.settled_at, Delivery.due_at))
    own = _own(bindparam("workspace"), bindparam("person"), one_of)
    # Where in the index to begin: somebody's past only grows.
    lately = Delivery.useful_until.is_not(None), Delivery.due_at >= oldest
    return Prepared(
        select(at).where(own, *lately, Delivery.state.in_(states), at >= start, at < end), dialect
    )


def _own(workspace: Any, person_id: Any, kinds: Collection[Any]) -> ColumnElement[bool]:
    """A message of its own, neither part of another nor a change of one."""
    return and_(
        Delivery.workspace_id == workspace,
        Delivery.person_id == person_id,
        Delivery.kind.in_(kinds),
        Delivery.rides_id.is_(None),
        Delivery.edits_id.is_(None),
    )


def in_turn(session: Session, person_id: int) -> None:
    """Let two who owe one person something at the same moment do so one after the other, to the end of the
    transaction. No row is held: others may write to the person meanwhile."""
    connection = past_the_orm(session)
    if connection.dialect.name != "sqlite":  # Its one writer has no other beside it.
        connection.execute(select(func.pg_advisory_xact_lock(TURN, person_id)))


def held(session: Session, workspace: int, delivery_id: int) -> Delivery | None:
    """A message that nobody has begun to send, held until the transaction ends."""
    return session.scalars(
        select(Delivery)
        .where(
            Delivery.workspace_id == workspace,
            Delivery.id == delivery_id,
            Delivery.state == WAITING,
            Delivery.attempts == 0,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def has_riders(session: Session, row: Delivery) -> bool:
    """Whether anything goes, or went, with a message."""
    rides = exists().where(Delivery.workspace_id == row.workspace_id, Delivery.rides_id == row.id)
    return bool(session.scalar(select(rides)))


def outdated(session: Session, workspace: int, *, now: datetime) -> Sequence[Delivery]:
    """Messages of several parts, one of which has waited until it was of no use; held likewise."""
    return session.scalars(
        select(Delivery)
        .where(*is_useless(workspace, now), Delivery.parts.is_not(None))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def riders(session: Session, carrier: Delivery) -> Sequence[Delivery]:
    """What goes with a message and is not settled."""
    return session.scalars(
        select(Delivery)
        .where(
            Delivery.workspace_id == carrier.workspace_id,
            Delivery.rides_id == carrier.id,
            Delivery.state == WAITING,
        )
        .execution_options(populate_existing=True)
    ).all()


def settle(
    session: Session, workspace: int, carriers: Collection[int], **values: Any
) -> list[tuple[str, int | None, str]]:
    """Let what rides with these messages share their fate; the kind, person and period of each."""
    settled = session.execute(
        update(Delivery)
        .where(Delivery.workspace_id == workspace, Delivery.rides_id.in_(carriers), Delivery.state == WAITING)
        .values(**values)
        .returning(Delivery.kind, Delivery.person_id, Delivery.period)
        .execution_options(synchronize_session=False)
    )
    return [(kind, person_id, period) for kind, person_id, period in settled]


def forget_parts(session: Session, *, workspace_id: int, before: datetime) -> None:
    """Forget the words of messages of several parts that were settled before an instant."""
    session.execute(
        update(Delivery)
        .where(
            Delivery.workspace_id == workspace_id,
            Delivery.parts.is_not(None),
            Delivery.settled_at < before,
        )
        .values(parts=null())
        .execution_options(synchronize_session=False)
    )
