"""Opening DMs ahead of need.

Slack opens about fifty a minute (Tier 3), which a first Friday of two thousand people would wait
for. So they are opened beforehand, slower than that, for those who hear from the bot. Nobody
notices: an open DM without a message is shown to nobody.
"""

import asyncio
import contextlib
from datetime import datetime, timedelta
from enum import Enum

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.refusals import refusal
from bot.rules import launch
from bot.services import pacing
from bot.services import person as directory
from bot.services.setting import chosen
from bot.tools import Tools
from models import pacing as paces
from models import person
from models.pacing import OPEN

log = structlog.get_logger()
# Forty a minute for all replicas together, which leaves Slack's limit some room for the post room.
STEP = timedelta(seconds=1.5)
AHEAD = "opening ahead"


class Step(Enum):
    """What came of one step."""

    OPENED = "somebody's DM is open"
    NOT_YET = "another replica has just taken this step"
    DONE = "everybody who can be reached has a DM, or Slack wants to be left alone"


class Directs:
    """One replica's share in opening everybody's DM."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        # Whom Slack refuses for good is not asked about again until the next start.
        self._refused: set[int] = set()

    async def open_missing(self, stop: asyncio.Event) -> int:
        """Open what is missing, a step at a time, until told to stop; returns how many were opened."""
        opened = 0
        for tenant in list(self._tools.tenants.values()):
            while not stop.is_set() and (step := await self.open_next(tenant.workspace)) is not Step.DONE:
                opened += step is Step.OPENED
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), STEP.total_seconds())
        if opened:
            log.info("directs_opened", amount=opened)
        return opened

    async def open_next(self, workspace_id: int) -> Step:
        """Open one person's DM, unless it is too early for that."""
        real_now = self._tools.real_clock()
        around = {"workspace_id": workspace_id, "real_now": real_now}
        who = await self._tools.database.read(_next, refused=frozenset(self._refused), **around)
        if who is None:
            return Step.DONE
        if not await self._tools.database.transact(_take_step, **around):
            return Step.NOT_YET
        person_id, slack_id = who
        try:
            answer = await self._tools.slack().conversations_open(users=slack_id)
        except SlackApiError as error:
            return await self._refuse(workspace_id, person_id, error)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("direct_not_opened", person=person_id, error=type(error).__name__)
            return Step.DONE
        await self._tools.database.transact(
            directory.remember_dm,
            workspace_id=workspace_id,
            person_id=person_id,
            channel=answer["channel"]["id"],
        )
        return Step.OPENED

    async def _refuse(self, workspace_id: int, person_id: int, error: SlackApiError) -> Step:
        said = refusal(error)
        if said.is_rate_limit:
            until = self._tools.real_clock() + timedelta(seconds=said.retry_after)
            await self._tools.database.transact(
                pacing.hold_back, workspace_id=workspace_id, what=OPEN, until=until
            )
            return Step.DONE
        log.info("direct_not_opened", person=person_id, error=said.code)
        self._refused.add(person_id)
        return Step.NOT_YET


def _next(
    session: Session, *, workspace_id: int, real_now: datetime, refused: frozenset[int]
) -> tuple[int, str] | None:
    """Somebody who hears from the bot and has no DM yet; None also while Slack wants no more of it."""
    if paces.held(session, workspace_id, [OPEN], real_now=real_now):
        return None
    teams = launch.teams(chosen(session, workspace_id=workspace_id).get("launch"))
    who = person.without_dm(session, workspace_id, teams=teams, refused=refused)
    return (who.id, who.slack_user_id) if who and who.slack_user_id else None


def _take_step(session: Session, *, workspace_id: int, real_now: datetime) -> bool:
    return paces.take(session, workspace_id, AHEAD, real_now=real_now, until=real_now + STEP)
