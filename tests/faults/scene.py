"""A Friday morning: the people are booked, the hour has come, nobody has been asked."""

import asyncio
import os
import signal
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerContext
from typing import Any

import psutil

from bot import rounds
from bot.database import Database
from bot.sandbox.rates import Rates
from bot.sandbox.records import Call
from bot.sandbox.slack import PretendSlack, real_now
from bot.settings import Settings
from bot.tools import Tools
from models import delivery
from models.delivery import Delivery
from tests.faults import crowd
from tests.faults.clock import FastClock
from tests.faults.victim import Orders, live

MINUTE = timedelta(minutes=1)


@dataclass
class Scene:
    """The pretend Slack and the database in which everybody is due. `budget` is posts a minute."""

    slack: PretendSlack
    database: Database
    url: str
    workspace_id: int
    people: int
    kills: int
    budget: int = 1_000_000
    clock: FastClock | None = None
    replicas: list["Replica"] = field(default_factory=list)

    async def ledger(self) -> list[Delivery]:
        return list(
            await self.database.read(delivery.since, workspace=self.workspace_id, start=crowd.THURSDAY)
        )

    async def everybody_was_asked_once(self) -> None:
        """In what remains to be seen in Slack, and in the ledger."""
        asked = Counter({f"U{n:05}": len(self.slack.said_to(f"U{n:05}")) for n in range(self.people)})
        wrong = {who: times for who, times in asked.items() if times != 1}
        assert not wrong, (
            f"{len(wrong)} of {self.people} were not asked exactly once: {list(wrong.items())[:5]}"
        )
        assert Counter(row.state for row in await self.ledger()) == {"sent": self.people}

    async def posts(self, amount: int) -> None:
        """Wait until Slack has been asked to post so many messages."""
        await self.slack.until(lambda: len(self.slack.calls_to("chat.postMessage")) >= amount, timeout=120)

    async def settles(self) -> None:
        """Wait until nothing is owed any more."""
        async with asyncio.timeout(120):
            while any(row.state in delivery.UNSETTLED for row in await self.ledger()):
                await asyncio.sleep(0.2)

    def seen_twice(self) -> int:
        """How many messages stood twice in a DM at any time, however shortly."""
        keys = Counter(_key(call) for call in self.slack.calls_to("chat.postMessage") if _stood(call))
        return sum(times > 1 for times in keys.values())

    def most_posts_in_a_minute(self) -> int:
        """The fullest of all minutes in Slack's own record of calls, whatever became of them; what Slack
        turned away with a 429 was no post."""
        most, minute = 0, deque[Call]()
        for call in self.slack.calls_to("chat.postMessage"):
            if call.status == 429:
                continue
            minute.append(call)
            while minute[0].started <= call.started - MINUTE:
                minute.popleft()
            most = max(most, len(minute))
        return most

    def fullest_minute(self) -> str:
        return f"at most {self.most_posts_in_a_minute()} posts in any minute (budget {self.budget})"


def _key(call: Call) -> str:
    key: str = call.args["metadata"]["event_payload"]["key"]
    return key


def _stood(call: Call) -> bool:
    return bool(call.answer.get("ts"))


@asynccontextmanager
async def scene_on(
    url: str, people: int, kills: int, *, clock: FastClock | None = None, per_minute: int = 1_000_000
) -> AsyncIterator[Scene]:
    """The scene on an empty, migrated database; with a clock, Slack's rate limits hold on it."""
    database = Database(url)
    slack = PretendSlack(team_id=crowd.TEAM_ID, clock=clock or real_now)
    crowd.fill_slack(slack, people)
    dms: list[str] = []
    if clock is not None:
        slack.rate_limits, slack.api.rates = True, Rates(clock.seconds)
        dms = crowd.open_some_dms(slack, people)
    workspace_id = await database.transact(crowd.fill_database, people=people, per_minute=per_minute, dms=dms)
    booking = Tools(database, Settings(), clock=lambda: crowd.THURSDAY)
    await rounds.run_all(booking, now=crowd.THURSDAY)
    try:
        async with slack.listening():
            scene = Scene(slack, database, url, workspace_id, people, kills, per_minute, clock)
            yield scene
            for replica in scene.replicas:
                replica.end()
    finally:
        await booking.hang_up()
        database.close()


class Replica:
    """One bot in a process of its own."""

    def __init__(self, nursery: ForkServerContext, scene: Scene, **orders: Any) -> None:
        if scene.clock is not None:
            orders = {"clock": scene.clock, "lease_seconds": 60.0} | orders
        given = Orders(scene.url, scene.slack.api_root, crowd.FRIDAY, **orders)
        self._process = nursery.Process(target=live, args=(given,))
        self._process.start()
        self.pid = self._process.pid or 0
        scene.replicas.append(self)

    async def ended(self, within: float = 200) -> int:
        """Wait for its end; the exit code."""
        await asyncio.to_thread(self._process.join, within)
        code: int | None = self._process.exitcode
        assert code is not None, "the victim hangs"
        return code

    async def stands_still(self) -> bool:
        """Wait until it is frozen; False where it ended before."""
        while self._process.is_alive():
            if psutil.Process(self.pid).status() == psutil.STATUS_STOPPED:
                return True
            await asyncio.sleep(0.02)
        return False

    def end(self) -> None:
        """Frozen or not: a transaction of its would hold up whoever comes next."""
        self._process.kill()
        self._process.join()

    def wake(self) -> None:
        os.kill(self.pid, signal.SIGCONT)
