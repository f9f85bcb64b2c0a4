"""What is true of people, and from when: the one source of both the directory and the expectations."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import holidays

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONDAY_TO_FRIDAY = DAYS[:5]
NEVER = datetime(2200, 1, 1, tzinfo=UTC)
# As far as any plan looks: nobody in these tests is away for longer.
FAR = 500

Span = tuple[date, date]


@dataclass(frozen=True)
class Rhythm:
    """A team's own settings; the defaults are those of the design."""

    day: str = "fri"
    at: time = time(9, 30)
    reminds: bool = True
    close_after: int = 3


@dataclass(frozen=True)
class Facts:
    """A person between two changes. Both ends of a span are days away."""

    zone: str = "Europe/Berlin"
    country: str = ""
    days: tuple[str, ...] = MONDAY_TO_FRIDAY
    team: str = ""
    manager: str = ""
    hr: bool = False
    start: date | None = None
    end: date | None = None
    absences: tuple[Span, ...] = ()
    pause: Span | None = None
    status: Span | None = None

    def away(self, day: date) -> bool:
        spans = [*self.absences, self.pause, self.status]
        return any(span is not None and span[0] <= day <= span[1] for span in spans)

    def employed(self, day: date) -> bool:
        return (self.start or date.min) <= day <= (self.end or date.max)

    def works(self, day: date) -> bool:
        usual = DAYS[day.weekday()] in self.days and day not in festive(self.country, day.year)
        return usual and self.employed(day) and not self.away(day)

    def today(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def moment(self, day: date, at: time) -> datetime:
        return moment(day, at, self.zone)


@dataclass(frozen=True)
class Change:
    """Something that becomes true, or becomes known, at an instant.

    `zone` (Slack says so), `status` (away until an instant), `pause` (until a day; None ends it),
    `absence` (a span), `manager`, `end`.
    """

    at: datetime
    who: str
    kind: str
    value: Any

    def applied(self, before: Facts) -> Facts:
        today = before.today(self.at)
        value = self.value
        if self.kind == "absence":
            return replace(before, absences=(*before.absences, self.value))
        if self.kind == "pause" and self.value is not None:
            value = (today, self.value)
        if self.kind == "status":
            value = (today, before.today(self.value - timedelta(seconds=1)))
        return replace(before, **{self.kind: value})


@dataclass(frozen=True)
class Company:
    """Everybody, what changes about them, how they answer, and when nobody minds the calendar.

    `habits` says when somebody answers: after the `prompt`, after the `reminder`, or never;
    `answers` are further ones, as (instant, who, week). During an outage there are no rounds
    and nothing is sent; it ends at its second instant.
    """

    begins: datetime
    ends: datetime
    people: dict[str, Facts]
    changes: tuple[Change, ...] = ()
    habits: dict[str, str] = field(default_factory=dict)
    answers: tuple[tuple[datetime, str, str], ...] = ()
    rhythms: dict[str, Rhythm] = field(default_factory=dict)
    hours: tuple[time, time] = (time(8), time(18))
    summary_time: time = time(9)
    digest_day: str = "mon"
    hr_channel: str = ""
    zone: str = "UTC"
    budget: int = 3
    outages: tuple[tuple[datetime, datetime], ...] = ()

    def rhythm(self, team: str) -> Rhythm:
        return self.rhythms.get(team, self.rhythms.get("", Rhythm()))

    @cached_property
    def history(self) -> dict[str, list[tuple[datetime, Facts]]]:
        """Since when which facts hold of somebody, oldest first."""
        known = {who: [(self.begins, facts)] for who, facts in self.people.items()}
        for change in sorted(self.changes, key=lambda change: change.at):
            before = known[change.who][-1][1]
            known[change.who].append((change.at, change.applied(before)))
        return known

    def facts(self, who: str, instant: datetime) -> Facts:
        return [facts for since, facts in self.history[who] if since <= max(instant, self.begins)][-1]

    def awake(self, instant: datetime) -> datetime:
        """That instant, or the end of the outage in which it lies."""
        return next((end for start, end in self.outages if start <= instant < end), instant)


@cache
def festive(country: str, year: int) -> frozenset[date]:
    code, _, part = country.partition("-")
    return (
        frozenset(holidays.country_holidays(code, subdiv=part or None, years=year)) if code else frozenset()
    )


@cache
def moment(day: date, at: time, zone: str) -> datetime:
    """When a wall clock first shows a time on a day; a skipped time is as many minutes later.

    Found by trying each offset from UTC that is in force around the day.
    """
    place, shown = ZoneInfo(zone), datetime.combine(day, at, UTC)
    around = [shown + timedelta(hours=hours) for hours in (-36, -24, -12, 0, 12, 24, 36)]
    offsets = [place.utcoffset(instant.astimezone(place)) or timedelta(0) for instant in around]
    tried = sorted(shown - offset for offset in offsets)
    right = [each for each in tried if each.astimezone(place).replace(tzinfo=UTC) == shown]
    return right[0] if right else shown - offsets[0]


def days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=n) for n in range(FAR))


def working_day_after(facts: Facts, day: date, count: int = 1) -> date | None:
    """The count-th working day after a day; None where there are not so many to come."""
    found = (each for each in days_from(day + timedelta(days=1)) if facts.works(each))
    return next(islice(found, count - 1, None), None)


def first_time(facts: Facts, earliest: datetime, at: time) -> datetime:
    """A working day's `at`, the first at or after an instant."""
    found = (facts.moment(day, at) for day in days_from(facts.today(earliest)) if facts.works(day))
    return next((each for each in found if each >= earliest), NEVER)


def decent(facts: Facts, instant: datetime, hours: tuple[time, time]) -> datetime:
    """The first moment, from an instant on, in the working hours of a working day."""
    for day in days_from(facts.today(instant)):
        if facts.works(day) and instant < facts.moment(day, hours[1]):
            return max(instant, facts.moment(day, hours[0]))
    return NEVER


def monday(week: str) -> date:
    return datetime.strptime(f"{week}-1", "%G-W%V-%u").replace(tzinfo=UTC).date()


def week_of(day: date) -> str:
    return day.strftime("%G-W%V")


def week_after(week: str) -> str:
    return week_of(monday(week) + timedelta(days=7))
