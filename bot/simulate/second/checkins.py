"""Answering as a habit that is kept or lost; answers on scales that everybody cuts in their own way."""

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints
from bot.simulate.history import Checkins, Plan
from bot.simulate.second.course import Course
from bot.simulate.second.staff import Staff

CUTS = np.array([-2.1, -1.1, 0.1, 1.4])
WEARING_OUT = 0.012  # of the chance to answer, for each half year of being asked


def answer(rng: np.random.Generator, plan: Plan, staff: Staff, course: Course) -> Checkins:
    """One row for each week of employment."""
    answered = _answered(rng, staff, course)
    mood = _felt(rng, plan, staff, course)
    # What comes in and what waits is felt as load, by each against what they are used to.
    load = 0.9 * np.log(course.busy / 0.82) + 0.38 * course.queue - 0.12
    load = load + 0.8 * rng.normal(0, 1, (len(staff), 1)) + 0.7 * _lingering(rng, load.shape, 0.25)
    strained = course.queue > 1
    blocked = 1 - np.exp(-0.09 * (1 + 1.1 * course.queue + 0.5 * strained))
    return Checkins(
        asked=course.there,
        excused=course.there & course.away,
        answered=answered,
        mood=np.where(answered, _on_scale(rng, mood, staff.hides_mood), 0),
        workload=np.where(answered, _on_scale(rng, load, np.zeros(len(staff), bool)), 0),
        blocked=answered & (rng.random(load.shape) < blocked),
    )


def _answered(rng: np.random.Generator, staff: Staff, course: Course) -> Bools:
    """Each answer makes the next one likelier; low spirits, load and notice wear the habit out."""
    rows, weeks = course.there.shape
    table = np.zeros((rows, weeks), bool)
    habit: Bools = np.less(rng.random(rows), 0.8)
    for week in range(weeks):
        keen = np.where(habit, staff.answers_again, staff.answers_anew) - WEARING_OUT * week / 26
        low = np.clip(-course.content[:, week], 0, 2)
        chance = (
            keen * (1 - 0.1 * low) * (1 - 0.04 * course.queue[:, week]) * (1 - 0.4 * course.fading[:, week])
        )
        asked = course.there[:, week] & ~course.away[:, week]
        table[:, week] = asked & ~course.unknown[:, week] & (rng.random(rows) < chance)
        habit = np.where(asked, table[:, week], habit)
    return table


def _felt(rng: np.random.Generator, plan: Plan, staff: Staff, course: Course) -> Floats:
    """Contentment with the week's own noise; who hides it shows a fifth."""
    depth = plan.effect if plan.planted else 1.0
    strain = 0.25 * np.minimum(course.strain, 4)
    felt = 0.85 * depth * course.content - 0.5 * course.fading - strain - 0.6 * course.team_shaken
    shown = np.where(staff.hides_mood, 0.2, 1.0)[:, None]
    own = (0.3 * staff.embedded + 0.5 * rng.normal(0, 1, len(staff)))[:, None]
    mood: Floats = own + felt * shown + 0.6 * _lingering(rng, felt.shape, 0.3)
    return mood


def _lingering(rng: np.random.Generator, shape: tuple[int, ...], share: float) -> Floats:
    """Noise of which a share is that of the week before: a moving sum, not a decaying one."""
    noise = rng.standard_t(6, (shape[0], shape[1] + 1)) / np.sqrt(1.5)
    mixed: Floats = np.sqrt(1 - share) * noise[:, 1:] + np.sqrt(share) * noise[:, :-1]
    return mixed


def _on_scale(rng: np.random.Generator, value: Floats, cramped: Bools) -> Ints:
    """One to five by one's own cut-points; a cramped scale hardly leaves three and four."""
    cuts = CUTS + rng.normal(0, 0.3, (len(value), 1))
    width = np.where(cramped | (rng.random(len(value)) < 0.12), 1.8, 1.0)[:, None]
    edges = cuts * width
    steps: Ints = 1 + (value[:, :, None] > edges[:, None, :]).sum(axis=2, dtype=np.int64)
    return steps
