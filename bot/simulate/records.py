"""A generated history as the record that the engine reads."""

from datetime import date, timedelta

import numpy as np

from bot.signals import record as signals
from bot.simulate.arrays import Bools, Ints
from bot.simulate.first.people import SITES
from bot.simulate.history import DAY, MONDAY, NEVER, NOT, WEEK, History

FRIDAY_TEN = 4 * DAY + 10 * 3600  # when check-ins are answered
NOON = 12 * 3600
TEAM, SITE, TITLE = "Team {:03d}", "Site {}", "Role {}"
START = int(MONDAY.timestamp())


def day_of(week: int) -> date:
    """The Monday of a week."""
    return MONDAY.date() + timedelta(weeks=week)


def end_of_week(week: int) -> date:
    """The Sunday of a week: the day as of which it is over."""
    return day_of(week) + timedelta(days=6)


def record(history: History) -> signals.Record:
    """The whole history, all of it closed; a run as of a day looks only at what came before."""
    people = _people(history)
    return signals.Record(
        people=people,
        checkins=_checkins(history),
        goals=_goals(history),
        updates=_updates(history),
        kudos=_kudos(history),
        absences=signals.absences(),
        learning=signals.learning(),
        earlier=signals.earlier(),
        opted_out=np.zeros(len(people), bool),
    )


def email(row: int) -> str:
    return f"p{row:05d}@example.com"


def _people(history: History) -> signals.People:
    people, many = history.people, len(history.people)
    first = day_of(0).toordinal()
    end = np.where(people.end >= NEVER, signals.NO_END, first + 7 * np.minimum(people.end, 5000) - 3)
    return signals.People(
        id=np.arange(many),
        email=[email(row) for row in range(many)],
        manager=people.manager.astype(np.int32),
        team=[TEAM.format(each) for each in people.team.tolist()],
        title=[TITLE.format(each) for each in people.title.tolist()],
        level=[""] * many,
        location=[SITE.format(each) for each in people.site.tolist()],
        country=[""] * many,
        start=(first + 7 * people.start).astype(np.int32),
        end=end.astype(np.int32),
        here=np.ones(many, bool),
    )
