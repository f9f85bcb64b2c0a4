"""One weekly run of the talent signals: 600 people in how long, and how time and memory grow with people."""

import json
import subprocess
import sys
import time
from datetime import date

import psutil

from bot.signals.engine import run
from tests.benchmarks import stage
from tests.benchmarks.table import show
from tests.support.organisation import AS_OF, Size, organisation

SIZES = (600, 10_000, 100_000)
HEADING = (
    "people",
    "check-ins",
    "updates",
    "kudos",
    "s cpu",
    "µs a person",
    "ratio",
    "cues a s",
    "MiB",
    "grown",
)
# A year of weekly check-ins, twenty updates and thirty thanks a person.
YEAR = {"weeks": 52, "kudos_a_week": 30 / 52, "updates_a_week": 0.17}
SOME_CUES = 300


def compare(sizes: tuple[int, ...] = SIZES) -> None:
    """Each size in a process of its own; the ratio is the time a person against the smaller size."""
    found = [(size, _ran(size)) for size in sizes]
    show(HEADING, [_row(size, each, found[max(0, n - 1)]) for n, (size, each) in enumerate(found)])


def _ran(size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.signals", str(size)]
    done = subprocess.run(command, cwd=stage.ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _row(size: int, each: dict[str, float], before: tuple[int, dict[str, float]]) -> tuple[str | float, ...]:
    smaller, then = before
    ratio = (each["seconds"] / size) / (then["seconds"] / smaller)
    counts = [f"{int(each[name]):,}" for name in ("checkins", "updates", "kudos")]
    cost = each["seconds"] / size * 1_000_000
    return (f"{size:,}", *counts, each["seconds"], cost, ratio, each["cues"], each["memory"], each["grown"])


def measure(size: int, as_of: date = AS_OF) -> dict[str, float]:
    """The engine's part: from the columns of a record to every strength, state and band."""
    record = organisation(1, Size(people=size, **YEAR), as_of)  # type: ignore[arg-type]
    before = psutil.Process().memory_info().rss
    begun = time.process_time()
    found = run(record, as_of=as_of)
    seconds = time.process_time() - begun
    begun = time.process_time()
    seen = sum(1 for _, (_row_, _cue) in zip(range(SOME_CUES), found.cues(), strict=False))
    return {
        "checkins": len(record.checkins.id),
        "updates": len(record.updates.id),
        "kudos": len(record.kudos.id),
        "seconds": seconds,
        "cues": seen / (time.process_time() - begun),
        "memory": _peak() / 2**20,
        "grown": (_peak() - before) / 2**20,
    }


def _peak() -> int:
    """The most that the process has had in memory."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
