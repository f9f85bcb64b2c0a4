"""The same with Slack answering every call in 80 ms while the post room sends: no difference."""

from statistics import median

from tests.benchmarks import crowd, stage
from tests.benchmarks.table import show

ROUNDS = 4
SECONDS = 3.0
DELAY = 0.08


def compare(engine: str) -> None:
    rows = []
    with stage.folder() as folder, stage.databases(engine, folder, "quick", "slow") as urls:
        for url in urls:
            crowd.found_company(url, messages_per_minute="1000")
        with (
            stage.pretend_slack() as quick_slack,
            stage.pretend_slack(DELAY) as slow_slack,
            stage.bot(folder, urls[0], quick_slack) as quick,
            stage.bot(folder, urls[1], slow_slack) as slow,
        ):
            for turn in range(ROUNDS):
                at_once = stage.load(quick, f"quick{turn}", seconds=SECONDS).rate
                after_80_ms = stage.load(slow, f"slow{turn}", seconds=SECONDS).rate
                rows.append((at_once, after_80_ms, after_80_ms / at_once))
        sent = [crowd.sent(url) for url in urls]
    show(
        ("Slack answers", "at once", "in 80 ms", "ratio"),
        [(str(n + 1), *row) for n, row in enumerate(rows)]
        + [("median", *(median(column) for column in zip(*rows, strict=True)))],
    )
    print(f"  messages sent meanwhile: {sent[0]} and {sent[1]}")
