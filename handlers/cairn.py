"""`/cairn`: what the bot is and can do, and what has no command of its own."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules.cairn import parse
from bot.tools import Tools
from bot.views import cairn as views
from handlers import feedback, forms, one_on_one, privacy, setting, setup

COMMAND = "/cairn"
# What follows `/cairn`, each called with the words after it (`rest`).
VERBS: Mapping[str, Callable[..., Awaitable[None]]] = {
    "feedback": feedback.command,
    "settings": setting.command,
    "privacy": privacy.command,
    "setup": setup.command,
    "1:1": one_on_one.command,
}


async def command(ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """`/cairn VERB words`; anything unknown gets help, with the words given back."""
    asked = parse(forms.typed(command))
    if asked.verb == "help":
        await ack(**views.help_text())
    elif (verb := VERBS.get(asked.verb)) is None:
        await ack(**views.unknown(f"{COMMAND} {command.get('text') or ''}"))
    else:
        await verb(ack, command, tools, workspace_id, rest=asked.rest)


def register(app: AsyncApp) -> None:
    app.command(COMMAND)(command)
