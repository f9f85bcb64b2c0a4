"""The bell. APScheduler rings; our own worker works, so that a stop finishes what is in hand."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_sdk.errors import SlackApiError

from bot import metrics, rounds
from bot.database import DatabaseAway
from bot.jobs import upkeep
from bot.jobs.directs import Directs
from bot.tools import Tools

Job = Callable[[], Awaitable[None]]
log = structlog.get_logger()
ROUND_SECONDS = 15
SYNC_HOURS = 12
DIRECTS_SECONDS = 60


class Scheduler:
    """The calendar's worker, woken by APScheduler's clock.

    Jobs live in memory: the calendar itself is in the database, and what a stopped process
    missed is found there by the next round.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._round = asyncio.Event()
        self._sync = asyncio.Event()
        self._directs = asyncio.Event()
        self._bell = AsyncIOScheduler(timezone="UTC")
        common = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._bell.add_job(self._round.set, "interval", seconds=ROUND_SECONDS, **common)
        self._bell.add_job(self._sync.set, "interval", hours=SYNC_HOURS, **common)
        self._bell.add_job(self._directs.set, "interval", seconds=DIRECTS_SECONDS, **common)

    async def run(self, stop: asyncio.Event) -> None:
        """Work through the calendar at every ring until told to stop; a round begun is finished."""
        self._round.set()
        self._sync.set()
        directs = Directs(self._tools)
        self._bell.start()
        try:
            await asyncio.gather(
                self._work(stop, self._round, self._look_at_calendar),
                self._work(stop, self._sync, self._sync_directory),
                self._work(stop, self._directs, partial(self._open_directs, directs, stop)),
            )
        finally:
            self._bell.shutdown(wait=False)

    async def _work(
        self, stop: asyncio.Event, ring: asyncio.Event, job: Callable[[], Awaitable[None]]
    ) -> None:
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            ringing = asyncio.create_task(ring.wait())
            await asyncio.wait({stopping, ringing}, return_when=asyncio.FIRST_COMPLETED)
            ringing.cancel()
            if stop.is_set():
                break
            ring.clear()
            await job()
        stopping.cancel()

    async def _look_at_calendar(self) -> None:
        try:
            looked_at = await rounds.run_all(self._tools, now=self._tools.clock())
        except DatabaseAway:
            metrics.ROUNDS.labels(outcome="database_away").inc()
            log.warning("round_database_away")
        except Exception:
            metrics.ROUNDS.labels(outcome="failed").inc()
            log.exception("round_failed")
        else:
            metrics.ROUNDS.labels(outcome="done").inc()
            if looked_at:
                log.info("round_done", appointments=looked_at)
                self._tools.bell.ring()

    async def _sync_directory(self) -> None:
        for tenant in list(self._tools.tenants.values()):
            try:
                await upkeep.forget(self._tools, tenant)
                await upkeep.sync_directory(self._tools, tenant)
            except (SlackApiError, DatabaseAway, OSError, TimeoutError) as error:
                log.warning("directory_not_synced", error=type(error).__name__)

    async def _open_directs(self, directs: Directs, stop: asyncio.Event) -> None:
        try:
            await directs.open_missing(stop)
        except DatabaseAway:
            log.warning("directs_database_away")
        except Exception:
            log.exception("directs_failed")
