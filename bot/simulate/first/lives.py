"""What befalls people: the withdrawal before leaving, load, growth, and all that only looks like it.

Everything here is a table of people by weeks, from 0 (nothing) to its full depth.
"""

from dataclasses import dataclass

import numpy as np

from bot.simulate.arrays import Bools, Floats
from bot.simulate.first.people import Traits
from bot.simulate.history import NEVER, People, Plan
from bot.simulate.spells import Spells, cover, draw

SILENT_LEAVERS = 0.3


@dataclass(frozen=True)
class Lives:
    """Four symptoms of withdrawal (leavers' and those of a passing dip), and the rest."""

    mood: Floats
    answering: Floats
    updating: Floats
    giving: Floats
    overload: Floats
    busy: Floats
    rising: Floats
    praised: Floats
    shock: Floats
    on_leave: Bools
    unknown_leave: Bools
    dipping: Bools


def live(rng: np.random.Generator, plan: Plan, people: People, traits: Traits) -> Lives:
    """All stretches of all lives."""
    rows, weeks = len(people), plan.weeks
    effect = plan.effect if plan.planted else 0.0
    symptoms, dipping = _withdrawal(rng, plan, people)
    overload = draw(rng, rows, weeks, yearly=0.2, shortest=6, longest=14)
    rising = draw(rng, rows, weeks, yearly=0.13, shortest=20, longest=30)
    busy = draw(rng, rows, weeks, yearly=0.25, shortest=6, longest=14)
    praised = draw(rng, rows, weeks, yearly=0.3, shortest=2, longest=4)
    teams = int(people.team.max()) + 1
    shocks = draw(rng, teams, weeks, yearly=0.4, shortest=4, longest=10)
    leave = draw(rng, rows, weeks, yearly=2.4, shortest=1, longest=2)
    known = rng.random(len(leave)) < 0.92
    unknown = draw(rng, rows, weeks, yearly=0.2, shortest=2, longest=5)
    # Those who hide their mood hide most of a withdrawal with it.
    shown = np.where(traits.masks, 0.15, np.where(traits.narrow, 0.5, 1.0))[:, None]
    return Lives(
        mood=symptoms[0] * shown,
        answering=symptoms[1],
        updating=symptoms[2],
        giving=symptoms[3],
        overload=cover(overload, rows, weeks, ramp=2) * effect,
        busy=cover(busy, rows, weeks, ramp=1),
        rising=cover(rising, rows, weeks, ramp=5) * effect,
        praised=cover(praised, rows, weeks),
        shock=cover(shocks, teams, weeks)[people.team],
        on_leave=cover(leave.only(known), rows, weeks) > 0,
        unknown_leave=(cover(leave.only(~known), rows, weeks) + cover(unknown, rows, weeks)) > 0,
        dipping=dipping,
    )


def _withdrawal(rng: np.random.Generator, plan: Plan, people: People) -> tuple[list[Floats], Bools]:
    """The depth of each symptom. A leaver has some of them; so has somebody in a dip, who stays."""
    rows, weeks = len(people), plan.weeks
    before = _before_leaving(rng, people)
    if not plan.planted:
        before = before.only(np.zeros(len(before), bool))
    dips = draw(rng, rows, weeks, yearly=0.35, shortest=3, longest=9)
    symptoms = []
    for _ in range(4):
        lasting = rng.uniform(0.7, 1.5, len(before)) * (rng.random(len(before)) < 0.8) * plan.effect
        passing = rng.uniform(0.5, 1.3, len(dips)) * (rng.random(len(dips)) < 0.6) * plan.effect
        symptoms.append(
            np.maximum(cover(before, rows, weeks, lasting, ramp=4), cover(dips, rows, weeks, passing, ramp=1))
        )
    return symptoms, cover(dips, rows, weeks) > 0


def _before_leaving(rng: np.random.Generator, people: People) -> Spells:
    """From four weeks to half a year before the last day; about a third give no sign at all."""
    shows = people.left_by_choice & (people.end < NEVER) & (rng.random(len(people)) >= SILENT_LEAVERS)
    leavers = np.flatnonzero(shows)
    length = np.clip(np.exp(rng.normal(np.log(13), 0.45, len(leavers))), 4, 26).astype(np.int64)
    return Spells(leavers, people.end[leavers] - length, length)
