"""The commands of design.md. Exit 0: well; 1: the work failed; 2: wrong usage or settings."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from bot import logs, settings
from bot.settings import Settings, SettingsError

T = TypeVar("T")
FIRST_YEAR, LAST_YEAR = 2000, 2200


class Failed(Exception):
    """The work failed: what is said goes to stderr, and the exit code is 1."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cairn", prog_name="cairn")
def cairn() -> None:
    """Continuous feedback in Slack, run by the company itself."""


@cairn.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8300, show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
@click.option("--people", type=click.IntRange(12, 5000), default=12, show_default=True)
@click.option("--weeks", type=click.IntRange(1, 260), default=8, show_default=True)
@click.option("--socket", is_flag=True, help="Let the bot use Socket Mode instead of HTTP.")
def demo(port: int, no_browser: bool, people: int, weeks: int, socket: bool) -> None:
    """A local workspace in the browser: people, history, no Slack account."""
    from bot.demo import Demo

    logs.configure(_quiet(settings.read({})))
    _finish(Demo(port=port, browser=not no_browser, people=people, weeks=weeks, socket=socket).run())


@cairn.command()
@click.option("--no-scheduler", is_flag=True, help="Serve and send, but plan nothing.")
@click.option("--no-http", is_flag=True, help="Open no port.")
def run(no_scheduler: bool, no_http: bool) -> None:
    """The bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on PORT."""
    from bot.running import Parts
    from bot.running import run as serve

    found = _settings()
    settings.require(found, "slack_bot_token")
    if not found.socket_mode:
        settings.require(found, "slack_signing_secret")
        if no_http:
            raise SettingsError("Without HTTP the bot needs SLACK_APP_TOKEN (Socket Mode).")
    _finish(serve(_tools(found), Parts(scheduler=not no_scheduler, http=not no_http)))


@cairn.command()
@click.option("--at", "at", metavar="ISO", help="The business clock: an instant with an offset.")
def tick(at: str | None) -> None:
    """Do everything due as of an instant, once, send it, and exit."""
    found = _settings()
    settings.require(found, "slack_bot_token")
    instant = _instant(at) if at else datetime.now(UTC)
    _finish(_tick(found, instant))


async def _tick(found: Settings, instant: datetime) -> None:
    from bot import rounds
    from bot.identity import identify
    from bot.outbox import PostRoom

    tools = _tools(found, clock=lambda: instant)
    try:
        if await identify(tools) is None:
            raise Failed("Slack does not answer, and this database has not met its workspace yet.")
        await rounds.run_all(tools, now=instant)
        left = await PostRoom(tools).drain()
        if left:
            raise Failed(f"{left} messages could not be sent yet and are waiting; see `cairn deliveries`.")
    finally:
        await tools.close()


@cairn.command()
def migrate() -> None:
    """Bring the database's tables up to this version."""
    from bot import schema

    with _database(_settings(), ensure=False) as database:
        schema.migrate(database)


@cairn.group()
def people() -> None:
    """The directory."""


