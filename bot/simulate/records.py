"""A generated history as the record that the engine reads."""

from datetime import date, timedelta

import numpy as np

from bot.signals import record as signals
from bot.simulate.arrays import Ints
from bot.simulate.history import DAY, MONDAY, NEVER, NOT, WEEK, History

FRIDAY_TEN = 4 * DAY + 10 * 3600  # when check-ins are answered
NOON = 12 * 3600
TEAM, SITE = "Team {:03d}", "Site {}"
TITLES = ("Engineer", "Designer", "Salesperson", "Supporter", "Accountant")
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
        title=[TITLES[each] for each in people.title.tolist()],
        level=[""] * many,
        location=[SITE.format(each) for each in people.site.tolist()],
        country=[""] * many,
        start=(first + 7 * people.start).astype(np.int32),
        end=end.astype(np.int32),
        here=np.ones(many, bool),
    )


def _checkins(history: History) -> signals.Checkins:
    """A row for each week of employment; a week closes at its answer, else at its end."""
    table = history.checkins
    person, week = np.nonzero(table.asked)
    answered = table.answered[person, week]
    end = START + (week + 1) * WEEK
    answered_at = np.where(answered, START + week * WEEK + FRIDAY_TEN, signals.NEVER)
    return signals.Checkins(
        id=np.arange(len(person)),
        person=person.astype(np.int32),
        monday=(day_of(0).toordinal() + 7 * week).astype(np.int32),
        answered_at=answered_at,
        closed_at=np.where(answered, answered_at, end),
        excused=table.excused[person, week],
        mood=table.mood[person, week].astype(np.int8),
        workload=table.workload[person, week].astype(np.int8),
        blockers=table.blocked[person, week],
    )


def goal_status(history: History) -> Ints:
    """As the record counts them."""
    closed = np.where(history.goals.dropped, signals.DROPPED, signals.DONE)
    return np.where(history.goals.closed == NOT, signals.OPEN, closed)


def confirmer(history: History) -> Ints:
    """The owner's manager; whoever has none asks the first of the staff's leaders."""
    manager = history.people.manager[history.goals.owner]
    first = int(np.flatnonzero(history.people.manager == 0)[0])
    return np.where(manager < 0, first, manager)


def _goals(history: History) -> signals.Goals:
    goals, first = history.goals, day_of(0).toordinal()
    many = len(goals.owner)
    confirmed = goals.confirmed != NOT
    return signals.Goals(
        id=np.arange(many),
        ref=[f"g{each}" for each in range(many)],
        owner=goals.owner.astype(np.int32),
        start=(first + goals.opened).astype(np.int32),
        due=(first + goals.due).astype(np.int32),
        agreed_at=_noon(goals.opened),
        closed_at=_noon(goals.closed),
        status=goal_status(history).astype(np.int8),
        start_value=np.zeros(many),
        target_value=np.full(many, 100.0),
        confirmed_by=np.where(confirmed, confirmer(history), signals.NOBODY).astype(np.int32),
        confirmed_at=_noon(goals.confirmed),
        whole=np.zeros(many, bool),
    )


def _noon(day: Ints) -> Ints:
    return np.where(day == NOT, signals.NEVER, START + day * DAY + NOON)


def _updates(history: History) -> signals.Updates:
    updates = history.updates
    return signals.Updates(
        id=np.arange(len(updates.at)),
        goal=updates.goal.astype(np.int32),
        author=history.goals.owner[updates.goal].astype(np.int32),
        at=START + updates.at,
        value=updates.value.astype(np.float64),
    )


def _kudos(history: History) -> signals.Kudos:
    thanks = history.thanks
    refs = np.array([f"k{each}".encode() for each in range(len(thanks.at))])
    return signals.Kudos(
        id=np.arange(len(thanks.at)),
        ref=refs,
        giver=thanks.giver.astype(np.int32),
        receiver=thanks.receiver.astype(np.int32),
        at=START + thanks.at,
        names_behaviour=thanks.tagged,
    )
