"""Messages as HTML, each drawn once and kept for as long as nothing in it changes."""

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from bot.sandbox.messages import Message
from bot.sandbox.sights import Line

# About as many as two viewers see in three long channels.
KEPT = 2000


@dataclass
class _Kept:
    """What was drawn, with what it was drawn from."""

    message: Message
    blocks: list[dict[str, Any]]
    seen: tuple[Any, ...]
    html: Markup


class Drawn:
    """Draws messages, for a viewer on a day: names of days are part of what is drawn."""

    def __init__(self, environment: Environment) -> None:
        self._template = environment.get_template("message.html")
        self._kept: dict[tuple[str, str, bool], _Kept] = {}

    def message(self, line: Line, facts: dict[str, Any], *, within: bool = False) -> Markup:
        """One message; `within` its thread, where it shows no count of replies."""
        message, viewer = line.message, facts["viewer"].id
        key = (viewer, message.ts, within)
        seen = _seen(line, facts)
        kept = self._kept.get(key)
        if kept and kept.message is message and kept.blocks is message.blocks and kept.seen == seen:
            return kept.html
        html = Markup(self._template.render(facts, line=line, within=within))  # noqa: S704
        if len(self._kept) >= KEPT:
            self._kept.clear()
        self._kept[key] = _Kept(message, message.blocks, seen, html)
        return html


def _seen(line: Line, facts: dict[str, Any]) -> tuple[Any, ...]:
    """All that the drawing depends on beside the blocks, which are replaced and never changed."""
    message = line.message
    reactions = tuple((name, *users) for name, users in message.reactions.items())
    today = facts["now"].date()
    edited = (message.edited or {}).get("ts")
    return (
        message.text,
        reactions,
        edited,
        today,
        facts["viewer"].tz,
        line.day,
        line.continued,
        len(line.replies),
        line.last_reply,
    )
