"""kill -9 under load, start again, count: every acknowledged kudos is there."""

import signal
import time
from pathlib import Path

from tests.benchmarks import crowd, stage
from tests.benchmarks.load import Plan
from tests.benchmarks.table import show

TIMES = 3


def count(engine: str) -> None:
    rows = []
    with stage.folder() as folder, stage.databases(engine, folder, "bench") as [url]:
        crowd.found_company(url)
        with stage.pretend_slack() as root:
            for turn in range(TIMES):
                acknowledged = _killed(folder, url, root, f"kill{turn}", after=1.0 + turn * 0.37)
                with stage.bot(folder, url, root):
                    missing = acknowledged - crowd.acts(url)
                rows.append((str(turn + 1), str(len(acknowledged)), str(len(missing))))
    show(("kill -9", "acknowledged", "missing"), rows)


def _killed(folder: Path, url: str, root: str, run: str, *, after: float) -> set[str]:
    process = stage.start_bot(folder, url, root)
    process.ready("/readyz")
    running = stage.Running(Plan(port=process.port, run=run, seconds=6.0, expect="Sent"))
    time.sleep(after)
    process.end(signal.SIGKILL)
    return set(running.result().acts)
