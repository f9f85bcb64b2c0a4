"""Both generators make organisations that look like real ones, and hold what the method may stumble over."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache

import numpy as np
import pytest

from bot.simulate import first, second
from bot.simulate.arrays import Floats
from bot.simulate.history import NOT, WEEK, History, Plan

pytestmark = pytest.mark.long

GENERATORS = {"first": first.generate, "second": second.generate}
SEEDS = (11, 12, 13)


@cache
def made(name: str, seed: int = SEEDS[0], *, planted: bool = True) -> History:
    return GENERATORS[name](Plan(seed, people=300, planted=planted))


each_generator = pytest.mark.parametrize("name", GENERATORS)


def mean(name: str, figure: Callable[[History], float]) -> float:
    return float(np.mean([figure(made(name, seed)) for seed in SEEDS]))


def columns(history: History) -> list[Floats]:
    parts = [getattr(history, part.name) for part in fields(history) if part.name != "plan"]
    return [getattr(part, column.name) for part in parts for column in fields(part)]


@each_generator
def test_the_same_plan_makes_the_same_history_and_another_seed_another(name: str) -> None:
    again = GENERATORS[name](Plan(SEEDS[0], people=300))
    assert all(np.array_equal(a, b) for a, b in zip(columns(made(name)), columns(again), strict=True))
    assert not np.array_equal(made(name).thanks.giver[:500], made(name, SEEDS[1]).thanks.giver[:500])


def exits_a_year(history: History) -> float:
    people = history.people
    left = (people.left_by_choice & (people.end > 0) & (people.end < history.plan.weeks)).sum()
    return float(left / history.checkins.asked.sum() * 52)


@each_generator
def test_about_one_in_seven_leaves_in_a_year(name: str) -> None:
    assert 0.11 <= mean(name, exits_a_year) <= 0.17


def reciprocity(history: History) -> float:
    """The share of ties of half a year that go both ways."""
    thanks = history.thanks
    late = thanks.at >= (history.plan.weeks - 26) * WEEK
    ties = set(zip(thanks.giver[late].tolist(), thanks.receiver[late].tolist(), strict=True))
    return float(np.mean([(receiver, giver) in ties for giver, receiver in ties]))


@each_generator
def test_about_three_ties_in_ten_go_both_ways(name: str) -> None:
    assert 0.22 <= mean(name, reciprocity) <= 0.42


@each_generator
def test_nobody_acts_where_they_are_not(name: str) -> None:
    history = made(name)
    people, thanks = history.people, history.thanks
    week = thanks.at // WEEK
    for who in (thanks.giver, thanks.receiver):
        assert (people.start[who] <= week).all()
        assert (week < people.end[who]).all()
    assert (thanks.giver != thanks.receiver).all()
    owner, at = history.goals.owner[history.updates.goal], history.updates.at // WEEK
    assert (people.start[owner] <= at).all()
    assert (at < people.end[owner]).all()
    checkins = history.checkins
    assert not (checkins.answered & (~checkins.asked | checkins.excused)).any()
    assert ((checkins.mood > 0) == checkins.answered).all()


@each_generator
def test_where_nothing_is_planted_nobody_is_overloaded_or_rising(name: str) -> None:
    assert not made(name, planted=False).truth.overloaded.any()
    assert not made(name, planted=False).truth.rising.any()
    assert made(name).truth.overloaded.any()
    assert made(name).truth.rising.any()


@each_generator
def test_what_only_looks_like_it_is_there(name: str) -> None:
    history = made(name)
    truth, people = history.truth, history.people
    assert truth.dipping.any()
    assert truth.blatant_ring.any()
    assert (truth.ring & ~truth.blatant_ring).any()
    assert 0.05 < people.remote.mean() < 0.25
    assert people.disadvantaged.any()
    assert history.checkins.excused.any()
    assert (~people.left_by_choice & (people.end < history.plan.weeks)).any()


@each_generator
def test_overload_is_felt_and_rising_people_are_thanked_more(name: str) -> None:
    history = made(name)
    load, truth = history.checkins.workload, history.truth
    answered = load > 0
    assert load[answered & truth.overloaded].mean() > load[answered & ~truth.overloaded].mean() + 0.3
    week = history.thanks.at // WEEK
    thanked = np.zeros(truth.rising.shape)
    np.add.at(thanked, (history.thanks.receiver, week), 1)
    asked = history.checkins.asked
    assert thanked[truth.rising].mean() > 1.15 * thanked[asked & ~truth.rising].mean()


@each_generator
def test_goals_close_after_they_open_and_are_confirmed_after_they_close(name: str) -> None:
    goals = made(name).goals
    closed, confirmed = goals.closed != NOT, goals.confirmed != NOT
    assert (goals.closed[closed] >= goals.opened[closed] // 7 * 7).all()
    assert (goals.confirmed[confirmed] >= goals.closed[confirmed]).all()
    assert not (confirmed & (~closed | goals.dropped)).any()
    assert 0.3 < (goals.closed[confirmed] <= goals.due[confirmed]).mean() < 0.95
