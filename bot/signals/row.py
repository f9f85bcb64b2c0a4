"""What a line of evidence is made from: one person's row, and the facts behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.signals.constants import Constants
from bot.signals.finding import Evidence, Fact
from bot.signals.items import Item
from bot.signals.judged import Judged
from bot.signals.slate import Slates

Facts = dict[str, Fact]


@dataclass(frozen=True)
class Person:
    """One person's row of everything that a line may say."""

    signal: str
    judged: Judged
    slates: Slates
    items: Mapping[str, list[Item]]
    as_of: date
    constants: Constants


def evidence(person: Person, family: str, kind: str, said: str, facts: Facts) -> Evidence:
    """A line with the facts of its kind in the window, the newest first."""
    items = person.items.get(kind, [])
    first = person.as_of.toordinal() - 7 * int(person.judged.window[0])
    near = [item for item in items if item[2] and date.fromisoformat(item[2]).toordinal() > first]
    newest = next(iter(near or items), None)
    return Evidence(
        family=family,
        ref=newest[1] if newest else "",
        at=date.fromisoformat(newest[2]) if newest and newest[2] else person.as_of,
        said=said,
        facts=facts,
        kind=KINDS[kind],
        ids=tuple(item[0] for item in near),
    )


KINDS = {
    "checkins": "checkin",
    "goals": "goal",
    "closings": "goal",
    "updates": "update",
    "received": "kudos",
    "given": "kudos",
    "learned": "learning",
}


def short(number: float) -> Fact:
    """At most one decimal, none where it is whole."""
    rounded = round(number, 1)
    return int(rounded) if rounded.is_integer() else rounded
