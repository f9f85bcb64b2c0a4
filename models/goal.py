"""Something to reach by a date, and its dated updates."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    Text,
    UniqueConstraint,
    case,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped
from models.person import Person, is_active

OPEN = ("draft", "proposed", "agreed")


class Goal(Scoped, Base):
    """`ref` is what people type: G12, or whatever the imported file called it."""

    __tablename__ = "goal"
    __table_args__ = (
        UniqueConstraint("workspace_id", "ref"),
        UniqueConstraint("workspace_id", "act_key"),
        Index("ix_goal_workspace_id_owner_id_status", "workspace_id", "owner_id", "status"),
        Index("ix_goal_workspace_id_level_team", "workspace_id", "level", "team"),
        Index("ix_goal_workspace_id_parent_id", "workspace_id", "parent_id"),
    )

    ref: Mapped[str]
    act_key: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="individual")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"))
    title: Mapped[str]
    measure: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    start_value: Mapped[float | None]
    target_value: Mapped[float | None]
    relevance: Mapped[str] = mapped_column(default="")
    start_date: Mapped[date | None]
    due_date: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="proposed")
    created_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    # What came of it, and what its owner learned, once it has ended.
    result: Mapped[str] = mapped_column(default="")
    lesson: Mapped[str] = mapped_column(default="")
    # The key of the message that asks somebody about it, until that is answered, wherever.
    asked_key: Mapped[str | None] = mapped_column(Text)


class GoalUpdate(Scoped, Base):
    """`value` is in the goal's unit; a percentage typed by somebody has been turned into it."""

    __tablename__ = "goal_update"
    __table_args__ = (
        UniqueConstraint("workspace_id", "act_key"),
        Index("ix_goal_update_workspace_id_goal_id_at", "workspace_id", "goal_id", "at"),
        Index("ix_goal_update_workspace_id_author_id", "workspace_id", "author_id"),
    )

    act_key: Mapped[str]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    value: Mapped[float | None]
    confidence: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


def by_ref(session: Session, workspace: int, ref: str) -> Goal | None:
    """The goal that somebody means; capital letters do not matter."""
    named = Goal.ref.in_({ref, ref.upper(), ref.lower()})
    found = session.scalars(_first_of(workspace, named)).first()
    if found is None and sum(map(str.isalpha, ref)) > 1:
        # A name of several letters may mix them; that is looked for among all.
        found = session.scalars(_first_of(workspace, func.lower(Goal.ref) == ref.lower())).first()
    return found


def _first_of(workspace: int, named: ColumnElement[bool]) -> Select[Goal]:
    return select(Goal).where(Goal.workspace_id == workspace, named).order_by(Goal.id).limit(1)


def by_act(session: Session, workspace: int, act_key: str) -> Goal | None:
    return session.scalars(
        select(Goal).where(Goal.workspace_id == workspace, Goal.act_key == act_key)
    ).first()


def update_by_act(session: Session, workspace: int, act_key: str) -> GoalUpdate | None:
    return session.scalars(
        select(GoalUpdate).where(GoalUpdate.workspace_id == workspace, GoalUpdate.act_key == act_key)
    ).first()


def updates_by(
    session: Session, workspace: int, author_id: int, since: datetime, until: datetime
) -> Sequence[tuple[Goal, GoalUpdate]]:
    """What somebody reported of their own goals from `since` up to `until` (excluded), oldest first."""
    found = session.execute(
        select(Goal, GoalUpdate)
        .join(GoalUpdate, GoalUpdate.goal_id == Goal.id)
        .where(
            Goal.workspace_id == workspace,
            GoalUpdate.workspace_id == workspace,
            Goal.owner_id == author_id,
            GoalUpdate.author_id == author_id,
            GoalUpdate.at >= since,
            GoalUpdate.at < until,
        )
        .order_by(GoalUpdate.at, GoalUpdate.id)
    )
    return [(goal, update) for goal, update in found]


def refs(session: Session, workspace: int) -> Sequence[str]:
    """The names that look like the bot's own."""
    return session.scalars(select(Goal.ref).where(Goal.workspace_id == workspace, Goal.ref.like("G%"))).all()


def larger(session: Session, workspace: int, *, team: str) -> Sequence[Goal]:
    """Open goals of the organisation, then of one team, at most a select's hundred."""
    found: list[Goal] = []
    for theirs in (Goal.level == "organisation", (Goal.level == "team") & (Goal.team == team)):
        query = select(Goal).where(Goal.workspace_id == workspace, theirs, Goal.status.in_(OPEN))
        found += session.scalars(query.order_by(Goal.id).limit(100))
    return found[:100]


def owned(session: Session, workspace: int, owner_ids: Iterable[int]) -> Sequence[Goal]:
    """Open goals of these people, the nearest due date first."""
    return session.scalars(
        select(Goal)
        .where(Goal.workspace_id == workspace, Goal.owner_id.in_(set(owner_ids)), Goal.status.in_(OPEN))
        .order_by(func.coalesce(Goal.due_date, date.max), Goal.id)
    ).all()


def latest_updates(session: Session, workspace: int, goal_ids: Iterable[int]) -> dict[int, GoalUpdate]:
    """The newest update of each goal."""
    mine = GoalUpdate.workspace_id == workspace, GoalUpdate.goal_id.in_(set(goal_ids))
    newest = (
        select(GoalUpdate.goal_id, func.max(GoalUpdate.at).label("at"))
        .where(*mine)
        .group_by(GoalUpdate.goal_id)
        .subquery()
    )
    rows = session.scalars(
        select(GoalUpdate)
        .join(newest, (GoalUpdate.goal_id == newest.c.goal_id) & (GoalUpdate.at == newest.c.at))
        .where(*mine)
        .order_by(GoalUpdate.id)
    )
    return {row.goal_id: row for row in rows}


def updated_between(
    session: Session, workspace: int, goal_ids: Iterable[int], since: datetime, until: datetime
) -> set[int]:
    """Which of these goals had an update from `since` up to `until` (excluded)."""
    return set(
        session.scalars(
            select(GoalUpdate.goal_id)
            .where(
                GoalUpdate.workspace_id == workspace,
                GoalUpdate.goal_id.in_(set(goal_ids)),
                GoalUpdate.at >= since,
                GoalUpdate.at < until,
            )
            .distinct()
        )
    )


def participation(
    session: Session, workspace: int, since: datetime, until: datetime, *, on: date
) -> tuple[int, int]:
    """How many of the people who are active on a day own an open goal, and for how many of them one of
    those had an update from `since` up to `until` (excluded)."""
    moved = exists().where(
        GoalUpdate.workspace_id == workspace,
        GoalUpdate.goal_id == Goal.id,
        GoalUpdate.at >= since,
        GoalUpdate.at < until,
    )
    owners, movers = session.execute(
        select(
            func.count(Goal.owner_id.distinct()),
            func.count(case((moved, Goal.owner_id)).distinct()),
        )
        .join(Person, Person.id == Goal.owner_id)
        .where(
            Goal.workspace_id == workspace,
            Goal.status.in_(OPEN),
            Goal.created_at < until,
            Person.workspace_id == workspace,
            *is_active(on),
        )
    ).one()
    return owners, movers
