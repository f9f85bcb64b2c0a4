"""A cue computed again from what was kept with it, and nothing else."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from bot.signals import bands
from bot.signals.constants import Constants, formula
from bot.signals.finding import Evidence
from bot.signals.items import Item
from bot.signals.lines import families, lines
from bot.signals.methods import METHODS
from bot.signals.row import Person
from bot.signals.slate import Slates

DIGITS = 6


@dataclass(frozen=True)
class Detail:
    """What is worked out for one cue: its strength and band, and the lines that show why."""

    score: float
    band: str | None
    confidence: str
    window: int
    families: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    terms: Mapping[str, float]
    family_strengths: Mapping[str, float]


def detail(
    signal: str,
    slates: Slates,
    items: Mapping[str, list[Item]],
    held: int,
    as_of: date,
    constants: Constants,
) -> Detail:
    """Judge one person's row; `held` is the strength of the band the last run found."""
    judged = METHODS[signal].judge(slates, constants)
    nothing = np.zeros(1, bool)
    decided = bands.decide(signal, judged, bands.Past(np.array([held]), nothing, nothing), constants)
    person = Person(signal, judged, slates, items, as_of, constants)
    return Detail(
        score=rounded(judged.score),
        band=bands.band_name(signal, int(decided.band[0])),
        confidence=bands.CONFIDENCE[int(decided.confidence[0])],
        window=int(judged.window[0]),
        families=families(signal, judged, constants),
        evidence=lines(person),
        terms=_each(judged.parts),
        family_strengths=_each(judged.families),
    )


def kept(
    signal: str,
    slates: Slates,
    items: Mapping[str, list[Item]],
    held: int,
    as_of: date,
    constants: Constants,
) -> dict[str, Any]:
    """All that `again` needs, as JSON holds it."""
    return {
        "formula": formula(signal),
        "signal": signal,
        "as_of": as_of.isoformat(),
        "held": held,
        "thresholds": thresholds(constants),
        "inputs": slates.as_json(METHODS[signal].reads),
        "items": {kind: [list(item) for item in found] for kind, found in sorted(items.items())},
    }


def again(what_was_kept: Mapping[str, Any]) -> Detail:
    """The cue as it was computed, from its own inputs, whatever has become of the record since."""
    found = what_was_kept
    items = {
        kind: [(int(item[0]), str(item[1]), str(item[2])) for item in each]
        for kind, each in found["items"].items()
    }
    return detail(
        found["signal"],
        Slates.from_json(found["inputs"]),
        items,
        found["held"],
        date.fromisoformat(found["as_of"]),
        _constants(found["thresholds"]),
    )


@cache
def thresholds(constants: Constants) -> dict[str, Any]:
    """The constants as JSON holds them; none stands for no bound."""
    return {
        name: None if value == np.inf else list(value) if isinstance(value, tuple) else value
        for name, value in asdict(constants).items()
    }


def _constants(found: Mapping[str, Any]) -> Constants:
    return Constants().changed({name: np.inf if value is None else value for name, value in found.items()})


def rounded(score: Any) -> float:
    return round(float(score[0]), DIGITS) + 0.0


def _each(columns: Mapping[str, Any]) -> dict[str, float]:
    return {name: rounded(column) for name, column in columns.items()}
