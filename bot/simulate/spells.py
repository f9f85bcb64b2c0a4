"""Stretches of weeks in people's lives, and the tables they make."""

from dataclasses import dataclass

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints

WEEKS_A_YEAR = 52


@dataclass(frozen=True)
class Spells:
    """Each with the row it belongs to, its first week and how many weeks it lasts."""

    row: Ints
    start: Ints
    length: Ints

    def __len__(self) -> int:
        return len(self.row)

    def only(self, mask: Bools) -> "Spells":
        return Spells(self.row[mask], self.start[mask], self.length[mask])


def draw(
    rng: np.random.Generator, rows: int, weeks: int, *, yearly: float, shortest: int, longest: int
) -> Spells:
    """As many as come by chance, `yearly` a row and year; some began before week 0."""
    span = weeks + longest
    many = int(rng.poisson(rows * yearly * span / WEEKS_A_YEAR))
    return Spells(
        rng.integers(0, rows, many),
        rng.integers(-longest, weeks, many),
        rng.integers(shortest, longest + 1, many),
    )


def cover(spells: Spells, rows: int, weeks: int, depth: Floats | None = None, *, ramp: int = 0) -> Floats:
    """Rows by weeks: 0 outside, `depth` (1 where none is given) inside, rising to it over `ramp` weeks."""
    table = np.zeros((rows, weeks))
    depths = np.ones(len(spells)) if depth is None else depth
    for row, start, length, full in zip(spells.row, spells.start, spells.length, depths, strict=True):
        first, last = max(start, 0), min(start + length, weeks)
        if first < last:
            steps = (np.arange(first, last) - start + 1) / (ramp + 1)
            inside = full * np.minimum(steps, 1.0)
            # Where two meet, the stronger one counts.
            old = table[row, first:last]
            table[row, first:last] = np.where(np.abs(inside) > np.abs(old), inside, old)
    return table
