"""The first generator: traits stay, and stretches of weeks push them. Constants may be tuned on it."""

import numpy as np

from bot.simulate.first.checkins import answer
from bot.simulate.first.goals import pursue
from bot.simulate.first.lives import live
from bot.simulate.first.people import organise
from bot.simulate.first.thanks import thank
from bot.simulate.history import History, Plan, Truth


def generate(plan: Plan) -> History:
    """An organisation's whole history; the same plan makes the same."""
    rng = np.random.default_rng([1, plan.seed])
    people, traits = organise(rng, plan)
    lives = live(rng, plan, people, traits)
    checkins, present = answer(rng, plan, people, traits, lives)
    goals, updates = pursue(rng, plan, people, traits, lives, present)
    thanks, circles = thank(rng, plan, people, traits, lives, present)
    employed = checkins.asked
    truth = Truth(
        overloaded=(lives.overload > 0) & employed,
        rising=(lives.rising > 0) & employed,
        dipping=lives.dipping & employed,
        ring=circles.ring >= 0,
        blatant_ring=circles.blatant,
    )
    return History(plan, people, checkins, goals, updates, thanks, truth)
