"""Key results of a quarter, all due at its end; work on them follows an S, reports come by habit."""

import numpy as np

from bot.simulate.arrays import Floats, Ints
from bot.simulate.history import DAY, NOT, Goals, Plan, Updates
from bot.simulate.second.course import Course
from bot.simulate.second.staff import Staff

QUARTER = 13


def pursue(rng: np.random.Generator, plan: Plan, staff: Staff, course: Course) -> tuple[Goals, Updates]:
    """What was agreed, done, and said to be done."""
    owner, opened, due = _agreed(rng, plan, course)
    share = _work(rng, plan, staff, course, owner, opened, due)
    goals = _settle(rng, plan, course, owner, opened, due, share)
    return goals, _report(rng, plan, staff, course, goals, share)


def _agreed(rng: np.random.Generator, plan: Plan, course: Course) -> tuple[Ints, Ints, Ints]:
    """Two or three at the quarter's start, now and then one in its middle."""
    owners, weeks, dues = [], [], []
    rows = len(course.there)
    for first in range(0, plan.weeks, QUARTER):
        regular = np.repeat(np.arange(rows), rng.choice([1, 2, 3, 4], rows, p=[0.15, 0.45, 0.3, 0.1]))
        # Who has a surge of work is given goals for it.
        middle = min(first + 6, plan.weeks - 1)
        burdened = rng.random(rows) < np.where(course.busy[:, middle] > 1.15, 0.55, 0.1)
        late = np.flatnonzero(burdened)
        owners.append(np.concatenate([regular, late]))
        begins = np.concatenate([first + rng.integers(0, 2, len(regular)), np.full(len(late), middle)])
        weeks.append(begins)
        dues.append(np.full(len(begins), first + QUARTER - 1) + rng.integers(0, 2, len(begins)))
    owner, opened, due = np.concatenate(owners), np.concatenate(weeks), np.concatenate(dues)
    opened = np.minimum(opened, plan.weeks - 1)
    there = course.there[owner, opened]
    return owner[there], opened[there], due[there]


def _work(
    rng: np.random.Generator,
    plan: Plan,
    staff: Staff,
    course: Course,
    owner: Ints,
    opened: Ints,
    due: Ints,
) -> Floats:
    """Effort adds up, fast in the middle. Queues and fading interest slow it, a wider role lifts it."""
    week = np.arange(plan.weeks)
    late_start = rng.lognormal(0, 0.25, len(owner))[:, None]
    elapsed = np.clip((week - opened[:, None] + 1) / (due - opened + 1)[:, None], 0, 2)
    vigour = staff.capacity[owner, None] ** 0.8 * (1 + 0.28 * course.stretch[owner])
    vigour = vigour * (1 - 0.13 * course.queue[owner]) * (1 - 0.25 * course.fading[owner])
    away = course.away[owner] | course.unknown[owner]
    pace = np.where((week >= opened[:, None]) & ~away, np.maximum(vigour, 0.1), 0)
    pace = pace * (0.45 + 1.5 * np.exp(-(((elapsed - 0.6) / 0.33) ** 2)))
    total: Floats = np.cumsum(pace, axis=1) / (due - opened + 1)[:, None] * late_start * 0.98
    return np.minimum(total, 1.2)


def _settle(
    rng: np.random.Generator,
    plan: Plan,
    course: Course,
    owner: Ints,
    opened: Ints,
    due: Ints,
    share: Floats,
) -> Goals:
    """Done is closed within days; what has not come far is dropped at the quarter's review."""
    done = share >= 1
    week = np.where(done.any(axis=1), done.argmax(axis=1), NOT)
    review = due + 2
    at_review = share[np.arange(len(owner)), np.minimum(review, plan.weeks - 1)]
    dropped = (at_review < 0.7) & (review < plan.weeks) & (rng.random(len(owner)) < 0.7)
    closed = np.where(dropped & ((week == NOT) | (week > review)), review, week)
    dropped &= closed == review
    gone = (closed == NOT) | (closed >= course.end[owner])
    closed, dropped = np.where(gone, NOT, closed), dropped & ~gone
    day = np.where(closed == NOT, NOT, closed * 7 + rng.integers(0, 5, len(owner)))
    looks = rng.random(len(owner)) < 0.8
    confirmed = np.where((day != NOT) & ~dropped & looks, day + rng.geometric(0.25, len(owner)), NOT)
    confirmed = np.where(confirmed < plan.weeks * 7, confirmed, NOT)
    return Goals(owner, opened * 7 + 1, due * 7 + 4, day, confirmed, dropped)


def _report(
    rng: np.random.Generator, plan: Plan, staff: Staff, course: Course, goals: Goals, share: Floats
) -> Updates:
    """Each person reports at their own interval, in days; neglect makes it longer. Figures are round."""
    found: list[tuple[int, int, float]] = []
    for goal, owner in enumerate(goals.owner.tolist()):
        day = float(goals.opened[goal]) + rng.gamma(2.0, staff.gap[owner] / 2)
        last = goals.closed[goal] if goals.closed[goal] != NOT else goals.due[goal] + 21
        while day <= min(last, plan.weeks * 7 - 1):
            week = int(day // 7)
            if course.there[owner, week] and not (course.away[owner, week] or course.unknown[owner, week]):
                workday = 7 * week + min(int(day) % 7, 4)
                found.append((goal, workday, _said(goals, share, staff, goal, week)))
            slower = 1 + 1.3 * course.fading[owner, week] + 0.15 * course.queue[owner, week]
            day += rng.gamma(2.5, staff.gap[owner] * slower / 2.5)
    goal_, day_, said = (np.array(column) for column in zip(*found, strict=True))
    at = day_.astype(np.int64) * DAY + rng.integers(8 * 3600, 17 * 3600, len(day_))
    return Updates(goal_.astype(np.int64), at, said)


def _said(goals: Goals, share: Floats, staff: Staff, goal: int, week: int) -> float:
    """To the nearest five; who glosses over says what the plan says, up to ninety."""
    true = 100 * min(float(share[goal, week]), 1.0)
    if staff.glosses[goals.owner[goal]]:
        plan = 700 * (week + 1 - goals.opened[goal] // 7) / max(goals.due[goal] - goals.opened[goal], 1)
        true = max(true, min(plan, 90.0))
    return round(true / 5) * 5.0
