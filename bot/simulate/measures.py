"""How well scores tell some people from others, and how sure one can be of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.simulate.arrays import Bools, Floats

RESAMPLES = 2000
TOP = 0.05


@dataclass(frozen=True)
class Estimate:
    """A mean over organisations, with the bounds that hold 95 % of the resampled means."""

    mean: float
    low: float
    high: float


def auc(score: Floats, is_so: Bools) -> float:
    """The chance that somebody of whom it is so scores above somebody of whom it is not; ties count half.

    NaN where there are no two people to compare.
    """
    positive, total = int(is_so.sum()), len(is_so)
    if positive in (0, total):
        return float("nan")
    ranks = _mean_ranks(score)
    above = ranks[is_so].sum() - positive * (positive + 1) / 2
    return float(above / (positive * (total - positive)))


def _mean_ranks(score: Floats) -> Floats:
    """From 1; equal scores share the mean of their places."""
    _, place, many = np.unique(score, return_inverse=True, return_counts=True)
    last = np.cumsum(many)
    mean: Floats = (last - (many - 1) / 2)[place]
    return mean


def precision_at_top(score: Floats, is_so: Bools, share: float = TOP) -> float:
    """Of the highest share of scores, for how many it is so; those who tie at the edge count in part."""
    if not len(score):
        return float("nan")
    many = max(1, round(share * len(score)))
    edge = np.sort(score)[-many]
    surely, tied = score > edge, score == edge
    left = many - surely.sum()
    return float((is_so[surely].sum() + left * is_so[tied].mean()) / many)


def share_in_top(score: Floats, members: Bools, share: float) -> float:
    """How many of the members are within the highest share of all; NaN without members."""
    if not members.any():
        return float("nan")
    many = max(1, round(share * len(score)))
    edge = np.sort(score)[-many]
    surely, tied = score > edge, score == edge
    part = (many - surely.sum()) / tied.sum()
    return float((surely[members].sum() + part * tied[members].sum()) / members.sum())


def impact_ratio(score: Floats, members: Bools, share: float) -> float:
    """The members' rate of being within the highest share, over everybody else's."""
    others = share_in_top(score, ~members, share)
    return share_in_top(score, members, share) / others if others > 0 else float("nan")


def estimate(values: Sequence[float] | Floats, *, seed: int = 0) -> Estimate:
    """Organisations are resampled whole, for what happens in one hangs together. NaNs are left out."""
    return _resampled(np.asarray(values, np.float64)[:, None], lambda means: means[..., 0], seed)


def estimate_ratio(above: Sequence[float] | Floats, below: Sequence[float] | Floats) -> Estimate:
    """The ratio of two means over the same organisations."""
    pairs = np.stack([np.asarray(above, np.float64), np.asarray(below, np.float64)], axis=1)
    return _resampled(pairs, lambda means: means[..., 0] / np.maximum(means[..., 1], 1e-9), 0)


def _resampled(rows: Floats, figure: Callable[[Floats], Floats], seed: int) -> Estimate:
    known = rows[np.isfinite(rows).all(axis=1)]
    if not len(known):
        return Estimate(*[float("nan")] * 3)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(known), (RESAMPLES, len(known)))
    low, high = np.quantile(figure(known[drawn].mean(axis=1)), [0.025, 0.975])
    return Estimate(float(figure(known.mean(axis=0))), float(low), float(high))
