"""A whole monthly run on PostgreSQL: signals read, computed and written, own cards, managers' summaries.

`python -m tests.benchmarks.signals_run URL` lives it on a filled database and prints JSON: for each stage
the seconds (wall and processor), what came of it, and the process's largest memory so far.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.database import Database
from bot.jobs import cards, signals, summaries
from bot.settings import Settings
from bot.tools import Tools
from models import signal
from models.delivery import SENT, Delivery
from models.signal import SignalCue
from tests.benchmarks import stage, year
from tests.benchmarks.planner import Stage, Transactions, peak_memory
from tests.benchmarks.planning import Found, lived, tell
from tests.benchmarks.year import CARDS_AT, SUMMARIES_AT

SIZES = (600, 10_000, 100_000)
HEADING = ("people", "came of it", "s", "s cpu", "µs a person", "ratio", "longest s", "MiB")


def compare(sizes: tuple[int, ...] = SIZES) -> None:
    """Each size in a process of its own; the ratio is the time a person against the smaller size."""
    found: Found = {}
    for size in sizes:
        with stage.folder() as folder, stage.databases("postgresql", folder, "people") as urls:
            begun = time.monotonic()
            year.found(urls[0], size)
            print(f"  {size:,} people with a year inserted in {time.monotonic() - begun:.0f} s", flush=True)
            for each in lived("tests.benchmarks.signals_run", urls[0]):
                found.setdefault(each["name"], []).append((size, each))
                tell(HEADING, {each["name"]: [(size, each)]})
    tell(HEADING, found)


async def _live(url: str) -> list[Stage]:
    tools = Tools(Database(url), Settings())
    transactions = Transactions()
    transactions.watch(tools.database.engine)
    stages: list[Stage] = []

    async def live(name: str, work: Callable[[], Awaitable[Any]], count: Callable[[Session], int]) -> None:
        begun, worked = time.perf_counter(), time.process_time()
        transactions.taken()
        await work()
        one = Stage(name, seconds=time.perf_counter() - begun, cpu=time.process_time() - worked)
        one.longest, one.memory = transactions.taken(), peak_memory()
        one.planned = await tools.read(count)
        # Each takes minutes for a large company.
        print(f"    {one}", file=sys.stderr, flush=True)
        stages.append(one)

    await live("signals", lambda: signals.compute_weekly(tools, now=CARDS_AT), _cues)
    await live("own cards", lambda: cards.send_due_cards(tools, now=CARDS_AT), _owed(cards.KIND))
    await tools.transact_long(_deliver)
    due = lambda: summaries.send_due_summaries(tools, now=SUMMARIES_AT)  # noqa: E731
    await live("summaries", due, _owed(summaries.KIND))
    await tools.close()
    return stages


def _cues(session: Session) -> int:
    if not signal.is_done(session, 1, year.AS_OF):
        raise RuntimeError("The signals were not computed.")
    return session.scalar(select(func.count(SignalCue.id)).where(SignalCue.workspace_id == 1)) or 0


def _owed(kind: str) -> Callable[[Session], int]:
    rows = select(func.count(Delivery.id)).where(Delivery.workspace_id == 1, Delivery.kind == kind)
    return lambda session: session.scalar(rows) or 0


def _deliver(session: Session) -> None:
    """Everybody has their card."""
    gone: dict[str, Any] = {"state": SENT, "body": None, "settled_at": Delivery.due_at}
    gone |= {"claimed_at": Delivery.due_at, "slack_channel": "D1", "slack_ts": "1.1"}
    waiting = update(Delivery).where(Delivery.workspace_id == 1).values(**gone)
    session.execute(waiting.execution_options(synchronize_session=False))


if __name__ == "__main__":
    # What is logged is not the result.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    print(json.dumps([asdict(each) for each in asyncio.run(_live(sys.argv[1]))]))
