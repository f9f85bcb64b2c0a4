"""When what the calendar sends may arrive: in working hours, and outside Do Not Disturb."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules.dnd import Window, quiet_until
from bot.services import workdays
from bot.services.setting import chosen
from models import dnd
from models.dnd import Dnd
from models.person import Person

# For so long what Slack said of somebody's Do Not Disturb is taken to be true.
FRESH = timedelta(minutes=10)
QUIET = "do not disturb"


@dataclass(frozen=True)
class Arrival:
    """The earliest instant, and what it is that keeps a message until then (empty: nothing, or the hour)."""

    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Arrivals:
    """What is known of some people. `when` answers for one of them, or for a channel (None)."""

    when: Callable[[Person | None], Arrival]
    # Of whom Slack has said lately whether they may be disturbed.
    told: frozenset[int] = frozenset()


def load(session: Session, workspace_id: int, people: Iterable[Person], now: datetime) -> Arrivals:
    """The hours and the Do Not Disturb of these people. A channel has the workspace's hours."""
    people = list(people)
    settings = chosen(session, workspace_id=workspace_id)
    calendar = workdays.load(session, workspace_id, people, settings, now)
    told = dnd.told(session, workspace_id, [who.id for who in people], after=now - FRESH, until=now)

    def when(who: Person | None) -> Arrival:
        if who is None:
            return Arrival(cadence.next_decent_hour(now, settings.hours, settings.zone, workdays.in_the_week))
        quiet = quiet_until(_window(told.get(who.id)), now)
        at = cadence.next_decent_hour(quiet or now, settings.hours, calendar.zone(who), calendar.works(who))
        return Arrival(at, QUIET if quiet else "")

    return Arrivals(when, frozenset(told))


def _window(row: Dnd | None) -> Window | None:
    return (row.begins, row.ends) if row and row.begins and row.ends else None
