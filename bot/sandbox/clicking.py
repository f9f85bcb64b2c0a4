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


def find_view_element(view: View | None, action_id: str, value: Any) -> Found | None:
    """An element of a view by its action id, and by its value where several share the id."""
    if view is None:
        return None
    pair = _pick(view.blocks, action_id, value)
    return Found(*pair, view=view) if pair else None


def find_message_element(messages: Iterable[Message], action_id: str, value: Any) -> Found | None:
    """The element in the first of these messages that has it."""
    for message in messages:
        pair = _pick(message.blocks, action_id, value)
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


def _pick(blocks: list[Json], action_id: str, value: Any) -> tuple[Json, Json] | None:
    for block, element in elements_of(blocks):
        if element.get("action_id") == action_id and (value is None or _offers(element, value)):
            return block, element
    return None


def _offers(element: Json, value: Any) -> bool:
    if element["type"] == "button":
        return bool(element.get("value") == value)
    return element["type"] != "overflow" or value in [option["value"] for option in options_of(element)]
