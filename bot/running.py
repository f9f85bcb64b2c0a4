"""`cairn run`: the doors, the bell and the post room of one process, and its orderly end."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import structlog
import uvicorn

from bot.app import build_app
from bot.database import DatabaseAway
from bot.homes import Homes
from bot.identity import ask_again, identify
from bot.outbox import PostRoom
from bot.readiness import Readiness
from bot.scheduler import Scheduler
from bot.server import build_server
from bot.settings import SettingsError
from bot.socket import Socket
from bot.tools import Tools

log = structlog.get_logger()
# SIGTERM is answered within ten seconds; what still works then is cut off.
GRACE = 8.0
# How often a refused token is tried again, in seconds.
ASK_AGAIN = 60.0


class HttpServer(uvicorn.Server):
    """uvicorn without its own signal handlers: one place decides when this process ends."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass
class Parts:
    """Which parts of the bot this process runs."""

    scheduler: bool = True
    http: bool = True


@dataclass
class Running:
    """One bot in this process, until `stop` is set."""

    tools: Tools
    parts: Parts = field(default_factory=Parts)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> None:
        """Serve until told to stop, then finish what is in hand."""
        await self._identify()
        listening = self._bound() if self.parts.http else None
        readiness = Readiness(self.tools)
        app = build_app(self.tools)
        line = Socket(app, self.tools, readiness) if self.tools.settings.socket_mode else None
        server = self._server(build_server(self.tools, None if line else app, readiness))
        work = [asyncio.create_task(PostRoom(self.tools).run(self.stop), name="post room")]
        work.append(asyncio.create_task(Homes(self.tools).run(self.stop), name="homes"))
        if self.parts.scheduler:
            work.append(asyncio.create_task(Scheduler(self.tools).run(self.stop), name="scheduler"))
        doors = []
        if listening:
            doors.append(asyncio.create_task(server.serve(sockets=[listening]), name="http"))
        if line:
            doors.append(asyncio.create_task(line.run(self.stop), name="socket"))
        # What has been loaded stays: going through it again would hold up answers for 0.1 s each time.
        gc.freeze()
        try:
            await self._until_stopped([*work, *doors])
        finally:
            await self._finish(work, doors, server, line)

    async def _identify(self) -> None:
        """Learn the workspace, or keep asking beside the work where Slack is away."""
        await identify(self.tools)
        self._asking = asyncio.create_task(self._keep_asking())

    async def _keep_asking(self) -> None:
        wait = 1.0
        while not self.tools.tenants:
            await asyncio.sleep(wait)
            wait = min(30.0, wait * 2)
            await identify(self.tools)
        while True:
            await asyncio.sleep(ASK_AGAIN)
            with contextlib.suppress(DatabaseAway):
                await ask_again(self.tools)

    def _bound(self) -> socket.socket:
        """The port, taken before anything else begins: uvicorn would end the process without a word."""
        settings = self.tools.settings
        try:
            return socket.create_server((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                f"PORT {settings.port} on {settings.host}: {os.strerror(error.errno or 0)}."
            ) from None

    def _server(self, site: object) -> HttpServer:
        config = uvicorn.Config(
            site,  # type: ignore[arg-type]
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=int(GRACE) - 2,
        )
        return HttpServer(config)

    async def _until_stopped(self, tasks: list[asyncio.Task[None]]) -> None:
        """Wait for the stop; a part that ends by itself ends the whole."""
        stopping = asyncio.create_task(self.stop.wait())
        await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for task in tasks:
            if task.done() and not self.stop.is_set():
                task.result()
                raise RuntimeError(f"The {task.get_name()} ended by itself.")

    async def _finish(
        self,
        work: list[asyncio.Task[None]],
        doors: list[asyncio.Task[None]],
        server: HttpServer,
        line: Socket | None,
    ) -> None:
        """Close the doors first, so that nothing new comes in; then let the work end."""
        self.stop.set()
        self._asking.cancel()
        self.tools.bell.ring()
        server.should_exit = True
        if line:
            await line.finish()
        _, late = await asyncio.wait([*work, *doors], timeout=GRACE)
        for task in late:
            log.warning("stopped_unfinished", part=task.get_name())
            task.cancel()
        log.info("stopped")


async def run(tools: Tools, parts: Parts) -> None:
    """Run until SIGTERM or SIGINT. Raises SettingsError where the start is refused."""
    running = Running(tools, parts)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, running.stop.set)
    try:
        await running()
    finally:
        await tools.close()
