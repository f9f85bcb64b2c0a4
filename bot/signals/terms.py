"""Evidence terms: ln P(data | a sustained shift) / P(data | the own normal), in nats.

Each function takes a row for each person and is 0 where there is too little to tell.
"""

from collections.abc import Sequence

import numpy as np

from bot.signals.constants import Constants
from bot.signals.record import Flags, Floats

LEAST_RATE, MOST_RATE = 0.02, 0.98


def normal(mean: Floats, variance: Floats, *, shift: float, sd: float) -> Floats:
    """A mean that is around 0 by itself, or around `shift` with spread `sd`; `variance` is of the mean."""
    wide = variance + sd**2
    even = 0.5 * np.log(variance / wide)
    return even - 0.5 * ((mean - shift) ** 2 / wide - mean**2 / variance)


def moved(change: Floats, *, shift: float, sd: float) -> Floats:
    """The same where the shift is exact and the change is seen with spread `sd`."""
    return shift * (2 * change - shift) / (2 * sd**2)


def yes_or_no(
    yes: Flags, asked: Flags, rate: Floats, offset: Floats, *, shift: float, runs: Floats
) -> Floats:
    """Answers of some weeks, given the own rate, the workspace's offset for each week, and how much
    the own answers come in runs (a lag-1 autocorrelation)."""
    usual = logit(np.clip(rate, LEAST_RATE, MOST_RATE))[:, None] + offset[None, :]
    before, after = logistic(usual), logistic(usual + shift)
    each = np.where(yes, np.log(after / before), np.log((1 - after) / (1 - before)))
    found: Floats = (each * asked).sum(axis=1) * (1 - runs) / (1 + runs)
    return found


def count(seen: Floats, expected: Floats, fano: Floats, *, ratio: float, weight: float) -> Floats:
    """So many seen where `expected` is usual; `fano` is the own variance over mean."""
    found: Floats = weight * (seen * np.log(ratio) + expected * (1 - ratio)) / fano
    return found


def family(term: Floats, constants: Constants) -> Floats:
    """What a family of terms adds: a missing symptom cannot veto."""
    floor = constants.family_floor
    found: Floats = np.log(floor + (1 - floor) * np.exp(np.clip(term, -50.0, 50.0)))
    return found


def over_windows(sums: Sequence[Floats]) -> Floats:
    """The signal's strength: the families' sums, averaged over the windows as likelihoods."""
    found: Floats = np.log(np.mean(np.exp(np.stack(sums)), axis=0))
    return found


def logit(share: Floats) -> Floats:
    found: Floats = np.log(share / (1 - share))
    return found


def logistic(value: Floats) -> Floats:
    return 1 / (1 + np.exp(-value))
