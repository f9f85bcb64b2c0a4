"""All that touches the world: the database, Slack, the clocks, chance."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import loading
from bot.database import Database
from bot.languages import Languages
from bot.onlookers import Onlookers
from bot.services import person as directory
from bot.services.person import Stranger
from bot.services.workspace import Tenant
from bot.settings import Settings
from bot.views import loading as views

log = structlog.get_logger()
T = TypeVar("T")
# Slack's patience is three seconds; a call on the way to an answer gets half of it.
PATIENCE = 1.5
# Seconds in which Slack answers any other call, or the outcome counts as unknown.
ANSWERS_WITHIN = 10.0
# Looking into the outbox takes as long as a kudos: under load once for many rings, not once for each.
TOGETHER = 0.1


def real_clock() -> datetime:
    return datetime.now(UTC)


class NoTrigger(Exception):
    """A form cannot be opened from here: Slack opens one only after a command or a button."""


class Bell:
    """Rung when there may be something to send; whoever listens looks for itself."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def heard(self, *, within: float) -> None:
        """Wait until it rings, at most so many seconds; rings close together are heard as one."""
        try:
            async with asyncio.timeout(within):
                await self._event.wait()
                await asyncio.sleep(TOGETHER)
        except TimeoutError:
            pass
        self._event.clear()


