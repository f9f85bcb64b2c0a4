"""Forms that keep what is typed into them, and show what had been typed and not sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.language import _
from bot.views.blocks import Block, context

# Where each kind of element says what it begins with, and whether that is the value itself.
PLAIN = {
    "plain_text_input": "initial_value",
    "multi_users_select": "initial_users",
    "users_select": "initial_user",
    "datepicker": "initial_date",
}
ONE = ("static_select", "radio_buttons")
SEVERAL = ("checkboxes", "multi_static_select")


def drafted(view: Block, typed: Mapping[str, Any] | None = None, *, again: bool = False) -> Block:
    """The modal with what had been typed into it, so that what is typed from now on is told at once.

    It says so where that is other than what it would begin with, or where it does already (`again`).
    """
    before = offered(view)
    blocks = [_filled(block, typed or {}) for block in view["blocks"]]
    filled = view | {"blocks": blocks, "notify_on_close": True}
    if again or offered(filled) != before:
        blocks.insert(0, context(_("📝 Here is what you had typed and not sent yet.")))
    filled["blocks"] = [_telling(block) for block in blocks]
    return filled


def offered(view: Mapping[str, Any]) -> dict[str, Any]:
    """What a modal begins with, by the names of its fields, as `state.values` would say it."""
    return {
        element["action_id"]: _initial(element)
        for block in view.get("blocks") or ()
        for element in _elements(block)
        if element.get("type") in (*PLAIN, *ONE, *SEVERAL)
    }


def _elements(block: Mapping[str, Any]) -> Sequence[Block]:
    one = [block[place] for place in ("element", "accessory") if block.get(place)]
    return [*one, *(block.get("elements") or ())] if block.get("type") == "actions" else one


def _initial(element: Block) -> Any:
    kind = element["type"]
    if kind in ONE:
        return (element.get("initial_option") or {}).get("value", "")
    if kind in SEVERAL:
        return [option["value"] for option in element.get("initial_options") or ()]
    if kind == "plain_text_input":
        return str(element.get("initial_value") or "").strip()
    return element.get(PLAIN[kind]) or ([] if kind == "multi_users_select" else "")


def _filled(block: Block, typed: Mapping[str, Any]) -> Block:
    places: Block = {
        place: _begun(block[place], typed) for place in ("element", "accessory") if block.get(place)
    }
    if block["type"] == "actions":
        places["elements"] = [_begun(each, typed) for each in block["elements"]]
    return block | places


def _begun(element: Block, typed: Mapping[str, Any]) -> Block:
    """An element that begins with what was typed; what it no longer offers is left out."""
    name, kind = element.get("action_id", ""), element["type"]
    if name not in typed:
        return element
    value = typed[name]
    if kind in PLAIN:
        said = value[: element.get("max_length", 3000)] if kind == "plain_text_input" else value
        return _with(element, PLAIN[kind], said)
    if kind in ONE:
        found = [option for option in _options(element) if option["value"] == value]
        return _with(element, "initial_option", found[0] if found else None)
    if kind in SEVERAL:
        return _with(
            element, "initial_options", [each for each in _options(element) if each["value"] in value]
        )
    return element


def _with(element: Block, place: str, value: Any) -> Block:
    rest = {name: each for name, each in element.items() if name != place}
    return rest | {place: value} if value else rest


def _options(element: Block) -> list[Block]:
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(option for group in groups for option in group["options"])]


def _telling(block: Block) -> Block:
    """An input for text that tells of it whenever the typing rests."""
    element = block.get("element") or {}
    if block["type"] != "input" or element.get("type") != "plain_text_input":
        return block
    when = {"trigger_actions_on": ["on_character_entered"]}
    return block | {"dispatch_action": True, "element": element | {"dispatch_action_config": when}}
