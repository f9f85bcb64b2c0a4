"""reactions.*"""

import re
from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.messages import Message
from bot.sandbox.refusals import SlackRefusesError
from bot.sandbox.workspace import Workspace

NAME = re.compile(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?")


def get(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """reactions.get, for messages."""
    message = _message(workspace, args)
    return {"type": "message", "channel": message.channel, "message": message.shape(with_metadata=False)}


def add(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """reactions.add, as the bot."""
    users = _users(workspace, args)
    if workspace.bot.id in users:
        raise SlackRefusesError("already_reacted")
    users.append(workspace.bot.id)
    workspace.touch()
    return {}


def remove(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """reactions.remove, as the bot."""
    users = _users(workspace, args)
    if workspace.bot.id not in users:
        raise SlackRefusesError("no_reaction")
    users.remove(workspace.bot.id)
    workspace.touch()
    return {}


def _users(workspace: Workspace, args: Arguments) -> list[str]:
    """Those who gave the named reaction, to be changed in place."""
    name = args.text("name") or ""
    if not NAME.fullmatch(name):
        raise SlackRefusesError("invalid_name")
    return _message(workspace, args).reactions.setdefault(name, [])


def _message(workspace: Workspace, args: Arguments) -> Message:
    channel = workspace.channel(args.text("channel"))
    if workspace.bot.id not in channel.members:
        raise SlackRefusesError("not_in_channel" if channel.kind == "channel" else "channel_not_found")
    return workspace.message(channel.id, args.text("timestamp"))
