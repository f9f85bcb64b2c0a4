"""Keeping Home tabs fresh: published when opened, and when something that concerns their owner has changed.

Whoever acts and whoever is told something is looked at once more; the same view is not sent twice.
What a process forgets when it ends is made anew when the tab is opened.
"""

import asyncio
import contextlib
from collections import defaultdict

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.database import DatabaseAway
from bot.gates import Gates, Patience
from bot.onlookers import Whose
from bot.refusals import refusal
from bot.services import home
from bot.tools import Tools
from models.pacing import PUBLISH

log = structlog.get_logger()
# What happens close together is shown together.
TOGETHER = 0.2
# Where Slack or the database is away, a tab is tried again after so many seconds.
AGAIN = 5.0


class Homes:
    """One publisher; each process has its own."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._gates = Gates(tools)

    async def run(self, stop: asyncio.Event) -> None:
        """Publish what has changed until told to stop."""
        ended = asyncio.create_task(stop.wait())
        while not stop.is_set():
            heard = asyncio.create_task(self._tools.onlookers.some())
            await asyncio.wait([heard, ended], return_when=asyncio.FIRST_COMPLETED)
            heard.cancel()
            await _unless(ended, within=TOGETHER)
            if not stop.is_set() and not await self.publish():
                await _unless(ended, within=AGAIN)
        ended.cancel()

    async def publish(self) -> bool:
        """Look at every tab that waits; False where one has to be tried again."""
        waiting: defaultdict[int, list[str]] = defaultdict(list)
        for workspace_id, slack_user_id in self._tools.onlookers.take():
            waiting[workspace_id].append(slack_user_id)
        again = [whose for each in waiting.items() for whose in await self._of_workspace(*each)]
        for whose in again:
            self._tools.onlookers.touch(*whose)
        return not again

    async def _of_workspace(self, workspace_id: int, slack_ids: list[str]) -> list[Whose]:
        """Look at the tabs of these people; returns those to be tried again."""
        try:
            looking = await self._tools.database.read(
                home.looking, workspace_id=workspace_id, slack_ids=slack_ids, now=self._tools.clock()
            )
        except DatabaseAway:
            return [(workspace_id, each) for each in slack_ids]
        open_ones = [(workspace_id, each) for each in slack_ids if each in looking]
        return [whose for whose in open_ones if not await self._one(whose)]

    async def _one(self, whose: Whose) -> bool:
        workspace_id, slack_user_id = whose
        try:
            view = await self._tools.database.read(
                home.changed, workspace_id=workspace_id, slack_user_id=slack_user_id, now=self._tools.clock()
            )
            if view is None:
                return True
            async with self._gates.through(workspace_id, PUBLISH):
                await self._tools.slack().views_publish(user_id=slack_user_id, view=view)
            await self._tools.database.transact(
                home.remember, workspace_id=workspace_id, slack_user_id=slack_user_id, view=view
            )
        except SlackApiError as error:
            said = refusal(error)
            log.warning("home_not_published", user=slack_user_id, error=said.code)
            return not said.is_fault
        except (Patience, DatabaseAway, aiohttp.ClientError, TimeoutError):
            return False
        except Exception:
            # One person's tab holds up nobody else's.
            log.exception("home_failed", user=slack_user_id)
        return True


async def _unless(ended: "asyncio.Task[bool]", *, within: float) -> None:
    """Wait so many seconds, or until the end."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(ended), within)
