"""What somebody writes to the bot in a message, read as a command without its slash."""

import re
from dataclasses import dataclass

# What may be written for each command; those of /cairn also without its name.
COMMANDS = {
    "kudos": "/kudos",
    "thanks": "/kudos",
    "goal": "/goal",
    "goals": "/goal",
    "checkin": "/checkin",
    "check-in": "/checkin",
    "talent": "/talent",
    "cairn": "/cairn",
}
OF_CAIRN = ("feedback", "settings", "privacy", "setup", "1:1")


@dataclass(frozen=True)
class Said:
    """The command that is meant, and the words after it; no command: help is meant."""

    command: str = ""
    text: str = ""


def read(text: str, *, bot: str) -> Said:
    """Read a message; the bot's own mention before it does not count. "Thanks" alone is no command."""
    if bot:
        text = re.sub(rf"^\s*<@{re.escape(bot)}(?:\|[^>]*)?>[\s,:]*", "", text)
    words = text.strip().split(None, 1)
    if not words:
        return Said()
    first, rest = words[0].lower().removeprefix("/").rstrip(":,!."), words[1].strip() if words[1:] else ""
    if first in OF_CAIRN:
        return Said("/cairn", f"{first} {rest}".strip())
    if first == "thanks" and not rest.lstrip().startswith("<@"):
        return Said()
    return Said(COMMANDS.get(first, ""), rest if first in COMMANDS else "")
