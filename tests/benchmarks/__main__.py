"""`python -m tests.benchmarks [NAME …]`: the figures of the README, each with a command of its own."""

import argparse
import os
import platform
import time
from collections.abc import Callable

from tests.benchmarks import (
    catch_up,
    growth,
    kill,
    kudos,
    latency,
    planning,
    sender,
    signals,
    signals_run,
    slow_slack,
    start,
)

BENCHMARKS: dict[str, Callable[[], None]] = {
    "kudos-sqlite": lambda: kudos.compare("sqlite"),
    "kudos-postgresql": lambda: kudos.compare("postgresql"),
    "slow-slack-sqlite": lambda: slow_slack.compare("sqlite"),
    "slow-slack-postgresql": lambda: slow_slack.compare("postgresql"),
    "latency-sqlite": lambda: latency.measure("sqlite"),
    "latency-postgresql": lambda: latency.measure("postgresql"),
    "growth-sqlite": lambda: growth.compare("sqlite"),
    "growth-postgresql": lambda: growth.compare("postgresql"),
    "kill-sqlite": lambda: kill.count("sqlite"),
    "kill-postgresql": lambda: kill.count("postgresql"),
    "sender-sqlite": lambda: sender.measure("sqlite"),
    "sender-postgresql": lambda: sender.measure("postgresql"),
    "planning-sqlite": lambda: planning.compare("sqlite"),
    "planning-postgresql": lambda: planning.compare("postgresql"),
    "planning-week-sqlite": lambda: planning.compare("sqlite", (1_000, 10_000), whole=True),
    "planning-week-postgresql": lambda: planning.compare("postgresql", (1_000, 10_000), whole=True),
    "catch-up-sqlite": lambda: catch_up.compare("sqlite"),
    "catch-up-postgresql": lambda: catch_up.compare("postgresql"),
    "signals-small": lambda: signals.compare((600, 10_000)),
    "signals": signals.compare,
    "signals-run-small": lambda: signals_run.compare((600, 10_000)),
    "signals-run": signals_run.compare,
    "start": start.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name in names:
        begun = time.monotonic()
        print(f"\n{name}")
        BENCHMARKS[name]()
        print(f"  ({time.monotonic() - begun:.0f} s)")


main()
