"""Which days people work: their week, their country's holidays, their absences and pauses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from bot.rules.cadence import WEEKDAYS, WORKWEEK, Works, local_day
from bot.rules.setting import Chosen
from models import absence, consent
from models.person import Person


@dataclass(frozen=True)
class Span:
    """Whole days away, both ends included."""

    first: date
    last: date


class Workdays:
    """The calendars of some people, read once."""

    def __init__(self, away: dict[int, list[Span]], fallback: ZoneInfo) -> None:
        self._away = away
        self._fallback = fallback

    def zone(self, who: Person) -> ZoneInfo:
        """The person's own zone, else the workspace's."""
        return zone_named(who.timezone) or self._fallback

    def today(self, who: Person, now: datetime) -> date:
        return local_day(now, self.zone(who))

    def away_on(self, who: Person, day: date) -> bool:
        return any(span.first <= day <= span.last for span in self._away.get(who.id, ()))

    def scheduled(self, who: Person) -> Works:
        """Whether a day is one of the person's working days, absences left aside."""
        days = who.working_days or WORKWEEK
        return lambda day: (
            WEEKDAYS[day.weekday()] in days and who.employed_on(day) and not is_holiday(who.country, day)
        )

    def works(self, who: Person) -> Works:
        """Whether the person is at work on a local date."""
        scheduled = self.scheduled(who)
        return lambda day: scheduled(day) and not self.away_on(who, day)


def load(
    session: Session, workspace_id: int, people: Iterable[Person], settings: Chosen, now: datetime
) -> Workdays:
    """The calendars of these people, from some weeks back into the future."""
    people = list(people)
    ids = [who.id for who in people]
    zones = {who.id: zone_named(who.timezone) or settings.zone for who in people}
    away: dict[int, list[Span]] = defaultdict(list)
    if not people:
        return Workdays(away, settings.zone)
    for row in absence.of_people(session, workspace_id, ids, since=now.date() - timedelta(weeks=6)):
        away[row.person_id].append(Span(row.first_day, row.last_day))
    for person_id, pause in consent.of_people(session, workspace_id, ids, "pause").items():
        if pause.value:
            since = local_day(pause.at, zones[person_id])
            away[person_id].append(Span(since, date.fromisoformat(pause.value)))
    for who in people:
        if who.away_from is not None and who.away_until is not None:
            last = local_day(who.away_until - timedelta(seconds=1), zones[who.id])
            away[who.id].append(Span(local_day(who.away_from, zones[who.id]), last))
    return Workdays(away, settings.zone)


def in_the_week(day: date) -> bool:
    """Monday to Friday: the working days of a channel."""
    return WEEKDAYS[day.weekday()] in WORKWEEK


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that name; None where there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def is_holiday(country: str, day: date) -> bool:
    """Whether a day is a public holiday in a country (`DE`) or in a part of one (`DE-BY`)."""
    return bool(country) and day in (_holidays(country, day.year) or ())


def knows_holidays(country: str, year: int) -> bool:
    """Whether the public holidays of a country or a part of one are known."""
    return _holidays(country, year) is not None


@lru_cache(maxsize=1024)
def _holidays(country: str, year: int) -> frozenset[date] | None:
    """None for countries whose holidays the library does not know."""
    import holidays

    code, _, part = country.upper().partition("-")
    try:
        return frozenset(holidays.country_holidays(code, subdiv=part or None, years=year))
    except (NotImplementedError, TypeError):
        # TypeError: it takes the name of one of its own constants, such as PUBLIC, for a country's.
        return None
