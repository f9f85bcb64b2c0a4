"""What a person and then their manager were shown of a month's talent signals, and what they said to it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Json, Scoped, add_all_once, add_once
from models.signal import SignalCue

# A contested card is frozen until the manager answers; one whose contest was accepted is withdrawn.
OPEN, CONTESTED, KEPT, WITHDRAWN = "open", "contested", "kept", "withdrawn"


class Card(Scoped, Base):
    """One signal of one person in one month's summary (`month`, such as 2026-12).

    A copy of the cue as it was published, with its lines of evidence. `to_manager` says that it may
    reach the manager; it does so 48 hours after `published_at`, when the person was to see it.
    """

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("workspace_id", "person_id", "month", "signal"),
        Index("ix_card_workspace_id_published_at", "workspace_id", "published_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    month: Mapped[str]
    signal: Mapped[str]
    as_of: Mapped[date]
    band: Mapped[str]
    confidence: Mapped[str]
    window: Mapped[str]
    formula: Mapped[str]
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    to_manager: Mapped[bool]
    published_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=OPEN)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")


class CardReply(Scoped, Base):
    """What the person said to a card: a `note`, a `wrong` fact, a `contest`, or `later` (not now).

    `line` is the place, from 0, of the line of evidence that they say is wrong; none where it is another.
    """

    __tablename__ = "card_reply"
    __table_args__ = (
        UniqueConstraint("workspace_id", "act_key"),
        # A card that goes asks for its replies by its id alone.
        Index("ix_card_reply_card_id_workspace_id", "card_id", "workspace_id"),
        Index("ix_card_reply_workspace_id_person_id", "workspace_id", "person_id"),
    )

    act_key: Mapped[str]
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    line: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class Talk(Scoped, Base):
    """A manager's record that they talked with somebody about a month's cards, and what came of it."""

    __tablename__ = "talk"
    __table_args__ = (
        UniqueConstraint("workspace_id", "manager_id", "person_id", "month"),
        Index("ix_talk_workspace_id_at", "workspace_id", "at"),
        Index("ix_talk_workspace_id_person_id", "workspace_id", "person_id"),
    )

    manager_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    month: Mapped[str]
    outcome: Mapped[str]
    acts: Mapped[list[str]] = mapped_column(default=list)
    at: Mapped[datetime]


def publish(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Keep cards, each once."""
    add_all_once(session, Card, rows)


def of_people(session: Session, workspace: int, people: Collection[int], month: str) -> Sequence[Card]:
    """The cards of these people for a month, by signal."""
    return session.scalars(
        select(Card)
        .where(Card.workspace_id == workspace, Card.person_id.in_(people), Card.month == month)
        .order_by(Card.person_id, Card.signal)
    ).all()


def newest_month(session: Session, workspace: int, person_id: int) -> str | None:
    """The latest month for which somebody has cards."""
    return session.scalar(
        select(Card.month)
        .where(Card.workspace_id == workspace, Card.person_id == person_id)
        .order_by(Card.month.desc())
        .limit(1)
    )


def contested(session: Session, workspace: int, people: Collection[int]) -> Sequence[Card]:
    """Cards of these people whose contest nobody has answered, the oldest first."""
    return session.scalars(
        select(Card)
        .where(Card.workspace_id == workspace, Card.person_id.in_(people), Card.state == CONTESTED)
        .order_by(Card.month, Card.person_id, Card.signal)
    ).all()


def withdrawn(session: Session, workspace: int, *, since: date) -> set[tuple[int, str]]:
    """The people and signals of cards as of a day or later that were withdrawn."""
    rows = session.execute(
        select(Card.person_id, Card.signal).where(
            Card.workspace_id == workspace,
            # What is published is about a day that is over; it is found by this.
            Card.published_at >= datetime.combine(since, datetime.min.time(), UTC),
            Card.state == WITHDRAWN,
            Card.as_of >= since,
        )
    )
    return {(row[0], row[1]) for row in rows}


def find(session: Session, workspace: int, card_id: int, *, hold: bool = False) -> Card | None:
    """A card; held for a change where asked."""
    query = select(Card).where(Card.workspace_id == workspace, Card.id == card_id)
    return session.scalars(query.with_for_update() if hold else query).first()


def answer(row: Card, *, state: str, by: int, words: str, now: datetime) -> bool:
    """Answer a contest; False where it is answered already. The caller holds the card."""
    if row.state != CONTESTED:
        return False
    row.state, row.answered_by, row.answered_at, row.answer = state, by, now, words
    return True


def replies(session: Session, workspace: int, cards: Collection[int]) -> dict[int, list[CardReply]]:
    """What was said to each of these cards, in order."""
    rows = session.scalars(
        select(CardReply)
        .where(CardReply.workspace_id == workspace, CardReply.card_id.in_(cards))
        .order_by(CardReply.id)
    )
    found: dict[int, list[CardReply]] = {}
    for row in rows:
        found.setdefault(row.card_id, []).append(row)
    return found


def talk(session: Session, workspace: int, manager_id: int, person_id: int, month: str) -> Talk | None:
    return session.scalars(
        select(Talk).where(
            Talk.workspace_id == workspace,
            Talk.manager_id == manager_id,
            Talk.person_id == person_id,
            Talk.month == month,
        )
    ).first()


def talks(session: Session, workspace: int, manager_id: int, month: str) -> dict[int, Talk]:
    """What a manager has recorded for a month, by person."""
    found = session.scalars(
        select(Talk).where(Talk.workspace_id == workspace, Talk.manager_id == manager_id, Talk.month == month)
    )
    return {row.person_id: row for row in found}


def forget(session: Session, *, workspace_id: int, before: datetime) -> None:
    """Delete cards that were published before an instant, and what was said to them."""
    old = select(Card.id).where(Card.workspace_id == workspace_id, Card.published_at < before)
    for statement in (
        delete(CardReply).where(CardReply.workspace_id == workspace_id, CardReply.card_id.in_(old)),
        delete(Card).where(Card.workspace_id == workspace_id, Card.published_at < before),
        delete(Talk).where(Talk.workspace_id == workspace_id, Talk.at < before),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


def record_talk(
    session: Session,
    workspace: int,
    manager_id: int,
    person_id: int,
    month: str,
    *,
    outcome: str,
    act: str,
    now: datetime,
) -> None:
    """Write down what came of a conversation; an act that is delivered again changes nothing."""
    whose = {"manager_id": manager_id, "person_id": person_id, "month": month}
    add_once(session, Talk, workspace_id=workspace, **whose, outcome=outcome, acts=[], at=now)
    row = talk(session, workspace, manager_id, person_id, month)
    if row is not None and act not in row.acts:
        row.outcome, row.at, row.acts = outcome, now, [*row.acts, act]


def last_shown(session: Session, workspace: int, person_id: int) -> dict[str, date]:
    """The day as of which somebody was last shown each signal."""
    found = session.execute(
        select(Card.signal, func.max(Card.as_of))
        .where(Card.workspace_id == workspace, Card.person_id == person_id)
        .group_by(Card.signal)
    )
    return {row[0]: row[1] for row in found}


def cues(
    session: Session, workspace: int, people: Collection[int], *, since: date, until: date
) -> Sequence[SignalCue]:
    """The cues of these people on the days after one, up to another, by person, signal and day."""
    return session.scalars(
        select(SignalCue)
        .where(
            SignalCue.workspace_id == workspace,
            SignalCue.person_id.in_(people),
            SignalCue.as_of > since,
            SignalCue.as_of <= until,
        )
        .order_by(SignalCue.person_id, SignalCue.signal, SignalCue.as_of)
    ).all()
