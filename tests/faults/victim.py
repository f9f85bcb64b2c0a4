"""A bot that dies, or stands still, when it is told to: at a named step, or at any.

It is the real bot (scheduler, rounds, post room) with a business clock that stands; the
steps are where its own methods hand over to one another.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy.orm import Session

from bot import rounds, tools
from bot.database import Database
from bot.identity import identify
from bot.outbox import PostRoom
from bot.services import delivery
from bot.services.delivery import Letter
from bot.settings import Settings
from bot.tools import Tools
from tests.faults.clock import FastClock

T = TypeVar("T")
STEPS = ("planning", "planned", "claiming", "claimed", "posting", "posted", "settled")


@dataclass(frozen=True)
class Orders:
    """Where to work, at which business instant, and when to die (or to stand still, where `blow` is
    SIGSTOP): at the `after`-th time that `step` is reached (empty: any step; 0: never).

    With a fast clock, Slack's answers are waited for as much shorter.
    """

    database_url: str
    api_root: str
    now: datetime
    step: str = ""
    after: int = 0
    lease_seconds: float = 2.0
    blow: signal.Signals = signal.SIGKILL
    clock: FastClock | None = None


class Fate:
    """Counts the steps, and strikes the process without a word when the time has come."""

    def __init__(self, orders: Orders) -> None:
        self._step = orders.step
        self._blow = orders.blow
        self._left = orders.after

    def reach(self, step: str) -> None:
        if self._left and step in (self._step or STEPS):
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), self._blow)


class DoomedTools(Tools):
    """Tools whose planning transactions may be the last."""

    fate: Fate

    async def transact_long(self, work: Callable[..., T], **arguments: Any) -> T:
        def doomed(session: Session, **inner: Any) -> T:
            result = work(session, **inner)
            if result:
                self.fate.reach("planning")
            return result

        planned = await super().transact_long(doomed, **arguments)
        if planned:
            self.fate.reach("planned")
        return planned


class DoomedRoom(PostRoom):
    """A post room whose every step may be the last."""

    def __init__(self, tools: Tools, fate: Fate) -> None:
        super().__init__(tools)
        self._fate = fate

    async def _claim(self, workspace_id: int) -> list[Letter]:
        self._fate.reach("claiming")
        letters = await super()._claim(workspace_id)
        if letters:
            self._fate.reach("claimed")
        return letters

    async def _post(self, client: Any, letter: Letter, channel: str) -> Any:
        self._fate.reach("posting")
        answer = await super()._post(client, letter, channel)
        self._fate.reach("posted")
        return answer

    async def _deliver(self, letter: Letter) -> None:
        await super()._deliver(letter)
        self._fate.reach("settled")


def live(orders: Orders) -> None:
    """Work until everything due is sent, or until death."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    delivery.LEASE = timedelta(seconds=orders.lease_seconds)
    if orders.clock is not None:
        tools.ANSWERS_WITHIN = orders.clock.real(tools.ANSWERS_WITHIN)
    asyncio.run(_live(orders))


async def _live(orders: Orders) -> None:
    fate = Fate(orders)
    settings = Settings(slack_bot_token="xoxb-pretend", slack_api_url=orders.api_root)
    doomed = DoomedTools(Database(orders.database_url), settings, clock=lambda: orders.now)
    doomed.real_clock = orders.clock or doomed.real_clock
    doomed.fate = fate
    try:
        await identify(doomed)
        await rounds.run_all(doomed, now=orders.now)
        await DoomedRoom(doomed, fate).drain(patience=30)
    finally:
        await doomed.close()
