"""The pretend Slack: one workspace with one app in it, over real HTTP and WebSockets on this machine."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web

from bot.sandbox.acting import Acting
from bot.sandbox.channels import Channel
from bot.sandbox.deliveries import Courier
from bot.sandbox.filling import Filling
from bot.sandbox.happening import Happening
from bot.sandbox.members import MANAGER_FIELD, Member
from bot.sandbox.methods import every_scope
from bot.sandbox.payloads import Payloads
from bot.sandbox.records import Call, Delivery
from bot.sandbox.seeing import Seeing
from bot.sandbox.sockets import Sockets
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import Workspace

LARGEST_BODY = 64 * 1024**2


def real_now() -> datetime:
    """The real instant, in UTC."""
    return datetime.now(UTC)


class PretendSlack(Acting, Filling, Happening, Seeing):
    """A strict, in-memory Slack. `clock` gives message timestamps and event times; what Slack limits
    in seconds (trigger ids, answers within 3 s, rate limits, signatures) runs on real time.

    `scopes` are those granted to the bot's token and `subscriptions` the events the app listens to
    (None: everything served here); `commands` are the (command, usage hint) pairs of its manifest
    (none: every command is taken to be its own).
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = real_now,
        signing_secret: str = "signing-secret",  # noqa: S107 - nothing secret in a pretend workspace.
        bot_token: str = "xoxb-pretend",  # noqa: S107
        app_token: str = "xapp-pretend",  # noqa: S107
        team_id: str = "T1",
        team_name: str = "Pretend",
        bot_user_id: str = "UBOT",
        bot_id: str = "BBOT",
        app_id: str = "APRETEND",
        bot_name: str = "bot",
        scopes: Iterable[str] | None = None,
        subscriptions: Iterable[str] | None = None,
        commands: Sequence[tuple[str, str]] = (),
    ) -> None:
        bot = Member(bot_user_id, bot_name, team_id=team_id, is_bot=True)
        self.workspace = Workspace(
            clock=clock, team_id=team_id, team_name=team_name, bot=bot, bot_id=bot_id, app_id=app_id
        )
        self.workspace.scopes = every_scope() if scopes is None else set(scopes)
        self.workspace.profile_fields[MANAGER_FIELD] = {"label": "Manager", "type": "user"}
        self.subscriptions = None if subscriptions is None else set(subscriptions)
        self.commands = list(commands)
        self.bot_token, self.app_token = bot_token, app_token
        self.payloads = Payloads(self.workspace)
        self.sockets = Sockets(self.workspace)
        self.courier = Courier(self.workspace, self.sockets, signing_secret)
        self.api = WebApi(self.workspace, self.sockets, bot_token=bot_token, app_token=app_token)
        self.fail = self.api.faults.add
        self.mend = self.api.faults.clear
        self.add_person("USLACKBOT", "Slackbot", username="slackbot", tz=None)

    @property
    def events_url(self) -> str:
        """Where the bot takes deliveries over HTTP."""
        return self.courier.url

    @events_url.setter
    def events_url(self, url: str) -> None:
        self.courier.url = url

    @property
    def rate_limits(self) -> bool:
        """Whether Slack's rate limits hold; off unless a test or a person asks."""
        return self.api.rate_limits

    @rate_limits.setter
    def rate_limits(self, on: bool) -> None:
        self.api.rate_limits = on

    @property
    def calls(self) -> list[Call]:
        """Every call by the bot, oldest first; `response_url` is among the methods."""
        return self.api.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Every delivery to the bot, retries included, oldest first."""
        return self.courier.log

    @property
    def api_root(self) -> str:
        """The root of the Web API while listening."""
        return f"{self.workspace.base_url}/api/"

    def calls_to(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    async def redeliver(self, delivery: Delivery) -> Delivery:
        """Bring the bot the very same bytes again, old timestamp and signature included."""
        return await self.courier.repeat(delivery)

    async def disconnects(self, reason: str = "refresh_requested") -> None:
        """Tell the bot's sockets to go: `warning` (soon) or `refresh_requested` (now)."""
        await self.sockets.disconnect(reason)

    def add_channel(
        self, channel_id: str, name: str, *, members: Iterable[str] = (), bot: bool = False, **more: Any
    ) -> Channel:
        """A channel that is here already, with the bot in it if `bot`; `more` are fields of Channel."""
        inside = [*members, *([self.workspace.bot.id] if bot else [])]
        created = int(self.workspace.clock().timestamp())
        channel = Channel(channel_id, name=name, members=inside, created=created, **more)
        self.workspace.channels[channel_id] = channel
        self.workspace.touch()
        return channel

    def add_profile_field(self, field_id: str, label: str, kind: str = "text") -> None:
        """A custom profile field; people have values for it in `fields`."""
        self.workspace.profile_fields[field_id] = {"label": label, "type": kind}

    @asynccontextmanager
    async def listening(self, port: int = 0, routes: Iterable[web.RouteDef] = ()) -> AsyncIterator[str]:
        """Serve on 127.0.0.1 (`port` 0: any free one) and yield the root of the Web API."""
        runner = web.AppRunner(self._application(routes), access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            self.workspace.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:
                self.courier.session = session
                yield self.api_root
        finally:
            self.courier.session = None
            await self.sockets.close()
            await runner.cleanup()

    def _application(self, routes: Iterable[web.RouteDef]) -> web.Application:
        application = web.Application(client_max_size=LARGEST_BODY)
        application.add_routes([*self.api.routes(), *routes])
        return application
