"""One answer a week, or none."""

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints
from bot.simulate.first.lives import Lives
from bot.simulate.first.people import Traits
from bot.simulate.history import WEEK, Checkins, People, Plan
from bot.simulate.spells import WEEKS_A_YEAR

PERSISTENCE = 0.35
SEASON_LOGIT = {51: -1.3, 0: -1.1, 30: -0.4, 31: -0.5, 32: -0.5, 33: -0.3}


def answer(
    rng: np.random.Generator, plan: Plan, people: People, traits: Traits, lives: Lives
) -> tuple[Checkins, Bools]:
    """The check-ins, and who is at work at all (leave and unknown leave taken off)."""
    rows, weeks = len(people), plan.weeks
    week = np.arange(weeks)
    employed = (people.start[:, None] < week) & (week < people.end[:, None])
    excused = employed & lives.on_leave
    present = employed & ~lives.on_leave & ~lives.unknown_leave
    habit = persistent(rng, rows, weeks, 0.5)
    logit = traits.answering_logit[:, None] + 0.9 * habit + season(weeks) - 1.3 * lives.answering
    answered = present & (rng.random((rows, weeks)) < 1 / (1 + np.exp(-logit)))
    mood = _mood(rng, plan, traits, lives, people)
    load = traits.load[:, None] + 1.1 * lives.overload + 0.9 * lives.busy + 0.3 * lives.shock
    load = load + persistent(rng, rows, weeks, PERSISTENCE) * 0.65
    blocked = np.clip(0.12 * (1 + 1.7 * lives.overload) * np.ones((rows, weeks)), 0, 0.9)
    return Checkins(
        asked=employed,
        excused=excused,
        answered=answered,
        mood=np.where(answered, _scale(mood), 0),
        workload=np.where(answered, _scale(load), 0),
        blocked=answered & (rng.random((rows, weeks)) < blocked),
    ), present


def persistent(rng: np.random.Generator, rows: int, weeks: int, rho: float) -> Floats:
    """Noise of variance one whose weeks hang together."""
    noise = rng.normal(0, 1, (rows, weeks))
    for week in range(1, weeks):
        noise[:, week] = rho * noise[:, week - 1] + np.sqrt(1 - rho**2) * noise[:, week]
    return noise


def season(weeks: int) -> Floats:
    """What the time of the year takes from everybody's logit."""
    return np.array([SEASON_LOGIT.get(week % WEEKS_A_YEAR, 0.0) for week in range(weeks)])


def _mood(rng: np.random.Generator, plan: Plan, traits: Traits, lives: Lives, people: People) -> Floats:
    rows = len(people)
    noise = persistent(rng, rows, plan.weeks, PERSISTENCE) * traits.mood_sd[:, None]
    down = 0.9 * lives.mood + 0.45 * lives.overload * ~traits.masks[:, None] + 0.6 * lives.shock
    mood = traits.mood[:, None] + noise - down
    # Some use only a part of the scale.
    return np.where(traits.narrow[:, None], np.clip(mood, 2.6, 4.4), mood)


def _scale(value: Floats) -> Ints:
    return np.clip(np.rint(value), 1, 5).astype(np.int64)


def in_week(rng: np.random.Generator, week: Ints) -> Ints:
    """An instant on a working day of that week, in seconds since the first Monday."""
    return week * WEEK + rng.integers(0, 5, len(week)) * 86_400 + rng.integers(8 * 3600, 17 * 3600, len(week))
