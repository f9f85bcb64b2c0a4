"""Goals of a quarter, their updates, and whether they land in time."""

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints
from bot.simulate.first.checkins import in_week, persistent, season
from bot.simulate.first.lives import Lives
from bot.simulate.first.people import Traits
from bot.simulate.history import NOT, Goals, People, Plan, Updates

QUARTER = 13
BEFORE = 26  # weeks of goals begun before week 0
CONFIRMED = 0.85


def pursue(
    rng: np.random.Generator, plan: Plan, people: People, traits: Traits, lives: Lives, present: Bools
) -> tuple[Goals, Updates]:
    """What was agreed, what was reported, what was reached."""
    owner, opened = _openings(rng, plan, people, lives)
    span = rng.integers(QUARTER - 4, QUARTER + 2, len(owner))
    share = _progress(rng, plan, traits, lives, owner, opened, span)
    goals = _closings(rng, plan, people, owner, opened, span, share)
    return goals, _updates(rng, plan, traits, lives, present, goals, share)


def _openings(rng: np.random.Generator, plan: Plan, people: People, lives: Lives) -> tuple[Ints, Ints]:
    """One to five a quarter, begun within its first three weeks; more where load is high."""
    owners, weeks = [], []
    for first in range(0, plan.weeks, QUARTER):
        many = rng.integers(1, 4, len(people)) + rng.integers(0, 3, len(people)) * (
            rng.random(len(people)) < 0.4
        )
        owner = np.repeat(np.arange(len(people)), many)
        owners.append(owner)
        weeks.append(first + rng.integers(0, 3, len(owner)))
    for table in (lives.overload, lives.busy):
        begins = np.diff((table > 0).astype(np.int64), axis=1, prepend=1) == 1
        owner, week = np.nonzero(begins)
        many = rng.choice([0, 1, 2], len(owner), p=[0.4, 0.4, 0.2])
        owners.append(np.repeat(owner, many))
        weeks.append(np.repeat(week, many))
    owner, week = np.concatenate(owners), np.concatenate(weeks)
    there = (people.start[owner] <= week) & (week < people.end[owner] - 2)
    order = np.argsort(week[there], kind="stable")
    return owner[there][order], week[there][order]


def _progress(
    rng: np.random.Generator,
    plan: Plan,
    traits: Traits,
    lives: Lives,
    owner: Ints,
    opened: Ints,
    span: Ints,
) -> Floats:
    """The true share done at the end of each week, goals by weeks; overload slows, growth speeds up."""
    own = np.exp(0.16 * traits.delivery[owner] + rng.normal(0, 0.32, len(owner)))
    tempo = 1 + 0.3 * lives.rising[owner] - 0.25 * lives.overload[owner] - 0.25 * lives.updating[owner]
    week = np.arange(plan.weeks)
    running = week >= opened[:, None]
    noise = np.maximum(1 + 0.5 * rng.normal(0, 1, tempo.shape), 0)
    return np.cumsum(running * tempo * noise * (own / span)[:, None], axis=1)


def _closings(
    rng: np.random.Generator,
    plan: Plan,
    people: People,
    owner: Ints,
    opened: Ints,
    span: Ints,
    share: Floats,
) -> Goals:
    """Closed when done; given up five weeks after its date where half was not reached."""
    done = share >= 1
    finished = np.where(done.any(axis=1), done.argmax(axis=1), NOT)
    due = opened + span
    given_up = due + 5
    at_date = share[np.arange(len(owner)), np.minimum(given_up, plan.weeks - 1)]
    dropped = (at_date < 0.75) & (given_up < plan.weeks) & ((finished == NOT) | (finished > given_up))
    closed = np.where(dropped, given_up, finished)
    closed = np.where((closed == NOT) | (closed >= people.end[owner]), NOT, closed)
    dropped &= closed != NOT
    closed_day = np.where(closed == NOT, NOT, closed * 7 + rng.integers(0, 5, len(owner)))
    seen = (closed != NOT) & ~dropped & (rng.random(len(owner)) < CONFIRMED)
    confirmed = np.where(seen, closed_day + rng.integers(0, 6, len(owner)), NOT)
    confirmed = np.where(confirmed < plan.weeks * 7, confirmed, NOT)
    return Goals(owner, opened * 7, due * 7 + 4, closed_day, confirmed, dropped)


def _updates(
    rng: np.random.Generator,
    plan: Plan,
    traits: Traits,
    lives: Lives,
    present: Bools,
    goals: Goals,
    share: Floats,
) -> Updates:
    """A person who updates in a week updates most of what is open; some report more than there is."""
    rows = len(present)
    logit = traits.updating_logit[:, None] + 0.6 * persistent(rng, rows, plan.weeks, 0.4)
    logit = logit + season(plan.weeks) - 0.9 * lives.updating - 0.3 * lives.overload
    updating = present & (rng.random((rows, plan.weeks)) < 1 / (1 + np.exp(-logit)))
    week = np.arange(plan.weeks)
    last = np.where(goals.closed == NOT, (goals.due + 28) // 7, goals.closed // 7)
    open_then = (week >= goals.opened[:, None] // 7) & (week <= last[:, None])
    goal, at = np.nonzero(open_then & updating[goals.owner] & (rng.random(open_then.shape) < 0.8))
    value = share[goal, at] + 0.25 * traits.inflates[goals.owner[goal]]
    reported = np.clip(100 * value + rng.normal(0, 4, len(goal)), 0, 100)
    return Updates(goal, in_week(rng, at), np.rint(reported))
