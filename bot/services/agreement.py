"""Agreeing about goals: the owner proposes, the manager agrees or suggests a change, either may answer."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules import agreement as rules
from bot.rules.goal import GoalDraft
from bot.rules.refusal import Refusal
from bot.rules.setting import Chosen
from bot.services import goal_access, goal_post, goal_terms, standing
from bot.services import person as directory
from bot.services.goal_access import MANAGER, OWNER, Place
from bot.views import agreement as views
from bot.views.agreement import Suggested
from bot.views.goal import Goal as Shown
from models import agreement, cascade, person
from models.agreement import AGREED, ANSWERED, DECLINED, WAITING, GoalChange
from models.base import add_once
from models.goal import Goal
from models.person import Person


def ask(session: Session, found: Goal, owner: Person, settings: Chosen, *, about: str, now: datetime) -> str:
    """Ask the owner's manager to agree; the mention of whoever is asked, or empty.

    Who leads everybody agrees with nobody: their goal counts at once.
    """
    manager = goal_access.manager_of(session, owner)
    if manager is None:
        if goal_access.leads_alone(session, owner):
            found.status, found.agreed_at = "agreed", now
        return ""
    facts = standing.shown(session, found, owner, settings, now=now)
    goal_post.ask(
        session,
        found,
        manager,
        about=f"proposed:{found.id}:{about}",
        message=lambda: views.proposal(facts),
        settings=settings,
        now=now,
    )
    return manager.mention


def propose(session: Session, *, workspace_id: int, by: str, ref: str, now: datetime) -> tuple[Shown, str]:
    """Propose a draft; returns the goal and who is asked to agree. Raises Refusal."""
    here = _held(session, workspace_id, by, ref, OWNER)
    if here.goal.status == "proposed":
        return _shown(session, here, now), standing.waits_for(session, here.owner)
    rules.check_proposable(here.goal.status, here.goal.ref)
    here.goal.status = "proposed"
    asked = ask(session, here.goal, here.owner, here.settings, about="draft", now=now)
    return _shown(session, here, now), asked


def agree(session: Session, *, workspace_id: int, by: str, ref: str, seen: str = "", now: datetime) -> Shown:
    """The manager agrees to a goal as it stands; `seen` is the stamp of what they read.

    Agreeing twice changes nothing. Raises Refusal.
    """
    here = _held(session, workspace_id, by, ref, MANAGER)
    if here.goal.status != "agreed":
        change = _waiting(session, here)
        offered = change is not None and change.offers
        rules.check_proposed(here.goal.ref, offered_to=here.owner.mention if offered else "")
        rules.check_agreeable(here.goal.status, here.goal.ref, stamp=agreement.stamp(here.goal), seen=seen)
        here.goal.status, here.goal.agreed_at = "agreed", now
        _settle_waiting(session, here, now)
        facts = _shown(session, here, now)
        goal_post.close(session, here, now=now, said=lambda: views.agreed_answer(facts))
        goal_post.tell(
            session,
            here.owner,
            about=f"agreed:{here.goal.id}:{now.isoformat()}",
            message=lambda: views.agreed(facts, here.me.mention),
            settings=here.settings,
            now=now,
        )
    return _shown(session, here, now)


def terms(session: Session, *, workspace_id: int, by: str, ref: str) -> tuple[Shown, GoalDraft, str]:
    """What the form to change a goal begins with, and the asker's role.

    Where a suggestion waits for the asker's answer, it begins with what that says.
    """
    me = directory.asker(session, workspace_id, by)
    here = goal_access.place(session, me, ref)
    goal_access.require(here, OWNER, MANAGER)
    rules.check_changeable(here.goal.status, here.goal.ref)
    waiting = agreement.waiting(session, workspace_id, [here.goal.id]).get(here.goal.id)
    kept = goal_terms.written(session, here.goal)
    if waiting is not None and waiting.author_id != me.id:
        kept = waiting.after
    shown = standing.shown(session, here.goal, here.owner, here.settings, now=here.goal.created_at)
    return shown, goal_terms.draft_of(kept), here.role


def suggest(
    session: Session,
    *,
    workspace_id: int,
    by: str,
    ref: str,
    draft: GoalDraft,
    note: str,
    act: str,
    now: datetime,
) -> Suggested:
    """Change a goal's terms, or suggest that to the other side. Raises Refusal.

    The owner of what is not agreed yet changes it and proposes it anew; everything else is
    the other side's to accept. The same act again changes nothing and is answered alike.
    """
    here = _held(session, workspace_id, by, ref, OWNER, MANAGER)
    rules.check_changeable(here.goal.status, here.goal.ref)
    today = goal_access.today_of(here.owner, here.settings, now)
    wanted = goal_terms.columns(session, here.me, draft, here.settings, today=today, of=here.goal)
    if here.role == OWNER and here.goal.status != "agreed":
        return _rewrite(session, here, wanted, draft, act, now)
    if agreement.by_act(session, workspace_id, act) is None:
        after = goal_terms.as_terms(session, workspace_id, wanted)
        _keep(session, here, after, note, act, now)
        if here.role == OWNER and goal_access.leads_alone(session, here.owner):
            _take_alone(session, here, act, now)
        else:
            _offer(session, here, act, now)
    return Suggested(_shown(session, here, now), _other(session, here))


def answer(
    session: Session, *, workspace_id: int, by: str, change_id: int, accepts: bool, now: datetime
) -> Suggested:
    """Accept a suggested change, or keep the goal as it is; the first answer stands. Raises Refusal."""
    me = directory.asker(session, workspace_id, by)
    change = agreement.by_id(session, workspace_id, change_id)
    here = _held_goal(session, me, change)
    wanted = AGREED if accepts else DECLINED
    if change is None or (change.state, change.answered_by) == (wanted, me.id):
        return Suggested(_shown(session, here, now), "", accepts, change is not None and change.offers)
    rules.check_waiting(change.state, here.goal.ref)
    change.state, change.answered_by, change.answered_at = wanted, me.id, now
    if accepts:
        goal_terms.taken(session, here.goal, change.after)
        if here.goal.status != "agreed":
            here.goal.status, here.goal.agreed_at = "agreed", now
    elif change.offers:
        here.goal.status, here.goal.closed_at = "dropped", now
    author = person.by_id(session, workspace_id, change.author_id)
    facts = _shown(session, here, now)
    done = Suggested(facts, author.mention, accepts, change.offers)
    goal_post.close(session, here, now=now, said=lambda: views.answer_kept(done))
    goal_post.tell(
        session,
        author,
        about=f"answered:{change.id}",
        message=lambda: views.answered(facts, me.mention, accepted=accepts, offered=change.offers),
        settings=here.settings,
        now=now,
    )
    return done


def _held(session: Session, workspace_id: int, by: str, ref: str, *roles: str) -> Place:
    here = goal_access.place(session, directory.asker(session, workspace_id, by), ref, hold=True)
    goal_access.require(here, *roles)
    return here


def _held_goal(session: Session, me: Person, change: GoalChange | None) -> Place:
    """The goal of a change that waits for somebody's answer: never its author's own."""
    found = cascade.by_ids(session, me.workspace_id, [change.goal_id]) if change else {}
    if change is None or not found:
        raise Refusal(_("That suggestion is no longer there. `/goal` lists your goals."))
    here = goal_access.place(session, me, found[change.goal_id].ref, hold=True)
    goal_access.require(here, OWNER, MANAGER)
    # As it stands now that the goal is held.
    agreement.by_id(session, me.workspace_id, change.id)
    if change.author_id == me.id:
        raise Refusal(_("This is your own suggestion, so it is the other side's to answer."))
    return here


def _shown(session: Session, here: Place, now: datetime) -> Shown:
    return standing.shown(session, here.goal, here.owner, here.settings, now=now)


def _rewrite(
    session: Session, here: Place, wanted: dict[str, Any], draft: GoalDraft, act: str, now: datetime
) -> Suggested:
    for name, value in wanted.items():
        setattr(here.goal, name, value)
    here.goal.status = "draft" if draft.keep_draft and here.goal.status == "draft" else "proposed"
    _settle_waiting(session, here, now)
    session.flush()
    asks = here.goal.status == "proposed"
    done = Suggested(_shown(session, here, now), standing.waits_for(session, here.owner) if asks else "")
    goal_post.close(session, here, now=now, said=lambda: views.suggested(done))
    if asks:
        ask(session, here.goal, here.owner, here.settings, about=act, now=now)
    return Suggested(_shown(session, here, now), done.asked)


def _keep(session: Session, here: Place, after: dict[str, Any], note: str, act: str, now: datetime) -> None:
    """Keep a suggestion; one that was open is answered by it."""
    before = goal_terms.written(session, here.goal)
    rules.check_change(before, after, note)
    _settle_waiting(session, here, now)
    add_once(
        session,
        GoalChange,
        workspace_id=here.goal.workspace_id,
        act_key=act,
        goal_id=here.goal.id,
        author_id=here.me.id,
        at=now,
        before=before,
        after=after,
        note=note.strip(),
        rescope=here.goal.status == "agreed",
        state=WAITING,
    )


def _settle_waiting(session: Session, here: Place, now: datetime) -> None:
    """A suggestion that was open is answered by what is done now."""
    waiting = _waiting(session, here)
    if waiting is not None:
        waiting.state, waiting.answered_by, waiting.answered_at = ANSWERED, here.me.id, now
        session.flush()


def _waiting(session: Session, here: Place) -> GoalChange | None:
    """The suggestion that waits for the other side's answer."""
    return agreement.waiting(session, here.goal.workspace_id, [here.goal.id]).get(here.goal.id)


