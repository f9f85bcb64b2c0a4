"""Small tables on the terminal."""

from collections.abc import Sequence


def show(heading: Sequence[str], rows: Sequence[Sequence[str | float]]) -> None:
    """A heading and its rows, in columns."""
    for row in (heading, *rows):
        first, *others = (cell if isinstance(cell, str) else _written(cell) for cell in row)
        print(f"  {first:<24}" + "".join(f"{cell:>14}" for cell in others))


def _written(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
