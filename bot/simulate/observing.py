"""What the engine says of a generated organisation, month by month, each run told what the last one said."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bot.signals import bands, finding, record
from bot.signals.constants import SIGNALS, Constants
from bot.signals.engine import Run, run
from bot.simulate.arrays import Bools, Floats
from bot.simulate.evidences import evidences
from bot.simulate.history import History
from bot.simulate.records import end_of_week
from bot.simulate.records import record as recorded

FIRST_WEEK, EVERY = 41, 4
HORIZON = 12  # weeks after the last month, in which its truth shows
KNOWN = (finding.CUE, finding.NONE)
Row = tuple[int, str, int, str, bool, bool]


@dataclass(frozen=True)
class Said:
    """One signal in one month, a row for each person of the history.

    `listed` are the eligible, `score` is NaN of whom nothing can be told, `told` those of whom the
    manager heard something new.
    """

    listed: Bools
    score: Floats
    cue: Bools
    told: Bools


@dataclass(frozen=True)
class Month:
    """`features` are what the ceiling's model reads, by signal: people by evidences and levels."""

    week: int
    said: dict[str, Said]
    features: dict[str, Floats]


def months(weeks: int) -> list[int]:
    """The weeks at whose end the engine is asked."""
    return list(range(FIRST_WEEK, weeks - HORIZON, EVERY))


def observe(history: History, constants: Constants) -> Iterator[Month]:
    """Every month in turn."""
    whole = recorded(history)
    earlier: list[Row] = []
    for week in months(history.plan.weeks):
        day = end_of_week(week)
        found = run(replace(whole, earlier=record.earlier(earlier)), as_of=day, constants=constants)
        earlier += in_effect(found)
        said = {name: _said(found, name, len(history.people)) for name in SIGNALS}
        features = {
            name: _spread(found, table, len(history.people)) for name, table in evidences(found).items()
        }
        yield Month(week, said, features)


def in_effect(found: Run) -> list[Row]:
    """The cues of one run, as the next run is told of them."""
    rows: list[Row] = []
    day = found.frame.as_of.toordinal()
    for name in SIGNALS:
        column, states = found.columns[name], found.states(name)
        for place in np.flatnonzero(np.array(states) == finding.CUE).tolist():
            band = bands.band_name(name, int(column.decided.band[place])) or ""
            raised, told = bool(column.decided.raised[place]), bool(column.to_manager[place])
            rows.append((int(found.people[place]), name, day, band, raised, told))
    return rows


def _said(found: Run, name: str, people: int) -> Said:
    column, state = found.columns[name], np.array(found.states(name))
    listed = np.zeros(people, bool)
    listed[found.people] = True
    score = np.where(np.isin(state, KNOWN), column.score, np.nan)
    told = (state == finding.CUE) & column.decided.raised & column.to_manager
    return Said(
        listed,
        _spread(found, score, people),
        _spread(found, state == finding.CUE, people) == 1,
        _spread(found, told, people) == 1,
    )


def _spread(found: Run, values: Floats | Bools, people: int) -> Floats:
    """Rows of the eligible as rows of everybody, NaN for the rest."""
    table = np.full((people, *values.shape[1:]), np.nan)
    table[found.people] = values
    return table
