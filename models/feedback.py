"""Private words for one person, given or asked for, and rounds of asking."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Row, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped, touched_one
from models.consent import Consent

# The receiver's choice to let the manager read one feedback is a consent of this kind.
SHARED = "share_feedback:"


class Feedback(Scoped, Base):
    """One row for each receiver. Whether the receiver shares it is a consent of theirs."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("workspace_id", "ref"),
        UniqueConstraint("workspace_id", "act_key", "to_id"),
        Index("ix_feedback_workspace_id_to_id_at", "workspace_id", "to_id", "at"),
        Index("ix_feedback_workspace_id_from_id_at", "workspace_id", "from_id", "at"),
    )

    ref: Mapped[str]
    act_key: Mapped[str]
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str]
    asked: Mapped[bool] = mapped_column(default=False)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("feedback_request.id"))


class FeedbackRequest(Scoped, Base):
    """A round: one person asks several about one topic."""

    __tablename__ = "feedback_request"
    __table_args__ = (
        UniqueConstraint("workspace_id", "act_key"),
        UniqueConstraint("workspace_id", "ref"),
        Index("ix_feedback_request_workspace_id_asker_id_at", "workspace_id", "asker_id", "at"),
    )

    ref: Mapped[str]
    act_key: Mapped[str]
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    topic: Mapped[str]
    at: Mapped[datetime]


class FeedbackAsked(Scoped, Base):
    """Somebody who was asked in a round, and when they answered or declined."""

    __tablename__ = "feedback_asked"
    __table_args__ = (
        UniqueConstraint("workspace_id", "request_id", "person_id"),
        Index("ix_feedback_asked_workspace_id_person_id", "workspace_id", "person_id"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("feedback_request.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]


def by_ref(session: Session, workspace: int, ref: str) -> Feedback | None:
    return session.scalars(
        select(Feedback).where(Feedback.workspace_id == workspace, Feedback.ref == ref)
    ).first()


def request_by_ref(session: Session, workspace: int, ref: str) -> FeedbackRequest | None:
    return session.scalars(
        select(FeedbackRequest).where(FeedbackRequest.workspace_id == workspace, FeedbackRequest.ref == ref)
    ).first()


def received(session: Session, workspace: int, person_id: int, *, limit: int) -> Sequence[Feedback]:
    """What somebody was given, newest first."""
    return session.scalars(
        select(Feedback)
        .where(Feedback.workspace_id == workspace, Feedback.to_id == person_id)
        .order_by(Feedback.at.desc(), Feedback.id.desc())
        .limit(limit)
    ).all()


def given(session: Session, workspace: int, person_id: int, *, limit: int) -> Sequence[Feedback]:
    """What somebody gave, newest first."""
    return session.scalars(
        select(Feedback)
        .where(Feedback.workspace_id == workspace, Feedback.from_id == person_id)
        .order_by(Feedback.at.desc(), Feedback.id.desc())
        .limit(limit)
    ).all()


def shared_by(
    session: Session, workspace: int, receiver_ids: Collection[int], *, limit: int
) -> Sequence[Feedback]:
    """What these receivers let their managers read, newest first."""
    return session.scalars(
        select(Feedback)
        .join(Consent, (Consent.person_id == Feedback.to_id) & (Consent.kind == SHARED + Feedback.ref))
        .where(
            Feedback.workspace_id == workspace,
            Consent.workspace_id == workspace,
            Consent.value == "yes",
            Feedback.to_id.in_(set(receiver_ids)),
        )
        .order_by(Feedback.at.desc(), Feedback.id.desc())
        .limit(limit)
    ).all()


def rounds_of(session: Session, workspace: int, asker_id: int, *, limit: int) -> Sequence[FeedbackRequest]:
    """Somebody's rounds, newest first."""
    return session.scalars(
        select(FeedbackRequest)
        .where(FeedbackRequest.workspace_id == workspace, FeedbackRequest.asker_id == asker_id)
        .order_by(FeedbackRequest.at.desc(), FeedbackRequest.id.desc())
        .limit(limit)
    ).all()


def requests(session: Session, workspace: int, ids: Iterable[int]) -> dict[int, FeedbackRequest]:
    """Rounds by their id."""
    found = session.scalars(
        select(FeedbackRequest).where(
            FeedbackRequest.workspace_id == workspace, FeedbackRequest.id.in_(set(ids))
        )
    )
    return {each.id: each for each in found}


def waiting(
    session: Session, workspace: int, person_id: int, *, since: datetime, limit: int
) -> Sequence[FeedbackRequest]:
    """The rounds since an instant in which somebody was asked and has neither answered nor declined, the
    oldest first."""
    return session.scalars(
        select(FeedbackRequest)
        .join(FeedbackAsked, FeedbackAsked.request_id == FeedbackRequest.id)
        .where(
            FeedbackRequest.workspace_id == workspace,
            FeedbackRequest.at >= since,
            FeedbackAsked.workspace_id == workspace,
            FeedbackAsked.person_id == person_id,
            FeedbackAsked.answered_at.is_(None),
            FeedbackAsked.declined_at.is_(None),
        )
        .order_by(FeedbackRequest.at, FeedbackRequest.id)
        .limit(limit)
    ).all()


def tally(session: Session, workspace: int, request_ids: Iterable[int]) -> Sequence[Row[int, int, int]]:
    """For each round: how many were asked, and how many have answered."""
    return session.execute(
        select(FeedbackAsked.request_id, func.count(FeedbackAsked.id), func.count(FeedbackAsked.answered_at))
        .where(FeedbackAsked.workspace_id == workspace, FeedbackAsked.request_id.in_(set(request_ids)))
        .group_by(FeedbackAsked.request_id)
    ).all()


def was_asked(session: Session, workspace: int, request_id: int, person_id: int) -> bool:
    return (
        session.scalar(
            select(FeedbackAsked.id).where(
                FeedbackAsked.workspace_id == workspace,
                FeedbackAsked.request_id == request_id,
                FeedbackAsked.person_id == person_id,
            )
        )
        is not None
    )


def note_answer(session: Session, workspace: int, request_id: int, person_id: int, *, at: datetime) -> bool:
    """Write down when somebody answered a round; the first answer counts."""
    done = session.execute(
        update(FeedbackAsked)
        .where(
            FeedbackAsked.workspace_id == workspace,
            FeedbackAsked.request_id == request_id,
            FeedbackAsked.person_id == person_id,
            FeedbackAsked.answered_at.is_(None),
        )
        .values(answered_at=at)
    )
    return touched_one(done)


def note_declined(session: Session, workspace: int, request_id: int, person_id: int, *, at: datetime) -> None:
    session.execute(
        update(FeedbackAsked)
        .where(
            FeedbackAsked.workspace_id == workspace,
            FeedbackAsked.request_id == request_id,
            FeedbackAsked.person_id == person_id,
            FeedbackAsked.answered_at.is_(None),
        )
        .values(declined_at=at)
    )
