"""The weeks before a day, in which the company's history happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import TypeVar

from bot.rules.cadence import monday_of, week_of
from bot.sandbox.company import characters
from bot.sandbox.company.characters import Character
from bot.sandbox.company.colleagues import Colleague

T = TypeVar("T")
# Everybody takes a week off about every so many weeks.
BETWEEN_HOLIDAYS = 13


@dataclass(frozen=True)
class Absence:
    """Whole weeks away, from a Monday to a Friday; it may reach into the future."""

    who: Colleague
    first: date
    last: date
    kind: str


class Past:
    """Whose history it is, from the first Monday to `end`, midnight UTC of the day.

    All of it takes its accidents from the one `rng`, so the order in which it is told matters.
    """

    def __init__(self, cast: Sequence[Colleague], today: date, weeks: int, rng: Random) -> None:
        self.cast, self.rng, self.today = cast, rng, today
        self.by_id = {colleague.id: colleague for colleague in cast}
        self._usual = {colleague.id: characters.of(colleague) for colleague in cast}
        self._numbers = {colleague.id: number for number, colleague in enumerate(cast)}
        self.end = datetime.combine(today, time(), UTC)
        this_week = monday_of(week_of(today))
        self.mondays = [this_week - timedelta(weeks=back) for back in range(weeks, -1, -1)]
        self.absences = [*self._holidays(), *self._leave()]
        self._away = {
            (absence.who.id, absence.first + timedelta(weeks=week))
            for absence in self.absences
            for week in range((absence.last - absence.first).days // 7 + 1)
        }

    @cached_property
    def teams(self) -> dict[str, list[Colleague]]:
        """The people of each team, its head first."""
        teams: dict[str, list[Colleague]] = {}
        for who in self.cast:
            teams.setdefault(who.team, []).append(who)
        teams.pop("", None)
        return teams

    def dealt(self, cards: list[T]) -> Iterator[T]:
        """The cards in a shuffled order, and again in another one, without end."""
        while True:
            yield from self.rng.sample(cards, len(cards))

    def boss(self, who: Colleague) -> Colleague | None:
        return self.by_id.get(who.manager)

    def started(self, who: Colleague) -> date:
        """The first day at work."""
        if who.id == characters.NEW:
            return self.mondays[-1] - timedelta(days=7)
        return self.mondays[0] - timedelta(days=200 + 97 * (self._numbers[who.id] % 17))

    def works(self, who: Colleague, monday: date) -> bool:
        """Whether that week is one of theirs: begun before it, and not away throughout it."""
        return not self.is_away(who, monday) and not self.is_before(who, monday)

    def is_away(self, who: Colleague, monday: date) -> bool:
        return (who.id, monday) in self._away

    def is_before(self, who: Colleague, monday: date) -> bool:
        """Whether they had not begun, or began in that week."""
        return who.id == characters.NEW and monday <= self.started(who)

    def character(self, who: Colleague, monday: date) -> Character:
        """What somebody is like by that week."""
        turned = characters.TURNING - (self.mondays[-1] - monday).days // 7
        usual = self._usual[who.id]
        return usual if turned <= 0 else usual.late(turned / characters.TURNING)

    def _holidays(self) -> Iterator[Absence]:
        """The weeks off are shared out so that not everybody is away at once."""
        for number, who in enumerate(self.cast):
            if who.id in (characters.NEW, characters.ON_LEAVE):
                continue
            for monday in self.mondays[number * 5 % BETWEEN_HOLIDAYS : -1 : BETWEEN_HOLIDAYS]:
                yield Absence(who, monday, monday + timedelta(days=4), "vacation")

    def _leave(self) -> Iterator[Absence]:
        """One is on parental leave, since some weeks and for some more."""
        who = self.by_id.get(characters.ON_LEAVE)
        if who is not None:
            since = self.mondays[-min(10, len(self.mondays))]
            yield Absence(who, since, self.mondays[-1] + timedelta(weeks=5, days=4), "parental")
