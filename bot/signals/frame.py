"""The weeks of one run: which people it looks at, and in which week an instant falls.

Weeks are numbered backwards: week 0 is the seven days that end with `as_of` (UTC), week 1 the seven
before. A check-in's ISO week falls where its Friday does.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bot.signals.constants import HORIZON, Constants
from bot.signals.record import NOBODY, WEEK, Flags, Ints, Record, Small, end_of

FRIDAY = 4


@dataclass(frozen=True)
class Frame:
    """`rows` are the positions of the people employed on that day, `row_of` the way back (NOBODY: none);
    `eligible` says who of them has been here long enough."""

    as_of: date
    end: int
    rows: Ints
    row_of: Ints
    eligible: Flags

    def __len__(self) -> int:
        return len(self.rows)

    def week(self, at: Ints) -> Ints:
        """The number of the week of each instant; negative after `as_of`."""
        return (self.end - 1 - at) // WEEK

    def week_of_monday(self, monday: Small) -> Ints:
        """The number of the week in which a check-in's Friday lies."""
        return (self.as_of.toordinal() - (monday.astype(np.int64) + FRIDAY)) // 7

    def span(self, weeks: int) -> str:
        """The last weeks, as an ISO 8601 interval of days."""
        first = self.as_of - timedelta(days=7 * weeks - 1)
        return f"{first.isoformat()}/{self.as_of.isoformat()}"


def framed(record: Record, as_of: date, constants: Constants) -> Frame:
    """Look at the people who work here at the end of a day."""
    people, today = record.people, as_of.toordinal()
    rows = np.flatnonzero(people.here & (people.start <= today) & (people.end >= today)).astype(np.int64)
    row_of = np.full(len(people), NOBODY, np.int64)
    row_of[rows] = np.arange(len(rows))
    eligible = people.start[rows] + 7 * constants.eligible_after <= today + 1
    return Frame(as_of, end_of(as_of), rows, row_of, eligible)


def weeks(first: int, count: int) -> slice:
    """So many weeks, the newest of them `first`; no further back than is looked at."""
    return slice(first, min(first + count, HORIZON))
