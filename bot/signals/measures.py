"""One person's weeks against their own normal: each measure gives its term, and how much it stands on."""

from dataclasses import dataclass

import numpy as np

from bot.signals import terms
from bot.signals.constants import Constants
from bot.signals.frame import weeks
from bot.signals.norms import dispersion, mean, own_runs, summed
from bot.signals.record import Flags, Floats
from bot.signals.slate import Checks, Norms, Work

LEAST_BASELINE = 6
LEAST_EXPOSURE = 8
LEAST_PLAN = 0.05


@dataclass(frozen=True)
class Measure:
    """`term` is in nats, 0 where `known` is not; `seen` counts the observations of the window. `now` and
    `before` are what a line of evidence says."""

    term: Floats
    known: Flags
    seen: Floats
    now: Floats
    before: Floats


def scale(checks: Checks, name: str, window: int, *, shift: float, constants: Constants) -> Measure:
    """Mood or energy, with what the team shares taken out."""
    c, base = constants, weeks(window, constants.baseline)
    alone = getattr(checks, name).astype(np.float64) - getattr(checks, f"{name}_team")
    runs, middle = checks.norms[f"{name}_runs"], checks.norms[f"{name}_mean"]
    window_mean, seen = mean(alone[:, :window])
    own, asked = mean(alone[:, base])
    spread = _variance(alone[:, base], own)
    variance = (asked * spread + c.scale_prior_sum) / (asked + c.scale_prior_weight)
    drawn, uncertain = _drawn(own, variance * (1 + runs) / (1 - runs) / np.maximum(asked, 1), middle, c)
    known = (asked >= c.scale_min_baseline) & (seen > 0)
    noise = variance * (1 + runs) / (1 - runs) / np.maximum(seen, 1) + uncertain
    residual = np.where(known, window_mean - drawn, 0.0)
    noise = np.where(known, noise, 1.0)
    term = np.where(known, terms.normal(residual, noise, shift=shift, sd=c.scale_shift_sd), 0.0)
    return Measure(term, known, seen, window_mean, own)


def _drawn(own: Floats, of_mean: Floats, middle: Floats, c: Constants) -> tuple[Floats, Floats]:
    """The own mean, drawn to the workspace's as far as it is uncertain, and its variance."""
    if np.isinf(c.scale_mean_variance):
        return own, of_mean
    weight = c.scale_mean_variance / (c.scale_mean_variance + of_mean)
    return weight * own + (1 - weight) * middle, weight * of_mean


def rate(
    yes: Flags, asked: Flags, norms: Norms, name: str, window: int, *, shift: float, constants: Constants
) -> Measure:
    """Answered, or updated, where it was asked for."""
    base = weeks(window, constants.baseline)
    before = asked[:, base].sum(axis=1).astype(np.float64)
    said = (yes & asked)[:, base].sum(axis=1)
    own = (said + constants.rate_prior * norms[f"{name}_rate"]) / (before + constants.rate_prior)
    now = asked[:, :window]
    seen = now.sum(axis=1).astype(np.float64)
    runs = own_runs(yes, asked, base, norms, name, constants)
    offset = norms[f"{name}_offset"][:window]
    term = terms.yes_or_no(yes[:, :window], now, own, offset, shift=shift, runs=runs)
    known = (before >= LEAST_BASELINE) & (seen > 0)
    answered = (yes & asked)[:, :window].sum(axis=1)
    return Measure(np.where(known, term, 0.0), known, seen, answered.astype(np.float64), own)


def count(
    seen: Floats,
    exposure: Floats,
    norms: Norms,
    name: str,
    window: int,
    *,
    ratio: float,
    constants: Constants,
) -> Measure:
    """Kudos, blockers, learning acts; `exposure` in weeks, by week."""
    base = weeks(window, constants.baseline)
    before, weeks_before = summed(seen[:, base]), summed(exposure[:, base])
    usual = (before + constants.count_prior) / (weeks_before + constants.count_prior / norms[f"{name}_rate"])
    now, weeks_now = summed(seen[:, :window]), summed(exposure[:, :window])
    fano = own_fano(seen[:, base], exposure[:, base], norms[f"{name}_fano"], constants)
    known = (weeks_before >= LEAST_EXPOSURE) & (weeks_now > 0)
    term = terms.count(now, usual * weeks_now, fano, ratio=ratio, weight=constants.count_weight)
    return Measure(np.where(known, term, 0.0), known, now, now, usual * weeks_now)


def own_fano(seen: Floats, exposure: Floats, norm: Floats, constants: Constants) -> Floats:
    """How unevenly one's own counts come, over their mean, by four weeks; shrunk to the workspace's."""
    surplus, freedom = dispersion(seen, exposure)
    prior = constants.fano_prior
    return np.maximum((surplus + prior * norm) / (freedom + prior), 1.0)


def pace(work: Work, constants: Constants) -> Measure:
    """The share done over the share of time gone: the last weeks against the own ones before."""
    c, base = constants, weeks(constants.pace_window, constants.pace_baseline)
    now, _ = mean(work.pace[:, : c.pace_window])
    before, _ = mean(work.pace[:, base])
    fresh = summed(work.updates[:, : c.pace_window])
    earlier = summed(work.updates[:, base])
    known = (fresh >= c.pace_min_now) & (earlier >= c.pace_min_before) & ~np.isnan(now - before)
    change = np.where(known, now - before, 0.0)
    term = terms.moved(change, shift=c.pace_shift, sd=c.pace_sd)
    return Measure(np.where(known, term, 0.0), known, fresh, now, before)


def speed(work: Work, number: int, constants: Constants) -> Measure:
    """Progress made over progress planned, now against the own half year before, for a growth window."""
    c = constants
    made, planned = work.made[:, number].astype(np.float64), work.planned[:, number].astype(np.float64)
    # Values that were taken back make no progress, and no logarithm of less than nothing.
    made = np.maximum(made, 0.0)
    rates = np.log((made + c.speed_added) / (planned + c.speed_added))
    known: Flags = np.all(planned > LEAST_PLAN, axis=1)
    change = np.where(known, rates[:, 0] - rates[:, 1], 0.0)
    term = terms.moved(change, shift=c.speed_shift, sd=c.speed_sd)
    window = max(c.growth_windows[number], c.pace_window)
    fresh = summed(work.updates[:, :window])
    return Measure(np.where(known, term, 0.0), known, fresh, made[:, 0], planned[:, 0])


def load(work: Work, window: int, constants: Constants) -> Measure:
    """More goals open at once than the own median: so many nats for each, up to some."""
    base = weeks(window, constants.baseline)
    now, _ = mean(work.open[:, :window])
    usual = np.median(work.open[:, base], axis=1)
    more = np.clip(now - usual, 0.0, constants.overload_most_goals)
    known: Flags = np.any(work.open[:, base] > 0, axis=1)
    return Measure(np.where(known, constants.overload_per_goal * more, 0.0), known, now, now, usual)


def _variance(values: Floats, own: Floats) -> Floats:
    there = ~np.isnan(values)
    number = np.maximum(there.sum(axis=1), 1)
    found: Floats = np.where(there, (values - own[:, None]) ** 2, 0.0).sum(axis=1) / number
    return found
