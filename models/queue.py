"""Which messages of the outbox may leave now, and in which order."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.delivery import CLAIMED, UNKNOWN, WAITING, Delivery, is_unsettled, is_useless
from models.pacing import HISTORY, OPEN, POST, UPDATE
from models.person import Person

# The statements are built once: building one costs many times what asking it does.
WORKSPACE = bindparam("workspace", type_=Delivery.workspace_id.type)
NOW, REAL_NOW, PACED_SINCE = (
    bindparam(name, type_=Delivery.due_at.type) for name in ("now", "real_now", "paced_since")
)


def stirs(session: Session, workspace: int, *, now: datetime) -> tuple[bool, bool]:
    """Whether anything is due, and whether anything has become useless; asked at every bell."""
    due, useless = session.execute(_stirs(), {"workspace": workspace, "now": now}).one()
    return bool(due), bool(useless)


@cache
def _stirs() -> Select[bool, bool]:
    due = exists().where(
        Delivery.workspace_id == WORKSPACE, is_unsettled(Delivery.state), Delivery.due_at <= NOW
    )
    return select(due, exists().where(*is_useless(WORKSPACE, NOW)))


def next_due(session: Session, *, instant: datetime) -> datetime | None:
    """When a message becomes due next after an instant, in any workspace; for the local workspace's clock."""
    return session.scalar(
        select(func.min(Delivery.due_at)).where(
            Delivery.workspace_id.is_not(None),
            is_unsettled(Delivery.state),
            Delivery.rides_id.is_(None),
            Delivery.due_at > instant,
        )
    )


def owed(session: Session, workspace: int, *, person_id: int, kind: str) -> Sequence[datetime]:
    """When what somebody is still owed of a kind is due; what goes as a part of a message, with that."""
    carrier = aliased(Delivery)
    return session.scalars(
        select(func.coalesce(carrier.due_at, Delivery.due_at))
        .select_from(Delivery)
        .outerjoin(carrier, and_(carrier.id == Delivery.rides_id, carrier.workspace_id == workspace))
        .where(
            Delivery.workspace_id == workspace,
            Delivery.person_id == person_id,
            Delivery.kind == kind,
            is_unsettled(Delivery.state),
        )
    ).all()


def sendable(
    session: Session,
    workspace: int,
    *,
    now: datetime,
    real_now: datetime,
    limit: int,
    paused: Collection[str] = (),
    paced_since: datetime | None = None,
) -> Sequence[Delivery]:
    """The first unsettled message of each conversation that may leave now, held for a claim.

    Left out are those that need one of the `paused` methods, and posts into a conversation that
    got one after the real instant `paced_since`.
    """
    values = _values(workspace, now, real_now, paced_since) | {"limit": limit}
    return session.scalars(_sendable(frozenset(paused), paced=paced_since is not None), values).all()


@cache
def _sendable(paused: frozenset[str], *, paced: bool) -> Select[Delivery]:
    return (
        select(Delivery)
        .where(*_unhindered(paused, paced=paced), *_may_leave())
        .order_by(Delivery.due_at, Delivery.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True, of=Delivery)
    )


def anything_sendable(
    session: Session,
    workspace: int,
    *,
    now: datetime,
    real_now: datetime,
    paused: Collection[str] = (),
    paced_since: datetime | None = None,
) -> bool:
    """Whether `sendable` would find something; nothing is sorted or held for that."""
    values = _values(workspace, now, real_now, paced_since)
    return session.scalar(_any(frozenset(paused), paced=paced_since is not None), values) is not None


@cache
def _any(paused: frozenset[str], *, paced: bool) -> Select[int]:
    return select(Delivery.id).where(*_unhindered(paused, paced=paced), *_may_leave()).limit(1)


def _values(
    workspace: int, now: datetime, real_now: datetime, paced_since: datetime | None
) -> dict[str, Any]:
    paced = {"paced_since": paced_since} if paced_since else {}
    return {"workspace": workspace, "now": now, "real_now": real_now, **paced}


def _may_leave() -> tuple[ColumnElement[bool], ...]:
    """The first of its conversation, due, and neither in hand nor waiting for another try."""
    earlier = aliased(Delivery)
    # Hidden in a function, so that this is found by its conversation: among all that is due, each
    # search would go through the whole backlog.
    was_due = func.coalesce(earlier.due_at, NOW) <= NOW
    first = (
        select(earlier.id)
        .where(
            earlier.workspace_id == WORKSPACE,
            earlier.conversation == Delivery.conversation,
            is_unsettled(earlier.state),
            earlier.rides_id.is_(None),
            was_due,
        )
        .order_by(earlier.workspace_id, earlier.conversation, earlier.id)
        .limit(1)
        .correlate(Delivery)
        .scalar_subquery()
    )
    return (
        Delivery.workspace_id == WORKSPACE,
        is_unsettled(Delivery.state),
        # What rides with another leaves with it.
        Delivery.rides_id.is_(None),
        Delivery.due_at <= NOW,
        or_(
            and_(Delivery.state == WAITING, or_(Delivery.try_at.is_(None), Delivery.try_at <= REAL_NOW)),
            and_(Delivery.state == CLAIMED, Delivery.lease_until <= REAL_NOW),
        ),
        Delivery.id == first,
    )


def _unhindered(paused: Collection[str], *, paced: bool) -> list[ColumnElement[bool]]:
    """What must be true of a message while Slack is asked for less."""
    is_edit, to_channel = Delivery.edits_id.is_not(None), Delivery.person_id.is_(None)
    has_dm = exists().where(
        Person.workspace_id == WORKSPACE, Person.id == Delivery.person_id, Person.dm_channel.is_not(None)
    )
    needs_no_look = and_(Delivery.state == WAITING, Delivery.reason != UNKNOWN)
    conditions = {
        POST: is_edit,
        UPDATE: ~is_edit,
        OPEN: or_(is_edit, to_channel, has_dm),
        HISTORY: or_(is_edit, to_channel, needs_no_look),
    }
    found = [condition for method, condition in conditions.items() if method in paused]
    if paced:
        recent = aliased(Delivery)
        posted = select(recent.conversation).where(
            recent.workspace_id == WORKSPACE, recent.claimed_at > PACED_SINCE, recent.edits_id.is_(None)
        )
        found.append(or_(is_edit, Delivery.conversation.not_in(posted)))
    return found
