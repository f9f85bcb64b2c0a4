"""Goals that a manager begins for a report: offered, and the report's once they accept."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules.goal import GoalDraft
from bot.rules.refusal import Refusal
from bot.services import goal as goals
from bot.services import goal_access, goal_post, goal_terms, standing
from bot.services import person as directory
from bot.services.setting import chosen
from bot.views import agreement as views
from bot.views import goal as goal_views
from models import agreement, contact, goal
from models.agreement import WAITING, GoalChange
from models.base import add_once
from models.goal import Goal
from models.person import Person


def check(session: Session, *, workspace_id: int, by: str, owner: str) -> None:
    """Raise Refusal for somebody who may not begin a goal for this person; Stranger for one unknown."""
    _pair(session, workspace_id, by, owner)


def offer(
    session: Session, *, workspace_id: int, by: str, owner: str, draft: GoalDraft, act: str, now: datetime
) -> goal_views.Begun:
    """Keep a goal for a report, and ask them to accept it. Raises Refusal.

    The same act again returns the goal it made. It counts as agreed once its owner accepts.
    """
    me, them = _pair(session, workspace_id, by, owner)
    settings = chosen(session, workspace_id=workspace_id)
    today = goal_access.today_of(them, settings, now)
    wanted = goal_terms.columns(session, me, draft, settings, today=today)
    contact.hold(session, workspace_id, [them])
    made = goal.by_act(session, workspace_id, act)
    if made is None:
        made = goals.begun(session, them, wanted, act=act, status="proposed", today=today, now=now)
        change = _kept(session, made, me, act, now)
        facts = standing.shown(session, made, them, settings, now=now)
        goal_post.ask(
            session,
            made,
            them,
            about=f"offered:{made.id}",
            message=lambda: views.offer(facts, change, me.mention),
            settings=settings,
            now=now,
        )
    return goal_views.Begun(standing.shown(session, made, them, settings, now=now), them.mention)


def _kept(session: Session, made: Goal, me: Person, act: str, now: datetime) -> int:
    add_once(
        session,
        GoalChange,
        workspace_id=made.workspace_id,
        act_key=act,
        goal_id=made.id,
        author_id=me.id,
        at=now,
        before={},
        after=goal_terms.written(session, made),
        note="",
        rescope=False,
        state=WAITING,
    )
    return agreement.waiting(session, made.workspace_id, [made.id])[made.id].id


def _pair(session: Session, workspace_id: int, by: str, owner: str) -> tuple[Person, Person]:
    """Whoever asks, and the report whom they mean."""
    me = directory.asker(session, workspace_id, by)
    them = directory.known(session, workspace_id, [owner])[0]
    manager = goal_access.manager_of(session, them)
    if manager is None or me.id not in (them.manager_id, manager.id):
        raise Refusal(
            _(
                "A goal for {who} comes from {who} or from their manager. `/goal new` without a name begins "
                "one of yours.",
                who=them.mention,
            )
        )
    return me, them
