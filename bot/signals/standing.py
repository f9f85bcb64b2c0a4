"""The signals that are levels: delivery, recognition received and given, contribution unseen."""

from dataclasses import replace

import numpy as np

from bot.signals import delivery
from bot.signals.constants import Constants
from bot.signals.judged import Judged
from bot.signals.record import Flags, Floats, Ints
from bot.signals.slate import Slates


def reliability(slates: Slates, c: Constants) -> Judged:
    """Do commitments land? The rate, drawn to the peers' mean; a band where that lies outside."""
    levels = slates.levels
    rate = delivery.shrunken(levels.on_time, levels.closed, levels.peer_rate, c)
    side = (1 - c.delivery_interval) / 2
    chance = delivery.below(levels.on_time, levels.closed, levels.peer_rate, c)
    level = np.where(chance > 1 - side, -1, np.where(chance < side, 1, 0))
    enough = levels.closings >= c.delivery_min
    return _judged(rate, level, enough, levels.closings, 104)


def breadth(slates: Slates, c: Constants) -> Judged:
    """Who outside the usual circle benefits? Independent givers, beside those of peers."""
    levels = slates.levels
    z = (np.sqrt(levels.breadth) - levels.breadth_middle) / levels.breadth_spread
    enough = (levels.kudos >= c.breadth_min_kudos) & (levels.givers >= c.breadth_min_givers)
    enough &= levels.team_gives >= c.team_gives_share
    found = _judged(z, _outside(z, c), enough, levels.kudos, c.breadth_weeks)
    return replace(found, excused=_away(slates, c))


def given(slates: Slates, c: Constants) -> Judged:
    """Whom do they lift? The people thanked, beside what is usual among peers."""
    levels = slates.levels
    z = (np.sqrt(levels.thanked) - levels.thanked_middle) / levels.thanked_spread
    enough = levels.team_gives >= c.team_gives_share
    few = levels.weeks_here * 2 < max(c.windows)
    found = _judged(levels.thanked, _outside(z, c), enough, levels.weeks_here, c.given_weeks)
    return replace(found, excused=few)


def unseen(slates: Slates, c: Constants) -> Judged:
    """Whom do we overlook? Much delivered and confirmed, little thanked; said weakly."""
    levels = slates.levels
    score = np.nan_to_num(levels.delivery_rank, nan=0.5) - np.nan_to_num(levels.breadth_rank, nan=0.5)
    enough = ~np.isnan(levels.delivery_rank) & ~np.isnan(levels.breadth_rank)
    seldom = (levels.delivery_rank >= c.unseen_delivery) & (levels.breadth_rank <= c.unseen_breadth)
    found = _judged(score, np.where(seldom & enough, 1, 0), enough, levels.closings, c.breadth_weeks)
    return replace(found, excused=_away(slates, c))


def _away(slates: Slates, c: Constants) -> Flags:
    """Whether fewer than half of the weeks of thanks were due: nobody is seldom thanked for being away."""
    few: Flags = slates.levels.half_year_here * 2 < c.breadth_weeks
    return few


def _outside(z: Floats, c: Constants) -> Ints:
    return np.where(z >= c.level_band, 1, np.where(z <= -c.level_band, -1, 0))


def _judged(score: Floats, level: Ints, enough: Flags, observations: Floats, weeks: int) -> Judged:
    nobody = np.zeros(len(score), bool)
    window = np.full(len(score), weeks)
    return Judged(score, enough, nobody, observations, window, level=level)
