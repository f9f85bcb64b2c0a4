"""Numbers as people type them, each in their own language: 1,500.5 or 1.500,5, 60%, EUR 5."""

import math
import re

from bot.language import _, language
from bot.rules.refusal import Refusal

# The mark that groups thousands, and the one before decimals, by language; English where it is not here.
MARKS = {"de": (".", ",")}
_MARKS = (",", ".")


def _pattern(group: str, point: str) -> re.Pattern[str]:
    group, point = re.escape(group), re.escape(point)
    return re.compile(
        rf"""(?:(?:eur|usd|gbp|chf|€|\$|£)\s*)? (?P<sign>[+−-]?) (?:(?:€|\$|£)\s*)?
        (?P<whole> [1-9]\d{{0,2}} (?P<mark>[{group}'’\u202f\u00a0\ ]) (?:\d{{2,3}}(?P=mark))* \d{{3}}
          | [1-9]\d{{0,2}} {point} (?:\d{{2,3}}{point})+ \d{{3}}  # Twice, so it is no decimal mark.
          | [1-9]\d{{0,2}} {point} \d{{3}} (?={group})  # As is one before the other mark.
          | \d+ )
        (?: (?P<point>[.,]) (?P<fraction>\d*) )?
        \s* (?:%|eur|usd|gbp|chf|€|\$|£)? (?=\s|;|$)""",
        re.IGNORECASE | re.VERBOSE,
    )


_AMOUNTS = {name: _pattern(*marks) for name, marks in MARKS.items()}
_AMOUNT = _pattern(*_MARKS)


def leading(text: str) -> str:
    """The number that a line begins with, as typed; empty where it begins with none."""
    found = _amount().match(text)
    return found[0] if found else ""


def number(text: str, *, hint: str) -> float:
    """The number that a text means: 60, 60%, 1,5 or 1.5, 12 000, EUR 5.

    What may be read in two ways (1.500, 1,500) is read as the language that is spoken has it. Raises
    Refusal, which says `hint`, where the text is none.
    """
    found = _amount().fullmatch(text.strip())
    if found is None or (found["point"] and found["point"] in found["whole"]):
        raise Refusal(_("“{text}” is no number. {hint}", text=text.strip(), hint=hint))
    whole = re.sub(r"\D", "", found["whole"])
    value = float(f"{found['sign'].replace('−', '-')}{whole}.{found['fraction'] or 0}")
    if not math.isfinite(value) or abs(value) > 1e15:
        raise Refusal(_("“{text}” is too large a number.", text=text.strip()))
    return value


def typed(value: float | None) -> str:
    """A number as somebody would type it, to begin a field with; empty for none."""
    if value is None:
        return ""
    bare = f"{value:.6f}".rstrip("0").rstrip(".")
    return bare.replace(".", MARKS.get(language(), _MARKS)[1])


def _amount() -> re.Pattern[str]:
    return _AMOUNTS.get(language(), _AMOUNT)
