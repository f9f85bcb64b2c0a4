"""From strength to what is said: states, bands, confidence, silence, and the one new watch cue."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.signals import finding
from bot.signals.constants import LEVELS, WATCH, Constants
from bot.signals.judged import Judged
from bot.signals.record import Earlier, Flags, Floats, Ints

BANDS = (None, finding.PERSON_ONLY, finding.CONVERSATION, finding.CLEAR)
STRENGTH = {band: number for number, band in enumerate(BANDS)}
LEVEL_BANDS = {-1: finding.LOW, 0: finding.USUAL, 1: finding.HIGH}
CONFIDENCE = (finding.LOW, finding.MEDIUM, finding.HIGH)
# An earlier run further back than this says nothing of the band that somebody is in.
STILL_DAYS = 35


@dataclass(frozen=True)
class Past:
    """Of one signal, by person: the band in effect at the last run (its strength, 0 for none), whether
    something was said within the weeks of silence, and whether the manager heard it."""

    held: Ints
    silent: Flags
    manager_silent: Flags


@dataclass(frozen=True)
class Decided:
    """Columns by person. `band` is a strength for evidence, -1 to 1 for levels."""

    band: Ints
    confidence: Ints
    cue: Flags
    raised: Flags
    candidate: Flags


def past(earlier: Earlier, signal: str, row_of: Ints, size: int, as_of: date, constants: Constants) -> Past:
    """What earlier runs said; those of the same day and later do not count."""
    today = as_of.toordinal()
    mine = np.array([name == signal for name in earlier.signal], bool)
    near = np.flatnonzero(mine & (earlier.day < today)) if len(mine) else np.zeros(0, np.int64)
    near = near[row_of[earlier.person[near]] >= 0]
    near = near[np.argsort(earlier.day[near], kind="stable")]
    rows, day = row_of[earlier.person[near]], earlier.day[near]
    held, silent, manager_silent = np.zeros(size, np.int64), np.zeros(size, bool), np.zeros(size, bool)
    strengths = np.array([STRENGTH.get(earlier.band[place], 0) for place in near.tolist()], np.int64)
    lately = day > today - STILL_DAYS
    held[rows[lately]] = strengths[lately]
    quiet = day > today - 7 * constants.silence_weeks
    silent[rows[quiet & earlier.raised[near]]] = True
    manager_silent[rows[quiet & earlier.raised[near] & earlier.to_manager[near]]] = True
    return Past(held, silent, manager_silent)


def decide(signal: str, judged: Judged, before: Past, constants: Constants) -> Decided:
    """The band of everybody for whom there is enough, whether it is new, and whether a manager may hear."""
    clear = judged.enough & ~judged.excused
    confidence = confidence_of(judged, constants)
    if judged.level is not None:
        band = judged.level
        cue = clear & (band != 0)
        reaches = cue & (confidence > 0)
        fresh = cue
    else:
        band, fresh = _banded(judged, confidence, before, constants)
        cue = clear & (band > 0)
        reaches = clear & (band >= STRENGTH[finding.CONVERSATION]) & fresh
    candidate = reaches & ~before.manager_silent
    raised = cue & fresh & (~before.silent | candidate)
    return Decided(band, confidence, cue, raised, candidate)


def confidence_of(judged: Judged, constants: Constants) -> Ints:
    """0 to 2: the lower of what families and observations allow."""
    c = constants
    seen = judged.observations
    by_seen = np.where(seen < c.observations_low, 0, np.where(seen <= c.observations_high, 1, 2))
    if judged.level is not None:
        return by_seen
    found: Ints = np.minimum(by_seen, np.clip(families_of(judged, c) - 1, 0, 2))
    return found


def families_of(judged: Judged, constants: Constants) -> Ints:
    """How many families speak for a change."""
    speaking = [values >= constants.family_least for values in judged.families.values()]
    number: Ints = np.stack(speaking).sum(axis=0)
    return number


def _banded(judged: Judged, confidence: Ints, before: Past, c: Constants) -> tuple[Ints, Flags]:
    """The band in effect, and whether the strength of this very run reaches one."""
    strong = np.digitize(judged.score, [c.band_person, c.band_conversation, c.band_clear])
    told = (families_of(judged, c) >= c.families_needed) & (confidence > 0)
    if judged.gate is not None:
        told &= judged.gate
    band = np.where(told, strong, np.minimum(strong, 1))
    held = np.where(judged.score >= c.band_left, before.held, 0)
    held = np.where(told, held, np.minimum(held, 1))
    return np.maximum(band, held), band > 0


def one_watch_cue(
    candidates: dict[str, Flags],
    scores: dict[str, Floats],
    managers: Ints,
    had: dict[int, int],
    constants: Constants,
) -> dict[str, Flags]:
    """Of the new watch cues of a manager's reports only the strongest reaches the manager in a month.

    `had` counts those of this month that earlier runs brought.
    """
    kept = {name: np.zeros(len(managers), bool) for name in candidates}
    waiting = [
        (-float(scores[name][row]), row, name)
        for name in candidates
        for row in np.flatnonzero(candidates[name]).tolist()
    ]
    heard = dict(had)
    for _, row, name in sorted(waiting):
        manager = int(managers[row])
        if heard.get(manager, 0) < constants.watch_cues_a_month:
            heard[manager] = heard.get(manager, 0) + 1
            kept[name][row] = True
    return kept


def heard_this_month(earlier: Earlier, manager_of: Ints, as_of: date) -> dict[int, int]:
    """How many new watch cues reached each manager in this calendar month before this day."""
    heard: dict[int, int] = {}
    first, today = as_of.replace(day=1).toordinal(), as_of.toordinal()
    for place in np.flatnonzero(earlier.to_manager & earlier.raised).tolist():
        if earlier.signal[place] in WATCH and first <= earlier.day[place] < today:
            manager = int(manager_of[earlier.person[place]])
            heard[manager] = heard.get(manager, 0) + 1
    return heard


def band_name(signal: str, band: int) -> str | None:
    """How a band is called in findings."""
    if signal == "unseen_contribution":
        return finding.CONVERSATION if band else None
    return LEVEL_BANDS[band] if signal in LEVELS else BANDS[band]