def _take_alone(session: Session, here: Place, act: str, now: datetime) -> None:
    """A change by somebody with nobody above them, kept as one that was agreed to."""
    change = agreement.by_act(session, here.goal.workspace_id, act)
    if change is not None:
        change.state, change.answered_by, change.answered_at = AGREED, here.me.id, now
        goal_terms.taken(session, here.goal, change.after)
        goal_post.close(session, here, now=now)


def _offer(session: Session, here: Place, act: str, now: datetime) -> None:
    """Tell the other side of a suggestion, with buttons to answer it."""
    change = agreement.by_act(session, here.goal.workspace_id, act)
    other = here.owner if here.role == MANAGER else goal_access.manager_of(session, here.owner)
    if change is None or other is None:
        return
    facts, mine = _shown(session, here, now), here.me.mention
    done = Suggested(facts, other.mention)
    goal_post.close(session, here, now=now, said=lambda: views.suggested(done))
    said = views.Suggestion(change.id, mine, change.before, change.after, change.note)
    goal_post.ask(
        session,
        here.goal,
        other,
        about=f"changed:{change.id}",
        message=lambda: views.suggestion(facts, said),
        settings=here.settings,
        now=now,
    )


def _other(session: Session, here: Place) -> str:
    return here.owner.mention if here.role == MANAGER else standing.waits_for(session, here.owner)
