"""Do Not Disturb: about whom Slack is asked, and what follows from its answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.rules import dnd as rules
from bot.services.arrival import FRESH
from bot.services.delivery import Letter, put_off
from models import dnd, person

# What `dnd.teamInfo` takes in one call.
MOST = 50


def to_ask(
    session: Session, *, workspace_id: int, letters: Sequence[Letter], now: datetime
) -> dict[str, int]:
    """The receivers of these letters by Slack id, and as many of those whose turn is next as fit
    into one question: Slack answers twenty a minute."""
    ids = [letter.person_id for letter in letters if letter.person_id is not None]
    ids += dnd.unasked(session, workspace_id, after=now - FRESH, until=now, limit=MOST)
    some = list(dict.fromkeys(ids))[:MOST]
    found = person.by_ids(session, workspace_id, some)
    return {who.slack_user_id: who.id for who in found.values() if who.slack_user_id}


def heed(
    session: Session,
    *,
    workspace_id: int,
    asked: dict[str, int],
    said: dict[str, Any],
    letters: Sequence[Letter],
    sender: str,
    now: datetime,
) -> set[int]:
    """Remember what Slack said; put off the letters that would disturb, and return their ids."""
    windows = {person_id: _window(said.get(slack_id), now) for slack_id, person_id in asked.items()}
    dnd.remember(session, workspace_id, windows, asked_at=now)
    return put_off(session, workspace_id=workspace_id, letters=letters, sender=sender, now=now)


def _window(status: Any, now: datetime) -> rules.Window | None:
    return rules.window(status, now) if isinstance(status, dict) else None
