"""Blockers: how they stand in a text, and when one that nobody has answered goes up."""

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.rules import cadence
from bot.rules.cadence import Works

# More than these in one week are kept together in the last one.
MOST = 7
# Working days of the reporter's that a blocker waits for an answer before it goes one step up.
PATIENCE = 2
# What people write into a field to say that there is nothing, in the languages that are spoken here.
NOTHING = {
    "",
    "no",
    "none",
    "nothing",
    "nope",
    "n/a",
    "na",
    "keine",
    "keiner",
    "nichts",
    "nix",
    "nein",
    "kein",
}
_BULLET = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")


def lines(text: str, most: int = MOST) -> list[str]:
    """One thing a line, without its bullet and each once; what is beyond `most` stays with the last."""
    stripped = (_BULLET.sub("", line.strip()).strip() for line in text.splitlines())
    found = list(dict.fromkeys(line for line in stripped if line))
    return [*found[: most - 1], "\n".join(found[most - 1 :])] if len(found) > most else found


def named(text: str) -> list[str]:
    """The blockers that a text names; one that only says that there is none names none."""
    return [line for line in lines(text) if line.strip(" .!-–—•*").casefold() not in NOTHING]


def deadline(since: datetime, *, zone: ZoneInfo, works: Works) -> datetime:
    """When an answer has been missing for two working days: the same hour on the second of them."""
    local = since.astimezone(zone)
    day = cadence.working_day_after(local.date(), works, PATIENCE)
    return cadence.instant(day, time(local.hour, local.minute), zone)
