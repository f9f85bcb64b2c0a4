"""Finding what a person clicks, and what Slack says about the click."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.forms import FIELDS, chosen, options_of
from bot.sandbox.messages import Message
from bot.sandbox.modals import View, elements_of

Json = dict[str, Any]


@dataclass
class Found:
    """An element, its block, and where it is: in a view, or in a message."""

    block: Json
    element: Json
    view: View | None = None
    message: Message | None = None

    @property
    def holder(self) -> Message:
        """The message; only for what was found in one."""
        if self.message is None:
            raise LookupError("This element is in a view.")
        return self.message


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: an action id, and a value or block where several share the id."""

    action_id: str
    value: Any = None
    block_id: str | None = None

    def __str__(self) -> str:
        return f"element with the action id {self.action_id!r} and the value {self.value!r}"

    def among(self, blocks: list[Json]) -> tuple[Json, Json] | None:
        """The first block and element that fit."""
        for block, element in elements_of(blocks):
            here = self.block_id in (None, block["block_id"]) and element.get("action_id") == self.action_id
            if here and (self.value is None or _offers(element, self.value)):
                return block, element
        return None


def find_in_view(view: View | None, wanted: Wanted) -> Found | None:
    """The element in a view."""
    pair = wanted.among(view.blocks) if view else None
    return Found(*pair, view=view) if pair else None


def find_in_messages(messages: Iterable[Message], wanted: Wanted) -> Found | None:
    """The element in the first of these messages that has it."""
    for message in messages:
        pair = wanted.among(message.blocks)
        if pair:
            return Found(*pair, message=message)
    return None


def action_of(found: Found, value: Any, ts: str) -> Json:
    """The entry in `actions` for a click on a button or a choice in a menu."""
    element = found.element
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": found.block["block_id"],
        "action_ts": ts,
    }
    if element["type"] == "button":
        kept = {key: element[key] for key in ("text", "value", "style") if key in element}
        return action | kept
    if element["type"] == "overflow":
        option = next(o for o in options_of(element) if value in (None, o["value"], o["text"]["text"]))
        return action | {"selected_option": option}
    choice = chosen(element, value)
    if found.view is not None:
        found.view.typed[found.block["block_id"], element["action_id"]] = choice
    return action | {FIELDS[element["type"]][1]: choice}


def _offers(element: Json, value: Any) -> bool:
    if element["type"] == "button":
        return bool(element.get("value") == value)
    return element["type"] != "overflow" or value in [option["value"] for option in options_of(element)]
