"""What a signal says of everybody, before bands: strengths, families, and what they stand on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.signals import terms
from bot.signals.constants import Constants
from bot.signals.measures import Measure
from bot.signals.record import Flags, Floats, Ints

FACTS = ("now", "before", "seen")


@dataclass(frozen=True)
class Judged:
    """Columns by person. `families` and `parts` (the terms in nats) are those of the window that tells most,
    `window` its weeks. `level` is -1, 0 or 1 where the signal is a level, else None. `gate` must hold for
    a manager to hear of it."""

    score: Floats
    enough: Flags
    excused: Flags
    observations: Floats
    window: Ints
    families: Mapping[str, Floats] = field(default_factory=dict)
    parts: Mapping[str, Floats] = field(default_factory=dict)
    level: Ints | None = None
    gate: Flags | None = None
    facts: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Window:
    """The evidence of one window: terms by family, what each stands on, and what is known."""

    weeks: int
    parts: Mapping[str, Floats]
    families: Mapping[str, Floats]
    facts: Mapping[str, Floats]

    @property
    def total(self) -> Floats:
        found: Floats = np.sum(list(self.families.values()), axis=0)
        return found


def window_of(
    weeks: int, parts: Mapping[str, Measure], families: Mapping[str, Floats], known: Ints, seen: Floats
) -> Window:
    """The evidence of one window, from its measures; `known` counts the families that can be told."""
    facts = {f"{name}_{what}": getattr(part, what) for name, part in parts.items() for what in FACTS}
    terms_by_name = {name: part.term for name, part in parts.items()}
    return Window(weeks, terms_by_name, families, facts | {"known": known, "seen": seen})


def collected(windows: Sequence[Window], here: Flags, *, families_needed: int) -> Judged:
    """All windows together. Whether there is enough to tell, the longest decides."""
    which, longest = best(windows), windows[-1]
    return Judged(
        score=strength(windows),
        enough=longest.facts["known"] >= families_needed,
        excused=too_few(here, longest.weeks),
        observations=longest.facts["seen"],
        window=weeks_of(windows, which),
        families=at_best(windows, which, "families"),
        parts=at_best(windows, which, "parts"),
        facts=at_best(windows, which, "facts"),
    )


def joined(parts: Sequence[Judged]) -> Judged:
    """What was judged of some people after the others; parts and facts are left behind."""

    def column(name: str) -> Any:
        return np.concatenate([getattr(part, name) for part in parts])

    families = {name: np.concatenate([part.families[name] for part in parts]) for name in parts[0].families}
    return Judged(
        score=column("score"),
        enough=column("enough"),
        excused=column("excused"),
        observations=column("observations"),
        window=column("window"),
        families=families,
        level=None if parts[0].level is None else column("level"),
        gate=None if parts[0].gate is None else column("gate"),
    )


def family_of(terms_: Floats, constants: Constants) -> Floats:
    return terms.family(terms_, constants)


def best(windows: Sequence[Window]) -> Ints:
    """The number of the window that tells most about each person."""
    found: Ints = np.argmax(np.stack([window.total for window in windows]), axis=0)
    return found


def at_best(windows: Sequence[Window], which: Ints, of: str) -> dict[str, Floats]:
    """The families, parts or facts of each person's best window."""
    names = getattr(windows[0], of)
    return {name: np.choose(which, [getattr(window, of)[name] for window in windows]) for name in names}


def strength(windows: Sequence[Window]) -> Floats:
    """E: the families' sums, averaged over the windows as likelihoods."""
    return terms.over_windows([window.total for window in windows])


def weeks_of(windows: Sequence[Window], which: Ints) -> Ints:
    return np.array([window.weeks for window in windows])[which]


def too_few(here: Flags, weeks: int) -> Flags:
    """Whether fewer than half of the window's weeks were due."""
    few: Flags = here[:, :weeks].sum(axis=1) * 2 < weeks
    return few
