"""Buttons under what the bot asks somebody in their DM: the answer takes the place of the question."""

from typing import Any

from bot.tools import Tools
from bot.views import together
from bot.views.blocks import Message

Body = dict[str, Any]


def answer(tools: Tools, body: Body, action: Body, message: Message) -> None:
    """Put an answer in the place of the question under which a button stands, and of nothing else.

    At once; the post room sees to it for good, also where somebody answers elsewhere.
    """
    asked = is_question(body)
    if asked:
        message = together.answered(body["message"], action.get("block_id") or "", message)
    tools.confirm(body.get("response_url"), message, replace=asked)


def is_question(body: Body) -> bool:
    """Whether a button stands in a lasting message, which asked for this."""
    return "message" in body and not (body.get("container") or {}).get("is_ephemeral")


def is_only_question(body: Body) -> bool:
    """Whether the message asks for nothing else, so that an answer from a form may replace all of it."""
    blocks = [action.get("block_id") or "" for action in body.get("actions") or ()]
    return is_question(body) and not any(map(together.is_part, blocks))
