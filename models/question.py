"""The company's own questions, and what people answered to them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped, add_once


class Question(Scoped, Base):
    """One version of a question: its words, its kind (text, scale, choice) and what can be chosen.

    A row is never changed: other words are another version, and an answer stays with the words it was
    given to. `key` is made of all three.
    """

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)

    key: Mapped[str]
    text: Mapped[str]
    kind: Mapped[str]
    options: Mapped[list[str]]
    asked_since: Mapped[datetime]


class Answer(Scoped, Base):
    """What one person answered to one question in one week's check-in."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("workspace_id", "person_id", "week", "question_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    week: Mapped[str]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    value: Mapped[str]


def by_keys(session: Session, workspace: int, keys: Iterable[str]) -> dict[str, Question]:
    found = session.scalars(
        select(Question).where(Question.workspace_id == workspace, Question.key.in_(set(keys)))
    )
    return {row.key: row for row in found}


def add(
    session: Session, workspace: int, *, key: str, text: str, kind: str, options: list[str], now: datetime
) -> None:
    """Keep a version of a question, unless it is known."""
    add_once(
        session,
        Question,
        workspace_id=workspace,
        key=key,
        text=text,
        kind=kind,
        options=options,
        asked_since=now,
    )


def answers(
    session: Session, workspace: int, person_ids: Iterable[int], week: str
) -> Sequence[tuple[int, Question, str]]:
    """Who answered what to which question in a week, in the order of the questions' age."""
    found = session.execute(
        select(Answer.person_id, Question, Answer.value)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Answer.workspace_id == workspace,
            Question.workspace_id == workspace,
            Answer.person_id.in_(set(person_ids)),
            Answer.week == week,
        )
        .order_by(Answer.person_id, Question.id)
    )
    return [(person_id, question, value) for person_id, question, value in found]


def forget(session: Session, workspace: int, person_id: int, week: str) -> None:
    """Take somebody's answers of a week away, before others take their place."""
    session.execute(
        delete(Answer)
        .where(Answer.workspace_id == workspace, Answer.person_id == person_id, Answer.week == week)
        .execution_options(synchronize_session=False)
    )


def forget_answers(session: Session, workspace: int, weeks: Collection[tuple[int, str]]) -> None:
    """Delete what these people answered in these weeks."""
    session.execute(
        delete(Answer)
        .where(Answer.workspace_id == workspace, tuple_(Answer.person_id, Answer.week).in_(weeks))
        .execution_options(synchronize_session=False)
    )
