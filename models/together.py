"""Messages of one person that share an interruption: which are waiting, and how many a week has had."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Dialect, and_, bindparam, select, update
from sqlalchemy.orm import Session

from models.base import past_the_orm, touched_one
from models.delivery import CLAIMED, SENT, WAITING, Delivery, is_unsettled
from models.prepared import Prepared, prepared


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


def of_week(
    session: Session,
    workspace: int,
    person_id: int,
    kinds: Collection[str],
    *,
    start: datetime,
    end: datetime,
) -> Sequence[datetime]:
    """When a person gets or got messages of these kinds, from `start` up to `end`."""
    connection = past_the_orm(session)
    values = {"workspace": workspace, "person": person_id, "start": start, "end": end}
    return [at for (at,) in _of_week(connection.dialect, tuple(kinds)).rows(connection, values)]


@prepared
def _of_week(dialect: Dialect, kinds: tuple[str, ...]) -> Prepared:
    instant = Delivery.due_at.type
    one_of: list[Any] = [bindparam(f"kind{n}", kind) for n, kind in enumerate(kinds)]
    states: list[Any] = [bindparam(state, state) for state in (WAITING, CLAIMED, SENT)]
    statement = select(Delivery.due_at).where(
        _own(bindparam("workspace"), bindparam("person"), one_of),
        Delivery.due_at >= bindparam("start", type_=instant),
        Delivery.due_at < bindparam("end", type_=instant),
        Delivery.state.in_(states),
    )
    return Prepared(statement, dialect)


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
