"""A generated organisation: what its record holds, and, apart from that, the truth behind it.

People, goals, updates and kudos are columns; what happens once a week is a table of people
by weeks. Week 0 begins on `MONDAY`; instants are seconds since then, UTC.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.simulate.arrays import Bools, Floats, Ints

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
DAY = 86_400
WEEK = 7 * DAY
# The week of an end that the history does not see, and the instant of what never happened.
NEVER = 1_000_000
NOT = -1


@dataclass(frozen=True)
class Plan:
    """What to generate. `effect` scales everything planted: 0.6 is a fainter truth.

    With `planted` false nobody withdraws before leaving, is overloaded or rises; ordinary
    life (seasons, leave, dips, shocks of whole teams) goes on.
    """

    seed: int
    people: int = 600
    weeks: int = 78
    effect: float = 1.0
    planted: bool = True


@dataclass(frozen=True)
class People:
    """One row a person, including those who left and those who came for them."""

    manager: Ints
    team: Ints
    title: Ints
    site: Ints
    start: Ints
    end: Ints
    left_by_choice: Bools
    # What only the audit of impact ratios knows: neither is ever in the record.
    remote: Bools
    disadvantaged: Bools

    def __len__(self) -> int:
        return len(self.team)

    def employed(self, week: int) -> Bools:
        """Who works there in that week, from its beginning to its end."""
        return (self.start <= week) & (week < self.end)


@dataclass(frozen=True)
class Checkins:
    """People by weeks. `asked` has a row in the record; mood and workload are 0 where not answered."""

    asked: Bools
    excused: Bools
    answered: Bools
    mood: Ints
    workload: Ints
    blocked: Bools


@dataclass(frozen=True)
class Goals:
    """Individual goals, from 0 to 100 per cent. Days are counted from `MONDAY`."""

    owner: Ints
    opened: Ints
    due: Ints
    closed: Ints
    confirmed: Ints
    dropped: Bools


@dataclass(frozen=True)
class Updates:
    """Each by the goal's owner; `value` is the reported percentage."""

    goal: Ints
    at: Ints
    value: Floats


@dataclass(frozen=True)
class Thanks:
    giver: Ints
    receiver: Ints
    at: Ints
    tagged: Bools


@dataclass(frozen=True)
class Truth:
    """What was planted: people by weeks, and who belongs to what."""

    overloaded: Bools
    rising: Bools
    dipping: Bools
    ring: Bools
    blatant_ring: Bools


@dataclass(frozen=True)
class History:
    plan: Plan
    people: People
    checkins: Checkins
    goals: Goals
    updates: Updates
    thanks: Thanks
    truth: Truth

    def leaves_within(self, week: int, horizon: int) -> Bools:
        """Who is there in that week and leaves by choice in one of the next `horizon` weeks."""
        people = self.people
        soon = (people.end > week) & (people.end <= week + horizon)
        return soon & people.left_by_choice & people.employed(week)
