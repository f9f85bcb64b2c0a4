"""The norms of a workspace: what is usual for everybody, in each week, and how it comes."""

import numpy as np

from bot.signals import terms
from bot.signals.constants import Constants
from bot.signals.record import Flags, Floats
from bot.signals.slate import Norms

FANO_WEEKS = 4


def middle(scale: Floats) -> Floats:
    there = ~np.isnan(scale)
    return np.array(scale[there].mean(dtype=np.float64) if there.any() else 3.0)


def scale_runs(scale: Floats, constants: Constants) -> Floats:
    """The workspace's lag-1 autocorrelation of what is beyond the own normal, on the cautious side."""
    beyond = scale - mean(scale)[0][:, None]
    newer, older = beyond[:, :-1], beyond[:, 1:]
    both = ~(np.isnan(newer) | np.isnan(older))
    together = np.where(both, newer * older, 0).sum(dtype=np.float64)
    alone = np.where(both, newer**2 + older**2, 0).sum(dtype=np.float64) / 2
    found = together / alone if alone > 0 else 0.0
    added = found + constants.autocorrelation_added
    return np.array(np.clip(added, constants.autocorrelation_least, constants.autocorrelation_most))


def rate_norms(name: str, yes: Flags, asked: Flags, base: slice, constants: Constants) -> Norms:
    """How often the workspace says yes, in which weeks more or less than usual, and in how long runs."""
    said, due = (yes & asked)[:, base].sum(), asked[:, base].sum()
    rate = np.clip((said + 0.5) / (due + 1), terms.LEAST_RATE, terms.MOST_RATE)
    weekly_yes, weekly = (yes & asked).sum(axis=0), asked.sum(axis=0)
    prior = constants.offset_prior
    offset = terms.logit((weekly_yes + prior * rate) / (weekly + prior)) - terms.logit(rate)
    together, alone = _runs(yes, asked, base)
    runs = together.sum() / alone.sum() if alone.sum() > 0 else 0.0
    return {
        f"{name}_rate": np.array(rate),
        f"{name}_offset": offset,
        f"{name}_runs": np.array(np.clip(runs, 0, constants.run_most)),
    }


def _runs(yes: Flags, asked: Flags, base: slice) -> tuple[Floats, Floats]:
    """How far yes follows yes in each row: the lag-1 covariance and the variance of its pairs of weeks."""
    said, due = (yes & asked)[:, base], asked[:, base]
    number = due.sum(axis=1)
    beyond = np.where(due, said - (said.sum(axis=1) / np.maximum(number, 1))[:, None], 0.0)
    both = due[:, :-1] & due[:, 1:]
    newer, older = beyond[:, :-1], beyond[:, 1:]
    together = np.where(both, newer * older, 0).sum(axis=1)
    alone = np.where(both, (newer**2 + older**2) / 2, 0).sum(axis=1)
    return together, alone


def own_runs(yes: Flags, asked: Flags, base: slice, norms: Norms, name: str, constants: Constants) -> Floats:
    """Each person's own runs, shrunk to the workspace's."""
    together, alone = _runs(yes, asked, base)
    rate = norms[f"{name}_rate"]
    prior = constants.run_prior * rate * (1 - rate)
    runs = (together + prior * norms[f"{name}_runs"]) / (alone + prior)
    found: Floats = np.clip(runs, 0, constants.run_most)
    return found


def count_norms(name: str, seen: Floats, here: Flags, base: slice, constants: Constants) -> Norms:
    """The workspace's weekly rate, its season (each week over the rate), and how unevenly counts come."""
    total, exposed = seen[:, base].sum(dtype=np.float64), here[:, base].sum()
    rate = max(total, 1.0) / max(exposed, 1)
    weekly, people = np.where(here, seen, 0).sum(axis=0, dtype=np.float64), here.sum(axis=0)
    prior = constants.season_prior
    season = (weekly + prior) / (rate * people + prior)
    surplus, freedom = dispersion(seen[:, base], here[:, base] * season[None, base])
    fano = max(surplus.sum() / freedom.sum(), 1.0) if freedom.sum() else 1.0
    return {f"{name}_rate": np.array(rate), f"{name}_season": season, f"{name}_fano": np.array(fano)}


def dispersion(seen: Floats, exposure: Floats) -> tuple[Floats, Floats]:
    """Squared deviations of four-week counts over what the own rate expects, and how many are free."""
    blocks = seen.shape[1] // FANO_WEEKS
    shape = (len(seen), blocks, FANO_WEEKS)
    counts = summed(seen[:, : blocks * FANO_WEEKS].reshape(shape))
    exposed = summed(exposure[:, : blocks * FANO_WEEKS].reshape(shape))
    total = summed(exposed)
    expected = (summed(counts) / np.maximum(total, 1e-9))[:, None] * exposed
    there = expected > 0
    surplus = np.where(there, (counts - expected) ** 2 / np.where(there, expected, 1.0), 0.0)
    return summed(surplus), np.maximum(there.sum(axis=1) - 1.0, 0.0)


def mean(values: Floats) -> tuple[Floats, Floats]:
    """The mean of what is there in each row (NaN where nothing is), and how many."""
    there = ~np.isnan(values)
    number = there.sum(axis=1).astype(np.float64)
    total = np.where(there, values, 0.0).sum(axis=1, dtype=np.float64)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan), number


def summed(values: Floats) -> Floats:
    """The sum of each row, in full precision."""
    total: Floats = values.sum(axis=-1, dtype=np.float64)
    return total
