"""Which messages of the outbox may leave now, and in which order."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.delivery import CLAIMED, UNKNOWN, WAITING, Delivery, is_unsettled, is_useless
from models.pacing import HISTORY, OPEN, POST, UPDATE
from models.person import Person


def stirs(session: Session, workspace: int, *, now: datetime) -> tuple[bool, bool]:
    """Whether anything is due, and whether anything has become useless; asked at every bell."""
    due, useless = session.execute(_stirs(), {"workspace": workspace, "now": now}).one()
    return bool(due), bool(useless)


@cache
def _stirs() -> Select[bool, bool]:
    """Built once: building it costs many times what asking it does."""
    workspace: BindParameter[int] = bindparam("workspace")
    now = bindparam("now", type_=Delivery.due_at.type)
    due = exists().where(
        Delivery.workspace_id == workspace, is_unsettled(Delivery.state), Delivery.due_at <= now
    )
    return select(due, exists().where(*is_useless(workspace, now)))


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
    return session.scalars(
        select(Delivery)
        .where(*_unhindered(workspace, paused, paced_since), *_may_leave(workspace, now, real_now))
        .order_by(Delivery.due_at, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Delivery)
    ).all()


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
    found = session.scalar(
        select(Delivery.id)
        .where(*_unhindered(workspace, paused, paced_since), *_may_leave(workspace, now, real_now))
        .limit(1)
    )
    return found is not None


def _may_leave(workspace: int, now: datetime, real_now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The first of its conversation, due, and neither in hand nor waiting for another try."""
    earlier = aliased(Delivery)
    # Hidden in a function, so that this is found by its conversation: among all that is due, each
    # search would go through the whole backlog.
    was_due = func.coalesce(earlier.due_at, now) <= now
    first = (
        select(earlier.id)
        .where(
            earlier.workspace_id == workspace,
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
        Delivery.workspace_id == workspace,
        is_unsettled(Delivery.state),
        # What rides with another leaves with it.
        Delivery.rides_id.is_(None),
        Delivery.due_at <= now,
        or_(
            and_(Delivery.state == WAITING, or_(Delivery.try_at.is_(None), Delivery.try_at <= real_now)),
            and_(Delivery.state == CLAIMED, Delivery.lease_until <= real_now),
        ),
        Delivery.id == first,
    )


def _unhindered(
    workspace: int, paused: Collection[str], paced_since: datetime | None
) -> list[ColumnElement[bool]]:
    """What must be true of a message while Slack is asked for less."""
    is_edit, to_channel = Delivery.edits_id.is_not(None), Delivery.person_id.is_(None)
    has_dm = exists().where(
        Person.workspace_id == workspace, Person.id == Delivery.person_id, Person.dm_channel.is_not(None)
    )
    needs_no_look = and_(Delivery.state == WAITING, Delivery.reason != UNKNOWN)
    conditions = {
        POST: is_edit,
        UPDATE: ~is_edit,
        OPEN: or_(is_edit, to_channel, has_dm),
        HISTORY: or_(is_edit, to_channel, needs_no_look),
    }
    found = [condition for method, condition in conditions.items() if method in paused]
    if paced_since is not None:
        recent = aliased(Delivery)
        posted = select(recent.conversation).where(
            recent.workspace_id == workspace, recent.claimed_at > paced_since, recent.edits_id.is_(None)
        )
        found.append(or_(is_edit, Delivery.conversation.not_in(posted)))
    return found
