"""Organisations of any size as records of the method: ordinary weeks, and what a test plants in them."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bot.signals import record
from bot.signals.record import NEVER, NO_END, NOBODY, OPEN, Checkins, Goals, Kudos, People, Record, Updates

AS_OF = date(2026, 11, 22)
DAY = 86400
SPAN = 8
GOAL_WEEKS = 26
SITES = ("Berlin", "Lisbon", "Remote", "Austin")
TITLES = ("Engineer", "Senior Engineer", "Designer", "Account Manager")


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    people: int = 40
    weeks: int = 60
    kudos_a_week: float = 0.3
    updates_a_week: float = 0.6


def organisation(seed: int = 0, size: Size | None = None, as_of: date = AS_OF) -> Record:
    """People in teams of eight with ordinary, uneventful weeks up to a Sunday."""
    size, dice = size or Size(), np.random.default_rng(seed)
    goals, updates = _goals(dice, size, as_of)
    return Record(
        people=_people(size),
        checkins=_checkins(dice, size, as_of),
        goals=goals,
        updates=updates,
        kudos=_kudos(dice, size, as_of),
        absences=record.absences(),
        learning=record.learning(),
        earlier=record.earlier(),
        opted_out=np.zeros(size.people, bool),
    )


def _people(size: Size) -> People:
    number = np.arange(size.people)
    return People(
        id=number + 1,
        email=[f"person{one}@example.com" for one in number],
        manager=np.where(number == 0, NOBODY, (number - 1) // SPAN),
        team=[f"Team {(one - 1) // SPAN}" for one in number],
        title=[TITLES[one % len(TITLES)] for one in number],
        level=["" for _ in number],
        location=[SITES[(one // SPAN) % len(SITES)] for one in number],
        country=["DE" for _ in number],
        start=np.full(size.people, record.UNKNOWN_START, np.int32),
        end=np.full(size.people, NO_END, np.int32),
        here=np.ones(size.people, bool),
    )


def _checkins(dice: np.random.Generator, size: Size, as_of: date) -> Checkins:
    people, weeks = size.people, size.weeks
    person = np.repeat(np.arange(people, dtype=np.int32), weeks)
    last = as_of.toordinal() - as_of.weekday()
    monday = np.tile(last - 7 * np.arange(weeks), people).astype(np.int32)
    friday = (monday.astype(np.int64) - date(1970, 1, 1).toordinal() + 4) * DAY + 10 * 3600
    answered = dice.random(len(person)) < np.repeat(dice.uniform(0.6, 1, people), weeks)
    usual = np.repeat(dice.normal(3.6, 0.5, people), weeks)
    mood = np.clip(np.rint(usual + dice.normal(0, 0.6, len(person))), 1, 5)
    workload = np.clip(np.rint(6 - usual + dice.normal(0, 0.6, len(person))), 1, 5)
    return Checkins(
        id=np.arange(len(person)) + 1,
        person=person,
        monday=monday,
        answered_at=np.where(answered, friday, NEVER),
        closed_at=np.where(answered, friday, friday + 2 * DAY),
        excused=dice.random(len(person)) < 0.08,
        mood=np.where(answered, mood, 0).astype(np.int8),
        workload=np.where(answered, workload, 0).astype(np.int8),
        blockers=answered & (dice.random(len(person)) < 0.1),
    )


def _goals(dice: np.random.Generator, size: Size, as_of: date) -> tuple[Goals, Updates]:
    """Goals for everybody, two at a time; all but the last have ended, most of them in time and confirmed."""
    people, each = size.people, 9
    owner = np.repeat(np.arange(people, dtype=np.int32), each)
    number = np.tile(np.arange(each), people)
    today = as_of.toordinal()
    start = (today - 7 * GOAL_WEEKS * (each - number) // 2 + 91 + dice.integers(0, 40, len(owner))).astype(
        np.int32
    )
    due = (start + 7 * GOAL_WEEKS - 45).astype(np.int32)
    ended = due < today - 10
    closed = (due.astype(np.int64) - date(1970, 1, 1).toordinal() + dice.integers(-9, 5, len(owner))) * DAY
    goals = Goals(
        id=np.arange(len(owner)) + 1,
        ref=[f"G{one + 1}" for one in range(len(owner))],
        owner=owner,
        start=start,
        due=due,
        agreed_at=np.full(len(owner), NEVER),
        closed_at=np.where(ended, closed, NEVER),
        status=np.where(ended, record.DONE, OPEN).astype(np.int8),
        start_value=np.zeros(len(owner)),
        target_value=np.full(len(owner), 100.0),
        confirmed_by=np.where(ended, np.maximum((owner - 1) // SPAN, 0), NOBODY).astype(np.int32),
        confirmed_at=np.where(ended, closed + DAY, NEVER),
        whole=np.arange(len(owner)) % 3 != 0,
    )
    return goals, _updates(dice, size, goals, as_of)


def _updates(dice: np.random.Generator, size: Size, goals: Goals, as_of: date) -> Updates:
    """Some way along the straight line, every other week or so."""
    number = int(GOAL_WEEKS * size.updates_a_week)
    goal = np.repeat(np.arange(len(goals.id), dtype=np.int32), number)
    part = np.sort(dice.random((len(goals.id), number)), axis=1).ravel()
    begin = (goals.start[goal].astype(np.int64) - date(1970, 1, 1).toordinal()) * DAY
    at = (begin + part * (goals.due - goals.start)[goal] * DAY).astype(np.int64)
    value = np.clip(100 * part * dice.uniform(0.7, 1.1, len(goal)), 0, 100)
    past = at < record.end_of(as_of)
    return Updates(
        id=np.arange(past.sum()) + 1,
        goal=goal[past],
        author=goals.owner[goal[past]],
        at=at[past],
        value=value[past],
    )


def _kudos(dice: np.random.Generator, size: Size, as_of: date) -> Kudos:
    """Mostly within the neighbourhood."""
    number = int(size.people * size.weeks * size.kudos_a_week)
    giver = dice.integers(0, size.people, number)
    near = giver + dice.integers(1, 2 * SPAN, number)
    receiver = np.where(dice.random(number) < 0.8, near, giver + dice.integers(1, size.people, number))
    at = record.end_of(as_of) - 1 - dice.integers(0, size.weeks * record.WEEK, number)
    other = receiver % size.people != giver
    return Kudos(
        id=np.arange(other.sum()) + 1,
        ref=np.char.add("K", (np.arange(other.sum()) + 1).astype(str)).astype(np.bytes_),
        giver=giver[other].astype(np.int32),
        receiver=(receiver % size.people)[other].astype(np.int32),
        at=at[other],
        names_behaviour=dice.random(int(other.sum())) < 0.4,
    )


def with_checkins(found: Record, **columns: object) -> Record:
    """The same record with other columns of check-ins."""
    return replace(found, checkins=replace(found.checkins, **columns))  # type: ignore[arg-type]


def with_more_kudos(found: Record, rows: list[tuple[int, int, int]]) -> Record:
    """The same record with more thanks: giver, receiver, instant."""
    giver, receiver, at = (np.array(column) for column in zip(*rows, strict=True))
    kudos, first = found.kudos, int(found.kudos.id.max(initial=0)) + 1
    ids = first + np.arange(len(rows))
    more = Kudos(
        id=np.concatenate([kudos.id, ids]),
        ref=np.concatenate([kudos.ref, np.char.add("K", ids.astype(str)).astype(np.bytes_)]),
        giver=np.concatenate([kudos.giver, giver.astype(np.int32)]),
        receiver=np.concatenate([kudos.receiver, receiver.astype(np.int32)]),
        at=np.concatenate([kudos.at, at]),
        names_behaviour=np.concatenate([kudos.names_behaviour, np.zeros(len(rows), bool)]),
    )
    return replace(found, kudos=more)
