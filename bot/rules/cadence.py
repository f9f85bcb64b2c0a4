"""The clockwork: when a prompt, a reminder, a closing, a summary falls.

Days are local dates; instants are UTC. Wall-clock time is kept across daylight-saving
changes: half past nine stays half past nine, so the gap between two prompts may be 167
or 169 hours. A local time that a change skips is the same number of minutes later.
Weeks are ISO 8601 weeks, written `2026-W47`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKWEEK = WEEKDAYS[:5]
# Beyond this many days without a working day, somebody is away rather than between two.
HORIZON = 60

Works = Callable[[date], bool]


@dataclass(frozen=True)
class Rhythm:
    """When a week is asked about, and for how many working days it stays open."""

    day: str = "fri"
    at: time = time(9, 30)
    reminds: bool = True
    close_after: int = 3


@dataclass(frozen=True)
class Hours:
    """The part of a working day in which something unasked may arrive."""

    start: time = time(8)
    end: time = time(18)


def week_of(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(week: str) -> date:
    """Raises ValueError where the text is no ISO week."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def following(week: str, weeks: int = 1) -> str:
    """The week so many weeks later."""
    return week_of(monday_of(week) + timedelta(weeks=weeks))


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment a wall clock in that zone first shows that time on that day, in UTC."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def prompt_day(week: str, weekday: str, works: Works) -> date | None:
    """That weekday of the week, else the working day before it; None where the week has none left."""
    monday = monday_of(week)
    candidates = [monday + timedelta(days=n) for n in range(WEEKDAYS.index(weekday), -1, -1)]
    return next((day for day in candidates if works(day)), None)


def nominal_day(week: str, weekday: str) -> date:
    """The day a week is asked about where nothing stands in the way."""
    return monday_of(week) + timedelta(days=WEEKDAYS.index(weekday))


def working_day_after(day: date, works: Works, count: int = 1) -> date:
    """The count-th working day after a day; somebody away for very long gets the day at the horizon."""
    for _ in range(HORIZON):
        day += timedelta(days=1)
        count -= works(day)
        if count == 0:
            return day
    return day


def closing_day(asked: date, rhythm: Rhythm, works: Works) -> date:
    """The day an asked week closes: so many working days later, and before the next one is asked about.

    The bound keeps one colleague's long absence from holding up the team's read-out.
    """
    after = following(week_of(asked))
    latest = prompt_day(after, rhythm.day, works) or nominal_day(after, rhythm.day)
    return min(working_day_after(asked, works, rhythm.close_after), latest)


def first_working_day(month: date, works: Works) -> date:
    """The first working day of the month that a date lies in (the first itself where there is none)."""
    first = month.replace(day=1)
    found = working_day_after(first - timedelta(days=1), works)
    return found if found < next_month(first) else first


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_of(day: date) -> str:
    return day.strftime("%Y-%m")


def first_working_time(earliest: datetime, at: time, zone: ZoneInfo, works: Works) -> datetime:
    """The first working day's `at`, at or after an instant."""
    day = local_day(earliest, zone)
    if not works(day) or instant(day, at, zone) < earliest:
        day = working_day_after(day, works)
    return instant(day, at, zone)


def next_decent_hour(now: datetime, hours: Hours, zone: ZoneInfo, works: Works) -> datetime:
    """Now, where it is a working hour; else the start of the next one."""
    day = local_day(now, zone)
    if works(day) and now < instant(day, hours.end, zone):
        return max(now, instant(day, hours.start, zone))
    return instant(working_day_after(day, works), hours.start, zone)
