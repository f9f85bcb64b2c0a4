"""What people fill into views: their words into Slack's state values, and the checks of Slack's client."""

import math
from collections.abc import Mapping
from typing import Any

from bot.sandbox.elements import IN_INPUT
from bot.sandbox.modals import View, elements_of
from bot.sandbox.refusals import CannotActError

Json = dict[str, Any]
# For each type of element: where its initial value is written, and where its value is sent.
FIELDS = {
    "plain_text_input": ("initial_value", "value"),
    "number_input": ("initial_value", "value"),
    "email_text_input": ("initial_value", "value"),
    "url_text_input": ("initial_value", "value"),
    "rich_text_input": ("initial_value", "rich_text_value"),
    "static_select": ("initial_option", "selected_option"),
    "multi_static_select": ("initial_options", "selected_options"),
    "radio_buttons": ("initial_option", "selected_option"),
    "checkboxes": ("initial_options", "selected_options"),
    "users_select": ("initial_user", "selected_user"),
    "multi_users_select": ("initial_users", "selected_users"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "multi_conversations_select": ("initial_conversations", "selected_conversations"),
    "channels_select": ("initial_channel", "selected_channel"),
    "multi_channels_select": ("initial_channels", "selected_channels"),
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "datetimepicker": ("initial_date_time", "selected_date_time"),
    "file_input": ("initial_files", "files"),
}
MANY = frozenset(kind for kind in FIELDS if kind.startswith("multi_")) | {"checkboxes", "file_input"}
REQUIRED = "Please complete this required field."


def state_values(view: View) -> dict[str, dict[str, Json]]:
    """`state.values` of a view: what was typed, else the initial values."""
    values: dict[str, dict[str, Json]] = {}
    for block, element in elements_of(view.blocks):
        if element["type"] in FIELDS:
            here = values.setdefault(block["block_id"], {})
            here[element["action_id"]] = _entry(view, block, element)
    return values


def current(view: View, block: Json, element: Json) -> Any:
    """The value of one element in Slack's shape: options as objects, people as ids."""
    initial, _ = FIELDS[element["type"]]
    empty: Any = [] if element["type"] in MANY else None
    return view.typed.get((block["block_id"], element["action_id"]), element.get(initial, empty))


def fill(view: View, values: Mapping[str, Any]) -> None:
    """Type values, by action id (or block id, or `block/action`), into a view.

    CannotActError where there is no such field, or where the element does not offer the value.
    """
    for name, value in values.items():
        places = [(b, e) for b, e in _fields(view) if name in names_of(b, e)]
        if not places:
            known = ", ".join(element["action_id"] for _, element in _fields(view))
            raise CannotActError(f"The view has no field {name!r}; it has: {known}")
        for block, element in places:
            view.typed[block["block_id"], element["action_id"]] = chosen(element, value)


def chosen(element: Json, value: Any) -> Any:
    """A value as a test or a form writes it, in Slack's shape for this element."""
    kind = element["type"]
    if kind in MANY:
        given = value if isinstance(value, list | tuple | set) else [value] if value not in (None, "") else []
        return (
            [_option(element, item) for item in given] if "selected_options" in FIELDS[kind] else list(given)
        )
    if value in (None, ""):
        return None
    if "selected_option" in FIELDS[kind]:
        return _option(element, value)
    if kind == "datetimepicker":
        return int(value)
    return value if kind == "rich_text_input" else str(value)


def complaints(view: View) -> dict[str, str]:
    """What Slack's own client would not let pass, by block id; the app never hears of it."""
    found = {}
    for block, element in elements_of(view.blocks):
        if block["type"] == "input":
            problem = _problem(element, current(view, block, element), optional=block.get("optional", False))
            if problem:
                found[block["block_id"]] = problem
    return found


def words_in(value: Any) -> str:
    """The text of a rich text that somebody typed, or ''."""
    if isinstance(value, list):
        return "".join(map(words_in, value))
    if not isinstance(value, dict):
        return ""
    return str(value.get("text", "")) + words_in(value.get("elements", []))


def names_of(block: Json, element: Json) -> tuple[str, str, str]:
    """The names by which a field can be filled in, the unambiguous one last."""
    block_id, action_id = block["block_id"], element["action_id"]
    return action_id, block_id, f"{block_id}/{action_id}"


def options_of(element: Json) -> list[Json]:
    """All options of an element, those in groups included."""
    groups = [option for group in element.get("option_groups") or [] for option in group["options"]]
    return [*(element.get("options") or []), *groups]


def _fields(view: View) -> list[tuple[Json, Json]]:
    return [(b, e) for b, e in elements_of(view.blocks) if e["type"] in IN_INPUT]


def _entry(view: View, block: Json, element: Json) -> Json:
    _, sent = FIELDS[element["type"]]
    entry = {"type": element["type"], sent: current(view, block, element)}
    return entry | ({"timezone": element["timezone"]} if "timezone" in element else {})


def _option(element: Json, value: Any) -> Json:
    for option in options_of(element):
        if value in (option["value"], option) or value == option["text"]["text"]:
            return option
    offered = [option["value"] for option in options_of(element)]
    raise CannotActError(f"{element['action_id']!r} does not offer {value!r}; it offers {offered}")


def _problem(element: Json, value: Any, *, optional: bool) -> str:
    if value in (None, "", []):
        return "" if optional else REQUIRED
    if element["type"] == "plain_text_input":
        return _length_problem(element, str(value))
    if element["type"] == "number_input":
        return _number_problem(element, str(value))
    if element["type"] == "file_input" and len(value) > element.get("max_files", 10):
        return f"Choose no more than {element.get('max_files', 10)} files."
    most = element.get("max_selected_items")
    if most and len(value) > most:
        return f"Choose no more than {most}."
    return ""


def _length_problem(element: Json, value: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"This entry must be at least {least} characters."
    if len(value) > most:
        return f"This entry must be at most {most} characters."
    return ""


def _number_problem(element: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        return "Please enter a valid number."
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "Please enter a whole number."
    if number < float(element.get("min_value", "-inf")):
        return f"Please enter a number not below {element['min_value']}."
    if number > float(element.get("max_value", "inf")):
        return f"Please enter a number not above {element['max_value']}."
    return ""
