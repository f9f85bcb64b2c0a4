"""What a bell costs on a database with ten million old deliveries, against one without a past.

The same company of a thousand people is asked on a Friday and its post looked after; the two
databases take turns, so that both see the same machine.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import rounds
from bot.database import Database
from bot.readiness import measure_outbox
from bot.services import delivery
from bot.services.pacing import outlook
from bot.settings import Settings
from bot.tools import Tools
from models import delivery as deliveries
from tests.benchmarks import companies, past, stage
from tests.benchmarks.companies import BEGINS
from tests.benchmarks.table import show
from tests.support.week import PROMPTS

PEOPLE = 1_000
PAST = 10_000_000
TURNS = 5


@dataclass
class Side:
    """One database; seconds by what was done."""

    tools: Tools
    seconds: dict[str, list[float]]

    async def bell(self, now: datetime) -> None:
        """One ring: the rounds of that hour, a look into the outbox and a claim, the figures of /metrics."""
        database = self.tools.database
        begun = time.perf_counter()
        await rounds.run_all(self.tools, now=now)
        planned = time.perf_counter()
        database.read_now(outlook, workspace_id=1, now=now, real_now=now)
        database.read_now(deliveries.unsettled, workspace=1, now=now)
        database.transact_now(delivery.claim, workspace_id=1, sender="s", now=now, real_now=now)
        claimed = time.perf_counter()
        database.read_now(measure_outbox, now=now)
        counted = time.perf_counter()
        for name, seconds in (
            ("rounds", planned - begun),
            ("outbox", claimed - planned),
            ("figures", counted - claimed),
        ):
            self.seconds.setdefault(name, []).append(seconds)


def compare(engine: str, amount: int = PAST) -> None:
    """Milliseconds of each part of a bell, the median of five hours, without and with a past."""
    with stage.folder() as folder, stage.databases(engine, folder, "new", "old") as urls:
        for url, settled in zip(urls, (0, amount), strict=True):
            companies.found(url, PEOPLE)
            begun = time.monotonic()
            _age(url, settled)
            if settled:
                print(f"  {settled:,} deliveries of two years inserted in {time.monotonic() - begun:.0f} s")
        asyncio.run(_alternate(list(urls)))


def _age(url: str, amount: int) -> None:
    database = Database(url)
    with database.writing() as connection:
        if amount:
            past.add_deliveries(connection, amount)
        companies.settle(connection)
    database.close()


async def _alternate(urls: list[str]) -> None:
    sides = [Side(Tools(Database(url), Settings()), {}) for url in urls]
    for side in sides:
        await rounds.run_all(side.tools, now=BEGINS)
    for turn in range(TURNS):
        for side in sides:
            await side.bell(PROMPTS + timedelta(hours=turn))
    new, old = (side.seconds for side in sides)
    rows = []
    for name in new:
        before, after = (sorted(each[name])[TURNS // 2] * 1000 for each in (new, old))
        rows.append((name, before, after, after / before))
    show(("ms a bell", "no past", "with it", "ratio"), rows)
    for side in sides:
        await side.tools.close()
