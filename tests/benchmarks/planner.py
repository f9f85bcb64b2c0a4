"""A week of one company's calendar, in a process of its own: `python -m tests.benchmarks.planner URL`.

It prints JSON: for each stage the seconds (wall and processor), what was planned, the longest
transaction, and the process's largest memory so far.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, func, select, update
from sqlalchemy.orm import Session

from bot import rounds
from bot.database import Database
from bot.jobs import seeding
from bot.rules.signal import last_whole_week
from bot.settings import Settings
from bot.tools import Tools
from models import signal
from models.checkin import Checkin
from models.delivery import SENT, WAITING, Delivery
from tests.benchmarks.companies import BEGINS

WEEK = "2026-W48"
HOUR = timedelta(hours=1)


@dataclass
class Stage:
    """One stretch of the week."""

    name: str
    planned: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    longest: float = 0.0
    memory: float = 0.0


@dataclass
class Transactions:
    """The longest transaction since it was asked last; on SQLite nobody else writes meanwhile."""

    longest: float = 0.0
    _begun: dict[int, float] = field(default_factory=dict)

    def watch(self, engine: Engine) -> None:
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "commit", self._end)

    def taken(self) -> float:
        longest, self.longest = self.longest, 0.0
        return longest

    def _begin(self, connection: Connection) -> None:
        self._begun[id(connection)] = time.perf_counter()

    def _end(self, connection: Connection) -> None:
        self.longest = max(self.longest, time.perf_counter() - self._begun.pop(id(connection)))


async def _live(url: str, *, whole: bool) -> list[Stage]:
    """Booking and Friday's prompts; the whole has the own cards of that Friday, Monday's reminders, the
    summaries of 1 December and Wednesday's read-outs as well."""
    tools = Tools(Database(url), Settings())
    transactions = Transactions()
    transactions.watch(tools.database.engine)
    stages: list[Stage] = []

    async def live(name: str, instants: Iterator[datetime], kind: str) -> None:
        before = await tools.read(_promised, kind=kind)
        begun, worked = time.perf_counter(), time.process_time()
        transactions.taken()
        for now in instants:
            await rounds.run_all(tools, now=now)
        stage = Stage(name, seconds=time.perf_counter() - begun, cpu=time.process_time() - worked)
        stage.longest, stage.memory = transactions.taken(), peak_memory()
        stage.planned = await tools.read(_promised, kind=kind) - before
        print(f"    {stage}", file=sys.stderr, flush=True)
        stages.append(stage)
        await tools.transact_long(_deliver)

    begun, worked = time.perf_counter(), time.process_time()
    # A week later there is nothing on Friday but the prompts; signals have a benchmark of their own.
    later = 0 if whole else 7
    if not whole:
        await tools.transact_long(_signals_are_done)
    await seeding.book_newcomers(tools, now=BEGINS + timedelta(later))
    stages.append(Stage("booking", 0, time.perf_counter() - begun, time.process_time() - worked))
    stages[0].longest, stages[0].memory = transactions.taken(), peak_memory()
    await live("Friday's prompts", _hours(26 + later, 20, 30), "checkin_prompt")
    if whole:
        await tools.transact_long(_answer)
        await live("Monday's reminders", _hours(29, 20, 30), "checkin_reminder")
        await live("December's summaries", _hours(30, 20, 0), "summary")
        await live("Wednesday's read-outs", _hours(31, 20, 30, days=2), "readout")
    await tools.close()
    return stages


def _hours(day: int, hour: int, minute: int, days: int = 1) -> Iterator[datetime]:
    """A tick an hour while the mornings go round the earth; the day before is given as one of November."""
    first = datetime(2026, 11, 1, hour, minute, tzinfo=UTC) + timedelta(days=day - 1)
    return (first + n * HOUR for n in range(24 * days + 1))


def _signals_are_done(session: Session) -> None:
    friday = BEGINS + timedelta(9)
    signal.finish(session, 1, last_whole_week(friday), at=friday, people=0, cues=0)


def _promised(session: Session, *, kind: str) -> int:
    rows = select(func.count(Delivery.id)).where(Delivery.workspace_id == 1, Delivery.kind == kind)
    return session.scalar(rows) or 0


def _deliver(session: Session) -> None:
    """Everything promised has left."""
    gone: dict[str, Any] = {"state": SENT, "body": None, "settled_at": Delivery.due_at}
    session.execute(
        update(Delivery)
        .where(Delivery.workspace_id == 1, Delivery.state == WAITING)
        .values(claimed_at=Delivery.due_at, slack_channel="D1", slack_ts="1.1", **gone)
        .execution_options(synchronize_session=False)
    )


def _answer(session: Session) -> None:
    """Three of four answer."""
    said: dict[str, Any] = {"mood": 4, "workload": 3, "progress": "The migration is done.", "plans": "Rest."}
    session.execute(
        update(Checkin)
        .where(Checkin.workspace_id == 1, Checkin.week == WEEK, Checkin.person_id % 4 != 0)
        .values(answered_at=Checkin.prompted_at, **said)
        .execution_options(synchronize_session=False)
    )


def peak_memory() -> float:
    """The most this process has held in memory so far, in MiB; a child does not inherit it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    lived = asyncio.run(_live(sys.argv[1], whole=sys.argv[2:] == ["whole"]))
    print(json.dumps([asdict(stage) for stage in lived]))
