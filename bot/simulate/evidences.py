"""What the formulas are made of, as a table: what the ceiling's model is given to learn from."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bot.signals.constants import Constants
from bot.signals.engine import Run
from bot.signals.judged import Judged
from bot.signals.methods import METHODS
from bot.signals.slate import Slates
from bot.simulate.arrays import Floats


def evidences(found: Run) -> dict[str, Floats]:
    """For each signal that has a target, a row a person: every term of every window, and every level."""
    constants = found.constants
    stay = [_stay(found.slates, constants), _levels(found.slates)]
    overload = [_overload(found.slates, constants), *stay]
    growth = [_growth(found.slates, constants), _levels(found.slates), _recognition(found.slates)]
    return {
        "stay_conversation": np.concatenate(stay, axis=1),
        "overload_watch": np.concatenate(overload, axis=1),
        "growth": np.concatenate(growth, axis=1),
    }


def _stay(slates: Slates, constants: Constants) -> Floats:
    each = [
        METHODS["stay_conversation"].judge(slates, replace(constants, windows=(weeks,)))
        for weeks in constants.windows
    ]
    return _columns(each)


def _overload(slates: Slates, constants: Constants) -> Floats:
    each = [
        METHODS["overload_watch"].judge(slates, replace(constants, overload_windows=(weeks,)))
        for weeks in constants.overload_windows
    ]
    return _columns(each)


def _growth(slates: Slates, constants: Constants) -> Floats:
    """The window that tells most; the others are in its strength."""
    return _columns([METHODS["growth"].judge(slates, constants)])


def _columns(each: list[Judged]) -> Floats:
    return np.stack([column for judged in each for column in _of(judged)], axis=1)


def _of(judged: Judged) -> Iterator[Floats]:
    """The strength, the terms, and what was seen now and is usual."""
    yield judged.score
    yield from judged.parts.values()
    yield from (fact for name, fact in judged.facts.items() if name.endswith(("_now", "_before")))


def _levels(slates: Slates) -> Floats:
    levels = slates.levels
    return np.stack([levels.z_answering, levels.z_mood, levels.z_giving], axis=1)


def _recognition(slates: Slates) -> Floats:
    levels = slates.levels
    return np.stack([levels.breadth, levels.kudos, levels.givers, levels.thanked], axis=1)
