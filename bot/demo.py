"""`cairn demo`: the local workspace in a browser, with the unmodified bot behind it."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot import rounds, schema
from bot.database import Database, DatabaseAway
from bot.jobs import prompts, readouts
from bot.manifest import COMMANDS, EVENTS, SHORTCUTS, scopes
from bot.outbox import PostRoom
from bot.porting.folder import read_folder
from bot.running import Parts, Running
from bot.sandbox import company
from bot.sandbox.clock import MovableClock
from bot.sandbox.company import said
from bot.sandbox.company.living import Colleagues
from bot.sandbox.moves import Moves
from bot.sandbox.page import Page
from bot.sandbox.refusals import CannotActError
from bot.sandbox.rendering import Setting
from bot.sandbox.slack import PretendSlack
from bot.services import digest, setting, workspace
from bot.settings import Settings, SettingsError
from bot.tools import Tools
from models import appointment, person
from models.queue import next_due, owed


@dataclass
class Demo:
    """A workspace that lives as long as this process."""

    port: int
    browser: bool
    people: int
    weeks: int
    socket: bool
    tour: bool = True
    start: datetime | None = None

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
        clock = MovableClock(self.start)
        database = await asyncio.to_thread(self._seeded, folder, clock.now())
        slack = self._slack(clock, folder)
        people = Colleagues(slack, company.members(self.people))
        moving = Moving(database, clock, people, stop)
        moves = Moves(moving.work, moving.stops, moving.instant)
        page = Page(slack, clock=clock, moves=moves, setting=self._setting())
        moving.played = page.parts.played
        try:
            async with page.listening(self.port) as address:
                moving.tools = tools = Tools(database, self._settings(slack), clock=clock.now)
                running = asyncio.create_task(Running(tools, Parts(), stop)())
                slack.events_url = f"http://127.0.0.1:{tools.settings.port}/slack/events"
                try:
                    await _open(tools.settings.port, running)
                    gc.enable()
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
        for key, text in (("messages_per_minute", "1000"), ("watch_cues", f"on Works council {now.date()}")):
            database.transact_now(setting.change, workspace_id=workspace_id, key=key, text=text, now=now)
        database.transact_now(_tell_of_last_month, workspace_id=workspace_id, now=now)
        return database

    def _slack(self, clock: MovableClock, folder: Path) -> PretendSlack:
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
            locale = "de-DE" if each.id in company.GERMAN else "en-US"
            known = {"email": each.email, "tz": each.tz, "title": each.title, "locale": locale}
            slack.add_person(each.id, name=each.name, **known)
        everybody = [each.id for each in members]
        slack.add_channel(
            company.SETTINGS["recognition_channel"],
            "kudos",
            members=everybody,
            bot=True,
            topic="Who helped you?",
        )
        slack.add_channel(said.GENERAL, "general", members=everybody, bot=True, topic="For everybody")
        said.fill(slack, folder / "company", members, clock.now())
        return slack

    def _setting(self) -> Setting:
        """What the page offers: the app's shortcuts, who is who, and where the clock can go."""
        return Setting(
            shortcuts=_shortcuts("global"),
            message_shortcuts=_shortcuts("message"),
            roles={each.id: each.role for each in company.members(self.people)},
            hints=company.HINTS,
            presets=(("prompt", "Next prompt"),),
            tour=self.tour,
        )

    def _settings(self, slack: PretendSlack) -> Settings:
        return Settings(
            slack_bot_token=slack.bot_token,
            slack_signing_secret=slack.courier.signing_secret,
            slack_app_token=slack.app_token if self.socket else "",
            slack_api_url=slack.api_root,
            port=_free_port(),
            log_level="WARNING",
        )


class Moving:
    """What the bot does when the clock jumps: the same rounds and post as ever, stop by stop."""

    def __init__(
        self, database: Database, clock: MovableClock, people: Colleagues, stop: asyncio.Event
    ) -> None:
        self._database = database
        self._clock = clock
        self._people = people
        self._stop = stop
        self.tools: Tools | None = None
        # Whom the visitor has acted as: they answer for themselves.
        self.played: set[str] = set()

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

    def instant(self, name: str, viewer: str) -> datetime | None:
        """When the calendar has the next prompt, read-out or summary for somebody."""
        return self._database.read_now(next_of, name=name, viewer=viewer, now=self._clock.now())

    async def work(self, instant: datetime) -> None:
        if self.tools is None:
            return
        try:
            await rounds.run_all(self.tools, now=self._clock.now())
            await PostRoom(self.tools).drain(patience=5)
            await self._people.answer(apart_from=self.played)
        except DatabaseAway:
            if not self._stop.is_set():
                raise
            raise CannotActError("The local workspace is closing.") from None


def next_of(session: Session, *, name: str, viewer: str, now: datetime) -> datetime | None:
    """The next appointment of somebody, or its message where that waits for another one.

    A read-out is booked when the last week of the team has closed: before that it is the day after the
    last close that is known.
    """
    kind = {"prompt": prompts.KIND}.get(name, name)
    workspace_id = workspace.ours(session, now=now)
    who = person.by_slack_ids(session, workspace_id, [viewer]).get(viewer)
    own = appointment.of_subject(session, workspace_id, kind, who.id) if who else []
    waiting = owed(session, workspace_id, person_id=who.id, kind=kind) if who else []
    later = [each for each in (*(one.due_at for one in own), *waiting) if each > now]
    if not later and kind == readouts.KIND:
        closes = appointment.due(
            session, workspace_id, prompts.CLOSING, now=now + timedelta(days=9), limit=10_000, hold=False
        )
        later = [max(each.due_at for each in closes) + timedelta(days=1)] if closes else []
    return min(later, default=None)


def _tell_of_last_month(session: Session, *, workspace_id: int, now: datetime) -> None:
    """HR has had the digest of the month before."""
    zone = setting.chosen(session, workspace_id=workspace_id).zone
    span = digest.month_before(now.astimezone(zone).date())
    facts = digest.compiled(session, workspace_id=workspace_id, span=span, zone=zone)
    digest.keep_coverage(session, workspace_id=workspace_id, facts=facts, now=now)


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
