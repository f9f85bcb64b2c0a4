"""Week by week: work piles up or is done, contentment drifts and is shaken, people decide to go.

Nothing is planted as a stretch of symptoms. Overload is a queue that has grown too long;
leaving is a decision, taken the more likely the less content somebody is, or because of an
offer from outside; and the decision is followed by weeks of notice in which interest fades.
"""

from dataclasses import dataclass, field

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints
from bot.simulate.history import NEVER, Plan
from bot.simulate.second.staff import SOUTHERN, Staff

RUN_IN = 30
DECISIONS_A_WEEK, OFFERS_A_WEEK, DISMISSALS_A_WEEK = 0.00125, 0.0011, 0.0003
SHOCKS_A_WEEK = 0.016
TEAM_SHOCKS_A_WEEK = 0.01
SURGES_A_WEEK, STRETCHES_A_WEEK = 0.0105, 0.0028
LONG_QUEUE = 1.1  # weeks of one's own work that wait
ILLNESS_A_WEEK = 0.007


@dataclass
class Course:
    """What is recorded of every week: rows by weeks. `end` is the first week in which somebody is gone."""

    there: Bools
    content: Floats
    strain: Floats
    queue: Floats
    busy: Floats
    fading: Floats
    stretch: Floats
    away: Bools
    unknown: Bools
    team_shaken: Bools
    shaken: Bools
    start: Ints
    end: Ints
    chose: Bools


@dataclass
class _State:
    """Each row as it stands this week."""

    content: Floats
    queue: Floats
    busy: Floats
    long_since: Ints
    surge: Floats
    surge_left: Ints
    stretch_age: Ints
    decided: Ints
    absent_left: Ints
    absence_known: Bools
    team_demand: Floats
    shaken_left: Ints
    team_shaken_left: Ints
    openings: list[tuple[int, int]] = field(default_factory=list)


def run(rng: np.random.Generator, plan: Plan, staff: Staff) -> Course:
    """From half a year before week 0 to the last week."""
    rows, weeks = len(staff), plan.weeks
    course = _blank(rows, weeks, staff, plan.people)
    state = _begin(rng, staff)
    for week in range(-RUN_IN, weeks):
        there = (course.start <= week) & (week < course.end)
        _shake(rng, state, staff)
        _work(rng, plan, state, staff)
        _grow(rng, plan, state, there)
        _rest(rng, state, week, staff)
        if week >= 0:
            _decide(rng, plan, state, staff, course, week, there)
            _record(plan, staff, course, state, week, there)
    return course


def _blank(rows: int, weeks: int, staff: Staff, people: int) -> Course:
    def empty() -> Floats:
        return np.zeros((rows, weeks))

    def no() -> Bools:
        return np.zeros((rows, weeks), bool)

    start = np.where(np.arange(rows) < people, -staff.tenure, NEVER)
    end = np.full(rows, NEVER)
    return Course(
        there=no(),
        content=empty(),
        strain=empty(),
        queue=empty(),
        busy=empty(),
        fading=empty(),
        stretch=empty(),
        away=no(),
        unknown=no(),
        team_shaken=no(),
        shaken=no(),
        start=start,
        end=end,
        chose=np.zeros(rows, bool),
    )


def _begin(rng: np.random.Generator, staff: Staff) -> _State:
    rows, teams = len(staff), int(staff.team.max()) + 1
    none = np.zeros(rows, np.int64)
    return _State(
        content=rng.normal(0, 0.5, rows) + 0.3 * staff.embedded,
        queue=rng.exponential(0.3, rows),
        busy=np.ones(rows),
        long_since=none.copy(),
        surge=np.zeros(rows),
        surge_left=none.copy(),
        stretch_age=np.full(rows, -1),
        decided=np.full(rows, NEVER),
        absent_left=none.copy(),
        absence_known=np.zeros(rows, bool),
        team_demand=np.zeros(teams),
        shaken_left=none.copy(),
        team_shaken_left=np.zeros(teams, np.int64),
    )


def _shake(rng: np.random.Generator, state: _State, staff: Staff) -> None:
    """Contentment returns to what is one's own, each at one's own pace; blows come by chance."""
    rows = len(staff)
    own = 0.35 * staff.embedded
    blow = rng.random(rows) < SHOCKS_A_WEEK
    state.content += staff.resilience * (own - state.content) + rng.normal(0, 0.13, rows)
    state.content -= blow * rng.gamma(3.0, 0.4, rows)
    state.shaken_left = np.where(blow, rng.integers(3, 10, rows), np.maximum(state.shaken_left - 1, 0))
    hit = rng.random(len(state.team_demand)) < TEAM_SHOCKS_A_WEEK
    left = np.maximum(state.team_shaken_left - 1, 0)
    state.team_shaken_left = np.where(hit, rng.integers(4, 11, len(hit)), left)


