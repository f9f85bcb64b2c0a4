"""Asking Slack who must not be disturbed, before the calendar's messages leave."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.gates import Gates, Patience
from bot.refusals import refusal
from bot.services import dnd, pacing
from bot.services.delivery import Letter
from bot.tools import Tools
from models.pacing import DND_INFO

log = structlog.get_logger()
# The messages of a batch wait for the answer under their leases.
PATIENCE = 5.0
# Where Slack has no answer (an older installation lacks the scope), it is not asked before each batch.
UNANSWERED = 600.0
# One receiver whom Slack does not show spoils the answer for the fifty asked with them, and for nobody else.
UNSEEN = {"user_not_visible", "user_not_found"}


async def undisturbed(tools: Tools, gates: Gates, letters: Sequence[Letter], *, sender: str) -> list[Letter]:
    """The letters that may leave now; those to people in Do Not Disturb are put off to its end.

    Where Slack does not say, they leave: a check-in that comes at a bad moment is better than none.
    """
    if not any(letter.asks_dnd for letter in letters):
        return list(letters)
    workspace_id, now = letters[0].workspace_id, tools.clock()
    asking = [letter for letter in letters if letter.asks_dnd]
    asked = await tools.database.read(dnd.to_ask, workspace_id=workspace_id, letters=asking, now=now)
    said = await _ask(tools, gates, workspace_id, list(asked)) if asked else None
    if said is None:
        return list(letters)
    put_off = await tools.database.transact_long(
        dnd.heed,
        workspace_id=workspace_id,
        asked=asked,
        said=said,
        letters=asking,
        sender=sender,
        now=now,
    )
    return [letter for letter in letters if letter.id not in put_off]


async def _ask(tools: Tools, gates: Gates, workspace_id: int, users: list[str]) -> dict[str, Any] | None:
    """What Slack says of these users; None where it does not answer, and then it is left alone a while."""
    wait = UNANSWERED
    try:
        async with asyncio.timeout(PATIENCE), gates.through(workspace_id, DND_INFO):
            answer = await tools.slack().dnd_teamInfo(users=users)
        said = answer.get("users")
        return said if isinstance(said, dict) else {}
    except Patience as asked:
        wait = asked.seconds
    except SlackApiError as error:
        code = refusal(error).code
        if code in UNSEEN:
            return {}
        log.warning("do_not_disturb_unknown", workspace=workspace_id, error=code)
    except Exception as error:  # noqa: BLE001 - whatever it was, the messages are what matters
        wait = PATIENCE
        log.warning("do_not_disturb_unknown", workspace=workspace_id, error=type(error).__name__)
    until = tools.real_clock() + timedelta(seconds=wait)
    await tools.database.transact(pacing.hold_back, workspace_id=workspace_id, what=DND_INFO, until=until)
    return None