@people.command("import")
@click.argument("csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
def people_import(csv: Path, dry_run: bool) -> None:
    """Take people, teams and managers from a CSV file."""
    from bot.porting.folder import read_people

    _port(read_people, csv, dry_run=dry_run)


@people.command("sync")
def people_sync() -> None:
    """Take people from Slack's directory."""
    found = _settings()
    settings.require(found, "slack_bot_token")
    _finish(_sync(found))


async def _sync(found: Settings) -> None:
    from bot.identity import identify
    from bot.jobs.upkeep import sync_directory

    tools = _tools(found)
    try:
        tenant = await identify(tools)
        if tenant is None:
            raise Failed("Slack does not answer.")
        synced = await sync_directory(tools, tenant)
        click.echo(f"{synced.added} added, {synced.changed} changed")
    finally:
        await tools.close()


@cairn.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
def import_(folder: Path, dry_run: bool) -> None:
    """Take in the files of a folder: all of them, or none."""
    from bot.porting.folder import read_folder

    _port(read_folder, folder, dry_run=dry_run)


@cairn.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write everything to plain files."""
    from bot.porting.writing import write_folder

    _port(write_folder, folder)


def _port(work: Callable[..., Any], path: Path, **options: Any) -> None:
    """Run an import or export with its progress on stderr; exit 1 where rows were bad."""
    from bot.services import calendar, workspace

    with _database(_settings()) as database:
        now = datetime.now(UTC)
        workspace_id = database.transact_now(workspace.ours, now=now)
        with _progress() as progress:
            report = work(database, workspace_id, path, now=now, progress=progress, **options)
        database.transact_now(calendar.look_again, workspace_id=workspace_id)
    click.echo("\n".join(report.lines()))
    if not report.ok:
        raise Failed("Nothing was written.")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """One line on stderr that says how far a file is; silent where stderr is no terminal."""
    shown = sys.stderr.isatty()

    def progress(file: str, done: int, total: int) -> None:
        if shown:
            share = done / total if total else 1.0
            click.echo(f"\r{file:<20} {'#' * int(share * 30):<30} {share:4.0%}", nl=False, err=True)

    yield progress
    if shown:
        click.echo("\r" + " " * 60 + "\r", nl=False, err=True)


@cairn.command()
@click.option("--since", metavar="DATE", help="From this day on (UTC); default: the last 30 days.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def deliveries(since: str | None, form: str) -> None:
    """The ledger: what was due, and what became of it."""
    from bot.services import ledger, workspace

    start = _day(since) if since else None
    with _database(_settings()) as database:
        workspace_id = database.transact_now(workspace.ours, now=datetime.now(UTC))
        rows = database.read_now(ledger.rows, workspace_id=workspace_id, since=start, now=datetime.now(UTC))
    if form == "json":
        click.echo(json.dumps(rows, indent=1))
    else:
        click.echo(ledger.table(rows))


@cairn.group()
def config() -> None:
    """The workspace's settings."""


@config.command("get")
@click.argument("key", required=False)
@click.option("--team", default="", help="The value that counts for this team.")
def config_get(key: str | None, team: str) -> None:
    """One setting, or all."""
    from bot.rules import setting as rules
    from bot.services import setting, workspace

    with _database(_settings()) as database:
        workspace_id = database.transact_now(workspace.ours, now=datetime.now(UTC))
        listed = dict(database.read_now(setting.listed, workspace_id=workspace_id, team=team))
    if key is None:
        click.echo(
            "\n".join(f"{name}={value}\n    {rules.KINDS[name].effect}" for name, value in listed.items())
        )
    else:
        rules.known(key)
        click.echo(listed[key])


@config.command("set")
@click.argument("key")
@click.argument("value", default="")
@click.option("--team", default="", help="For this team only.")
def config_set(key: str, value: str, team: str) -> None:
    """Change one setting; without a value it becomes empty."""
    from bot.services import calendar, setting, workspace

    with _database(_settings()) as database:
        now = datetime.now(UTC)
        workspace_id = database.transact_now(workspace.ours, now=now)
        written = database.transact_now(
            setting.change,
            workspace_id=workspace_id,
            key=key,
            text=value,
            team=team,
            by="the command line",
            now=now,
        )
        database.transact_now(calendar.look_again, workspace_id=workspace_id)
    click.echo(f"{key}={written}")


@cairn.command("manifest")
@click.option("--url", metavar="URL", help="Where Slack reaches this bot over HTTPS.")
@click.option("--socket", is_flag=True, help="For Socket Mode (the default without --url).")
def manifest_(url: str | None, socket: bool) -> None:
    """The Slack app's manifest, to paste when creating the app."""
    from bot.manifest import manifest

    if url and socket:
        raise SettingsError("Give --url or --socket, not both.")
    if url and not url.startswith("https://"):
        raise SettingsError("Slack delivers to https:// addresses only.")
    click.echo(json.dumps(manifest(url=url or ""), indent=2, ensure_ascii=False))


@cairn.command()
def doctor() -> None:
    """Check tokens, scopes, database and clock, and say how to mend them."""
    _finish(_doctor(_settings()))


async def _doctor(found: Settings) -> None:
    from bot.doctor import examine

    # SQLite migrates by itself; that PostgreSQL has not been migrated is a finding.
    tools = _tools(found, ensure=found.database_url.startswith("sqlite"))
    try:
        findings = await examine(tools)
    finally:
        await tools.close()
    click.echo("\n".join(map(str, findings)))
    if not all(finding.well for finding in findings):
        raise Failed("Not everything is well.")


def main() -> NoReturn:
    """What `cairn` and `python -m bot` run."""
    from bot.database import DatabaseAway
    from bot.rules.refusal import Refusal

    try:
        cairn.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        _end(error.format_message(), 2)
    except click.ClickException as error:
        _end(error.format_message(), error.exit_code)
    except click.Abort:
        sys.exit(1)
    except (SettingsError, Refusal) as error:
        _end(str(error), 2)
    except Failed as error:
        _end(str(error), 1)
    except OSError as error:
        _end(str(error), 1)
    except DatabaseAway as error:
        _end(f"The database cannot be reached: {' '.join(str(error).split())}", 1)
    sys.exit(0)


def _end(line: str, code: int) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(code)


def _settings() -> Settings:
    found = settings.read()
    logs.configure(found)
    return found


def _quiet(found: Settings) -> Settings:
    from dataclasses import replace

    return replace(found, log_level="WARNING")


def _instant(text: str) -> datetime:
    """Raises SettingsError where the text is no instant with an offset."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(
            f"--at needs an instant such as 2026-11-27T09:30:00+01:00, not {text!r}."
        ) from None
    if instant.tzinfo is None:
        raise SettingsError(f"--at needs an offset, such as {text}+00:00.")
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise SettingsError(f"--at needs a year from {FIRST_YEAR} to {LAST_YEAR}, not {instant.year}.")
    return instant.astimezone(UTC)


def _day(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise SettingsError(f"--since needs a day such as 2026-11-27, not {text!r}.") from None


@contextmanager
def _database(found: Settings, *, ensure: bool = True) -> Iterator[Any]:
    from bot import schema
    from bot.database import Database

    database = Database(found.database_url)
    try:
        if ensure:
            schema.ensure(database)
        yield database
    finally:
        database.close()


def _tools(found: Settings, *, clock: Callable[[], datetime] | None = None, ensure: bool = True) -> Any:
    from bot import schema
    from bot.database import Database
    from bot.tools import Tools, real_clock

    database = Database(found.database_url)
    if ensure:
        try:
            schema.ensure(database)
        except BaseException:
            database.close()
            raise
    return Tools(database, found, clock=clock or real_clock)


def _finish(work: Awaitable[T]) -> T:
    """Run to the end in an event loop of its own; uvloop where there is one."""

    async def whole() -> T:
        return await work

    try:
        import uvloop
    except ImportError:
        return asyncio.run(whole())
    return uvloop.run(whole())
