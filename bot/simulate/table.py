"""Lines as text for people, or as plain values for programs."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from bot.simulate.measures import Estimate
from bot.simulate.report import Line

HEADER = ("", "found", "95 % bounds", "naive", "ceiling", "goal", "")


def table(lines: Iterable[Line]) -> str:
    """One line each, in columns."""
    return columns([HEADER, *(_cells(line) for line in lines)])


def columns(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows of the same length, each cell as wide as the widest of its column."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def values(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """What cannot be measured is null."""
    return [
        {
            "name": line.name,
            "found": _values(line.found),
            "naive": _values(line.naive),
            "baseline": line.beside or None,
            "ceiling": _values(line.ceiling),
            "goal": line.goal or None,
            "reached": line.reached or None,
        }
        for line in lines
    ]


def _cells(line: Line) -> tuple[str, ...]:
    naive = "" if line.naive is None else f"{_short(line.naive.mean)} ({line.beside})"
    ceiling = "" if line.ceiling is None else _short(line.ceiling.mean)
    bounds = "" if math.isnan(line.found.low) else f"{_short(line.found.low)} to {_short(line.found.high)}"
    return line.name, _short(line.found.mean), bounds, naive, ceiling, line.goal, line.reached


def _short(value: float) -> str:
    return "not measurable" if math.isnan(value) else f"{value:.3f}"


def _values(estimate: Estimate | None) -> dict[str, float | None] | None:
    if estimate is None:
        return None
    return {
        name: None if math.isnan(value) else round(value, 6)
        for name, value in (("mean", estimate.mean), ("low", estimate.low), ("high", estimate.high))
    }
