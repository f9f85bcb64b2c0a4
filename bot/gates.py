"""The gates before Slack's methods: shut while Slack has asked to wait with one.

What one caller was told, the others of this process know at once; other replicas read it in
the database once the message is settled.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError

from bot import metrics
from bot.refusals import refusal
from bot.tools import Tools
from models.pacing import HISTORY, OPEN

# Slack allows fifty a minute of these, so a batch of messages must not ask all at once: the first
# refusals would come to all of them. Not one by one either, or a slow answer would outlast leases.
FEW = {OPEN, HISTORY}
ABREAST = 4


class Patience(Exception):
    """Slack has asked to wait with a method for so many seconds."""

    def __init__(self, method: str, seconds: float) -> None:
        super().__init__(f"{method}: {seconds:.0f} s")
        self.method = method
        self.seconds = seconds


class Gates:
    """One for each workspace and method, on the real clock."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._shut_until: dict[tuple[int, str], datetime] = {}
        self._queues: defaultdict[tuple[int, str], asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(ABREAST)
        )

    @asynccontextmanager
    async def through(self, workspace_id: int, method: str) -> AsyncIterator[None]:
        """Call the method inside. Raises Patience where Slack asks, or has asked, to wait."""
        gate = (workspace_id, method)
        async with self._queues[gate] if method in FEW else nullcontext():
            now = self._tools.real_clock()
            wait = self._shut_until.get(gate, now) - now
            if wait > timedelta(0):
                raise Patience(method, wait.total_seconds())
            try:
                yield
            except SlackApiError as error:
                said = refusal(error)
                if not said.is_rate_limit:
                    raise
                metrics.RATE_LIMITED.labels(method=method).inc()
                self._shut_until[gate] = self._tools.real_clock() + timedelta(seconds=said.retry_after)
                raise Patience(method, said.retry_after) from error
