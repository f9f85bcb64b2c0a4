"""Who works at the invented company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from bot.sandbox.company import cast
from bot.sandbox.company.texts import table

USUAL = 60


@dataclass(frozen=True)
class Colleague:
    """One invented person. `manager` is a Slack id, empty for the head; `team` is empty beside the teams."""

    id: str
    name: str
    title: str
    team: str
    tz: str
    country: str
    manager: str
    role: str

    @property
    def email(self) -> str:
        return ".".join(self.name.lower().split()) + "@example.com"

    @property
    def location(self) -> str:
        """The office, by its zone's city."""
        return self.tz.rpartition("/")[2].replace("_", " ")

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """That time on this person's clock."""
        return datetime.combine(day, time(hour, minute), _zone(self.tz)).astimezone(UTC)


@cache
def _zone(name: str) -> ZoneInfo:
    """Python itself keeps only eight zones at hand."""
    return ZoneInfo(name)


def members(people: int = USUAL) -> list[Colleague]:
    """The first so many people; those beyond sixty have made-up names and share out the teams."""
    known = [Colleague(*row) for row in table(cast.PEOPLE)]
    models = [each for each in known if each.role == "employee"]
    return known[:people] + [_another(number, models) for number in range(people - len(known))]


def _another(number: int, models: Sequence[Colleague]) -> Colleague:
    """The next made-up colleague, with the work and the manager of one of the sixty."""
    like = models[number % len(models)]
    first, last = cast.FIRST.split(), cast.LAST.split()
    again, place = divmod(number, len(first) * len(last))
    name = f"{first[place % len(first)]} {last[place // len(first)]}" + (f" {again + 1}" if again else "")
    return Colleague(
        f"U0P{number:05}", name, like.title, like.team, like.tz, like.country, like.manager, "employee"
    )
