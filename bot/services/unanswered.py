"""What others suggest about goals, and whose word it waits for."""

from collections.abc import Collection, Iterable
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
    owners = [me, *person.reports(session, me.workspace_id, me.id)]
    goals = goal.owned(session, me.workspace_id, [who.id for who in owners])
    return _of_goals(session, me, goals, owners, settings, now)


def about(
    session: Session, me: Person, found: Goal, owner: Person | None, settings: Chosen, *, now: datetime
) -> Open | None:
    """What waits for somebody about one goal."""
    if owner is None or found.status not in goal.OPEN or me.id not in (owner.id, owner.manager_id):
        return None
    return next(iter(_of_goals(session, me, [found], [owner], settings, now)), None)


def _of_goals(
    session: Session,
    me: Person,
    goals: Iterable[Goal],
    owners: Collection[Person],
    settings: Chosen,
    now: datetime,
) -> list[Open]:
    by_id = {each.id: each for each in goals}
    people = {who.id: who for who in owners}
    whose = {each.id: people[each.owner_id or 0] for each in by_id.values()}
    changes = agreement.waiting(session, me.workspace_id, by_id)
    sight = goal_access.Sight(session, me, settings)
    seen = [
        change
        for change in changes.values()
        if _is_for(me, by_id[change.goal_id], change)
        and sight.sees(by_id[change.goal_id], whose[change.goal_id])
    ]
    authors = person.by_ids(session, me.workspace_id, [each.author_id for each in seen])
    shown = standing.all_shown(session, [by_id[each.goal_id] for each in seen], owners, settings, now=now)
    return [
        Open(
            facts,
            Suggestion(each.id, authors[each.author_id].mention, each.before, each.after, each.note),
            each.offers,
        )
        for each, facts in zip(seen, shown, strict=True)
    ]


def _is_for(me: Person, about: Goal, change: GoalChange) -> bool:
    """Whether a change waits for somebody: the owner's for the manager, the manager's for the owner."""
    if about.owner_id == me.id:
        return change.author_id != me.id
    return change.author_id == about.owner_id
