"""Which figures of an aggregate may be shown: nobody must be found by looking, or by subtracting."""

from collections.abc import Mapping, Set
from typing import TypeVar

from bot.rules.visibility import Item, Relation, smallest_group

SMALLEST = smallest_group(Item.CHECKIN_AGGREGATE, Relation.HR)

Cell = TypeVar("Cell")


def shown(people: int, value: int) -> int | None:
    """The value, or None where fewer than five people are behind it; nobody at all may be said."""
    return value if people == 0 or people >= SMALLEST else None


def shown_with_rest(part: int, whole: int) -> int | None:
    """A head count out of a known whole, or None where it or the remainder is a group under five.

    Of twelve people, "nine were thanked" tells of a group of three who were not.
    """
    rest = whole - part
    small = [group for group in (part, rest) if 0 < group < SMALLEST]
    return None if small else part


def safe_cells(behind: Mapping[Cell, Set[int]]) -> list[Cell]:
    """The cells of a table that may be shown beside its total.

    A cell needs five people behind it. If what is hidden together has fewer than five people
    behind it, subtracting the shown cells from the total would tell of them, so the cell with
    the fewest people is hidden too, until it does not (complementary suppression).
    """
    open_cells = {cell for cell, people in behind.items() if len(people) >= SMALLEST}
    while open_cells:
        hidden = [people for cell, people in behind.items() if cell not in open_cells]
        if not hidden or len(frozenset().union(*hidden)) >= SMALLEST:
            break
        open_cells.remove(min(open_cells, key=lambda cell: (len(behind[cell]), str(cell))))
    return [cell for cell in behind if cell in open_cells]


def safe_counts(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """The cells that may be shown of a table in which each person is in one cell, by the same rule.

    Cells without anybody are not shown: of them, too, a difference would tell.
    """
    first, behind = 0, {}
    for cell, people in counts.items():
        behind[cell] = frozenset(range(first, first + people))
        first += people
    return {cell: counts[cell] for cell in safe_cells({c: who for c, who in behind.items() if who})}
