"""Messages of one person that share an interruption: which are waiting, and how many a week has had."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select, update
from sqlalchemy.orm import Session

from models.base import touched_one
from models.delivery import CLAIMED, SENT, WAITING, Delivery, is_unsettled, is_useless


def waiting(session: Session, workspace: int, person_id: int, kinds: Collection[str]) -> Sequence[Delivery]:
    """Messages of these kinds that a person is owed and nobody has begun to send, by when they are due."""
    return session.scalars(
        select(Delivery)
        .where(_own(workspace, person_id, kinds), Delivery.state == WAITING, Delivery.attempts == 0)
        .order_by(Delivery.due_at, Delivery.id)
        # One that was changed by a statement has changed.
        .execution_options(populate_existing=True)
    ).all()


def owed(session: Session, workspace: int, people: Collection[int], kinds: Collection[str]) -> set[int]:
    """Who of these people waits for messages of these kinds that nobody has begun to send."""
    found = session.scalars(
        select(Delivery.person_id).where(
            Delivery.workspace_id == workspace,
            Delivery.person_id.in_(people),
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
    late = and_(Delivery.state != SENT, Delivery.due_at < now)
    at = case(
        (late, literal(now, Delivery.due_at.type)), else_=func.coalesce(Delivery.settled_at, Delivery.due_at)
    )
    return session.scalars(
        select(at).where(
            _own(workspace, person_id, kinds),
            Delivery.state.in_((WAITING, CLAIMED, SENT)),
            at >= start,
            at < end,
        )
    ).all()


def _own(workspace: Any, person_id: Any, kinds: Collection[Any]) -> ColumnElement[bool]:
    """A message of its own, neither part of another nor a change of one."""
    return and_(
        Delivery.workspace_id == workspace,
        Delivery.person_id == person_id,
        Delivery.kind.in_(kinds),
        Delivery.rides_id.is_(None),
        Delivery.edits_id.is_(None),
    )


def change_waiting(session: Session, row: Delivery, **values: Any) -> bool:
    """Change a message that nobody has begun to send; tells whether that was still so."""
    changed = session.execute(
        update(Delivery)
        .where(
            Delivery.workspace_id == row.workspace_id,
            Delivery.id == row.id,
            Delivery.state == WAITING,
            Delivery.attempts == 0,
            Delivery.rides_id.is_(None),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return touched_one(changed)


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
