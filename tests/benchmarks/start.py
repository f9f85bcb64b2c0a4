"""From the start of the process to a 200 of `/readyz`, and what an idle bot keeps in memory."""

import time
from pathlib import Path
from statistics import median

import psutil

from tests.benchmarks import crowd, stage
from tests.benchmarks.table import show

TIMES = 5
IDLE = 2.0
MIB = 1024 * 1024


def measure() -> None:
    """SQLite and HTTP: a first start, which makes the tables, and later ones."""
    with stage.folder() as folder, stage.pretend_slack() as root:
        firsts = [_start(folder, f"sqlite:///{folder}/first{turn}.db", root)[0] for turn in range(TIMES)]
        url = f"sqlite:///{folder}/later.db"
        crowd.found_company(url)
        later = [_start(folder, url, root, idle=IDLE) for _ in range(TIMES)]
    laters, resident = zip(*later, strict=True)
    rows = [
        ("first start, s", min(firsts), median(firsts), max(firsts)),
        ("later starts, s", min(laters), median(laters), max(laters)),
        ("resident when idle, MiB", min(resident), median(resident), max(resident)),
    ]
    show(("", "least", "median", "most"), rows)


def _start(folder: Path, url: str, root: str, *, idle: float = 0.0) -> tuple[float, float]:
    begun = time.perf_counter()
    process = stage.start_bot(folder, url, root)
    try:
        process.ready("/readyz")
        seconds = time.perf_counter() - begun
        time.sleep(idle)
        return seconds, psutil.Process(process.pid).memory_info().rss / MIB
    finally:
        process.end()
