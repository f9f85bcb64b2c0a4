"""Goals above and under each other; the column is `goal.parent_id`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.goal import Goal, GoalUpdate

# How many steps from the organisation to a person are followed, and how many goals a view looks at.
DEEPEST = 12
MOST = 5_000


def by_ids(session: Session, workspace: int, ids: Iterable[int]) -> dict[int, Goal]:
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.scalars(select(Goal).where(Goal.workspace_id == workspace, Goal.id.in_(wanted)))
    return {row.id: row for row in rows}


def above(session: Session, workspace: int, goal: Goal) -> list[Goal]:
    """What a goal serves, the nearest first; a circle in the data ends it."""
    line: list[Goal] = []
    seen = {goal.id}
    while goal.parent_id is not None and goal.parent_id not in seen and len(line) < DEEPEST:
        parent = by_ids(session, workspace, [goal.parent_id]).get(goal.parent_id)
        if parent is None:
            break
        line.append(parent)
        seen.add(parent.id)
        goal = parent
    return line


def under(session: Session, workspace: int, ids: Iterable[int]) -> list[Goal]:
    """All goals that serve these, directly or through others; drafts and dropped ones left out."""
    found: dict[int, Goal] = {}
    level = set(ids)
    for _ in range(DEEPEST):
        if not level or len(found) >= MOST:
            break
        rows = session.scalars(
            select(Goal)
            .where(
                Goal.workspace_id == workspace,
                Goal.parent_id.in_(level),
                Goal.status.not_in(("draft", "dropped")),
            )
            .order_by(Goal.id)
            .limit(MOST - len(found))
        ).all()
        level = {row.id for row in rows} - found.keys()
        found |= {row.id: row for row in rows}
    return list(found.values())


def tops(session: Session, workspace: int) -> Sequence[Goal]:
    """Where trees begin: goals of the organisation and of teams that serve no other."""
    return session.scalars(
        select(Goal)
        .where(
            Goal.workspace_id == workspace,
            Goal.parent_id.is_(None),
            or_(Goal.level == "organisation", Goal.level == "team"),
            Goal.status.not_in(("draft", "dropped")),
        )
        .order_by(Goal.level, Goal.id)
        .limit(MOST)
    ).all()


def unconfirmed(
    session: Session, workspace: int, owner_ids: Iterable[int], *, since: datetime
) -> Sequence[Goal]:
    """These people's goals that were done since an instant and wait for a confirmation, the latest first."""
    return session.scalars(
        select(Goal)
        .where(
            Goal.workspace_id == workspace,
            Goal.owner_id.in_(set(owner_ids)),
            Goal.status == "done",
            Goal.confirmed_at.is_(None),
            Goal.closed_at >= since,
        )
        .order_by(Goal.closed_at.desc(), Goal.id)
        .limit(MOST)
    ).all()


def news(session: Session, workspace: int, goal_id: int, *, limit: int) -> Sequence[GoalUpdate]:
    """The latest updates of a goal, the newest first."""
    return session.scalars(
        select(GoalUpdate)
        .where(GoalUpdate.workspace_id == workspace, GoalUpdate.goal_id == goal_id)
        .order_by(GoalUpdate.at.desc(), GoalUpdate.id.desc())
        .limit(limit)
    ).all()
