"""The same rate on an empty table and with a million kudos in it."""

import time
from statistics import median

from tests.benchmarks import crowd, stage
from tests.benchmarks.table import show

AMOUNT = 1_000_000
ROUNDS = 4
SECONDS = 3.0


def compare(engine: str) -> None:
    rows = []
    with stage.folder() as folder, stage.databases(engine, folder, "fresh", "grown") as urls:
        for url in urls:
            crowd.found_company(url)
        begun = time.monotonic()
        crowd.add_history(urls[1], AMOUNT)
        print(f"  {AMOUNT:,} kudos inserted in {time.monotonic() - begun:.0f} s")
        with (
            stage.pretend_slack() as root,
            stage.bot(folder, urls[0], root) as fresh,
            stage.bot(folder, urls[1], root) as grown,
        ):
            for turn in range(ROUNDS):
                empty = stage.load(fresh, f"fresh{turn}", seconds=SECONDS).rate
                full = stage.load(grown, f"grown{turn}", seconds=SECONDS).rate
                rows.append((empty, full, full / empty))
    show(
        ("kudos/s with", "none", f"{AMOUNT:,}", "ratio"),
        [(str(n + 1), *row) for n, row in enumerate(rows)]
        + [("median", *(median(column) for column in zip(*rows, strict=True)))],
    )
