"""Steps that a manager suggests for a report's growth plan, and the report's answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules import growth as rules
from bot.rules.growth import StepDraft
from bot.rules.refusal import Refusal
from bot.rules.setting import Chosen
from bot.services import colleague, post
from bot.services import growth as plans
from bot.services import person as directory
from bot.services.colleague import GOAL
from bot.services.feedback import ref_of
from bot.services.goal_access import today_of
from bot.services.goal_post import tell
from bot.services.setting import chosen
from bot.views import growth as views
from bot.views.growth import Kept
from models import contact, growth, person
from models.growth import DROPPED, PLANNED, SUGGESTED, GrowthAct
from models.person import Person


def check(session: Session, *, workspace_id: int, by: str, owner: str) -> None:
    """Raise Refusal for somebody who may not suggest a step to this person, or whose suggestions wait;
    Stranger for one unknown."""
    me, them = _pair(session, workspace_id, by, owner)
    _check_patience(session, me, them)


def suggest(
    session: Session, *, workspace_id: int, by: str, owner: str, draft: StepDraft, act: str, now: datetime
) -> Kept:
    """Keep a step for a report, and ask them whether they want it. Raises Refusal.

    The same act again changes nothing. It is on their plan once they accept.
    """
    me, them = _pair(session, workspace_id, by, owner)
    settings = chosen(session, workspace_id=workspace_id)
    rules.check_step(draft, today=today_of(them, settings, now))
    contact.hold(session, workspace_id, [them])
    ref = ref_of("S", act)
    row = growth.by_ref(session, workspace_id, ref)
    if row is None:
        _check_patience(session, me, them)
        plans.keep(session, them, draft, ref=ref, status=SUGGESTED, suggested_by=me, now=now)
        row = plans.own(session, them, ref)
        step = plans.shown(session, them, settings, row, now=now)
        tell(
            session,
            them,
            about=f"growth:{ref}",
            message=lambda: views.suggestion(step),
            settings=settings,
            now=now,
        )
    step = plans.shown(session, them, settings, row, now=now)
    return Kept(step, plans.plan(session, them, settings, now=now), them.mention)


def answer(
    session: Session, *, workspace_id: int, slack_user_id: str, ref: str, accepts: bool, now: datetime
) -> Kept:
    """Take a suggested step onto one's own plan, or let it go; the first answer stands. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    settings = chosen(session, workspace_id=workspace_id)
    contact.hold(session, workspace_id, [me])
    row = plans.own(session, me, ref, hold=True)
    if row.suggested_by is None or row.status != (PLANNED if accepts else DROPPED):
        rules.check_waiting(row.status)
        if accepts:
            rules.check_room(growth.count(session, workspace_id, me.id, PLANNED))
        row.status, row.closed_at = (PLANNED, None) if accepts else (DROPPED, now)
        session.flush()
        _tell_author(session, row, me, settings, accepts=accepts, now=now)
    step = plans.shown(session, me, settings, row, now=now)
    kept = Kept(step, plans.plan(session, me, settings, now=now))
    asked, said = post.key(GOAL, me.id, f"growth:{ref}"), views.answer_kept(kept, accepted=accepts)
    colleague.close(session, workspace_id, asked, said=lambda _reader: said, settings=settings, now=now)
    return kept


def _tell_author(
    session: Session, row: GrowthAct, me: Person, settings: Chosen, *, accepts: bool, now: datetime
) -> None:
    """Whoever suggested it hears the answer; nobody does where they are no longer known."""
    if row.suggested_by is None:
        return
    step = plans.shown(session, me, settings, row, now=now)
    tell(
        session,
        person.by_id(session, row.workspace_id, row.suggested_by),
        about=f"growth-answered:{row.ref}",
        message=lambda: views.answered(step, me.mention, accepted=accepts),
        settings=settings,
        now=now,
    )


def _check_patience(session: Session, me: Person, them: Person) -> None:
    waiting = growth.count(session, me.workspace_id, them.id, SUGGESTED, suggested_by=me.id)
    rules.check_patience(waiting, who=them.mention)


def _pair(session: Session, workspace_id: int, by: str, owner: str) -> tuple[Person, Person]:
    """Whoever asks, and the report whom they mean."""
    me = directory.asker(session, workspace_id, by)
    them = directory.known(session, workspace_id, [owner])[0]
    if me.id == them.id or not plans.may_see_plan(me, them):
        raise Refusal(
            _(
                "Only {who} and their direct manager see {who}'s growth plan. `/talent grow` without a name "
                "adds to yours.",
                who=them.mention,
            )
        )
    return me, them
