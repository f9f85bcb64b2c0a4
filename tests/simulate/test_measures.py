"""The measures against their definitions, written out slowly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulate import measures

scored = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30)


@given(scored)
def test_auc_is_the_share_of_pairs_that_stand_the_right_way_round(people: list[tuple[int, bool]]) -> None:
    pairs = [(a, b) for a, is_so in people if is_so for b, other in people if not other]
    score, is_so = np.array([float(s) for s, _ in people]), np.array([so for _, so in people])
    found = measures.auc(score, is_so)
    if pairs:
        assert found == pytest.approx(np.mean([(a > b) + 0.5 * (a == b) for a, b in pairs]))
    else:
        assert np.isnan(found)


def test_precision_counts_the_top_and_shares_out_what_ties_at_its_edge() -> None:
    score = np.array([5.0, 4.0, 4.0, 4.0, *[0.0] * 36])
    is_so = np.array([True, True, False, False, *[False] * 36])
    # Two of forty: the first surely, and one of the three that tie, of whom one is right.
    assert measures.precision_at_top(score, is_so) == pytest.approx((1 + 1 / 3) / 2)


def test_an_impact_ratio_compares_the_rates_of_being_at_the_top() -> None:
    score = np.arange(100.0)
    members = np.zeros(100, bool)
    members[[99, 50, 40, 30, 20]] = True  # one of five is in the top tenth, nine of the other 95
    assert measures.impact_ratio(score, members, 0.1) == pytest.approx((1 / 5) / (9 / 95))
    assert measures.share_in_top(score, members, 0.1) == pytest.approx(0.2)


def test_an_estimate_is_surer_the_more_organisations_there_are() -> None:
    rng = np.random.default_rng(3)
    few, many = (measures.estimate(rng.normal(0.7, 0.05, number)) for number in (5, 200))
    assert few.low < few.mean < few.high
    assert many.high - many.low < (few.high - few.low) / 2
    assert measures.estimate([0.4, float("nan"), 0.6]).mean == pytest.approx(0.5)
