"""How a line that somebody types names people."""

import re

from bot.language import _
from bot.rules.refusal import Refusal

# Slack writes people as <@U123|name>; a plain @name is one that it did not recognise.
MENTION = re.compile(r"<@([UW][A-Z0-9_]*)(?:\|[^>]*)?>")
PLAIN_MENTION = re.compile(r"(?<![\w<])@([\w.-]+)")
USERGROUP = re.compile(r"<!(?:subteam|here|channel|everyone)[^>]*>")
_LEADING = re.compile(
    r"^(?:\s|,|&|\+|and\b|und\b|<@[UW][A-Z0-9_]*(?:\|[^>]*)?>)*(?:for\b|für\b)?", re.IGNORECASE
)


def named(text: str) -> list[str]:
    """The Slack ids that a text names, each once."""
    return list(dict.fromkeys(MENTION.findall(text)))


def split(text: str) -> tuple[list[str], str]:
    """The people a line begins with, and the words after them."""
    text = text.strip()
    words = _LEADING.sub("", text).strip()
    return named(text[: len(text) - len(words)]), words


def check_plain(found: re.Match[str] | None) -> None:
    """Raises Refusal where a plain @name was found: Slack did not recognise it."""
    if found:
        raise Refusal(
            _("I can't tell who @{name} is. Pick the name from the list that Slack offers.", name=found[1])
        )
