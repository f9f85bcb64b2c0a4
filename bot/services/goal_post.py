"""Telling owners and managers about goals: one message for each thing somebody did.

At most one question about a goal is open at a time: what is done about it, wherever, answers the
question, also where it stands in somebody's DM.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.rules.setting import Chosen
from bot.services import colleague, standing
from bot.services.colleague import GOAL
from bot.services.goal_access import Place
from bot.views import agreement as views
from bot.views.blocks import Message
from models.goal import Goal
from models.person import Person

tell = partial(colleague.tell, kind=GOAL)


def ask(
    session: Session,
    goal: Goal,
    who: Person,
    *,
    about: str,
    message: Callable[[], Message],
    settings: Chosen,
    now: datetime,
) -> None:
    """Ask somebody about a goal, once for each `about`."""
    goal.asked_key = tell(session, who, about=about, message=message, settings=settings, now=now)


def close(session: Session, here: Place, *, now: datetime, said: Callable[[], Message] | None = None) -> None:
    """The open question about a goal is answered by what somebody did: where it has not left yet it never
    will, else the answer takes its place.

    To whoever answered it themselves that is `said`; anybody else reads how the goal stands.
    """
    key, here.goal.asked_key = here.goal.asked_key, None
    if key is None:
        return

    def to(reader: Person) -> Message:
        if said is not None and reader.id == here.me.id:
            return said()
        return views.settled(standing.shown(session, here.goal, here.owner, here.settings, now=now))

    colleague.close(session, here.goal.workspace_id, key, said=to, settings=here.settings, now=now)
