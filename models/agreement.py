"""Changes of a goal's terms that one side suggests to the other, kept as its history."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Json, Scoped
from models.goal import Goal

WAITING, AGREED, DECLINED, ANSWERED = "waiting", "agreed", "declined", "answered"


class GoalChange(Scoped, Base):
    """`before` and `after` are terms under the names of goals.csv; dates are ISO, values in the goal's unit.

    `state` is waiting, agreed, declined, or answered by another change. `rescope`: the goal had been
    agreed before, so that this moves a commitment.
    """

    __tablename__ = "goal_change"
    __table_args__ = (
        UniqueConstraint("workspace_id", "act_key"),
        Index("ix_goal_change_workspace_id_goal_id_state", "workspace_id", "goal_id", "state"),
        Index("ix_goal_change_workspace_id_author_id", "workspace_id", "author_id"),
    )

    act_key: Mapped[str]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)
    note: Mapped[str] = mapped_column(default="")
    rescope: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default=WAITING)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    @property
    def offers(self) -> bool:
        """Whether it offers a goal to its owner, rather than changing one that they had."""
        return not self.before


def by_act(session: Session, workspace: int, act_key: str) -> GoalChange | None:
    return session.scalars(
        select(GoalChange).where(GoalChange.workspace_id == workspace, GoalChange.act_key == act_key)
    ).first()


def by_id(session: Session, workspace: int, change_id: int) -> GoalChange | None:
    """A change as it stands now."""
    return session.scalars(
        select(GoalChange)
        .where(GoalChange.workspace_id == workspace, GoalChange.id == change_id)
        .execution_options(populate_existing=True)
    ).first()


def waiting(session: Session, workspace: int, goal_ids: Iterable[int]) -> dict[int, GoalChange]:
    """The change of each goal that waits for the other side's answer."""
    rows = session.scalars(
        select(GoalChange)
        .where(
            GoalChange.workspace_id == workspace,
            GoalChange.goal_id.in_(set(goal_ids)),
            GoalChange.state == WAITING,
        )
        .order_by(GoalChange.id)
    )
    return {row.goal_id: row for row in rows}


def rescopes(session: Session, workspace: int, goal_ids: Iterable[int]) -> Sequence[GoalChange]:
    """The agreed changes of agreed goals, oldest first: what moved a commitment with both sides' word."""
    return session.scalars(
        select(GoalChange)
        .where(
            GoalChange.workspace_id == workspace,
            GoalChange.goal_id.in_(set(goal_ids)),
            GoalChange.state == AGREED,
            GoalChange.rescope.is_(True),
        )
        .order_by(GoalChange.answered_at, GoalChange.id)
    ).all()


def moved_since(workspace: int, at: datetime) -> Select[tuple[int, Any]]:
    """Goals whose terms were moved by agreement from an instant on, with the terms before each move; the
    earliest last."""
    return (
        select(GoalChange.goal_id, GoalChange.before)
        .where(
            GoalChange.workspace_id == workspace,
            GoalChange.state == AGREED,
            GoalChange.rescope.is_(True),
            GoalChange.answered_at >= at,
        )
        .order_by(GoalChange.answered_at.desc(), GoalChange.id.desc())
    )


def hold(session: Session, goal: Goal) -> Goal:
    """The goal as it stands now, held to the end of the transaction: two answers at once are one after
    the other."""
    return session.scalars(
        select(Goal)
        .where(Goal.workspace_id == goal.workspace_id, Goal.id == goal.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def terms_of(goal: Goal, parent_ref: str = "") -> dict[str, Any]:
    """What owner and manager agree about, under the names of goals.csv."""
    return {
        "title": goal.title,
        "measure": goal.measure,
        "unit": goal.unit,
        "start_value": goal.start_value,
        "target_value": goal.target_value,
        "relevance": goal.relevance,
        "parent_goal_id": parent_ref,
        "due_date": goal.due_date.isoformat() if goal.due_date else None,
    }


def stamp(goal: Goal) -> str:
    """A short name of a goal's terms, another one where they are others."""
    words = repr((*terms_of(goal).values(), goal.parent_id))
    return hashlib.blake2b(words.encode(), digest_size=6).hexdigest()
