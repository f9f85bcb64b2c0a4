"""The weeks before a day, in which the company's history happened."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from bot.rules.cadence import monday_of, week_of
from bot.sandbox.company.colleagues import Colleague

T = TypeVar("T")


class Past:
    """Whose history it is, from the first Monday to `end`, midnight UTC of the day.

    All of it takes its accidents from the one `rng`, so the order in which it is told matters.
    """

    def __init__(self, cast: Sequence[Colleague], today: date, weeks: int, rng: Random) -> None:
        self.cast, self.rng = cast, rng
        self.by_id = {colleague.id: colleague for colleague in cast}
        self.end = datetime.combine(today, time(), UTC)
        this_week = monday_of(week_of(today))
        self.mondays = [this_week - timedelta(weeks=back) for back in range(weeks, -1, -1)]
        # Some take a week off; the weeks are shared out so that they are not all away at once.
        self.away = {
            (colleague.id, self.mondays[number * 3 % max(weeks, 1)])
            for number, colleague in enumerate(cast)
            if number % 3 == 1
        }

    def dealt(self, cards: list[T]) -> Iterator[T]:
        """The cards in a shuffled order, and again in another one, without end."""
        while True:
            yield from self.rng.sample(cards, len(cards))

    def boss(self, who: Colleague) -> Colleague | None:
        return self.by_id.get(who.manager)

    def is_away(self, who: Colleague, monday: date) -> bool:
        return (who.id, monday) in self.away
