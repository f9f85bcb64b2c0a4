"""What stands in the database as columns of NumPy: days, weeks, positions instead of ids."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.rules.cadence import monday_of
from bot.signals import record
from bot.signals.record import NOBODY

Column = NDArray[Any]
STATUS = {"done": record.DONE, "dropped": record.DROPPED, "proposed": record.PROPOSED}


def array(values: Sequence[Any], kind: Any) -> Column:
    """A page of a column; `kind` is an array's, or what makes one of the values."""
    if kind == "S":
        return np.array([value.encode() for value in values], np.bytes_)
    found: Column = kind(values) if callable(kind) and not isinstance(kind, type) else np.array(values, kind)
    return found


def statuses(names: Sequence[str]) -> Column:
    return np.array([STATUS.get(name, record.OPEN) for name in names], np.int8)


def mondays(weeks: Sequence[str]) -> Column:
    """The first day of each ISO week."""
    first = {week: monday_of(week).toordinal() for week in set(weeks)}
    return np.array([first[week] for week in weeks], np.int32)


def known_days(values: Sequence[date | None]) -> Column:
    return days(values, -1)


def positions(known: Column, values: Sequence[int] | Column) -> Column:
    """Where each id is among the known, which are in order; NOBODY where it is not."""
    ids = np.asarray(values, np.int64)
    if not len(known):
        return np.full(len(ids), NOBODY, np.int32)
    places = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return np.where(known[places] == ids, places, NOBODY).astype(np.int32)


def days(values: Sequence[date | None], none: int) -> Column:
    return np.array([none if value is None else value.toordinal() for value in values], np.int32)
