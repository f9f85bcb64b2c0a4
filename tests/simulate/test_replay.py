"""Other constants over one's own months: what moves, and for whom."""

from datetime import date
from functools import cache

import numpy as np

from bot.signals.constants import DEFAULT, WATCH, Constants
from bot.signals.record import Record
from bot.simulate import first
from bot.simulate.history import Plan
from bot.simulate.records import end_of_week, record
from bot.simulate.replay import LEAST_GROUP, Replay, _ratio, _Said, month_ends, replayed

TODAY = end_of_week(77)


@cache
def company() -> Record:
    return record(first.generate(Plan(3, people=140)))


@cache
def compared(other: Constants) -> Replay:
    return replayed(lambda day: company(), TODAY, other, lambda done, total: None)


def test_the_months_are_the_last_whole_ones() -> None:
    assert month_ends(date(2026, 3, 31), 3) == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]


def test_the_same_constants_move_nothing() -> None:
    found = compared(DEFAULT)
    assert not found.moved
    assert sum(count.stay for count in found.counts) > 20
    assert not sum(count.come + count.go + count.change for count in found.counts)
    assert all(ratio.now == ratio.then for ratio in found.ratios)


def test_higher_bars_let_cues_go_and_none_come() -> None:
    found = compared(DEFAULT.changed({"band_person": 1.4, "band_conversation": 2.0, "band_left": 1.2}))
    growth = next(count for count in found.counts if count.signal == "growth")
    assert growth.go > 0
    assert growth.come == 0
    gone = [move for move in found.moved if move.signal == "growth" and not move.would_be]
    assert len(gone) == growth.go
    assert all(move.was and "@" in move.person for move in gone)


def test_watch_cues_are_counted_and_nobody_is_named() -> None:
    found = compared(DEFAULT.changed({"band_person": 0.2}))
    assert sum(count.come for count in found.counts if count.signal in WATCH) > 0
    assert not [move for move in found.moved if move.signal in WATCH]


def test_ratios_are_of_groups_that_are_large_enough() -> None:
    found = compared(DEFAULT)
    assert found.ratios
    assert all(ratio.people >= LEAST_GROUP for ratio in found.ratios)
    assert {ratio.attribute for ratio in found.ratios} == {"location", "title"}


def test_people_who_would_become_eligible_are_compared_with_nothing() -> None:
    assert compared(DEFAULT.changed({"eligible_after": 30})).counts


def test_attributes_that_the_signals_never_see_are_compared_too() -> None:
    emails = company().people.email
    groups = {"born": {email: "early" if row % 2 else "late" for row, email in enumerate(emails)}}
    found = replayed(lambda day: company(), TODAY, DEFAULT, lambda done, total: None, groups)
    assert {ratio.group for ratio in found.ratios if ratio.attribute == "born"} == {"early", "late"}
    small = {"born": {emails[0]: "early"}}
    found = replayed(lambda day: company(), TODAY, DEFAULT, lambda done, total: None, small)
    assert not [ratio for ratio in found.ratios if ratio.attribute == "born"]


def test_an_impact_ratio_is_the_rate_of_a_group_over_everybody_elses() -> None:
    """Checked by hand: thirty of each, ten cues against five, in each of two months."""
    day = date(2025, 1, 31)
    said = _Said(day, "growth", np.arange(60), dict.fromkeys([*range(10), *range(30, 35)], "high"))
    other = _Said(day, "growth", np.arange(60), dict.fromkeys([*range(5), *range(30, 35)], "high"))
    members = np.arange(60) < 30
    assert _ratio([(said, other), (said, other)], members) == (30, 2.0, 1.0)
    assert _ratio([(said, other)], np.arange(60) < 29) is None
