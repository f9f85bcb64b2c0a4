"""The second generator: queues, decisions and shared work. For the reported figures only.

It was written apart from the method: nothing in it is drawn from the formulas, its
parameters are its own, and no constant of the method is ever chosen by what it says.
"""

import numpy as np

from bot.simulate.history import NEVER, History, People, Plan, Truth
from bot.simulate.second.checkins import answer
from bot.simulate.second.course import Course, run
from bot.simulate.second.goals import pursue
from bot.simulate.second.staff import FAR, Staff, hire
from bot.simulate.second.thanks import thank

OVERLOADED_AFTER = 3  # weeks of a long queue


def generate(plan: Plan) -> History:
    """An organisation's whole history; the same plan makes the same."""
    rng = np.random.default_rng([2, plan.seed])
    staff = hire(rng, plan.people)
    staff, course = _met(staff, run(rng, plan, staff))
    checkins = answer(rng, plan, staff, course)
    goals, updates = pursue(rng, plan, staff, course)
    thanks, clique, blatant = thank(rng, plan, staff, course)
    truth = Truth(
        overloaded=course.there & (course.strain >= OVERLOADED_AFTER),
        rising=course.there & (course.stretch > 0),
        dipping=course.there & course.shaken,
        ring=clique >= 0,
        blatant_ring=blatant,
    )
    return History(plan, _people(staff, course), checkins, goals, updates, thanks, truth)


def _met(staff: Staff, course: Course) -> tuple[Staff, Course]:
    """Without the rows that nobody took; they are the last ones."""
    many = int((course.start < NEVER).sum())
    columns = [[column[:many] for column in vars(whole).values()] for whole in (staff, course)]
    return Staff(*columns[0]), Course(*columns[1])


def _people(staff: Staff, course: Course) -> People:
    return People(
        manager=staff.manager,
        team=staff.team,
        title=staff.title,
        site=staff.site,
        start=course.start,
        end=course.end,
        left_by_choice=course.chose,
        remote=staff.site == FAR,
        disadvantaged=staff.disadvantaged,
    )
