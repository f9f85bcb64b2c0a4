"""What is known of one workspace, as columns: the only thing that the method reads.

Rows refer to people and goals by their position. Days are `date.toordinal()`, instants are
seconds since 1970 in UTC; `NEVER` stands for none. Nothing here holds words that people wrote.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

# Whole numbers, small ones (positions, days), numbers, and yes or no. NumPy's own types would say more, but
# most of its functions lose them again.
Ints: TypeAlias = NDArray[Any]
Small: TypeAlias = NDArray[Any]
Tiny: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[Any]
Flags: TypeAlias = NDArray[Any]
Names: TypeAlias = NDArray[Any]

NOBODY = -1
NEVER = np.iinfo(np.int64).max
UNKNOWN_START = 0
NO_END = date.max.toordinal()
OPEN, DONE, DROPPED, PROPOSED = 0, 1, 2, 3
WEEK = 7 * 86400


@dataclass(frozen=True)
class People:
    """Everybody who is or was in the directory. `id` is the database's, `email` the name in files.

    `start` and `end` are days, both included; `UNKNOWN_START` and `NO_END` where there is none.
    `here` says that the account is in use and no outsider's.
    """

    id: Ints
    email: Sequence[str]
    manager: Small
    team: Sequence[str]
    title: Sequence[str]
    level: Sequence[str]
    location: Sequence[str]
    country: Sequence[str]
    start: Small
    end: Small
    here: Flags

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class Checkins:
    """A row for each week that was due or excused. `monday` is the week's first day.

    `answered_at` is NEVER for silence, `closed_at` where the week is still open. `mood` and `workload`
    are 1 to 5, 0 where left out; `blockers` says that something was in the way.
    """

    id: Ints
    person: Small
    monday: Small
    answered_at: Ints
    closed_at: Ints
    excused: Flags
    mood: Tiny
    workload: Tiny
    blockers: Flags


@dataclass(frozen=True)
class Goals:
    """Goals that somebody owns. `status` is OPEN, DONE, DROPPED or PROPOSED as it is now; `closed_at` says
    since when. `whole` says that measure, target, due date and a reason (or a parent) are there; no word
    is looked at.

    `start` and `due` are days, -1 where there is none. `confirmed_by` is NOBODY until confirmed.
    """

    id: Ints
    ref: Sequence[str]
    owner: Small
    start: Small
    due: Small
    agreed_at: Ints
    closed_at: Ints
    status: Tiny
    start_value: Floats
    target_value: Floats
    confirmed_by: Small
    confirmed_at: Ints
    whole: Flags


@dataclass(frozen=True)
class Updates:
    """Dated values of goals; `value` is NaN where the update was a note only."""

    id: Ints
    goal: Small
    author: Small
    at: Ints
    value: Floats


@dataclass(frozen=True)
class Kudos:
    """A row for each receiver of public thanks that stand. `ref` is the kudos_id of files.

    `names_behaviour` says that it is tagged with a value or a skill; its words are not looked at.
    """

    id: Ints
    ref: Names
    giver: Small
    receiver: Small
    at: Ints
    names_behaviour: Flags


@dataclass(frozen=True)
class Absences:
    """Whole days away, both ends included."""

    person: Small
    first: Small
    last: Small


@dataclass(frozen=True)
class Learning:
    """Completed acts of learning, mentoring and stretch work. `ref` is the growth_id of files."""

    id: Ints
    ref: Names
    person: Small
    at: Ints


@dataclass(frozen=True)
class Earlier:
    """What earlier runs found: a row for each person, signal and day with a `band` in effect.

    `raised` marks the runs that said something new, after which there is silence for weeks;
    `to_manager` those of them that reached the manager.
    """

    person: Small
    signal: Sequence[str]
    day: Small
    band: Sequence[str]
    raised: Flags
    to_manager: Flags


@dataclass(frozen=True)
class Record:
    """One workspace. `opted_out` are the people who want no watch cues; `off` the signals switched off."""

    people: People
    checkins: Checkins
    goals: Goals
    updates: Updates
    kudos: Kudos
    absences: Absences
    learning: Learning
    earlier: Earlier
    opted_out: Flags
    off: frozenset[str] = field(default_factory=frozenset)


def end_of(day: date) -> int:
    """The first second after a day in UTC."""
    return (day.toordinal() - date(1970, 1, 1).toordinal() + 1) * 86400


def second_of(instant: datetime | None) -> int:
    return NEVER if instant is None else int(instant.timestamp())


def instant_of(second: int) -> datetime:
    return datetime.fromtimestamp(int(second), UTC)


def since(people: People, first: int) -> People:
    """The same people as if nobody had begun before a day: what is older was never recorded."""
    return replace(people, start=np.maximum(people.start, first).astype(np.int32))


def absences(rows: Iterable[tuple[int, int, int]] = ()) -> Absences:
    """From rows of person, first day, last day."""
    person, first, last = _columns(rows, 3)
    return Absences(_small(person), _small(first), _small(last))


def learning(rows: Iterable[tuple[int, str, int, int]] = ()) -> Learning:
    """From rows of id, growth_id, person, instant."""
    ids, ref, person, at = _columns(rows, 4)
    names = np.array([each.encode() for each in ref], np.bytes_)
    return Learning(np.array(ids, np.int64), names, _small(person), np.array(at, np.int64))


def earlier(rows: Iterable[tuple[int, str, int, str, bool, bool]] = ()) -> Earlier:
    """From rows of person, signal, day, band, raised, to_manager."""
    person, signal, day, band, raised, told = _columns(rows, 6)
    flags = np.array(raised, bool), np.array(told, bool)
    return Earlier(_small(person), list(signal), _small(day), list(band), *flags)


def _columns(rows: Iterable[tuple[Any, ...]], count: int) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) or [()] * count


def _small(values: Sequence[int]) -> Small:
    return np.array(values, np.int32)
