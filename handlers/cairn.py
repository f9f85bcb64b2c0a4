"""`/cairn`: what the bot is and what it can do."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.views import cairn as views

COMMAND = "/cairn"


async def command(ack: AsyncAck, command: dict[str, Any]) -> None:
    """`/cairn help`; anything else gets the same, with the words given back."""
    await ack(**views.help_text(command.get("text") or ""))


def register(app: AsyncApp) -> None:
    app.command(COMMAND)(command)
