"""Copies of one message in a DM: finding them by the key in their metadata, and leaving one."""

import contextlib
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.gates import Gates, Patience
from bot.services.delivery import Letter, Outcome
from bot.tools import Tools
from models import delivery
from models.delivery import SENT
from models.pacing import HISTORY

# What makes no difference to the message that counts: the copy stays, and nobody is told anything wrong.
TROUBLE = (SlackApiError, aiohttp.ClientError, TimeoutError, Patience)


async def find(tools: Tools, gates: Gates, letter: Letter, channel: str) -> list[str]:
    """When each copy of a message stands in the bot's own DM (Slack's `ts`), the newest first."""
    async with gates.through(letter.workspace_id, HISTORY):
        answer = await tools.slack().conversations_history(
            channel=channel, limit=100, include_all_metadata=True
        )
    messages: list[dict[str, Any]] = answer.get("messages") or []
    return [
        message["ts"]
        for message in messages
        if message.get("metadata", {}).get("event_payload", {}).get("key") == letter.key
    ]


async def withdraw(tools: Tools, outcome: Outcome) -> None:
    """Delete our own copy: the claim was lost meanwhile, and another sender has taken over."""
    with contextlib.suppress(*TROUBLE):
        await tools.slack().chat_delete(channel=outcome.channel or "", ts=outcome.ts or "")


async def leave_one(tools: Tools, gates: Gates, letter: Letter) -> None:
    """Where two senders may have posted a message, and one does not know: delete all copies but the
    one that is written down."""
    row = await tools.database.read(delivery.by_id, workspace=letter.workspace_id, delivery_id=letter.id)
    if row is None or row.state != SENT or row.slack_channel is None:
        return
    with contextlib.suppress(*TROUBLE):
        for ts in await find(tools, gates, letter, row.slack_channel):
            if ts != row.slack_ts:
                await tools.slack().chat_delete(channel=row.slack_channel, ts=ts)
