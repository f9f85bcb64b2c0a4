"""The arguments of one call: JSON and form fields look the same from here on."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from bot.sandbox.refusals import SlackRefusesError

Item = TypeVar("Item")


class Arguments(dict[str, Any]):
    """Arguments by name, read the way Slack reads them."""

    @classmethod
    def of(cls, *sources: Mapping[str, Any]) -> "Arguments":
        """All arguments that were given; None counts as not given."""
        return cls({key: value for source in sources for key, value in source.items() if value is not None})

    def text(self, name: str) -> str | None:
        """A string, or None where it is missing or empty."""
        value = self.get(name)
        return str(value) if value not in (None, "") else None

    def required(self, name: str) -> str:
        """A string, or Slack's invalid_arguments that names it."""
        value = self.text(name)
        if value is None:
            raise SlackRefusesError("invalid_arguments", messages=[f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean, also in its form spellings."""
        value = self.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def whole(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self.get(name, default))
        except (TypeError, ValueError):
            raise SlackRefusesError("invalid_arguments", messages=[f"[ERROR] not a number: {name}"]) from None

    def words(self, name: str) -> list[str]:
        """A list given as such or with commas."""
        value = self.get(name) or []
        parts = value if isinstance(value, list) else str(value).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def json(self, name: str, *, error: str = "invalid_arguments") -> Any:
        """A structure given as such or as a JSON string; `error` where it is neither."""
        value = self.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackRefusesError(error) from None

    def page(self, items: list[Item], *, largest: int, by_default: int) -> tuple[list[Item], str]:
        """One page of `items` and the cursor of the next ('' after the last)."""
        limit = self.whole("limit", by_default) or by_default
        if not 0 < limit <= 1000:
            raise SlackRefusesError("invalid_limit")
        start = self._start()
        end = start + min(limit, largest)
        return items[start:end], _cursor(end) if end < len(items) else ""

    def _start(self) -> int:
        cursor = self.text("cursor")
        try:
            return int(base64.b64decode(cursor, validate=True).removeprefix(b"next:")) if cursor else 0
        except (ValueError, binascii.Error):
            raise SlackRefusesError("invalid_cursor") from None


def _cursor(start: int) -> str:
    return base64.b64encode(f"next:{start}".encode()).decode()
