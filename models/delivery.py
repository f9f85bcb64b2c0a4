"""The outbox: one message owed to one place at one time, and what became of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Row,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from models.base import Base, Json, Scoped

WAITING, CLAIMED, SENT, SKIPPED, FAILED = "waiting", "claimed", "sent", "skipped", "failed"
UNSETTLED = (WAITING, CLAIMED)
# The reason of a message of which nobody knows whether it was posted.
UNKNOWN = "unknown"


class Delivery(Scoped, Base):
    """`key` is unique in its workspace: promising the same message twice owes it once.

    `due_at` and `settled_at` are on the business clock; `lease_until`, `try_at` and
    `claimed_at` are on the real one, because they are about processes and Slack.
    `claimed_at` is when a sender took the message, and once Slack has had it, when that was
    over: no post is later than what is counted for it. A message that Slack never got has none.
    The body is forgotten once the message is settled: the words live with their fact.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index(
            "ix_delivery_unsettled",
            "workspace_id",
            "due_at",
            "id",
            sqlite_where=text("state IN ('waiting', 'claimed')"),
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
        Index(
            "ix_delivery_conversation",
            "workspace_id",
            "conversation",
            "id",
            sqlite_where=text("state IN ('waiting', 'claimed')"),
            postgresql_where=text("state IN ('waiting', 'claimed')"),
        ),
        Index(
            "ix_delivery_useful_until",
            "workspace_id",
            "useful_until",
            sqlite_where=text("state IN ('waiting', 'claimed') AND useful_until IS NOT NULL"),
            postgresql_where=text("state IN ('waiting', 'claimed') AND useful_until IS NOT NULL"),
        ),
        Index(
            "ix_delivery_edits_id",
            "workspace_id",
            "edits_id",
            sqlite_where=text("edits_id IS NOT NULL"),
            postgresql_where=text("edits_id IS NOT NULL"),
        ),
        Index(
            "ix_delivery_rides_id",
            "workspace_id",
            "rides_id",
            sqlite_where=text("rides_id IS NOT NULL"),
            postgresql_where=text("rides_id IS NOT NULL"),
        ),
        Index(
            "ix_delivery_parts",
            "workspace_id",
            "settled_at",
            sqlite_where=text("parts IS NOT NULL"),
            postgresql_where=text("parts IS NOT NULL"),
        ),
        # What the calendar owes or has sent; kudos are not in it.
        Index(
            "ix_delivery_scheduled",
            "workspace_id",
            "person_id",
            "due_at",
            sqlite_where=text("useful_until IS NOT NULL"),
            postgresql_where=text("useful_until IS NOT NULL"),
        ),
        Index("ix_delivery_workspace_id_claimed_at", "workspace_id", "claimed_at"),
        Index(
            "ix_delivery_workspace_id_person_id_kind_period", "workspace_id", "person_id", "kind", "period"
        ),
        Index("ix_delivery_workspace_id_created_at", "workspace_id", "created_at"),
    )

    key: Mapped[str]
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str | None] = mapped_column(Text)
    # Messages of one conversation leave in the order they were promised.
    conversation: Mapped[str]
    period: Mapped[str] = mapped_column(default="")
    body: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # An edit of a message that was sent before.
    edits_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"))
    # It goes as a part of that message, and shares its fate; the one that carries knows its parts,
    # because one of them may still change: a list of `key`, `kind` and `message`.
    rides_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"))
    parts: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    # Set on what the calendar sends: it keeps to the receiver's hours, and after this it is of no use.
    useful_until: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default=WAITING)
    reason: Mapped[str] = mapped_column(default="")
    # Why it did not leave when it was due, the last of the reasons; kept also once it is settled.
    waited_for: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    try_at: Mapped[datetime | None]
    claimed_by: Mapped[str] = mapped_column(default="")
    claimed_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    # The claimed message was about to be handed to Slack. Written for channels, which cannot be asked
    # afterwards: a claim that died before is safe to repeat.
    posting: Mapped[bool] = mapped_column(default=False)
    settled_at: Mapped[datetime | None]
    slack_channel: Mapped[str | None] = mapped_column(Text)
    slack_ts: Mapped[str | None] = mapped_column(Text)


def by_key(session: Session, workspace: int, key: str) -> Delivery | None:
    return session.scalars(
        select(Delivery).where(Delivery.workspace_id == workspace, Delivery.key == key)
    ).first()


def by_id(session: Session, workspace: int, delivery_id: int, *, hold: bool = False) -> Delivery | None:
    """One message; where asked as it stands now, held for a change."""
    query = select(Delivery).where(Delivery.workspace_id == workspace, Delivery.id == delivery_id)
    held = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(held if hold else query).first()