@dataclass
class Tools:
    """`clock` is the business clock, which `tick --at` and the local workspace set;
    `real_clock` is for leases and pacing. `tenants` holds the workspaces served, by team id."""

    database: Database
    settings: Settings
    clock: Callable[[], datetime] = real_clock
    real_clock: Callable[[], datetime] = real_clock
    rng: random.Random = field(default_factory=random.Random)
    tenants: dict[str, Tenant] = field(default_factory=dict)
    bell: Bell = field(default_factory=Bell)
    onlookers: Onlookers = field(default_factory=Onlookers)
    languages: Languages = field(init=False)
    _http: aiohttp.ClientSession | None = None
    _courtesies: set["asyncio.Task[None]"] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.languages = Languages(self.database, self.real_clock)

    async def transact(self, work: Callable[..., T], **arguments: Any) -> T:
        """Run a service in a transaction of its own; ring the bell after it.

        Somebody whom the service does not know is looked up in Slack once, and it runs again.
        """
        for _ in range(5):
            try:
                result = await self.database.transact(work, **arguments)
            except Stranger as stranger:
                await self._introduce(arguments["workspace_id"], stranger.slack_user_id)
            else:
                self.bell.ring()
                return result
        return await self.database.transact(work, **arguments)

    async def transact_long(self, work: Callable[..., T], **arguments: Any) -> T:
        """Run a step of the calendar, which knows everybody and takes its time; ring the bell after it."""
        result = await self.database.transact_long(work, **arguments)
        self.bell.ring()
        return result

    async def read(self, work: Callable[..., T], **arguments: Any) -> T:
        """Run a service that only reads. Somebody unknown is looked up as in `transact`."""
        try:
            return await self.database.read(work, **arguments)
        except Stranger as stranger:
            await self._introduce(arguments["workspace_id"], stranger.slack_user_id)
            return await self.database.read(work, **arguments)

    def tenant(self, workspace_id: int) -> Tenant | None:
        """The workspace behind an id, where its tokens are known."""
        return next((each for each in self.tenants.values() if each.workspace == workspace_id), None)

    def slack(self) -> AsyncWebClient:
        """A client without retry handlers: after a dropped connection only the caller knows what to do."""
        return AsyncWebClient(
            token=self.settings.slack_bot_token,
            base_url=self.settings.slack_api_url,
            session=self._session(),
            timeout=max(1, round(ANSWERS_WITHIN)),
            retry_handlers=[],
        )

    def expect_modal(self, body: dict[str, Any]) -> None:
        """A form is about to be made; where that takes long, a view that says so is opened first."""
        if body.get("trigger_id"):
            loading.here().keep(partial(self._open, body), views.loading())

    async def show_modal(self, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Open a modal, on top of the one in which a button was pressed: what is typed there stays.

        Slack waits three seconds for the whole answer, so this gets half of it. Raises NoTrigger where
        there is nothing that Slack opens one for.
        """
        if not body.get("trigger_id"):
            raise NoTrigger
        if opened := await loading.here().taken():
            await self._fill(opened, view)
        else:
            await self._open(body, view)

    async def _open(self, body: dict[str, Any], view: dict[str, Any]) -> str:
        stacked = (body.get("view") or {}).get("type") == "modal"
        opens = self.slack().views_push if stacked else self.slack().views_open
        async with asyncio.timeout(PATIENCE):
            return str((await opens(trigger_id=body["trigger_id"], view=view))["view"]["id"])

    async def _fill(self, opened: str, view: dict[str, Any]) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.slack().views_update(view_id=opened, view=view)

    def clear_modal(self, sentence: str) -> None:
        """Nothing came of the form that was expected: where a view keeps its place, it says why, after the
        ack."""
        self._by_the_way(self._clear(loading.here().taken(), sentence))

    async def _clear(self, place: Awaitable[str], sentence: str) -> None:
        try:
            if opened := await place:
                await self._fill(opened, views.instead(sentence))
        except (SlackApiError, TimeoutError, aiohttp.ClientError) as error:
            log.warning("modal_not_cleared", error=type(error).__name__)

    async def renew_modal(self, shown: dict[str, Any], view: dict[str, Any]) -> None:
        """Bring an open modal up to date, unless it has changed meanwhile. A courtesy: it may fail."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.slack().views_update(view_id=shown["id"], hash=shown.get("hash"), view=view)
        except (SlackApiError, TimeoutError, aiohttp.ClientError) as error:
            log.warning("modal_not_renewed", error=type(error).__name__)

    def confirm(self, response_url: str | None, message: dict[str, Any], *, replace: bool = False) -> None:
        """Answer the asker where they asked, after the ack. A courtesy: what was said is saved already."""
        if isinstance(response_url, str) and response_url.startswith(("http://", "https://")):
            self._by_the_way(self._respond(response_url, {**message, "replace_original": replace}))

    def _by_the_way(self, courtesy: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(courtesy)
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)

    async def _respond(self, response_url: str, message: dict[str, Any]) -> None:
        try:
            async with asyncio.timeout(5), self._session().post(response_url, json=message) as answer:
                await answer.read()
        except (TimeoutError, aiohttp.ClientError) as error:
            log.warning("confirmation_failed", error=type(error).__name__)

    async def put(self, url: str, content: bytes) -> None:
        """Bring bytes to where Slack said. Raises ClientError where they were not taken."""
        async with self._session().post(url, data=content) as answer:
            answer.raise_for_status()

    async def settled(self) -> None:
        """Wait for the confirmations that are on their way."""
        await asyncio.gather(*self._courtesies)

    async def hang_up(self) -> None:
        """Let go of Slack."""
        await self.settled()
        if self._http is not None:
            await self._http.close()

    async def close(self) -> None:
        """Let go of everything."""
        await self.hang_up()
        await asyncio.to_thread(self.database.close)

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            # slack_sdk leaves the time limit to the session it is given.
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWERS_WITHIN))
        return self._http

    async def _introduce(self, workspace_id: int, slack_user_id: str) -> None:
        """Take somebody into the directory from what Slack says of them."""
        tenant = self.tenant(workspace_id)
        async with asyncio.timeout(PATIENCE):
            answer = await self.slack().users_info(user=slack_user_id, include_locale=True)
        await self.database.transact(
            directory.learn,
            workspace_id=workspace_id,
            team_id=tenant.team_id if tenant else "",
            users=[answer["user"]],
        )
