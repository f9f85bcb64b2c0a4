"""`cairn demo`: the local workspace in a browser, with the unmodified bot behind it."""

import asyncio
import contextlib
import os
import signal
import socket
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from bot import rounds, schema
from bot.database import Database
from bot.manifest import COMMANDS, EVENTS, SHORTCUTS, scopes
from bot.outbox import PostRoom
from bot.porting.folder import read_folder
from bot.running import Parts, Running
from bot.sandbox import company
from bot.sandbox.clock import MovableClock
from bot.sandbox.page import Page
from bot.sandbox.slack import PretendSlack
from bot.services import setting, workspace
from bot.settings import Settings, SettingsError
from bot.tools import Tools
from models import appointment
from models.queue import next_due

KUDOS, GENERAL = "CKUDOS", "CGENERAL"
# Said by the first few people, so that there is something to react to.
CHATTER = (
    "Good morning! The numbers for last week are in the usual place.",
    "The importer took four minutes last night instead of forty. Details in the ticket.",
    "I wrote down how to restore a backup, with screenshots. Please try it before you need it.",
    "Two customers called only to say that the new search finds things now.",
)


@dataclass
class Demo:
    """A workspace that lives as long as this process."""

    port: int
    browser: bool
    people: int
    weeks: int
    socket: bool

    async def run(self) -> None:
        """Serve the page until Ctrl-C. Raises SettingsError where the port is taken."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        with tempfile.TemporaryDirectory(prefix="cairn-demo-") as folder:
            async with self._served(Path(folder), stop) as address:
                click.echo(f"Cairn's local workspace: {address}  (Ctrl-C ends it)")
                if self.browser:
                    await asyncio.to_thread(webbrowser.open, address)
                await stop.wait()

    @asynccontextmanager
    async def _served(self, folder: Path, stop: asyncio.Event) -> AsyncIterator[str]:
        clock = MovableClock()
        database = await asyncio.to_thread(self._seeded, folder, clock.now())
        slack = self._slack(clock)
        moving = Moving(database, clock)
        page = Page(
            slack,
            clock=clock,
            on_move=moving.work,
            stops=moving.stops,
            shortcuts=_shortcuts("global"),
            message_shortcuts=_shortcuts("message"),
        )
        try:
            async with page.listening(self.port) as address:
                moving.tools = tools = Tools(database, self._settings(slack), clock=clock.now)
                running = asyncio.create_task(Running(tools, Parts(), stop)())
                slack.events_url = f"http://127.0.0.1:{tools.settings.port}/slack/events"
                try:
                    await _open(tools.settings.port, running)
                    await self._greet(slack)
                    yield address
                finally:
                    stop.set()
                    await running
                    await tools.hang_up()
        except OSError as error:
            raise SettingsError(f"Port {self.port}: {os.strerror(error.errno or 0)}. Try --port 0.") from None
        finally:
            database.close()

    def _seeded(self, folder: Path, now: datetime) -> Database:
        """A database with the invented company in it."""
        files = folder / "company"
        company.write(files, today=now.date(), people=self.people, weeks=self.weeks)
        database = Database(f"sqlite:///{folder / 'demo.db'}")
        schema.ensure(database)
        workspace_id = database.transact_now(workspace.ours, now=now)
        report = read_folder(database, workspace_id, files, dry_run=False, now=now, progress=lambda *_: None)
        if not report.ok:
            raise SettingsError("\n".join(report.lines()))
        for key, text in (("messages_per_minute", "1000"), ("recognition_channel", KUDOS)):
            database.transact_now(setting.change, workspace_id=workspace_id, key=key, text=text, now=now)
        return database

    def _slack(self, clock: MovableClock) -> PretendSlack:
        slack = PretendSlack(
            clock=clock,
            team_name="Cairn's local workspace",
            bot_name="cairn",
            scopes=scopes(),
            subscriptions=EVENTS,
            commands=[(name, hint) for name, (_, hint) in COMMANDS.items()],
        )
        members = company.members(self.people)
        for each in members:
            slack.add_person(each.id, name=each.name, email=each.email, tz=each.tz, title=each.title)
        everybody = [each.id for each in members]
        slack.add_channel(KUDOS, "kudos", members=everybody, bot=True)
        slack.add_channel(GENERAL, "general", members=everybody, bot=True)
        return slack

    def _settings(self, slack: PretendSlack) -> Settings:
        return Settings(
            slack_bot_token=slack.bot_token,
            slack_signing_secret=slack.courier.signing_secret,
            slack_app_token=slack.app_token if self.socket else "",
            slack_api_url=slack.api_root,
            port=_free_port(),
            log_level="WARNING",
        )

    async def _greet(self, slack: PretendSlack) -> None:
        """Something to react to."""
        for who, text in zip(company.members(self.people)[4:], CHATTER, strict=False):
            await slack.says(text, by=who.id, channel=GENERAL)


class Moving:
    """What the bot does when the clock jumps: the same rounds and post as ever, stop by stop."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self._database = database
        self._clock = clock
        self.tools: Tools | None = None

    def stops(self, now: datetime, target: datetime) -> Iterator[datetime]:
        """Every instant on the way at which something is due, as it stands when it is reached."""
        while now < target:
            found = [
                self._database.read_now(look, instant=now) for look in (appointment.next_after, next_due)
            ]
            due = min((each for each in found if each is not None), default=target)
            if due >= target:
                return
            yield due
            now = due

    async def work(self, instant: datetime) -> None:
        if self.tools is not None:
            await rounds.run_all(self.tools, now=self._clock.now())
            await PostRoom(self.tools).drain(patience=5)


async def _open(port: int, running: asyncio.Task[None]) -> None:
    """Wait until the bot takes connections: what somebody typed before would be lost."""
    while not running.done():
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.02)


def _shortcuts(kind: str) -> list[tuple[str, str]]:
    return [(callback, name) for callback, (place, name, _) in SHORTCUTS.items() if place == kind]


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