def _work(rng: np.random.Generator, plan: Plan, state: _State, staff: Staff) -> None:
    """A queue: what comes, by the team's demand and one's own surges, less what one gets done."""
    rows = len(staff)
    effect = plan.effect if plan.planted else 0.0
    state.team_demand = 0.85 * state.team_demand + rng.normal(0, 0.07, len(state.team_demand))
    new = (rng.random(rows) < SURGES_A_WEEK) & (state.surge_left == 0)
    state.surge_left = np.where(new, rng.integers(5, 13, rows), np.maximum(state.surge_left - 1, 0))
    state.surge = np.where(new, rng.gamma(5.0, 0.13, rows), state.surge) * (state.surge_left > 0)
    demand = np.exp(0.5 * state.team_demand[staff.team] + rng.normal(-0.05, 0.16, rows))
    # Those who cope take on as much, also where nothing is planted, and their queue stays short.
    state.busy = 0.82 * demand * staff.capacity + np.where(staff.copes, 1.0, effect) * state.surge
    state.queue = np.maximum(state.queue + state.busy - staff.capacity * (1 + 0.6 * staff.copes), 0)
    # A queue without end would be taken away by somebody: work is dropped or given to others.
    state.queue *= np.where(state.surge_left == 0, 0.72, 0.95)
    # Where nothing is planted, others take over before a queue is long.
    state.queue = np.minimum(state.queue, 4.0 if plan.planted else LONG_QUEUE)
    state.long_since = np.where(state.queue > LONG_QUEUE, state.long_since + 1, 0)


def _grow(rng: np.random.Generator, plan: Plan, state: _State, there: Bools) -> None:
    """A wider role, taken up for half a year."""
    begins = there & (state.stretch_age < 0) & (rng.random(len(there)) < STRETCHES_A_WEEK * plan.planted)
    age = np.where(state.stretch_age >= 0, state.stretch_age + 1, -1)
    state.stretch_age = np.where(begins, 0, np.where(age > rng.integers(20, 32, len(there)), -1, age))


def _rest(rng: np.random.Generator, state: _State, week: int, staff: Staff) -> None:
    """Holidays by the hemisphere, the closed days of December, and illness that not everybody reports."""
    rows, of_year = len(staff), week % 52
    summer = np.where(staff.site == SOUTHERN, of_year in (1, 2, 3, 4), of_year in (28, 29, 30, 31, 32))
    holiday = rng.random(rows) < np.where(summer, 0.12, 0.025)
    ill = rng.random(rows) < ILLNESS_A_WEEK
    free = state.absent_left <= 1
    left = np.maximum(state.absent_left - 1, 0)
    length = np.where(ill, np.minimum(rng.geometric(0.45, rows), 8), rng.integers(1, 3, rows))
    begins = free & (holiday | ill)
    state.absent_left = np.where(begins, length, left)
    state.absence_known = np.where(begins, ~ill | (rng.random(rows) < 0.5), state.absence_known)
    if of_year == 51:
        state.absent_left = np.maximum(state.absent_left, 1)
        state.absence_known[:] = True


def _decide(
    rng: np.random.Generator,
    plan: Plan,
    state: _State,
    staff: Staff,
    course: Course,
    week: int,
    there: Bools,
) -> None:
    """Who has decided gives notice; the row that takes the place is the next free one."""
    rows = len(staff)
    # Where nothing is planted, leaving has nothing to do with contentment.
    pull = np.exp((-1.15 * state.content - 0.35 * staff.embedded) * plan.planted)
    undecided = there & (course.end == NEVER) & ~staff.leads
    decides = undecided & (rng.random(rows) < DECISIONS_A_WEEK * pull)
    offered = undecided & ~decides & (rng.random(rows) < OFFERS_A_WEEK)
    dismissed = undecided & ~decides & ~offered & (rng.random(rows) < DISMISSALS_A_WEEK)
    state.decided = np.where(decides, week, state.decided)
    notice = np.where(decides, rng.integers(5, 16, rows), rng.integers(2, 6, rows))
    leaving = decides | offered | dismissed
    course.end = np.where(leaving, week + notice, course.end)
    course.chose |= decides | offered
    free = np.flatnonzero(course.start == NEVER)
    for row, place in zip(np.flatnonzero(leaving), free, strict=False):
        course.start[place] = course.end[row] + rng.integers(1, 12)
        staff.team[place], staff.title[place] = staff.team[row], staff.title[row]
        staff.manager[place] = staff.manager[row]


def _record(plan: Plan, staff: Staff, course: Course, state: _State, week: int, there: Bools) -> None:
    since = np.maximum(week - state.decided + 1, 0)
    course.there[:, week] = there
    course.content[:, week] = state.content
    course.queue[:, week] = state.queue
    course.busy[:, week] = state.busy
    course.team_shaken[:, week] = state.team_shaken_left[staff.team] > 0
    course.strain[:, week] = state.long_since
    signs = plan.effect if plan.planted else 0.0
    course.fading[:, week] = signs * np.minimum(since / 5, 1.0)
    course.stretch[:, week] = np.where(state.stretch_age >= 0, plan.effect, 0.0) * np.minimum(
        (state.stretch_age + 1) / 8, 1.0
    )
    course.away[:, week] = (state.absent_left > 0) & state.absence_known
    course.unknown[:, week] = (state.absent_left > 0) & ~state.absence_known
    course.shaken[:, week] = (state.shaken_left > 0) & (state.decided == NEVER)
