"""Two tables of the same thanks, set beside each other by somebody who adds and subtracts."""

from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.disclosure import MOST_POINTS, gives_away

Joins = dict[tuple[str, str], frozenset[int]]
people = st.frozensets(st.integers(1, 12), min_size=1, max_size=7)
joins = st.dictionaries(st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz")), people, max_size=9)


def subsets(cells: set[str]) -> Any:
    return chain.from_iterable(combinations(sorted(cells), n) for n in range(len(cells) + 1))


def differences(table: Joins) -> list[frozenset[int]]:
    """Who is behind what remains of every sum of one table's cells less every sum of the other's."""
    found = []
    for firsts in subsets({a for a, _ in table}):
        for seconds in subsets({b for _, b in table}):
            left = [people for (a, b), people in table.items() if (a in firsts) != (b in seconds)]
            if left:
                found.append(frozenset().union(*left))
    return found


def group(*members: int) -> frozenset[int]:
    return frozenset(members)


FIVE, OTHERS = group(1, 2, 3, 4, 5), group(6, 7, 8, 9, 10)


@given(joins)
@example({("A", "w"): FIVE, ("B", "w"): group(6, 7), ("B", "x"): OTHERS})
@example({("A", "w"): FIVE, ("B", "x"): FIVE})
def test_whatever_a_difference_can_tell_of_few_is_noticed(table: Joins) -> None:
    if any(len(each) < 5 for each in differences(table)):
        assert gives_away(table)


@given(st.integers(5, 9), st.integers(1, 3))
def test_tables_whose_every_join_has_enough_people_are_safe(size: int, sites: int) -> None:
    table = {(f"team{n}", f"site{n % sites}"): frozenset(range(n * 10, n * 10 + size)) for n in range(6)}
    assert not gives_away(table)


def test_a_site_that_is_a_team_and_one_more_person_gives_that_person_away() -> None:
    assert gives_away({("A", "Oslo"): FIVE, ("B", "Oslo"): group(11, 12), ("B", "Rome"): OTHERS})


def test_few_people_in_two_places_cover_each_other() -> None:
    apart = {("A", "Oslo"): FIVE, ("A", "Rome"): group(11, 12, 13), ("B", "Rome"): OTHERS}
    assert gives_away(apart)
    assert not gives_away(apart | {("B", "Oslo"): group(14, 15, 16)})


def test_the_same_person_on_both_sides_counts_once() -> None:
    table = {("A", "Oslo"): FIVE, ("A", "Rome"): group(11, 12, 13), ("B", "Rome"): OTHERS}
    assert gives_away(table | {("B", "Oslo"): group(11, 12, 13)})


def test_what_takes_too_long_to_tell_is_hidden() -> None:
    table = {(f"a{n}", f"b{n // 2}"): group(n) for n in range(MOST_POINTS)}
    assert gives_away(table)


@pytest.mark.parametrize("table", [{}, {("A", "w"): group(1)}, {("A", "w"): group(1), ("B", "x"): group(2)}])
def test_one_person_behind_whole_cells_is_the_business_of_each_table(table: Joins) -> None:
    """Where no cell of one table is divided by the other, a difference of the two is empty or a cell."""
    assert gives_away(table) == any(len(each) < 5 for each in differences(table))
