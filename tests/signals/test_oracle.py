"""The engine against a slow second implementation, term by term, on ordinary organisations."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from bot.signals import measures
from bot.signals import record as columns
from bot.signals.constants import DEFAULT, SIGNALS
from bot.signals.engine import Run, run
from bot.signals.record import Record
from tests.signals.oracle import Oracle
from tests.signals.slow_recognition import Recognition
from tests.support.organisation import AS_OF, Size, organisation

SIZE = Size(people=17, weeks=58, kudos_a_week=0.5)
SEEDS = (1, 2)
# The numbers of the method's description, where others have since been measured to do better.
METHOD = DEFAULT.changed({"answered_shift": -1.05, "speed_sd": 0.3, "overload_per_goal": 0.6})


def _with_absences(found: Record, seed: int) -> Record:
    dice, today = np.random.default_rng(seed), AS_OF.toordinal()
    first = today - dice.integers(0, 300, 20)
    rows = zip(dice.integers(0, SIZE.people, 20).tolist(), first.tolist(), strict=True)
    spans = ((person, day, day + int(dice.integers(0, 12))) for person, day in rows)
    start = np.where(np.arange(SIZE.people) == 5, today - 150, found.people.start)
    return replace(found, absences=columns.absences(spans), people=replace(found.people, start=start))


def _with_learning(found: Record, seed: int) -> Record:
    """Steps that are done: of most people some, of some many at once, and some after the day."""
    dice, end = np.random.default_rng(seed), columns.end_of(AS_OF)
    at = end - dice.integers(-3, 52, 90) * columns.WEEK - 3600
    rows = zip(range(90), dice.integers(0, SIZE.people, 90).tolist(), at.tolist(), strict=True)
    acts = [(number, f"S{number}", person, second) for number, person, second in rows]
    return replace(found, learning=columns.learning([*acts, *((99, "S99", 3, end - 9) for _ in range(4))]))


@pytest.fixture(scope="module", params=SEEDS)
def both(request: pytest.FixtureRequest) -> tuple[Run, Recognition]:
    found = _with_absences(organisation(request.param, SIZE), request.param)
    return run(found, as_of=AS_OF, constants=METHOD), Recognition(found, AS_OF, METHOD)


def _each(found: Run, slow: Callable[[int], float]) -> np.ndarray:
    return np.array([slow(int(person)) for person in found.people])


def test_everybody_eligible_is_looked_at(both: tuple[Run, Recognition]) -> None:
    assert len(both[0].people) == SIZE.people


@pytest.mark.parametrize("name", ["mood", "energy"])
@pytest.mark.parametrize("window", [2, 4, 12])
def test_scale_answers(both: tuple[Run, Recognition], name: str, window: int) -> None:
    found, oracle = both
    term = measures.scale(found.slates.checks, name, window, shift=-0.6, constants=METHOD).term
    assert np.any(term != 0)
    assert term == pytest.approx(
        _each(found, lambda one: Oracle.scale(oracle, one, name, window, -0.6)), abs=1e-5
    )


@pytest.mark.parametrize("window", [4, 8])
def test_answering_and_updating(both: tuple[Run, Recognition], window: int) -> None:
    found, oracle = both
    checks, work = found.slates.checks, found.slates.work
    answered = measures.rate(
        checks.given, checks.due, checks.norms, "answered", window, shift=-1.05, constants=METHOD
    )
    updated = measures.rate(
        work.updated, work.here, work.norms, "updated", window, shift=-0.8, constants=METHOD
    )
    assert answered.term == pytest.approx(_each(found, lambda one: oracle.answered(one, window)), abs=1e-6)
    assert updated.term == pytest.approx(_each(found, lambda one: oracle.updated(one, window)), abs=1e-6)


def test_engagement_overload_and_momentum(both: tuple[Run, Recognition]) -> None:
    found, oracle = both
    oracle_ = Oracle(oracle.r, AS_OF, METHOD)
    assert found.scores("engagement_trend") == pytest.approx(_each(found, oracle_.engagement), abs=1e-5)
    assert found.scores("overload_watch") == pytest.approx(_each(found, oracle_.overload), abs=1e-5)
    assert found.scores("goal_momentum") == pytest.approx(_each(found, oracle_.momentum), abs=1e-5)


def test_growth(both: tuple[Run, Recognition]) -> None:
    found, oracle = both
    sample = found.people[:5]
    slow = [oracle.growth(int(person)) for person in sample]
    assert found.scores("growth")[:5] == pytest.approx(slow, abs=1e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_growth_with_steps_of_growth_plans(seed: int) -> None:
    plain = _with_absences(organisation(seed, SIZE), seed)
    learned = _with_learning(plain, seed)
    found, oracle = run(learned, as_of=AS_OF, constants=METHOD), Recognition(learned, AS_OF, METHOD)
    sample = found.people[:5]
    slow = [oracle.growth(int(person)) for person in sample]
    assert found.scores("growth")[:5] == pytest.approx(slow, abs=1e-4)
    without = run(plain, as_of=AS_OF, constants=METHOD)
    assert found.scores("growth")[3] > without.scores("growth")[3]
    for signal in SIGNALS:
        same = np.array_equal(found.scores(signal), without.scores(signal), equal_nan=True)
        assert same is (signal != "growth"), signal


def test_recognition(both: tuple[Run, Recognition]) -> None:
    found, oracle = both
    assert found.slates.levels.breadth == pytest.approx(_each(found, oracle.breadth))
    assert found.scores("recognition_given") == pytest.approx(_each(found, oracle.thanked))


def test_delivery(both: tuple[Run, Recognition]) -> None:
    found, oracle = both
    mine = found.slates.levels
    for row, person in enumerate(found.people):
        closings = oracle.delivered(int(person))
        assert mine.closings[row] == len(closings)
        assert mine.on_time[row] == pytest.approx(sum(weight for weight, good in closings if good))
        assert mine.closed[row] == pytest.approx(sum(weight for weight, _ in closings))
    rate = (mine.on_time + 3 * mine.peer_rate) / (mine.closed + 3)
    assert found.scores("delivery_reliability") == pytest.approx(rate)
