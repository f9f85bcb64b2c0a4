"""Which commitments came to an end, and whether they landed."""

from dataclasses import dataclass

import numpy as np

from bot.signals.beta import below as beta_below
from bot.signals.constants import MEMORY, Constants
from bot.signals.frame import Frame
from bot.signals.record import DONE, DROPPED, NOBODY, PROPOSED, WEEK, Flags, Floats, Ints, Record

DAY = 86400
EPOCH = 719163


@dataclass(frozen=True)
class Closings:
    """A row for each commitment that counts: the goal's position, its owner's row, whether it landed on time,
    when that was settled, and its weight by age."""

    goal: Ints
    row: Ints
    on_time: Flags
    at: Ints
    weight: Floats


def closings(record: Record, frame: Frame, constants: Constants) -> Closings:
    """What was confirmed done, what is overdue and open, and what was dropped after it was due.

    Not counted: what is done but confirmed by nobody, or by its owner; what was dropped in time, which is
    a re-scope that both agreed on; what nobody agreed to; goals without a due date; what was settled over
    two years ago.
    """
    goals = record.goals
    row = frame.row_of[goals.owner]
    due = (goals.due.astype(np.int64) - EPOCH + 1) * DAY
    over = (goals.due >= 0) & (due <= frame.end)
    ended = goals.closed_at < frame.end
    confirmed = (goals.confirmed_at < frame.end) & (goals.confirmed_by != NOBODY)
    confirmed &= goals.confirmed_by != goals.owner
    done = (goals.due >= 0) & ended & (goals.status == DONE) & confirmed
    dropped_late = over & ended & (goals.status == DROPPED) & (goals.closed_at >= due)
    overdue = over & ~ended & (goals.status != PROPOSED)
    at = np.where(ended, goals.closed_at, due)
    counted = (row != NOBODY) & (done | dropped_late | overdue) & (frame.end - at <= MEMORY * WEEK)
    goal = np.flatnonzero(counted)
    age = np.maximum(frame.end - at[goal], 0) / WEEK
    on_time = done[goal] & (goals.closed_at[goal] < due[goal])
    return Closings(goal, row[goal], on_time, at[goal], 0.5 ** (age / constants.delivery_half_life))


def shrunken(on_time: Floats, closed: Floats, peers: Floats, constants: Constants) -> Floats:
    """The rate of commitments that landed, drawn to the peers' mean."""
    return (on_time + constants.delivery_prior * peers) / (closed + constants.delivery_prior)


def below(on_time: Floats, closed: Floats, peers: Floats, constants: Constants) -> Floats:
    """The probability that the true rate lies below the peers' mean: a Beta distribution's."""
    prior = constants.delivery_prior
    return beta_below(on_time + prior * peers, closed - on_time + prior * (1 - peers), peers)
