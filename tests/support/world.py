"""A bot that runs for real against the pretend Slack: its tools, its doors, its clock."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot import rounds
from bot.app import build_app
from bot.database import Database
from bot.homes import Homes
from bot.identity import identify
from bot.outbox import PostRoom
from bot.readiness import Readiness
from bot.sandbox.replies import words_of
from bot.sandbox.slack import PretendSlack
from bot.server import build_server
from bot.settings import Settings
from bot.socket import Socket
from bot.tools import Tools

T = TypeVar("T")


class StoppedClock:
    """A clock that stands until it is moved."""

    def __init__(self, start: datetime) -> None:
        self.instant = start

    def __call__(self) -> datetime:
        return self.instant

    def move_to(self, instant: datetime) -> None:
        self.instant = instant


@dataclass
class World:
    """The pretend Slack, the bot's tools and its clock, in one hand."""

    slack: PretendSlack
    tools: Tools
    clock: StoppedClock
    workspace_id: int

    async def deliver(self) -> None:
        """Send whatever is due, and let every confirmation arrive."""
        await PostRoom(self.tools).drain(patience=2)
        await self.tools.settled()

    async def tick(self, instant: datetime | None = None) -> None:
        """One round of the calendar at an instant, and the post it causes."""
        if instant is not None:
            self.clock.move_to(instant)
        await rounds.run_all(self.tools, now=self.clock())
        await self.deliver()

    async def home(self, who: str) -> str:
        """What somebody reads on their Home tab, once it has been brought up to date."""
        await Homes(self.tools).publish()
        shown = self.slack.home(who)
        return "" if shown is None else words_of(shown["blocks"])

    async def ask(self, work: Any, **arguments: Any) -> Any:
        """Look into the database with a service or a query."""
        return await self.tools.database.read(work, **arguments)

    async def change(self, work: Any, **arguments: Any) -> Any:
        return await self.tools.database.transact(work, **arguments)


def settings_for(slack: PretendSlack, api_root: str, *, port: int = 0, socket_mode: bool = False) -> Settings:
    return Settings(
        slack_bot_token=slack.bot_token,
        slack_signing_secret=slack.courier.signing_secret,
        slack_app_token=slack.app_token if socket_mode else "",
        slack_api_url=api_root,
        port=port,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def tools_for(
    slack: PretendSlack, api_root: str, database: Database, clock: StoppedClock, *, socket_mode: bool = False
) -> AsyncIterator[Tools]:
    """Tools that know their workspace, closed at the end (the database is not)."""
    tools = Tools(database, settings_for(slack, api_root, socket_mode=socket_mode), clock=clock)
    await identify(tools)
    try:
        yield tools
    finally:
        await tools.hang_up()


@asynccontextmanager
async def over_http(tools: Tools, slack: PretendSlack) -> AsyncIterator[None]:
    """The bot behind its HTTP door, with Slack's deliveries coming to it."""
    import uvicorn

    port = free_port()
    site = build_server(tools, build_app(tools), Readiness(tools))
    config = uvicorn.Config(site, host="127.0.0.1", port=port, log_config=None, lifespan="off")
    # Its parts, without the loop that looks only ten times a second whether to end.
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    slack.events_url = f"http://127.0.0.1:{port}/slack/events"
    try:
        yield
    finally:
        for listening in server.servers:
            listening.close()
        for connection in list(server.server_state.connections):
            connection.shutdown()
        await asyncio.gather(*server.server_state.tasks)


@asynccontextmanager
async def over_socket(tools: Tools, slack: PretendSlack) -> AsyncIterator[None]:
    """The bot behind a Socket Mode connection."""
    stop = asyncio.Event()
    readiness = Readiness(tools)
    door = Socket(build_app(tools), tools, readiness)
    running = asyncio.create_task(door.run(stop))
    await slack.sockets.connected()
    try:
        yield
    finally:
        stop.set()
        await door.finish()
        await running
