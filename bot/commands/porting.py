"""`cairn import` and `cairn export`: plain files in and out, with a line of progress."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.commands.opening import Failed, opened, read_settings


@click.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
def import_(folder: Path, dry_run: bool) -> None:
    """Take in the files of a folder: all of them, or none."""
    from bot.porting.folder import read_folder

    port(read_folder, folder, dry_run=dry_run)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write everything to plain files."""
    from bot.porting.writing import write_folder
    from bot.services import receipt

    port(write_folder, folder)
    with opened(read_settings()) as database:
        _note(database, receipt.EXPORT)


def _note(database: Any, item: str) -> None:
    """The operator has seen everything, which everybody can see in `/cairn privacy`."""
    from bot.services import receipt, workspace

    now = datetime.now(UTC)
    workspace_id = database.transact_now(workspace.ours, now=now)
    database.transact_now(receipt.note, workspace_id=workspace_id, role=receipt.OPERATOR, item=item, now=now)


@click.command()
@click.argument("person", metavar="PERSON")
def erase(person: str) -> None:
    """Erase a person, named by email address or Slack id."""
    from bot.porting import erase as erasure
    from bot.services import calendar, workspace

    with opened(read_settings()) as database:
        now = datetime.now(UTC)
        workspace_id = database.transact_now(workspace.ours, now=now)
        done = erasure.erase(database, workspace_id, person, now=now)
        database.transact_now(calendar.look_again, workspace_id=workspace_id)
        left = erasure.compact(database, done)
    click.echo("\n".join(done.lines()))
    click.echo(
        "What Slack shows of earlier messages, exports and backups are not Cairn's to erase. While the "
        "person is a member in Slack, the next sync enters them anew, with nothing but their profile.",
        err=True,
    )
    if left:
        click.echo(left, err=True)


def port(work: Callable[..., Any], path: Path, **options: Any) -> None:
    """Run an import or export with its progress on stderr; exit 1 where rows were bad."""
    from bot.services import calendar, workspace

    with opened(read_settings()) as database:
        now = datetime.now(UTC)
        workspace_id = database.transact_now(workspace.ours, now=now)
        with _progress() as progress:
            report = work(database, workspace_id, path, now=now, progress=progress, **options)
        database.transact_now(calendar.look_again, workspace_id=workspace_id)
    click.echo("\n".join(report.lines()))
    if not report.ok:
        raise Failed("Mend what is named above, and do it once more.")


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
