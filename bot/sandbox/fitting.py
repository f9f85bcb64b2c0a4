"""The small checks out of which all checks of Block Kit are made."""

from collections.abc import Collection
from typing import Any

Json = dict[str, Any]
TEXT_KINDS = ("plain_text", "mrkdwn")
PLAIN = ("plain_text",)


class MisfitError(Exception):
    """Something in blocks or a view that Slack refuses; says what, and where as a JSON pointer."""

    def __init__(self, reason: str, at: str) -> None:
        super().__init__(f"[ERROR] {reason} [json-pointer:{at}]")


def mapping(value: Any, at: str, *, keys: Collection[str], needs: Collection[str] = ()) -> Json:
    """An object with no other keys than these, and with those it needs."""
    if not isinstance(value, dict):
        raise MisfitError("must be an object", at)
    for key in needs:
        if value.get(key) in (None, ""):
            raise MisfitError(f"missing required field: {key}", at)
    for key in value:
        if key not in keys:
            raise MisfitError(f"invalid additional property: {key}", f"{at}/{key}")
    return value


def items(value: Any, at: str, *, most: int, least: int = 1) -> list[Any]:
    """A list of so many items."""
    if not isinstance(value, list):
        raise MisfitError("must be an array", at)
    if len(value) > most:
        raise MisfitError(f"no more than {most} items allowed", at)
    if len(value) < least:
        raise MisfitError(f"no fewer than {least} items allowed", at)
    return value


def words(value: Any, at: str, *, most: int, least: int = 1) -> str:
    """A string of so many characters."""
    if not isinstance(value, str):
        raise MisfitError("must be a string", at)
    if len(value) > most:
        raise MisfitError(f"must be less than {most + 1} characters", at)
    if len(value) < least:
        raise MisfitError(f"must be more than {least - 1} characters", at)
    return value


def optional_words(holder: Json, key: str, at: str, *, most: int, least: int = 0) -> None:
    """A string that may be absent."""
    if holder.get(key) is not None:
        words(holder[key], f"{at}/{key}", most=most, least=least)


def text(value: Any, at: str, *, most: int, kinds: Collection[str] = TEXT_KINDS) -> Json:
    """A text object of one of these kinds, not empty and not longer than `most`."""
    shape = mapping(value, at, keys=("type", "text", "emoji", "verbatim"), needs=("type",))
    if shape["type"] not in kinds:
        raise MisfitError(f"must be one of: {', '.join(kinds)}", f"{at}/type")
    foreign = "emoji" if shape["type"] == "mrkdwn" else "verbatim"
    if foreign in shape:
        raise MisfitError(f"invalid additional property: {foreign}", f"{at}/{foreign}")
    words(shape.get("text"), f"{at}/text", most=most)
    return shape


def optional_text(holder: Json, key: str, at: str, *, most: int, kinds: Collection[str] = TEXT_KINDS) -> None:
    """A text object that may be absent."""
    if holder.get(key) is not None:
        text(holder[key], f"{at}/{key}", most=most, kinds=kinds)


def one_of(value: Any, at: str, allowed: Collection[str]) -> None:
    """A value out of a fixed few."""
    if value not in allowed:
        raise MisfitError(f"must be one of: {', '.join(sorted(allowed))}", at)
