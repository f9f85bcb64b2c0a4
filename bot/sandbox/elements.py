"""Checks of the interactive elements inside blocks, against Slack's limits."""

import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from bot.sandbox.fitting import (
    PLAIN,
    TEXT_KINDS,
    Json,
    MisfitError,
    items,
    mapping,
    one_of,
    optional_text,
    optional_words,
    text,
    words,
)

SELECTS = frozenset({"static_select", "users_select", "conversations_select", "channels_select"})
MULTI_SELECTS = frozenset(f"multi_{kind}" for kind in SELECTS)
CHOICES = frozenset({"checkboxes", "radio_buttons"})
DATES = frozenset({"datepicker", "timepicker", "datetimepicker"})
TYPED = frozenset(
    {"plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"}
)
IN_INPUT = SELECTS | MULTI_SELECTS | CHOICES | DATES | TYPED | {"file_input"}
IN_SECTION = SELECTS | MULTI_SELECTS | CHOICES | DATES | {"button", "overflow", "image"}
IN_ACTIONS = SELECTS | CHOICES | DATES | {"button", "overflow"}

COMMON = ("type", "action_id")
ASKED = (*COMMON, "placeholder", "confirm", "focus_on_load")
TYPING = (*ASKED, "initial_value", "dispatch_action_config")
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}


def element(value: Any, at: str, *, allowed: Collection[str]) -> Json:
    """One interactive element of an allowed type."""
    if not isinstance(value, dict):
        raise MisfitError("must be an object", at)
    kind = str(value.get("type"))
    if kind not in allowed:
        raise MisfitError(f"unsupported type: {kind}", f"{at}/type")
    optional_words(value, "action_id", at, most=255, least=1)
    optional_text(value, "placeholder", at, most=150, kinds=PLAIN)
    if value.get("confirm") is not None:
        confirm(value["confirm"], f"{at}/confirm")
    CHECKS[kind](value, at)
    return value


def image(value: Any, at: str) -> None:
    """An image element."""
    shape = mapping(value, at, keys=("type", "image_url", "slack_file", "alt_text"), needs=("alt_text",))
    picture(shape, at)


def picture(shape: Json, at: str) -> None:
    """The address and the alternative text that every image needs."""
    words(shape["alt_text"], f"{at}/alt_text", most=2000)
    if bool(shape.get("image_url")) == bool(shape.get("slack_file")):
        raise MisfitError("needs either image_url or slack_file", at)
    optional_words(shape, "image_url", at, most=3000)


def confirm(value: Any, at: str) -> None:
    """A confirmation dialog."""
    shape = mapping(value, at, keys=(*CONFIRM, "style"), needs=("title", "text"))
    for key, most in CONFIRM.items():
        optional_text(shape, key, at, most=most, kinds=TEXT_KINDS if key == "text" else PLAIN)


def _button(value: Json, at: str) -> None:
    keys = (*COMMON, "text", "value", "url", "style", "confirm", "accessibility_label")
    mapping(value, at, keys=keys, needs=("text",))
    text(value["text"], f"{at}/text", most=75, kinds=PLAIN)
    optional_words(value, "value", at, most=2000)
    optional_words(value, "url", at, most=3000)
    optional_words(value, "accessibility_label", at, most=75)
    if "style" in value:
        one_of(value["style"], f"{at}/style", ("primary", "danger"))


def _overflow(value: Json, at: str) -> None:
    mapping(value, at, keys=(*COMMON, "options", "confirm"), needs=("options",))
    _options(value["options"], f"{at}/options", most=5)


def _static(value: Json, at: str) -> None:
    keys = (*ASKED, "options", "option_groups", "initial_option", "initial_options", "max_selected_items")
    mapping(value, at, keys=keys)
    if bool(value.get("options")) == bool(value.get("option_groups")):
        raise MisfitError("needs either options or option_groups", at)
    if value.get("options"):
        choices = _options(value["options"], f"{at}/options", most=100)
    else:
        choices = _groups(value["option_groups"], f"{at}/option_groups")
    _initial(value, at, choices)


def _choices(value: Json, at: str) -> None:
    keys = (*COMMON, "options", "initial_option", "initial_options", "confirm", "focus_on_load")
    mapping(value, at, keys=keys, needs=("options",))
    _initial(value, at, _options(value["options"], f"{at}/options", most=10, kinds=TEXT_KINDS))


