"""What Slack refuses in messages, metadata and views, with the errors it gives."""

import json
from typing import Any

from bot.sandbox.blocks import blocks
from bot.sandbox.fitting import PLAIN, Json, MisfitError, mapping, optional_text, optional_words
from bot.sandbox.modals import elements_of
from bot.sandbox.refusals import SlackRefusesError

# Undocumented; it has been seen to be refused somewhere above 11,000.
MESSAGE_CHARACTERS = 9_000
METADATA_BYTES = 8_000
VIEW_BYTES = 250_000
VIEW_KEYS = {
    "modal": (
        *("type", "title", "blocks", "close", "submit", "private_metadata", "callback_id"),
        *("clear_on_close", "notify_on_close", "external_id", "submit_disabled"),
    ),
    "home": ("type", "blocks", "private_metadata", "callback_id", "external_id"),
}


def checked_blocks(value: Any, surface: str, *, files: dict[str, Any]) -> list[Json]:
    """The blocks, or invalid_blocks with the reason, or msg_blocks_too_long."""
    try:
        shapes = blocks(value, surface)
        _known_files(shapes, files)
    except MisfitError as misfit:
        raise SlackRefusesError("invalid_blocks", messages=[str(misfit)]) from None
    if surface == "message" and sum(map(_letters, shapes)) > MESSAGE_CHARACTERS:
        raise SlackRefusesError("msg_blocks_too_long")
    return shapes


def checked_metadata(value: Any) -> Json | None:
    """Message metadata: an event type and a payload of scalars and one level of lists or objects."""
    if value in (None, {}):
        return None
    if not isinstance(value, dict) or set(value) - {"event_type", "event_payload", "entities"}:
        raise SlackRefusesError("invalid_metadata_format")
    payload = value.get("event_payload")
    if not isinstance(value.get("event_type"), str) or not value["event_type"]:
        raise SlackRefusesError("invalid_metadata_format")
    if not isinstance(payload, dict) or not all(_flat(item) for item in payload.values()):
        raise SlackRefusesError("invalid_metadata_format")
    if len(json.dumps(value).encode()) > METADATA_BYTES:
        raise SlackRefusesError("metadata_too_large")
    return value


def checked_view(value: Any, kind: str, *, files: dict[str, Any]) -> Json:
    """A view of this kind, or invalid_arguments with the reason, or view_too_large."""
    if len(json.dumps(value).encode()) > VIEW_BYTES:
        raise SlackRefusesError("view_too_large")
    try:
        return _view(value, kind, files)
    except MisfitError as misfit:
        raise SlackRefusesError("invalid_arguments", messages=[str(misfit)]) from None


def _view(value: Any, kind: str, files: dict[str, Any]) -> Json:
    if not isinstance(value, dict) or value.get("type") != kind:
        raise MisfitError(f"must be a {kind} view", "/view/type")
    view = mapping(value, "/view", keys=VIEW_KEYS[kind])
    if not isinstance(view.get("blocks"), list):
        raise MisfitError("missing required field: blocks", "/view")
    optional_words(view, "private_metadata", "/view", most=3000)
    optional_words(view, "callback_id", "/view", most=255)
    optional_words(view, "external_id", "/view", most=255)
    shapes = blocks(view["blocks"], kind)
    _known_files(shapes, files)
    if kind == "modal":
        _modal(view, shapes)
    return view


def _modal(view: Json, shapes: list[Json]) -> None:
    if not view.get("title"):
        raise MisfitError("missing required field: title", "/view")
    for key in ("title", "submit", "close"):
        optional_text(view, key, "/view", most=24, kinds=PLAIN)
    if any(shape["type"] == "input" for shape in shapes) and not view.get("submit"):
        raise MisfitError("missing required field: submit (there are input blocks)", "/view")
    if sum(bool(element.get("focus_on_load")) for _, element in elements_of(shapes)) > 1:
        raise MisfitError("only one element may have focus_on_load", "/view")


def _known_files(value: Any, files: dict[str, Any]) -> None:
    """Every slack_file named anywhere has been uploaded here."""
    for holder in _objects(value):
        named = holder.get("slack_file")
        if named is None:
            continue
        addresses = {file.get("url_private") for file in files.values()}
        if named.get("id") not in files and named.get("url") not in addresses:
            raise MisfitError("invalid slack file", "/blocks")


def _objects(value: Any) -> list[Json]:
    if isinstance(value, list):
        return [shape for item in value for shape in _objects(item)]
    if isinstance(value, dict):
        return [value, *(shape for item in value.values() for shape in _objects(item))]
    return []


def _letters(shape: Json) -> int:
    """The characters that people read in one block."""
    return sum(len(holder["text"]) for holder in _objects(shape) if isinstance(holder.get("text"), str))


def _flat(value: Any) -> bool:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return all(item is None or isinstance(item, str | int | float | bool) for item in inner)
