"""What `/talent` shows: the cards and the growth plan of one person, read together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules.refusal import Refusal
from bot.services import card, growth
from bot.services import person as directory
from bot.services.card import Mine
from bot.services.setting import chosen
from bot.views.growth import Plan


@dataclass(frozen=True)
class Talent:
    """`who` is a mention and `who_id` a Slack id; both are empty for one's own."""

    signals: Mine
    plan: Plan
    who: str = ""
    who_id: str = ""


def mine(session: Session, *, workspace_id: int, slack_user_id: str, now: datetime) -> Talent:
    """What one sees about oneself."""
    whose: dict[str, Any] = {"workspace_id": workspace_id, "slack_user_id": slack_user_id}
    return Talent(card.mine(session, **whose), growth.mine(session, **whose, now=now))


def of_report(
    session: Session, *, workspace_id: int, slack_user_id: str, report: str, now: datetime
) -> Talent:
    """What a direct manager sees about a report. Raises Refusal."""
    whose: dict[str, Any] = {"workspace_id": workspace_id, "slack_user_id": slack_user_id}
    mention, signals = card.of_report(session, **whose, report=report, now=now)
    me, them = directory.known(session, workspace_id, [slack_user_id, report])
    if not growth.may_see_plan(me, them):
        raise Refusal(_("Only somebody's direct manager sees their growth plan."))
    settings = chosen(session, workspace_id=workspace_id)
    return Talent(signals, growth.plan(session, them, settings, now=now), mention, report)
