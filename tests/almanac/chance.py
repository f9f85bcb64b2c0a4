"""Companies by chance: a few people, some weeks, whatever can happen to them."""

import random
from datetime import UTC, date, datetime, time, timedelta

from tests.almanac.facts import DAYS, MONDAY_TO_FRIDAY, Change, Company, Facts, Rhythm

ZONES = (
    *("Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "America/St_Johns"),
    *("America/Santiago", "Pacific/Auckland", "Pacific/Chatham", "Asia/Kathmandu", "Asia/Kolkata"),
    *("Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Kiritimati", "Pacific/Pago_Pago"),
    *("Africa/Cairo", "Asia/Jerusalem", "Africa/Casablanca", "Atlantic/Azores", "Asia/Tokyo"),
)
COUNTRIES = ("", "", "DE-BY", "GB", "US", "CL", "NZ", "EG", "IL", "JP", "AU-SA", "BR", "MA")
WEEKS_OF_WORK = (
    *(MONDAY_TO_FRIDAY, MONDAY_TO_FRIDAY, MONDAY_TO_FRIDAY, ("sun", *MONDAY_TO_FRIDAY[:4]), DAYS),
    *(("mon", "tue", "wed"), ("tue", "thu", "sat"), ("mon",)),
)
# Weeks around changes of the clocks, holidays, and the turn of the year.
MONDAYS = (
    *(date(2026, 3, 2), date(2026, 3, 23), date(2026, 4, 20), date(2026, 8, 31), date(2026, 9, 21)),
    *(date(2026, 10, 19), date(2026, 12, 14), date(2027, 2, 1)),
)


def company(seed: int, *, people: int = 6, weeks: int = 4) -> Company:
    """The company of a seed: two managers, who report to nobody, and the others to one of them."""
    chance = random.Random(seed)
    first = chance.choice(MONDAYS)
    begins = datetime(first.year, first.month, first.day, tzinfo=UTC)
    teams = {name: _rhythm(chance) for name in ("", "A", "B")}
    names = [f"U{n}" for n in range(people)]
    everybody = {
        who: _facts(chance, first, weeks, manager="" if n < 2 else chance.choice(names[:2]))
        for n, who in enumerate(names)
    }
    # Who is waited for and then pauses is a matter of its own; here teams that differ have no pauses.
    alike = chance.random() < 0.4
    if alike:
        teams = {"": Rhythm(at=time(chance.choice((9, 2, 15)), 30), close_after=chance.choice((3, 2)))}
    found = [_change(chance, begins, weeks, who, alike) for who in names[2:] if chance.random() < 0.5]
    return Company(
        begins=begins,
        ends=begins + timedelta(weeks=weeks),
        people=everybody,
        changes=tuple(found),
        habits={who: chance.choice(("prompt", "reminder", "never")) for who in names},
        rhythms=teams,
        digest_day=chance.choice(MONDAY_TO_FRIDAY),
        summary_time=chance.choice((time(9), time(16, 45))),
        hr_channel=chance.choice(("", "CHR")),
        zone=chance.choice(ZONES),
    )


def _rhythm(chance: random.Random) -> Rhythm:
    return Rhythm(
        day=chance.choice(("fri", "fri", "thu", "mon", "sun")),
        at=chance.choice((time(9, 30), time(9, 30), time(2, 30), time(17, 15))),
        reminds=chance.random() < 0.8,
        close_after=chance.choice((3, 3, 2, 1)),
    )


def _facts(chance: random.Random, first: date, weeks: int, *, manager: str) -> Facts:
    return Facts(
        zone=chance.choice(ZONES),
        country=chance.choice(COUNTRIES),
        days=chance.choice(WEEKS_OF_WORK),
        team=chance.choice(("", "A", "B")),
        manager=manager,
        hr=chance.random() < 0.3,
        start=first + timedelta(days=chance.randint(0, 14)) if manager and chance.random() < 0.15 else None,
        end=first + timedelta(days=chance.randint(3, 7 * weeks)) if chance.random() < 0.15 else None,
        absences=tuple(_span(chance, first, weeks) for _ in range(chance.choice((0, 0, 1, 2)))),
    )


def _span(chance: random.Random, first: date, weeks: int) -> tuple[date, date]:
    begin = first + timedelta(days=chance.randint(-3, 7 * weeks))
    return begin, begin + timedelta(days=chance.choice((0, 0, 1, 4, 6, 13, 20)))


def _change(chance: random.Random, begins: datetime, weeks: int, who: str, pauses: bool) -> Change:
    at = begins + timedelta(minutes=chance.randint(1, weeks * 7 * 24 * 60))
    if not pauses or chance.random() < 0.5:
        return Change(at, who, "zone", chance.choice(ZONES))
    return Change(at, who, "pause", at.date() + timedelta(days=chance.randint(1, 10)))
