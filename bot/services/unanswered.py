"""What others suggest about goals, and whose word it waits for."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.rules.setting import Chosen
from bot.services import goal_access, standing
from bot.views.agreement import Open, Suggestion
from models import agreement, goal, person
from models.agreement import GoalChange
from models.goal import Goal
from models.person import Person


def for_person(session: Session, me: Person, settings: Chosen, *, now: datetime) -> list[Open]:
    """What waits for somebody: changes of their own goals, goals offered to them, and what their direct
    reports would like to be different."""
    reports = person.reports(session, me.workspace_id, me.id)
    owners = {who.id: who for who in (me, *reports)}
    goals = {each.id: each for each in goal.owned(session, me.workspace_id, owners)}
    changes = agreement.waiting(session, me.workspace_id, goals)
    waiting = [change for change in changes.values() if _is_for(me, goals[change.goal_id], change)]
    sight = goal_access.Sight(session, me, settings)
    seen = [each for each in waiting if sight.sees(goals[each.goal_id], owners[_owner(goals, each)])]
    authors = person.by_ids(session, me.workspace_id, [each.author_id for each in seen])
    shown = standing.all_shown(
        session, [goals[each.goal_id] for each in seen], owners.values(), settings, now=now
    )
    return [
        Open(
            facts,
            Suggestion(each.id, authors[each.author_id].mention, each.before, each.after, each.note),
            each.offers,
        )
        for each, facts in zip(seen, shown, strict=True)
    ]


def about(session: Session, me: Person, found: Goal, settings: Chosen, *, now: datetime) -> Open | None:
    """What waits for somebody about one goal."""
    opened = for_person(session, me, settings, now=now)
    return next((each for each in opened if each.goal.ref == found.ref), None)


def _owner(goals: dict[int, Goal], change: GoalChange) -> int:
    return goals[change.goal_id].owner_id or 0


def _is_for(me: Person, about: Goal, change: GoalChange) -> bool:
    """Whether a change waits for somebody: the owner's for the manager, the manager's for the owner."""
    if about.owner_id == me.id:
        return change.author_id != me.id
    return change.author_id == about.owner_id
