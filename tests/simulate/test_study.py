"""A small back-test from end to end: generated, asked, measured, put into a table."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from bot.signals.constants import DEFAULT, SIGNALS
from bot.signals.engine import run
from bot.simulate import first, table
from bot.simulate.arrays import Bools
from bot.simulate.history import NOT, WEEK, Checkins, Plan
from bot.simulate.measures import Estimate
from bot.simulate.naive import OVERLOAD, TARGETS
from bot.simulate.observing import months
from bot.simulate.records import end_of_week, record
from bot.simulate.report import (
    MEAN_ONLY,
    NOT_REACHED,
    REACHED,
    at_least,
    at_most,
    best_naive,
    between,
    lines,
)
from bot.simulate.study import EMPTY, MAIN, Design, Study, conduct
from bot.simulate.trial import EVIDENCE_SIGNALS

pytestmark = pytest.mark.long

HEARD: list[tuple[int, int]] = []


@cache
def small() -> Study:
    design = Design("first", seeds=4, people=160, weeks=66, variants=(MAIN, EMPTY))
    return conduct(design, lambda done, total: HEARD.append((done, total)))


def test_every_organisation_is_counted_in_the_progress() -> None:
    small()
    assert [(done, 8) for done in range(9)] == HEARD


def test_the_method_finds_overload_better_than_the_best_baseline_does() -> None:
    study = small()
    found = np.nanmean(study.figures(f"{OVERLOAD}: method: auc"))
    assert found > np.nanmean(study.figures(f"{best_naive(study, OVERLOAD)}: auc")) > 0.5


def test_the_ceiling_is_above_chance_and_learns_only_from_other_organisations() -> None:
    study = small()
    for target in TARGETS:
        assert len(study.ceiling[f"{target}: auc"]) == 4
    assert np.nanmean(study.ceiling[f"{OVERLOAD}: auc"]) > 0.6


def test_the_table_has_every_row_of_the_methods_goals() -> None:
    names = [line.name for line in lines(small())]
    for part in (*TARGETS, *EVIDENCE_SIGNALS, "false stay cues", "median lead", "blatant ring", "remote"):
        assert [name for name in names if part in name], part
    assert len(names) == len(set(names))


def test_the_table_is_text_for_people_and_values_for_programs() -> None:
    found = list(lines(small()))
    text = table.table(found)
    assert text.count("\n") == len(found)
    for value in json.loads(json.dumps(table.values(found), allow_nan=False)):
        assert value["found"].keys() == {"mean", "low", "high"}
        assert value["reached"] in (REACHED, MEAN_ONLY, NOT_REACHED, None)


def test_a_goal_is_reached_surely_where_its_bound_is_and_else_at_most_by_the_mean() -> None:
    sure, unsure, unknown = Estimate(0.1, 0.06, 0.2), Estimate(0.1, 0.04, 0.2), Estimate(*[float("nan")] * 3)
    assert at_least("", sure, 0.05).reached == REACHED
    assert at_least("", unsure, 0.05).reached == MEAN_ONLY
    assert at_least("", unsure, 0.11).reached == NOT_REACHED
    assert at_most("", sure, 0.2).reached == REACHED
    assert at_most("", sure, 0.1).reached == MEAN_ONLY
    assert at_most("", sure, 0.09).reached == NOT_REACHED
    assert between("", unsure, 0.03, 0.3).reached == REACHED
    assert not at_least("", unknown, 0.05).reached


def test_a_month_is_looked_at_only_where_its_truth_still_shows() -> None:
    assert months(66) == [41, 45, 49, 53]
    assert not months(53)


def test_what_comes_later_changes_nothing_of_what_is_said() -> None:
    """The engine is given the whole history and looks only at what came before."""
    history = first.generate(Plan(5, people=80))
    until, day = 49 * WEEK, 49 * 7
    earlier = replace(
        history,
        updates=_only(history.updates, history.updates.at < until),
        thanks=_only(history.thanks, history.thanks.at < until),
        checkins=_only_weeks(history.checkins, 49),
        goals=replace(
            history.goals,
            closed=np.where(history.goals.closed >= day, NOT, history.goals.closed),
            confirmed=np.where(history.goals.confirmed >= day, NOT, history.goals.confirmed),
            dropped=history.goals.dropped & (history.goals.closed < day),
        ),
    )
    whole, part = (run(record(each), as_of=end_of_week(48), constants=DEFAULT) for each in (history, earlier))
    for signal in SIGNALS:
        assert np.array_equal(whole.people, part.people)
        assert whole.states(signal) == part.states(signal)
        assert np.array_equal(whole.scores(signal), part.scores(signal), equal_nan=True), signal


def _only(columns: Any, mask: Bools) -> Any:
    return type(columns)(*(column[mask] for column in vars(columns).values()))


def _only_weeks(checkins: Checkins, weeks: int) -> Checkins:
    tables = []
    for table_ in vars(checkins).values():
        cut = table_.copy()
        cut[:, weeks:] = 0
        tables.append(cut)
    return Checkins(*tables)
