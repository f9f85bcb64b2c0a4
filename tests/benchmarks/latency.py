"""How long one person waits for the answer to a `/kudos`, at 50 a second."""

from tests.benchmarks import crowd, stage
from tests.benchmarks.table import show

RATE = 50.0
SECONDS = 15.0


def measure(engine: str) -> None:
    """From the moment a request was due, so that a queue counts as waiting."""
    with stage.folder() as folder, stage.databases(engine, folder, "bench") as [url]:
        crowd.found_company(url)
        with stage.pretend_slack() as root, stage.bot(folder, url, root) as bot:
            stage.load(bot, "warm", seconds=1)
            waits = sorted(stage.load(bot, "paced", seconds=SECONDS, rate=RATE).waits)
    parts = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "longest": 1.0}
    times = [
        f"{1000 * waits[min(len(waits) - 1, int(share * len(waits)))]:.1f} ms" for share in parts.values()
    ]
    show(("", *parts), [(f"{len(waits)} at {RATE:.0f}/s", *times)])
