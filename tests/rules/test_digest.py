"""What may be shown of an aggregate, tested by somebody who tries to find people by subtracting."""

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.digest import SMALLEST, safe_cells, shown, shown_with_rest

Table = dict[str, frozenset[int]]
people = st.frozensets(st.integers(1, 14), min_size=1, max_size=9)
tables = st.dictionaries(st.sampled_from("abcdefg"), people, max_size=7)


def test_five_is_the_smallest_group() -> None:
    assert SMALLEST == 5


def figures(table: Table, visible: list[str]) -> list[frozenset[int]]:
    """The people behind every figure that the shown cells and the total give by adding and subtracting.

    Any sum of shown cells may be taken from the total; what remains is a figure about the other cells.
    """
    found = [table[cell] for cell in visible]
    for size in range(len(visible) + 1):
        for taken in combinations(visible, size):
            rest = [table[cell] for cell in table if cell not in taken]
            if rest:
                found.append(frozenset().union(*rest))
    return found


def group(*members: int) -> frozenset[int]:
    return frozenset(members)


@given(tables)
@example({"a": group(1, 2, 3, 4, 5), "b": group(1, 2)})
@example({"a": group(1, 2, 3, 4, 5), "b": group(1, 2), "c": group(2, 1)})
@example({"a": group(*range(1, 10)), "b": group(*range(1, 8)), "c": group(1, 2, 3, 4)})
def test_nobody_is_found_by_subtracting_shown_cells_from_the_total(table: Table) -> None:
    everybody = frozenset().union(*table.values())
    if len(everybody) < SMALLEST:
        # Then the total itself is not shown; see `shown`.
        assert safe_cells(table) == []
        return
    assert all(len(behind) >= SMALLEST for behind in figures(table, safe_cells(table)))


@given(tables)
def test_beside_shown_cells_a_single_hidden_one_is_no_secret_so_there_are_two(table: Table) -> None:
    visible = safe_cells(table)
    if visible:
        assert len(table) - len(visible) != 1


@given(tables)
def test_where_every_cell_has_five_people_nothing_is_hidden(table: Table) -> None:
    large = {cell: behind | group(20, 21, 22, 23, 24) for cell, behind in table.items()}
    assert safe_cells(large) == list(large)


@given(tables)
def test_cells_keep_their_order_and_small_ones_are_never_shown(table: Table) -> None:
    visible = safe_cells(table)
    assert visible == [cell for cell in table if cell in visible]
    assert all(len(table[cell]) >= SMALLEST for cell in visible)


@given(tables)
def test_no_more_is_hidden_than_must_be(table: Table) -> None:
    """Showing the largest hidden cell of five people as well would give somebody away."""
    visible = safe_cells(table)
    hidden = [cell for cell in table if cell not in visible and len(table[cell]) >= SMALLEST]
    if hidden:
        largest = max(hidden, key=lambda cell: (len(table[cell]), cell))
        rest = [table[cell] for cell in table if cell not in (*visible, largest)]
        assert rest
        assert len(rest) == 1 or len(frozenset().union(*rest)) < SMALLEST


@pytest.mark.parametrize(
    ("table", "visible"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"a": group(1, 2, 3, 4, 5)}, ["a"], id="one cell of five"),
        pytest.param({"a": group(1, 2, 3, 4)}, [], id="one cell of four"),
        pytest.param(
            {"a": group(1, 2, 3, 4, 5, 6), "b": group(1, 2, 3, 4, 5), "c": group(7, 8)},
            ["a"],
            id="beside a small cell the next smallest is hidden too",
        ),
        pytest.param(
            {"a": group(1, 2, 3, 4, 5), "b": group(1, 2, 3), "c": group(4, 5, 6)},
            ["a"],
            id="two small cells of six people cover each other",
        ),
        pytest.param(
            {"a": group(1, 2, 3, 4, 5), "b": group(1, 2), "c": group(2, 3)},
            [],
            id="two small cells of three people do not",
        ),
    ],
)
def test_what_is_hidden_is_covered(table: Table, visible: list[str]) -> None:
    assert safe_cells(table) == visible


@pytest.mark.parametrize(
    ("behind", "said"),
    [pytest.param(0, True, id="nobody may be said")]
    + [pytest.param(n, False, id=f"{n} people are hidden") for n in range(1, 5)]
    + [pytest.param(n, True, id=f"{n} people are shown") for n in (5, 6, 100)],
)
def test_a_figure_needs_five_people_behind_it(behind: int, said: bool) -> None:
    assert shown(behind, 17) == (17 if said else None)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_part_is_said_only_where_neither_it_nor_the_rest_is_a_small_group(part: int, rest: int) -> None:
    told = shown_with_rest(part, part + rest)
    assert told in (None, part)
    small = 1 <= part <= 4 or 1 <= rest <= 4
    assert (told is None) is small


def test_nine_of_twelve_would_tell_of_three() -> None:
    assert shown_with_rest(9, 12) is None
    assert shown_with_rest(7, 12) == 7
    assert shown_with_rest(12, 12) == 12
    assert shown_with_rest(0, 12) == 0
