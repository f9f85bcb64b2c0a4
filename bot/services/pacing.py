"""How much may leave now: the workspace's budget, what Slack has asked to wait with, and a channel's pace."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from bot.services.setting import chosen
from models import delivery, pacing, queue, workspace
from models.workspace import Workspace

MINUTE = timedelta(minutes=1)
# Slack allows about one message a second in a channel. It is counted from the end of the last post.
CHANNEL_PAUSE = timedelta(seconds=1)


class Outlook(Enum):
    """What a look into the outbox promises."""

    NOTHING = "nothing could leave"
    SPENT = "the budget is spent"
    SOON = "a channel's pace keeps a message here"
    NOW = "a claim will find something"


def outlook(session: Session, *, workspace_id: int, now: datetime, real_now: datetime) -> Outlook:
    """Whether to claim. It only reads, so that a bell that rings for nothing costs next to nothing."""
    due, useless = queue.stirs(session, workspace_id, now=now)
    if not (due or useless) or workspace.by_id(session, workspace_id).revoked_at is not None:
        return Outlook.NOTHING
    if useless:
        return Outlook.NOW
    if room_left(session, workspace_id=workspace_id, real_now=real_now) <= 0:
        return Outlook.SPENT
    about: dict[str, Any] = {
        "now": now,
        "real_now": real_now,
        "paused": pacing.held(session, workspace_id, pacing.METHODS, real_now=real_now),
    }
    if not queue.anything_sendable(session, workspace_id, **about):
        return Outlook.NOTHING
    paced = queue.anything_sendable(session, workspace_id, paced_since=real_now - CHANNEL_PAUSE, **about)
    return Outlook.NOW if paced else Outlook.SOON


def room_left(session: Session, *, workspace_id: int, real_now: datetime) -> int:
    """How many messages the workspace's budget leaves for now; every attempt counts."""
    budget: int = chosen(session, workspace_id=workspace_id).get("messages_per_minute")
    retried = _recent(workspace.by_id(session, workspace_id), real_now)
    return budget - len(retried) - delivery.claimed_since(session, workspace_id, real_now - MINUTE)


def remember(place: Workspace, attempts: Iterable[datetime | None], *, real_now: datetime) -> None:
    """Messages are tried again: keep when they were tried before, which their rows forget now."""
    before = [at.isoformat() for at in attempts if at is not None and at > real_now - MINUTE]
    if before:
        place.retried = [*_recent(place, real_now), *before]


def _recent(place: Workspace, real_now: datetime) -> list[str]:
    return [at for at in place.retried if datetime.fromisoformat(at) > real_now - MINUTE]


def waits(session: Session, *, workspace_id: int, real_now: datetime) -> bool:
    """Whether it is the budget or a wish of Slack's that keeps messages here."""
    asked = pacing.held(session, workspace_id, pacing.METHODS, real_now=real_now) - {pacing.DND_INFO}
    return bool(asked) or room_left(session, workspace_id=workspace_id, real_now=real_now) <= 0


def hold_back(session: Session, *, workspace_id: int, what: str, until: datetime) -> None:
    """Slack has asked to wait with a method; every replica hears of it."""
    pacing.hold_back(session, workspace_id, what, until=until)
