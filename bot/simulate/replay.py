"""A company's own last months under other constants: which cues would come or go, and whom that favours."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from bot.signals import bands, finding, record
from bot.signals.constants import DEFAULT, SIGNALS, WATCH, Constants
from bot.signals.engine import run
from bot.signals.record import Record
from bot.simulate.arrays import Bools, Ints
from bot.simulate.observing import KNOWN, Row, in_effect

MONTHS = 6
# Ratios of smaller groups say more about chance, and about single people.
LEAST_GROUP = 30
GROUPS = ("location", "country", "title", "level")
# Cues that only the person and the manager may see are counted here and never named.
UNNAMED = WATCH


@dataclass(frozen=True)
class Count:
    """Of one signal over all months: cues that stay, come, go, and change their band."""

    signal: str
    stay: int
    come: int
    go: int
    change: int


@dataclass(frozen=True)
class Moved:
    """A cue that would come, go or change; an empty band is no cue."""

    day: date
    signal: str
    person: str
    was: str
    would_be: str


@dataclass(frozen=True)
class Ratio:
    """Of one group: its rate of cues over everybody else's, as it is and as it would be."""

    signal: str
    attribute: str
    group: str
    people: int
    now: float
    then: float


@dataclass(frozen=True)
class Replay:
    days: tuple[date, ...]
    counts: list[Count]
    moved: list[Moved]
    ratios: list[Ratio]


@dataclass(frozen=True)
class _Said:
    """One signal on one day: of whom something can be told, and the bands of those who have a cue."""

    day: date
    signal: str
    known: Ints
    band: dict[int, str]


def month_ends(today: date, months: int = MONTHS) -> list[date]:
    """The last days of so many whole months before today, the oldest first."""
    found: list[date] = []
    day = today
    for _ in range(months):
        day = day.replace(day=1) - timedelta(days=1)
        found.append(day)
    return found[::-1]


def replayed(
    read: Callable[[date], Record],
    today: date,
    other: Constants,
    progress: Callable[[int, int], None],
    groups: Mapping[str, Mapping[str, str]] | None = None,
) -> Replay:
    """Both sets of constants over the same months, each with its own memory of what was said before.

    `read` gives the record as of a day; people have the same positions in each. `groups` are more
    attributes to compare, each the group of an email: the signals never see them.
    """
    days = month_ends(today)
    memories = _Memory(DEFAULT), _Memory(other)
    progress(0, len(days))
    for number, day in enumerate(days):
        whole = read(day)
        for memory in memories:
            memory.look(whole, day)
        progress(number + 1, len(days))
    pairs = list(zip(memories[0].said, memories[1].said, strict=True))
    columns = _attributes(whole, groups or {})
    return Replay(tuple(days), _counts(pairs), list(_moved(whole, pairs)), list(_ratios(columns, pairs)))


@dataclass
class _Memory:
    """One set of constants, what it said, and what it remembers of that."""

    constants: Constants
    said: list[_Said] = field(default_factory=list)
    earlier: list[Row] = field(default_factory=list)

    def look(self, whole: Record, day: date) -> None:
        remembering = replace(whole, earlier=record.earlier(self.earlier))
        found = run(remembering, as_of=day, constants=self.constants, even_if_off=True)
        self.earlier += in_effect(found)
        for name in SIGNALS:
            states = np.array(found.states(name))
            level = found.columns[name].decided.band
            band = {
                int(found.people[place]): bands.band_name(name, int(level[place])) or ""
                for place in np.flatnonzero(states == finding.CUE).tolist()
            }
            self.said.append(_Said(day, name, found.people[np.isin(states, KNOWN)], band))


def _counts(pairs: list[tuple[_Said, _Said]]) -> list[Count]:
    counts = []
    for name in SIGNALS:
        both = [
            (was, then)
            for before, after in pairs
            if before.signal == name
            for _, was, then in _side_by_side(before, after)
        ]
        counts.append(
            Count(
                signal=name,
                stay=sum(was == then != "" for was, then in both),
                come=sum(not was and then != "" for was, then in both),
                go=sum(was != "" and not then for was, then in both),
                change=sum("" not in (was, then) and was != then for was, then in both),
            )
        )
    return counts


def _side_by_side(before: _Said, after: _Said) -> Iterator[tuple[int, str, str]]:
    """Each person with a cue on either side, and both bands; an empty one is no cue."""
    for row in sorted(before.band.keys() | after.band.keys()):
        yield row, before.band.get(row, ""), after.band.get(row, "")


def _moved(whole: Record, pairs: list[tuple[_Said, _Said]]) -> Iterator[Moved]:
    """Nobody is named whose cue is for themselves and their manager alone."""
    for before, after in pairs:
        if before.signal in UNNAMED:
            continue
        for row, was, then in _side_by_side(before, after):
            if was != then:
                yield Moved(before.day, before.signal, whole.people.email[row], was, then)


def _attributes(whole: Record, groups: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """The group of everybody by attribute, in the order of the record; empty where there is none."""
    known = {name: list(getattr(whole.people, name)) for name in GROUPS}
    given = {name: [of.get(email.lower(), "") for email in whole.people.email] for name, of in groups.items()}
    return known | given


def _ratios(columns: dict[str, list[str]], pairs: list[tuple[_Said, _Said]]) -> Iterator[Ratio]:
    """Over all months together; people are counted once."""
    for attribute, groups in columns.items():
        names = np.array(groups, object)
        for signal in SIGNALS:
            mine = [(before, after) for before, after in pairs if before.signal == signal]
            for group in sorted({name for name in names.tolist() if name}):
                found = _ratio(mine, names == group)
                if found:
                    yield Ratio(signal, attribute, group, *found)


def _ratio(pairs: list[tuple[_Said, _Said]], members: Bools) -> tuple[int, float, float] | None:
    """None where either side has too few people of whom something can be told."""
    sides: list[float] = []
    people = 0
    for which in (0, 1):
        rows = np.concatenate([pair[which].known for pair in pairs])
        cued = np.concatenate([np.isin(pair[which].known, list(pair[which].band)) for pair in pairs])
        inside = members[rows]
        people = len(np.unique(rows[inside]))
        if min(people, len(np.unique(rows[~inside]))) < LEAST_GROUP:
            return None
        others = float(cued[~inside].mean())
        sides.append(float(cued[inside].mean()) / others if others else float("nan"))
    return people, sides[0], sides[1]
