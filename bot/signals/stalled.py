"""Goals of which there has been no news for longer than is usual for the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from bot.signals.constants import Constants
from bot.signals.items import Item


@dataclass(frozen=True)
class Stalled:
    """One goal and the whole weeks since its last update, or since it began; `gap` is the person's own median
    of weeks between updates, none where there were too few to tell."""

    goal: Item
    weeks: int
    gap: float | None


def stalled(items: Mapping[str, Sequence[Item]], as_of: date, constants: Constants) -> list[Stalled]:
    """Open goals without an update for max(3, 2 x own median gap) weeks, the longest without first."""
    gap = _median_gap(items.get("updates", ()))
    least = max(constants.stalled_weeks, constants.stalled_gaps * (gap or 0))
    found = [Stalled(goal, _days(goal, as_of) // 7, gap) for goal in items.get("goals", ()) if goal[2]]
    return sorted(
        (each for each in found if _days(each.goal, as_of) > 7 * least),
        key=lambda each: (each.goal[2], each.goal[0]),
    )


def _median_gap(updates: Sequence[Item]) -> float | None:
    """The median of weeks between one update and the next of the same goal."""
    by_goal: dict[str, list[int]] = {}
    for _, ref, day in sorted(updates, key=lambda update: update[2]):
        by_goal.setdefault(ref, []).append(date.fromisoformat(day).toordinal())
    gaps = [after - before for days in by_goal.values() for before, after in pairwise(days)]
    return median(gaps) / 7 if gaps else None


def _days(goal: Item, as_of: date) -> int:
    return (as_of - date.fromisoformat(goal[2])).days
