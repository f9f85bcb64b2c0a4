"""Planning for companies of three sizes: time by the count, memory, the longest transaction."""

import json
import subprocess
import sys
from typing import Any

from tests.benchmarks import companies, stage
from tests.benchmarks.table import show

SIZES = (1_000, 10_000, 100_000)
# By stage: each size with what was measured.
Found = dict[str, list[tuple[int, dict[str, Any]]]]
HEADING = ("people", "planned", "s", "s cpu", "µs a person", "ratio", "longest s", "MiB")


def compare(engine: str, sizes: tuple[int, ...] = SIZES, *, whole: bool = False) -> None:
    """The Friday, or the whole week, of each size; the ratio is the time a person against the one before."""
    found: Found = {}
    with stage.folder() as folder:
        names = [f"people{size}" for size in sizes]
        with stage.databases(engine, folder, *names) as urls:
            for size, url in zip(sizes, urls, strict=True):
                companies.found(url, size)
                for each in lived("tests.benchmarks.planner", url, *["whole"][:whole]):
                    found.setdefault(each["name"], []).append((size, each))
    tell(HEADING, found)


def tell(heading: tuple[str, ...], found: Found) -> None:
    """A table for each stage, a line for each size."""
    for name, rows in found.items():
        print(f"  {name}")
        show(heading, [_row(size, each, rows[max(0, n - 1)]) for n, (size, each) in enumerate(rows)])


def lived(module: str, url: str, *options: str) -> list[dict[str, Any]]:
    """The stages that `python -m MODULE URL …` prints after its log; a process of its own, for its memory."""
    command = [sys.executable, "-m", module, url, *options]
    done = subprocess.run(command, cwd=stage.ROOT, stdout=subprocess.PIPE, check=True, text=True)
    stages: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return stages


def _row(size: int, each: dict[str, Any], before: tuple[int, dict[str, Any]]) -> tuple[str | float, ...]:
    smaller, then = before
    ratio = (each["seconds"] / size) / (then["seconds"] / smaller)
    cost = each["seconds"] / size * 1_000_000
    planned = f"{each['planned']:,}"
    return (f"{size:,}", planned, each["seconds"], each["cpu"], cost, ratio, each["longest"], each["memory"])
