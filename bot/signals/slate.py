"""What the terms are computed from: a row for each person, a column for each week, and the workspace's norms.

One person's row, with the norms, is all that a finding needs; it is kept with each cue (as JSON), so that
the cue can be computed again whatever has become of the others' data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Norms = dict[str, NDArray[Any]]
_NUMBERS = np.zeros(0)
_FLAGS = np.zeros(0, bool)


@dataclass(frozen=True)
class Slate:
    """Columns by person. Whoever adds a field gives it an empty array of its kind as default."""

    norms: Norms = field(default_factory=dict)

    def of(self, row: int) -> Self:
        """One person's row."""
        return self._each(lambda column: column[row : row + 1])

    def eligible(self, rows: "NDArray[Any] | slice") -> Self:
        """The rows of some people."""
        return self._each(lambda column: column[rows])

    def _each(self, pick: Any) -> Self:
        columns = {one.name: pick(getattr(self, one.name)) for one in fields(self) if one.name != "norms"}
        return replace(self, **columns)

    def as_json(self) -> dict[str, Any]:
        """Of one person's row."""
        columns = {
            one.name: _listed(getattr(self, one.name)[0]) for one in fields(self) if one.name != "norms"
        }
        return columns | {"norms": {name: _listed(value) for name, value in sorted(self.norms.items())}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """One person's row as it was."""
        blank = cls()
        columns = {
            one.name: _array(kept[one.name], getattr(blank, one.name).dtype)[None]
            for one in fields(cls)
            # A field that came later is not in what was kept before.
            if one.name in kept and one.name != "norms"
        }
        norms = {name: _array(value, np.dtype(float)) for name, value in kept["norms"].items()}
        return cls(norms=norms, **columns)


@dataclass(frozen=True)
class Checks(Slate):
    """Check-ins by week. `here`: employed and not excused; `due`: an answer was due; `given`: it came.

    `mood` and `energy` are NaN where there is none, `_team` what the team did that week beyond its own
    normal. `blocked` says that something was in the way.
    """

    here: NDArray[Any] = field(default_factory=_FLAGS.copy)
    due: NDArray[Any] = field(default_factory=_FLAGS.copy)
    given: NDArray[Any] = field(default_factory=_FLAGS.copy)
    mood: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    energy: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    mood_team: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    energy_team: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    blocked: NDArray[Any] = field(default_factory=_FLAGS.copy)


@dataclass(frozen=True)
class Thanks(Slate):
    """Kudos by week: given, received (each weighed by the trust in the tie), and from people who had never
    thanked this person before; learning acts; whether the person was here."""

    here: NDArray[Any] = field(default_factory=_FLAGS.copy)
    given: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    received: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    first: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    learned: NDArray[Any] = field(default_factory=_NUMBERS.copy)


@dataclass(frozen=True)
class Work(Slate):
    """Goals by week: how many are open at its end, whether there was an update, how many, and the pace
    (NaN without one). `present`: employed and not excused; `here`: and with an open goal. `made` and
    `planned` are the progress of each growth window's weeks, now and before."""

    present: NDArray[Any] = field(default_factory=_FLAGS.copy)
    here: NDArray[Any] = field(default_factory=_FLAGS.copy)
    open: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    updated: NDArray[Any] = field(default_factory=_FLAGS.copy)
    updates: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    pace: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    made: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    planned: NDArray[Any] = field(default_factory=_NUMBERS.copy)


@dataclass(frozen=True)
class Levels(Slate):
    """Numbers without weeks: delivery, recognition received and given, and their peers' middle and spread.
    `whole_goals` are those of the `open_goals` with a measure, a target, a due date and a reason."""

    on_time: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    closed: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    closings: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    open_goals: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    whole_goals: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    peer_rate: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    breadth: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    kudos: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    givers: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    team_gives: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    breadth_middle: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    breadth_spread: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    thanked: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    teams_thanked: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    named: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    thanked_middle: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    thanked_spread: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    delivery_rank: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    breadth_rank: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    weeks_here: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    half_year_here: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    z_answering: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    z_mood: NDArray[Any] = field(default_factory=_NUMBERS.copy)
    z_giving: NDArray[Any] = field(default_factory=_NUMBERS.copy)


@dataclass(frozen=True)
class Slates:
    """All of them; those that a signal does not read may be empty."""

    checks: Checks = field(default_factory=Checks)
    thanks: Thanks = field(default_factory=Thanks)
    work: Work = field(default_factory=Work)
    levels: Levels = field(default_factory=Levels)

    def of(self, row: int) -> "Slates":
        return Slates(self.checks.of(row), self.thanks.of(row), self.work.of(row), self.levels.of(row))

    def eligible(self, rows: "NDArray[Any] | slice") -> "Slates":
        """The rows of some people."""
        mine = (self.checks, self.thanks, self.work, self.levels)
        return Slates(*(each.eligible(rows) for each in mine))  # type: ignore[arg-type]

    def as_json(self, names: tuple[str, ...]) -> dict[str, Any]:
        return {name: getattr(self, name).as_json() for name in names}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Slates":
        kinds: dict[str, Any] = {"checks": Checks, "thanks": Thanks, "work": Work, "levels": Levels}
        return cls(**{name: kinds[name].from_json(values) for name, values in kept.items()})


def _listed(value: NDArray[Any]) -> Any:
    """Numbers as JSON holds them: none for NaN, whole numbers whole."""
    if value.ndim > 1:
        return [_listed(each) for each in value]
    convert = int if value.dtype.kind == "b" else _number
    found = value.tolist()
    return [convert(each) for each in found] if value.ndim else convert(found)


def _number(value: float) -> float | int | None:
    # Only NaN differs from itself.
    if value != value:
        return None
    return int(value) if float(value).is_integer() else value


def _array(kept: Any, dtype: "np.dtype[Any]") -> NDArray[Any]:
    if dtype.kind == "b":
        return np.array(kept, bool)
    return np.array(_filled(kept), dtype)


def _filled(kept: Any) -> Any:
    if isinstance(kept, list):
        return [_filled(each) for each in kept]
    return np.nan if kept is None else kept
