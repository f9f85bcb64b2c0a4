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

    port(write_folder, folder)


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
