"""Telling owners and managers about goals: one message for each thing somebody did."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.language import language_of, speaking
from bot.rules import cadence
from bot.rules.setting import Chosen
from bot.services import post, workdays
from bot.views.blocks import Message
from models.person import Person

KIND = "goal"
# A message about a goal that could not be sent for so long is of no use any more.
USEFUL = timedelta(days=14)


def tell(
    session: Session,
    who: Person,
    *,
    about: str,
    message: Callable[[], Message],
    settings: Chosen,
    now: datetime,
) -> bool:
    """Owe somebody one message at their next working hour, in their language; tells whether they get it."""
    calendar = workdays.load(session, who.workspace_id, [who], settings, now)
    at = cadence.next_decent_hour(now, settings.hours, calendar.zone(who), calendar.works(who))
    with speaking(language_of(who, settings)):
        said = message()
    return post.to_person(
        session,
        person=who,
        kind=KIND,
        about=about,
        message=said,
        settings=settings,
        now=now,
        due_at=at,
        until=at + USEFUL,
    )