def _groups(value: Any, at: str) -> list[Json]:
    choices: list[Json] = []
    for place, group in enumerate(items(value, at, most=100)):
        here = f"{at}/{place}"
        mapping(group, here, keys=("label", "options"), needs=("label", "options"))
        text(group["label"], f"{here}/label", most=75, kinds=PLAIN)
        choices += _options(group["options"], f"{here}/options", most=100)
    return choices


def _options(value: Any, at: str, *, most: int, kinds: Collection[str] = PLAIN) -> list[Json]:
    options = items(value, at, most=most)
    for place, option in enumerate(options):
        here = f"{at}/{place}"
        mapping(option, here, keys=("text", "value", "description", "url"), needs=("text", "value"))
        text(option["text"], f"{here}/text", most=75, kinds=kinds)
        words(option["value"], f"{here}/value", most=150)
        optional_text(option, "description", here, most=75, kinds=kinds)
    return options


def _initial(value: Json, at: str, choices: list[Json]) -> None:
    """Initial options have to be among the options, word for word."""
    chosen = value.get("initial_options") or []
    if "initial_options" in value:
        items(chosen, f"{at}/initial_options", most=100)
    for option in [*chosen, *filter(None, [value.get("initial_option")])]:
        if option not in choices:
            raise MisfitError("initial option is not one of the options", at)


def _people(value: Json, at: str) -> None:
    kind = value["type"].removeprefix("multi_").removesuffix("s_select")
    initial = f"initial_{kind}" + ("s" if value["type"].startswith("multi_") else "")
    keys = (*ASKED, initial, "max_selected_items", "response_url_enabled")
    mapping(value, at, keys=(*keys, "default_to_current_conversation", "filter"))


def _plain(value: Json, at: str) -> None:
    mapping(value, at, keys=(*TYPING, "multiline", "min_length", "max_length"))
    for key in ("min_length", "max_length"):
        if key in value:
            _length(value[key], f"{at}/{key}")
    optional_words(value, "initial_value", at, most=value.get("max_length", 3000))


def _length(value: Any, at: str) -> None:
    if not isinstance(value, int) or not 0 <= value <= 3000:
        raise MisfitError("must be a number up to 3000", at)


def _number(value: Json, at: str) -> None:
    mapping(value, at, keys=(*TYPING, "is_decimal_allowed", "min_value", "max_value"))
    if not isinstance(value.get("is_decimal_allowed"), bool):
        raise MisfitError("missing required field: is_decimal_allowed", at)
    for key in ("initial_value", "min_value", "max_value"):
        optional_words(value, key, at, most=100, least=1)


def _typed(value: Json, at: str) -> None:
    mapping(value, at, keys=TYPING)


def _file(value: Json, at: str) -> None:
    mapping(value, at, keys=(*COMMON, "filetypes", "max_files"))


def _day(value: Json, at: str) -> None:
    mapping(value, at, keys=(*ASKED, "initial_date"))
    try:
        date.fromisoformat(value.get("initial_date") or "2026-01-01")
    except (TypeError, ValueError):
        raise MisfitError("must be a date: YYYY-MM-DD", f"{at}/initial_date") from None


def _time(value: Json, at: str) -> None:
    mapping(value, at, keys=(*ASKED, "initial_time", "timezone"))
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value.get("initial_time") or "00:00"):
        raise MisfitError("must be a time: HH:MM", f"{at}/initial_time")


def _instant(value: Json, at: str) -> None:
    mapping(value, at, keys=(*COMMON, "confirm", "focus_on_load", "initial_date_time"))
    initial = value.get("initial_date_time", 1_000_000_000)
    if not isinstance(initial, int) or len(str(initial)) != 10:
        raise MisfitError("must be a UNIX timestamp of ten digits", f"{at}/initial_date_time")


CHECKS: dict[str, Callable[[Json, str], None]] = {
    "button": _button,
    "overflow": _overflow,
    "image": image,
    "plain_text_input": _plain,
    "number_input": _number,
    "email_text_input": _typed,
    "url_text_input": _typed,
    "rich_text_input": _typed,
    "file_input": _file,
    "datepicker": _day,
    "timepicker": _time,
    "datetimepicker": _instant,
    **dict.fromkeys(CHOICES, _choices),
    **{kind: _static if "static" in kind else _people for kind in SELECTS | MULTI_SELECTS},
}
