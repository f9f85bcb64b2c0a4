"""The watch cues: engagement, overload, stay conversation."""

from dataclasses import replace

import numpy as np

from bot.signals import measures
from bot.signals.constants import Constants
from bot.signals.judged import Judged, Window, collected, family_of, window_of
from bot.signals.slate import Slates


def engagement(slates: Slates, c: Constants) -> Judged:
    """Has something changed for them? Answers, answering, goals and giving against their own normal."""
    windows = [_engagement(slates, weeks, c) for weeks in c.windows]
    return collected(windows, slates.checks.here, families_needed=2)


def stay(slates: Slates, c: Constants) -> Judged:
    """Whom have I not asked lately? Change and level together."""
    windows = [_engagement(slates, weeks, c) for weeks in c.windows]
    levels = slates.levels
    level = -(
        c.stay_answering * levels.z_answering + c.stay_mood * levels.z_mood + c.stay_giving * levels.z_giving
    )
    found = collected(windows, slates.checks.here, families_needed=2)
    facts = {**found.facts, "level": level}
    return replace(found, score=c.stay_engagement * found.score + level, facts=facts)


def overload(slates: Slates, c: Constants) -> Judged:
    """Is load above capacity? Energy, blockers, mood, and more open goals than usual."""
    windows = [_overload(slates, weeks, c) for weeks in c.overload_windows]
    found = collected(windows, slates.checks.here, families_needed=2)
    tired = found.families["energy"] > 0
    loaded = (found.families["blockers"] > 0) | (found.families["goals"] > 0)
    return replace(found, gate=tired & loaded)


def _engagement(slates: Slates, weeks: int, c: Constants) -> Window:
    checks, thanks, work = slates.checks, slates.thanks, slates.work
    mood = measures.scale(checks, "mood", weeks, shift=c.scale_shift, constants=c)
    energy = measures.scale(checks, "energy", weeks, shift=c.scale_shift, constants=c)
    answered = measures.rate(
        checks.given, checks.due, checks.norms, "answered", weeks, shift=c.answered_shift, constants=c
    )
    updated = measures.rate(
        work.updated, work.here, work.norms, "updated", weeks, shift=c.updated_shift, constants=c
    )
    pace = measures.pace(work, c)
    season = thanks.norms["given_season"][None, :]
    given = measures.count(
        *(thanks.given, thanks.here * season, thanks.norms, "given", weeks),
        ratio=c.given_ratio,
        constants=c,
    )
    parts = {"mood": mood, "energy": energy, "answered": answered}
    parts |= {"updated": updated, "pace": pace, "given": given}
    families = {
        "answers": family_of(c.mood_weight * mood.term + c.energy_weight * energy.term, c),
        "answering": family_of(answered.term, c),
        "goals": family_of(c.updates_weight * updated.term + c.pace_weight * pace.term, c),
        "giving": family_of(given.term, c),
    }
    known = np.sum(
        [mood.known | energy.known, answered.known, updated.known | pace.known, given.known], axis=0
    )
    seen = np.maximum(mood.seen, answered.seen) + updated.seen + given.seen
    return window_of(weeks, parts, families, known, seen)


def _overload(slates: Slates, weeks: int, c: Constants) -> Window:
    checks, work = slates.checks, slates.work
    energy = measures.scale(checks, "energy", weeks, shift=c.overload_energy_shift, constants=c)
    mood = measures.scale(checks, "mood", weeks, shift=c.scale_shift, constants=c)
    blockers = measures.count(
        *(checks.blocked.astype(np.float64), checks.given.astype(np.float64), checks.norms),
        *("blockers", weeks),
        ratio=c.blockers_ratio,
        constants=c,
    )
    goals = measures.load(work, weeks, c)
    parts = {"energy": energy, "blockers": blockers, "mood": mood, "goals": goals}
    families = {
        "energy": family_of(energy.term, c),
        "blockers": family_of(blockers.term, c),
        "mood": family_of(c.overload_mood_weight * mood.term, c),
        "goals": family_of(goals.term, c),
    }
    known = np.sum([energy.known, blockers.known | goals.known], axis=0)
    return window_of(weeks, parts, families, known, energy.seen + blockers.seen + goals.seen)
