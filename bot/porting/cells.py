"""What stands in a cell: its text read into a value, and a value shown as text.

A reader gets a cell that is not empty, and raises ValueError with a sentence where the
text means nothing to it. What `show` writes, the reader of that column reads again.
"""

import json
import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import available_timezones

from bot.rules.cadence import monday_of, week_of

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_EMAIL = re.compile(r"[^@\s|]+@[^@\s|]+")
_WEEK = re.compile(r"\d{4}-W\d{2}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Beyond this, neighbouring whole numbers look alike to a float, and its own form is kept.
_EXACT = 1e15


def text(cell: str) -> str:
    """Words that people wrote, to the last blank."""
    return cell


def word(cell: str) -> str:
    return cell.strip()


def email(cell: str) -> str:
    if not _EMAIL.fullmatch(cell.strip()):
        raise ValueError(f"{cell!r} is not an email address")
    return cell.strip().lower()


def handle(cell: str) -> str:
    """An email, or the Slack id of somebody whose email is unknown."""
    return cell.strip().lower() if "@" in cell else cell.strip()


def instant(cell: str) -> datetime:
    try:
        found = datetime.fromisoformat(cell.strip())
        utc = found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        raise ValueError(f"{cell!r} is not a time such as 2026-11-20T09:30:00+01:00") from None
    if utc is None:
        raise ValueError(f"{cell!r} has no offset: write 2026-11-20T09:30:00+01:00, or Z for UTC")
    return utc


def day(cell: str) -> date:
    try:
        if not _DAY.fullmatch(cell.strip()):
            raise ValueError
        return date.fromisoformat(cell.strip())
    except ValueError:
        raise ValueError(f"{cell!r} is not a date such as 2026-11-20") from None


def week(cell: str) -> str:
    try:
        if not _WEEK.fullmatch(cell.strip()):
            raise ValueError
        return week_of(monday_of(cell.strip()))
    except (ValueError, OverflowError):
        raise ValueError(f"{cell!r} is not an ISO week such as 2026-W47") from None


def number(cell: str) -> float:
    if not _NUMBER.fullmatch(cell.strip()) or not math.isfinite(value := float(cell)):
        raise ValueError(f"{cell!r} is not a number such as 12.5")
    # Databases do not keep the sign of zero.
    return value + 0.0


def score(cell: str) -> int:
    if cell.strip() not in ("1", "2", "3", "4", "5"):
        raise ValueError(f"{cell!r} is not a whole number from 1 to 5")
    return int(cell)


def true_or_false(cell: str) -> bool:
    if cell.strip().lower() not in ("true", "false"):
        raise ValueError(f"{cell!r} is neither true nor false")
    return cell.strip().lower() == "true"


def zone(cell: str) -> str:
    if cell.strip() not in _zones():
        raise ValueError(f"{cell!r} is not a time zone such as Europe/Berlin")
    return cell.strip()


def words(cell: str) -> list[str]:
    return [found.strip() for found in cell.split("|") if found.strip()]


def one_of(*choices: str) -> Callable[[str], str]:
    known = frozenset(choices)

    def read(cell: str) -> str:
        found = cell if cell in known else cell.strip().lower()
        if found not in known:
            raise ValueError(f"{cell!r} is none of {', '.join(choices)}")
        return found

    return read


def some_of(*choices: str) -> Callable[[str], list[str]]:
    one = one_of(*choices)
    return lambda cell: [one(found) for found in words(cell)]


def show(value: object) -> str:
    """A value as it stands in a cell; nothing is an empty cell."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict) or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
        return json.dumps(value, ensure_ascii=False)
    return "|".join(value) if isinstance(value, list) else str(value)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
