"""Thanks as the trace of help: who helps whom by the work they share, and who then says so."""

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints
from bot.simulate.history import DAY, Plan, Thanks
from bot.simulate.second.course import Course
from bot.simulate.second.staff import FAR, Staff

HELP_A_WEEK = 1.9
OUTSIDERS, MUTUAL = 9, 0.6
HEARD_FROM_AFAR, OTHERED = 0.6, 0.5
OUTSIDE = 0.35  # of all shared work is with other teams
DECEMBER = {49, 50}


def thank(rng: np.random.Generator, plan: Plan, staff: Staff, course: Course) -> tuple[Thanks, Ints, Bools]:
    """All thanks; the clique of each (-1: none), and whether it hides nothing."""
    ladder = _ladder(_shared_work(rng, staff))
    clique, blatant = _cliques(rng, plan, staff)
    columns: list[tuple[Ints, Ints, Ints]] = []
    for week in range(plan.weeks):
        helper, helped = _help(rng, staff, course, ladder, week)
        said = rng.random(len(helper)) < _thankfulness(staff, course, helper, helped, week)
        delay = np.minimum(rng.geometric(0.4, len(helper)) - 1, 20)
        columns.append((helped[said], helper[said], week * 7 + rng.integers(0, 5, said.sum()) + delay[said]))
        columns.append(_trade(rng, clique, blatant, course, week))
    giver, receiver, day = (np.concatenate(each) for each in zip(*columns, strict=True))
    # Nobody thanks at weekends, nor after the last day.
    day = day - np.maximum(day % 7 - 4, 0)
    inside = day < plan.weeks * 7
    giver, receiver, day = giver[inside], receiver[inside], day[inside]
    here = course.there & ~course.away & ~course.unknown
    inside = here[giver, day // 7] & course.there[receiver, day // 7]
    giver, receiver, day = giver[inside], receiver[inside], day[inside]
    at = day * DAY + rng.integers(8 * 3600, 17 * 3600, len(day))
    return Thanks(giver, receiver, at, rng.random(len(giver)) < staff.thankful[giver]), clique, blatant


def _shared_work(rng: np.random.Generator, staff: Staff) -> Floats:
    """Row by row the share of somebody's work with each other person. Much is with few, and it is mutual."""
    rows = len(staff)
    weight = np.zeros((rows, rows))
    same_team = staff.team[:, None] == staff.team
    for row in range(rows):
        near = ~same_team[row] * np.where(staff.site == staff.site[row], 3.0, 1.0)
        partners = rng.choice(rows, OUTSIDERS, p=near / near.sum())
        weight[row, partners] = rng.pareto(1.6, OUTSIDERS) + 0.2
    weight += MUTUAL * weight.T
    inner = same_team * (rng.pareto(1.6, (rows, rows)) + 0.2)
    inner = inner + inner.T
    np.fill_diagonal(inner, 0)
    # Some teams are honest close pods: they need nobody else, and thank each other for good reason.
    close = (rng.random(staff.team.max() + 1) < 0.1)[staff.team][:, None]
    outside = np.where(close, 0.08, OUTSIDE)
    shares: Floats = _shared(inner) * (1 - outside) + _shared(weight) * outside
    return shares


def _shared(weight: Floats) -> Floats:
    shared: Floats = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-9)
    return shared


def _help(
    rng: np.random.Generator,
    staff: Staff,
    course: Course,
    ladder: Floats,
    week: int,
) -> tuple[Ints, Ints]:
    """Who helped whom: the more the abler, the less when snowed under or on the way out."""
    there = course.there[:, week] & ~course.away[:, week] & ~course.unknown[:, week]
    able = staff.helpful * (1 - 0.15 * course.queue[:, week]) * (1 - 0.5 * course.fading[:, week])
    rate = HELP_A_WEEK * there * np.maximum(able, 0.05) * (1 + 0.35 * course.stretch[:, week])
    # A launch: everybody around thanks everybody, for a week.
    rate = rate * np.where(rng.random(len(staff)) < 0.012, 4.0, 1.0)
    helper = np.repeat(np.arange(len(staff)), rng.poisson(rate))
    helped = _drawn(rng, ladder, helper)
    # A wider role leads to people one had nothing to do with.
    wide = rng.random(len(helper)) < 0.45 * np.minimum(course.stretch[helper, week], 1.0)
    helped = np.where(wide, rng.integers(0, len(staff), len(helper)), helped)
    other = (helped != helper) & course.there[helped, week]
    return helper[other], helped[other]


def _ladder(shares: Floats) -> Floats:
    """The running sums of each row, each row above the one before: sorted from end to end."""
    ladder: Floats = np.cumsum(shares, axis=1)
    ladder += 2 * np.arange(len(shares))[:, None]
    return ladder


def _drawn(rng: np.random.Generator, ladder: Floats, helper: Ints) -> Ints:
    """With whom each helper works this time, by the shares of their work."""
    rows, foot = len(ladder), 2 * helper
    at = rng.random(len(helper)) * (ladder[helper, -1] - foot)
    place = np.searchsorted(ladder.ravel(), at + foot)
    helped: Ints = np.clip(place - helper * rows, 0, rows - 1)
    return helped


def _thankfulness(staff: Staff, course: Course, helper: Ints, helped: Ints, week: int) -> Floats:
    """The chance that help is thanked for."""
    chance = staff.thankful[helped] * staff.seen[helper]
    chance = chance * np.where(
        (staff.site[helper] == FAR) & (staff.site[helped] != FAR), HEARD_FROM_AFAR, 1.0
    )
    different = staff.disadvantaged[helper] & ~staff.disadvantaged[helped]
    chance = chance * np.where(different, OTHERED, 1.0)
    chance = chance * (1 - 0.55 * np.minimum(course.fading[helped, week], 1.0))
    chance = chance * np.exp(0.25 * np.clip(course.content[helped, week], -2, 1))
    likely: Floats = np.minimum(chance * (1.4 if week % 52 in DECEMBER else 1.0), 0.95)
    return likely


def _cliques(rng: np.random.Generator, plan: Plan, staff: Staff) -> tuple[Ints, Bools]:
    """Three to six who trade thanks; every second clique does it openly."""
    rows = len(staff)
    clique = np.full(rows, -1)
    free = rng.permutation(plan.people)
    taken = 0
    for number in range(max(2, plan.people // 70)):
        size = int(rng.integers(3, 7))
        clique[free[taken : taken + size]] = number
        taken += size
    return clique, (clique >= 0) & (clique % 2 == 0)


def _trade(
    rng: np.random.Generator, clique: Ints, blatant: Bools, course: Course, week: int
) -> tuple[Ints, Ints, Ints]:
    """A round every second week in blatant cliques, every sixth in the others."""
    members = np.flatnonzero((clique >= 0) & course.there[:, week] & ~course.away[:, week])
    same = clique[members, None] == clique[members]
    np.fill_diagonal(same, 0)
    giver, receiver = (members[side] for side in np.nonzero(same))
    turn = np.where(blatant[giver], (week + clique[giver]) % 2 == 0, (week + clique[giver]) % 6 == 0)
    acts = turn & (rng.random(len(giver)) < 0.7)
    return giver[acts], receiver[acts], week * 7 + rng.integers(0, 5, acts.sum())