def is_unsettled(state: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Written out as in the partial indexes: with values bound to it, neither engine uses them."""
    return state.in_(bindparam("unsettled", UNSETTLED, expanding=True, literal_execute=True))


def skip_useless(
    session: Session, workspace: int, *, now: datetime, reason: str
) -> Sequence[Row[str, int | None, str]]:
    """Settle what waited until it was of no use; the kind, person and period of each.

    What may have been posted already is left to the sender, and what has parts to those.
    """
    return session.execute(
        update(Delivery)
        .where(*is_useless(workspace, now), Delivery.parts.is_(None))
        .values(state=SKIPPED, reason=reason, settled_at=now, body=None)
        .returning(Delivery.kind, Delivery.person_id, Delivery.period)
        .execution_options(synchronize_session=False)
    ).all()


def is_useless(workspace: Any, now: Any) -> tuple[ColumnElement[bool], ...]:
    """The conditions of what waited until it was of no use, for values or for names of values."""
    return (
        Delivery.workspace_id == workspace,
        is_unsettled(Delivery.state),
        Delivery.state == WAITING,
        Delivery.reason != UNKNOWN,
        Delivery.rides_id.is_(None),
        Delivery.useful_until <= now,
    )


def claimed_since(session: Session, workspace: int, since: datetime) -> int:
    """How many messages were handed to Slack since that real instant, by all replicas together."""
    return (
        session.scalar(
            select(func.count(Delivery.id)).where(
                Delivery.workspace_id == workspace, Delivery.claimed_at > since
            )
        )
        or 0
    )


def unsettled(session: Session, workspace: int, *, now: datetime) -> int:
    """How many messages are due and not settled; one for those that go together."""
    found = select(func.count(Delivery.id)).where(*_is_late(workspace, now))
    return session.scalar(found) or 0


def oldest_due(session: Session, workspace: int, *, now: datetime) -> datetime | None:
    """Since when the oldest message that should have left by now has been due."""
    return session.scalar(select(func.min(Delivery.due_at)).where(*_is_late(workspace, now)))


def _is_late(workspace: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Delivery.workspace_id == workspace,
        is_unsettled(Delivery.state),
        Delivery.rides_id.is_(None),
        Delivery.due_at <= now,
    )


def sent_for(session: Session, workspace: int, *, person_id: int, kind: str, period: str) -> Delivery | None:
    """The newest message of this kind that a person got for a period, its later edits left out."""
    return session.scalars(
        select(Delivery)
        .where(
            Delivery.workspace_id == workspace,
            Delivery.person_id == person_id,
            Delivery.kind == kind,
            Delivery.period == period,
            Delivery.edits_id.is_(None),
        )
        .order_by(Delivery.id.desc())
    ).first()


def edits_of(session: Session, workspace: int, delivery_id: int) -> Sequence[Delivery]:
    """The later changes of a message, in the order they were promised."""
    return session.scalars(
        select(Delivery)
        .where(Delivery.workspace_id == workspace, Delivery.edits_id == delivery_id)
        .order_by(Delivery.id)
    ).all()


def ahead_of(session: Session, workspace: int, row: Delivery, *, now: datetime) -> int | None:
    """The id of the due message of the same conversation that leaves before this one, if any."""
    return session.scalar(
        select(func.min(Delivery.id)).where(
            Delivery.workspace_id == workspace,
            Delivery.conversation == row.conversation,
            is_unsettled(Delivery.state),
            Delivery.rides_id.is_(None),
            Delivery.due_at <= now,
            Delivery.id < row.id,
        )
    )


def waiting(session: Session, workspace: int) -> Sequence[Row[str, int]]:
    """How many messages of each kind are not settled."""
    return session.execute(
        select(Delivery.kind, func.count(Delivery.id))
        .where(Delivery.workspace_id == workspace, is_unsettled(Delivery.state))
        .group_by(Delivery.kind)
    ).all()


def totals(session: Session, workspace: int, *, since: datetime) -> Sequence[Row[str, str, int]]:
    """How many messages of each kind promised since an instant are in each state."""
    return session.execute(
        select(Delivery.kind, Delivery.state, func.count(Delivery.id))
        .where(Delivery.workspace_id == workspace, Delivery.created_at >= since)
        .group_by(Delivery.kind, Delivery.state)
    ).all()


def since(session: Session, workspace: int, start: datetime) -> Sequence[Delivery]:
    """The ledger's rows from an instant on, in the order they were promised."""
    return session.scalars(
        select(Delivery)
        .where(Delivery.workspace_id == workspace, Delivery.created_at >= start)
        .order_by(Delivery.created_at, Delivery.id)
    ).all()


def settled(
    session: Session, workspace: int, *, people: Collection[int], kind: str, period: str
) -> dict[int, datetime]:
    """When these people got their message of a kind for a period; who did not is left out."""
    found = session.execute(
        select(Delivery.person_id, Delivery.settled_at).where(
            Delivery.workspace_id == workspace,
            Delivery.person_id.in_(people),
            Delivery.kind == kind,
            Delivery.period == period,
            Delivery.state == SENT,
            Delivery.edits_id.is_(None),
        )
    )
    return {who: at for who, at in found if who is not None and at is not None}
