"""Accepted and durably stored `/kudos` a second, against the same Bolt app that only acks."""

from statistics import median

from tests.benchmarks import crowd, stage
from tests.benchmarks.table import show

ROUNDS = 4
SECONDS = 4.0


def compare(engine: str) -> None:
    """Both in turn; afterwards what was accepted is counted in the database."""
    rows, accepted = [], 0
    with stage.folder() as folder, stage.databases(engine, folder, "bench") as [url]:
        crowd.found_company(url)
        with (
            stage.pretend_slack() as root,
            stage.only_acking(folder) as yardstick,
            stage.bot(folder, url, root) as bot,
        ):
            stage.load(bot, "warm", seconds=1)
            before = crowd.stored(url)["kudos"]
            for turn in range(ROUNDS):
                acks = stage.load(yardstick, f"acks{turn}", seconds=SECONDS, expect="ok")
                kudos = stage.load(bot, f"kudos{turn}", seconds=SECONDS)
                accepted += kudos.accepted
                rows.append((acks.rate, kudos.rate, kudos.rate / acks.rate, acks.cost, kudos.cost))
        stored = crowd.stored(url)
    show(
        ("", "only acks/s", "kudos/s", "ratio", "ms an ack", "ms a kudos"),
        [(str(n + 1), *row) for n, row in enumerate(rows)]
        + [("median", *(median(column) for column in zip(*rows, strict=True)))],
    )
    print(f"  accepted {accepted}, stored {stored['kudos'] - before}; in all {stored}")
