"""Goals as they stand on a day, for whoever looks at them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.rules.attention import Standing, need, standing
from bot.rules.measure import kind_of
from bot.rules.setting import Chosen
from bot.services.goal_access import manager_of, today_of
from bot.views import goal as views
from models import agreement, cascade, goal, person
from models.agreement import GoalChange
from models.goal import Goal, GoalUpdate
from models.person import Person


def shown(
    session: Session, found: Goal, owner: Person | None, settings: Chosen, *, now: datetime
) -> views.Goal:
    """One goal with where it stands."""
    return all_shown(session, [found], [owner] if owner else [], settings, now=now)[0]


def all_shown(
    session: Session, goals: Sequence[Goal], owners: Iterable[Person], settings: Chosen, *, now: datetime
) -> list[views.Goal]:
    """These goals with where they stand, in their order; `owners` are their owners, as far as known."""
    if not goals:
        return []
    workspace_id, ids = goals[0].workspace_id, [each.id for each in goals]
    latest = goal.latest_updates(session, workspace_id, ids)
    changes = agreement.waiting(session, workspace_id, ids)
    parents = cascade.by_ids(session, workspace_id, [each.parent_id for each in goals if each.parent_id])
    people = {who.id: who for who in owners}
    return [
        _one(
            each,
            people.get(each.owner_id or 0),
            latest.get(each.id),
            changes.get(each.id),
            parents.get(each.parent_id or 0),
            settings,
            now,
        )
        for each in goals
    ]


def waits_for(session: Session, owner: Person) -> str:
    """The mention of whoever answers an owner's proposals; empty where nobody does."""
    manager = manager_of(session, owner)
    return manager.mention if manager else ""


def of_people(
    session: Session, workspace_id: int, people: Sequence[Person], settings: Chosen, *, now: datetime
) -> list[views.Goal]:
    """These people's open goals, the nearest due date first."""
    goals = goal.owned(session, workspace_id, [who.id for who in people])
    return all_shown(session, goals, people, settings, now=now)


def owners_of(session: Session, workspace_id: int, goals: Iterable[Goal]) -> list[Person]:
    ids = {each.owner_id for each in goals if each.owner_id}
    return list(person.by_ids(session, workspace_id, ids).values())


def _one(
    found: Goal,
    owner: Person | None,
    latest: GoalUpdate | None,
    change: GoalChange | None,
    parent: Goal | None,
    settings: Chosen,
    now: datetime,
) -> views.Goal:
    stands = _stands(found, owner, latest, settings, now)
    confidence = latest.confidence if latest else ""
    yes_no = kind_of(found.unit) == "yes_no"
    return views.Goal(
        ref=found.ref,
        title=found.title,
        owner=owner.mention if owner else "",
        status=found.status,
        measure=found.measure,
        unit=found.unit,
        start=found.start_value,
        target=1.0 if yes_no and found.target_value is None else found.target_value,
        value=latest.value if latest else None,
        confidence=confidence,
        due=found.due_date,
        updated=latest.at.date() if latest else None,
        level=found.level,
        team=found.team,
        relevance=found.relevance,
        parent=parent.ref if parent else "",
        parent_title=parent.title if parent else "",
        need=_need(found, change, confidence, stands),
        overdue=stands.overdue,
        silent=stands.silent,
        changing=change is not None and not change.offers,
        offered=change is not None and change.offers,
        confirmed=found.confirmed_at is not None,
        stamp=agreement.stamp(found),
        result=found.result,
        lesson=found.lesson,
    )


def _need(found: Goal, change: GoalChange | None, confidence: str, stands: Standing) -> str:
    return need(
        status=found.status,
        confirmed=found.confirmed_at is not None,
        confidence=confidence,
        standing=stands,
        offered=change is not None and change.offers,
    )


def _stands(
    found: Goal, owner: Person | None, latest: GoalUpdate | None, settings: Chosen, now: datetime
) -> Standing:
    """By the owner's calendar; silence counts from the last update, the agreement or the beginning."""
    today = today_of(owner, settings, now) if owner else now.date()
    news = [at for at in (latest.at if latest else None, found.agreed_at) if at is not None]
    since = max(news, default=found.created_at)
    return standing(status=found.status, due=found.due_date, since=since, now=now, today=today)


def parents_of(session: Session, found: Goal) -> list[Goal]:
    """The goal that this one serves, where there is one."""
    return list(cascade.by_ids(session, found.workspace_id, [found.parent_id or 0]).values())
