"""Checks of blocks against Slack's limits. What is not known here is refused, like an unknown type."""

from collections.abc import Callable, Collection
from typing import Any

from bot.sandbox.chart_limits import chart
from bot.sandbox.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, element, image, picture
from bot.sandbox.fitting import (
    PLAIN,
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

MOST = {"message": 50, "modal": 100, "home": 100}
ALONE = {"table": 1, "data_visualization": 2}
MESSAGE_ONLY = frozenset({"table", "data_visualization", "markdown", "file"})
TABLE_CHARACTERS = 10_000


def blocks(value: Any, surface: str) -> list[Json]:
    """All blocks of a message, modal or home, or MisfitError at the first that Slack refuses.

    Block ids are unique in the surface, action ids within their block.
    """
    shapes = items(value, "/blocks", most=MOST[surface], least=0)
    for place, shape in enumerate(shapes):
        block(shape, f"/blocks/{place}", surface)
    _unique([shape["block_id"] for shape in shapes if shape.get("block_id")], "block_id", "/blocks")
    for kind, most in ALONE.items():
        if sum(shape["type"] == kind for shape in shapes) > most:
            raise MisfitError(f"only {most} {kind} allowed", "/blocks")
    return shapes


def block(value: Any, at: str, surface: str) -> None:
    """One block."""
    if not isinstance(value, dict):
        raise MisfitError("must be an object", at)
    kind = value.get("type")
    check = CHECKS.get(kind) if isinstance(kind, str) else None
    if check is None or (kind in MESSAGE_ONLY and surface != "message"):
        raise MisfitError(f"unsupported type: {kind}", f"{at}/type")
    optional_words(value, "block_id", at, most=255)
    check(value, at)


def _unique(ids: Collection[str], name: str, at: str) -> None:
    if len(set(ids)) != len(ids):
        raise MisfitError(f"`{name}` must be unique", at)


def _block(value: Json, at: str, keys: Collection[str], needs: Collection[str] = ()) -> None:
    mapping(value, at, keys=("type", "block_id", *keys), needs=needs)


def _section(value: Json, at: str) -> None:
    _block(value, at, ("text", "fields", "accessory", "expand"))
    if not value.get("text") and not value.get("fields"):
        raise MisfitError("missing required field: text or fields", at)
    optional_text(value, "text", at, most=3000)
    if "fields" in value:
        for place, shape in enumerate(items(value["fields"], f"{at}/fields", most=10)):
            text(shape, f"{at}/fields/{place}", most=2000)
    if value.get("accessory") is not None:
        element(value["accessory"], f"{at}/accessory", allowed=IN_SECTION)


def _divider(value: Json, at: str) -> None:
    _block(value, at, ())


def _header(value: Json, at: str) -> None:
    _block(value, at, ("text",), needs=("text",))
    text(value["text"], f"{at}/text", most=150, kinds=PLAIN)


def _context(value: Json, at: str) -> None:
    _block(value, at, ("elements",), needs=("elements",))
    for place, shape in enumerate(items(value["elements"], f"{at}/elements", most=10)):
        here = f"{at}/elements/{place}"
        if isinstance(shape, dict) and shape.get("type") == "image":
            image(shape, here)
        else:
            text(shape, here, most=2000)


def _actions(value: Json, at: str) -> None:
    _block(value, at, ("elements",), needs=("elements",))
    for place, shape in enumerate(items(value["elements"], f"{at}/elements", most=25)):
        element(shape, f"{at}/elements/{place}", allowed=IN_ACTIONS)
    ids = [shape["action_id"] for shape in value["elements"] if shape.get("action_id")]
    _unique(ids, "action_id", at)


def _image(value: Json, at: str) -> None:
    _block(value, at, ("image_url", "slack_file", "alt_text", "title"), needs=("alt_text",))
    picture(value, at)
    optional_text(value, "title", at, most=2000, kinds=PLAIN)


def _input(value: Json, at: str) -> None:
    keys = ("label", "element", "hint", "optional", "dispatch_action")
    _block(value, at, keys, needs=("label", "element"))
    text(value["label"], f"{at}/label", most=2000, kinds=PLAIN)
    optional_text(value, "hint", at, most=2000, kinds=PLAIN)
    element(value["element"], f"{at}/element", allowed=IN_INPUT)


def _rich_text(value: Json, at: str) -> None:
    _block(value, at, ("elements",), needs=("elements",))
    parts = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
    for place, shape in enumerate(items(value["elements"], f"{at}/elements", most=1000)):
        here = f"{at}/elements/{place}"
        if not isinstance(shape, dict) or not isinstance(shape.get("elements"), list):
            raise MisfitError("missing required field: elements", here)
        one_of(shape.get("type"), f"{here}/type", parts)


def _table(value: Json, at: str) -> None:
    _block(value, at, ("rows", "column_settings"), needs=("rows",))
    letters = 0
    for place, row in enumerate(items(value["rows"], f"{at}/rows", most=100)):
        for column, cell in enumerate(items(row, f"{at}/rows/{place}", most=20)):
            letters += _cell(cell, f"{at}/rows/{place}/{column}")
    if letters > TABLE_CHARACTERS:
        raise MisfitError(f"must be less than {TABLE_CHARACTERS + 1} characters", at)


def _cell(cell: Any, at: str) -> int:
    if not isinstance(cell, dict):
        raise MisfitError("must be an object", at)
    one_of(cell.get("type"), f"{at}/type", ("raw_text", "raw_number", "rich_text"))
    if cell["type"] == "raw_text":
        return len(words(cell.get("text"), f"{at}/text", most=TABLE_CHARACTERS))
    return len(str(cell))


def _markdown(value: Json, at: str) -> None:
    _block(value, at, ("text",), needs=("text",))
    words(value["text"], f"{at}/text", most=12_000)


def _visualization(value: Json, at: str) -> None:
    _block(value, at, ("title", "chart"), needs=("title", "chart"))
    words(value["title"], f"{at}/title", most=50)
    chart(value["chart"], f"{at}/chart")


def _anything(value: Json, at: str) -> None:
    """Blocks whose insides are not checked here."""


CHECKS: dict[str, Callable[[Json, str], None]] = {
    "section": _section,
    "divider": _divider,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "table": _table,
    "markdown": _markdown,
    "file": _anything,
    "video": _anything,
    "data_visualization": _visualization,
}
