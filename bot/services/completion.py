"""Ending goals with a result and a lesson, and confirming that they are done."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.rules import agreement as agreeing
from bot.rules import goal as rules
from bot.rules.goal import Ending
from bot.services import goal_access, goal_post, standing
from bot.services import person as directory
from bot.services.agreement import ask as ask_to_agree
from bot.services.goal_access import MANAGER, OWNER, STAKEHOLDER, Place
from bot.views import completion as views
from bot.views.completion import Ended
from models import agreement, goal, person
from models.agreement import ANSWERED
from models.base import add_once
from models.goal import GoalUpdate
from models.person import Person


def finish(
    session: Session, *, workspace_id: int, author: str, ref: str, ending: Ending, act: str, now: datetime
) -> Ended:
    """End a goal as done or dropped, with what came of it. Raises Refusal.

    The owner's word asks the manager to confirm what is done; the manager's own is a
    confirmation. Ending it again only adds the words that are new.
    """
    here = _held(session, workspace_id, author, ref, OWNER, MANAGER)
    rules.check_ending(ending)
    found = here.goal
    if found.status in rules.ENDED and found.status != ending.outcome:
        rules.check_open(found.status, found.ref)
    if found.status not in rules.ENDED:
        _keep_value(session, here, ending, act, now)
        found.status, found.closed_at = ending.outcome, now
        if ending.outcome == "done" and here.role == MANAGER:
            found.confirmed_by, found.confirmed_at = here.me.id, now
        waiting = agreement.waiting(session, workspace_id, [found.id]).get(found.id)
        if waiting is not None:
            waiting.state, waiting.answered_by, waiting.answered_at = ANSWERED, here.me.id, now
        goal_post.close(session, here, now=now)
    found.result = ending.result.strip() or found.result
    found.lesson = ending.lesson.strip() or found.lesson
    session.flush()
    asked = _ask(session, here, act, now)
    return Ended(standing.shown(session, found, here.owner, here.settings, now=now), asked)


def confirm(session: Session, *, workspace_id: int, by: str, ref: str, now: datetime) -> Ended:
    """The manager, or the owner of the goal that this one serves, confirms that it is done.

    Confirming twice changes nothing. Raises Refusal.
    """
    here = _held(session, workspace_id, by, ref, MANAGER, STAKEHOLDER)
    agreeing.check_confirmable(here.goal.status, here.goal.ref)
    if here.goal.confirmed_at is None:
        here.goal.confirmed_by, here.goal.confirmed_at = here.me.id, now
        facts = standing.shown(session, here.goal, here.owner, here.settings, now=now)
        goal_post.close(session, here, now=now, said=lambda: views.confirmed_answer(facts))
        goal_post.tell(
            session,
            here.owner,
            about=f"confirmed:{here.goal.id}:{now.isoformat()}",
            message=lambda: views.confirmed(facts, here.me.mention),
            settings=here.settings,
            now=now,
        )
    return Ended(standing.shown(session, here.goal, here.owner, here.settings, now=now), "")


def reopen(
    session: Session, *, workspace_id: int, by: str, ref: str, note: str, act: str, now: datetime
) -> Ended:
    """Open a goal again whose end is not confirmed: its owner's mistake, or the manager's "not yet".

    Raises Refusal.
    """
    here = _held(session, workspace_id, by, ref, OWNER, MANAGER, STAKEHOLDER)
    found = here.goal
    rules.check_note(note)
    agreeing.check_reopenable(found.status, found.ref, confirmed=found.confirmed_at is not None)
    found.status = "agreed" if found.agreed_at else "proposed"
    found.closed_at = None
    facts = standing.shown(session, found, here.owner, here.settings, now=now)
    goal_post.close(session, here, now=now, said=lambda: views.opened_again(facts))
    if here.role != OWNER:
        goal_post.tell(
            session,
            here.owner,
            about=f"reopened:{found.id}:{act}",
            message=lambda: views.not_yet(facts, here.me.mention, note),
            settings=here.settings,
            now=now,
        )
    elif found.status == "proposed":
        ask_to_agree(session, found, here.owner, here.settings, about=act, now=now)
    return Ended(facts, "")


def _held(session: Session, workspace_id: int, by: str, ref: str, *roles: str) -> Place:
    here = goal_access.place(session, directory.asker(session, workspace_id, by), ref, hold=True)
    goal_access.require(here, *roles)
    return here


def _keep_value(session: Session, here: Place, ending: Ending, act: str, now: datetime) -> None:
    """Where it stood at its end is an update like any other."""
    if not ending.value:
        return
    found = here.goal
    value = rules.value_in_unit(
        ending.value, unit=found.unit, start=found.start_value, target=found.target_value
    )
    latest = goal.latest_updates(session, found.workspace_id, [found.id]).get(found.id)
    add_once(
        session,
        GoalUpdate,
        workspace_id=found.workspace_id,
        act_key=act,
        goal_id=found.id,
        author_id=here.me.id,
        at=now,
        value=value,
        confidence=latest.confidence if latest else "",
        note=ending.result.strip(),
    )


def _ask(session: Session, here: Place, act: str, now: datetime) -> str:
    """Ask for a confirmation of what is done; the mention of whoever is asked, or empty."""
    found = here.goal
    other = _confirmer(session, here)
    if found.status != "done" or found.confirmed_at is not None or other is None:
        return ""
    facts = standing.shown(session, found, here.owner, here.settings, now=now)
    goal_post.ask(
        session,
        found,
        other,
        about=f"done:{found.id}:{found.closed_at.timestamp() if found.closed_at else act}",
        message=lambda: views.done(facts),
        settings=here.settings,
        now=now,
    )
    return other.mention


def _confirmer(session: Session, here: Place) -> Person | None:
    """The manager; for somebody without one, the owner of the goal that this one serves."""
    manager = goal_access.manager_of(session, here.owner)
    if manager is not None:
        return manager
    parents = [each for each in standing.parents_of(session, here.goal) if each.owner_id]
    owner_id = parents[0].owner_id if parents else None
    if owner_id is None or owner_id == here.owner.id:
        return None
    return person.by_id(session, here.goal.workspace_id, owner_id)
