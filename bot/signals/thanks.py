"""Kudos by week, and the workspace's norms of thanking."""

import numpy as np

from bot.signals.constants import HORIZON, Constants
from bot.signals.frame import Frame, weeks
from bot.signals.norms import count_norms
from bot.signals.record import NOBODY, Flags, Floats, Ints, Record
from bot.signals.slate import Norms, Thanks
from bot.signals.ties import tied


def built(record: Record, frame: Frame, here: Flags, constants: Constants) -> Thanks:
    """Everybody's weeks of giving and receiving."""
    kudos = record.kudos
    week = frame.week(kudos.at)
    near = np.flatnonzero((week >= 0) & (week < HORIZON))
    giver, receiver, when = kudos.giver[near], kudos.receiver[near], week[near]
    trust = tied(giver, receiver, len(record.people), constants).trust_of(giver, receiver)
    counted = _one_each(giver, receiver, kudos.at[near], when, len(record.people), constants)
    first = _first_times(record, week)[near]
    thanks = Thanks(
        here=here,
        given=_by_week(frame, frame.row_of[giver], when),
        received=_by_week(frame, frame.row_of[receiver], when, trust * counted),
        first=_by_week(frame, frame.row_of[receiver], when, first.astype(np.float64)),
        learned=_learned(record, frame),
    )
    thanks.norms.update(_norms(thanks, constants))
    return thanks


def _by_week(frame: Frame, rows: Ints, week: Ints, weights: Floats | None = None) -> Floats:
    kept = rows != NOBODY
    cells = rows[kept] * HORIZON + week[kept]
    found = np.bincount(cells, None if weights is None else weights[kept], len(frame) * HORIZON)
    table: Floats = found.astype(np.float32).reshape(len(frame), HORIZON)
    return table


def _learned(record: Record, frame: Frame) -> Floats:
    week = frame.week(record.learning.at)
    near = (week >= 0) & (week < HORIZON)
    return _by_week(frame, frame.row_of[record.learning.person[near]], week[near])


def _one_each(giver: Ints, receiver: Ints, at: Ints, week: Ints, size: int, constants: Constants) -> Flags:
    """Of the thanks of one giver to one person in some weeks only the first counts."""
    spell = week // constants.thanks_counted_each
    order = np.argsort(at, kind="stable")
    keys = ((giver.astype(np.int64) * size + receiver) * HORIZON + spell)[order]
    _, firsts = np.unique(keys, return_index=True)
    counted = np.zeros(len(giver), bool)
    counted[order[firsts]] = True
    return counted


def _first_times(record: Record, week: Ints) -> Flags:
    """Which thanks are a giver's first to that person, as far back as is remembered."""
    kudos = record.kudos
    past = np.flatnonzero(week >= 0)
    pairs = kudos.giver[past].astype(np.int64) * len(record.people) + kudos.receiver[past]
    order = np.lexsort((kudos.at[past], pairs))
    ordered = pairs[order]
    begins = np.ones(len(ordered), bool)
    begins[1:] = ordered[1:] != ordered[:-1]
    first = np.zeros(len(week), bool)
    first[past[order[begins]]] = True
    return first


def _norms(thanks: Thanks, constants: Constants) -> Norms:
    norms: Norms = {}
    short = weeks(max(constants.windows), constants.baseline)
    long = weeks(max(constants.growth_windows), constants.baseline)
    for name, base in (("given", short), ("received", long), ("first", long), ("learned", long)):
        norms |= count_norms(name, getattr(thanks, name), thanks.here, base, constants)
    return norms
