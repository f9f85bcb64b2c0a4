"""`cairn simulate`: the back-test of the talent signals, or a replay of one's own last months."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
import structlog

from bot.commands.opening import opened, read_settings
from bot.commands.signals import read_day
from bot.settings import SettingsError

log = structlog.get_logger()


@click.command()
@click.option("--generator", type=click.Choice(["first", "second"]), default="second", show_default=True)
@click.option("--seeds", type=click.IntRange(2, 500), default=16, show_default=True, help="Organisations.")
@click.option("--people", type=click.IntRange(60, 5000), default=600, show_default=True)
@click.option("--weeks", type=click.IntRange(60, 260), default=78, show_default=True)
@click.option(
    "--formula",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Replay the last six months of this database under the constants of a TOML or JSON file.",
)
@click.option(
    "--as-of", "day", metavar="DATE", help="With --formula: the months before this day; default: today."
)
@click.option(
    "--groups",
    metavar="CSV",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --formula: email and attributes to audit, such as gender. Read once, never stored.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def simulate(form: str, formula: Path | None, day: str | None, groups: Path | None, **design: Any) -> None:
    """Try the talent signals on generated organisations whose truth is known.

    The second generator is the one to report; constants may be tuned on the first. With
    --formula nothing is generated: it shows which cues of one's own would move. Logged.
    """
    if formula:
        _replay(formula, read_day(day) if day else datetime.now(UTC).date(), groups, form)
        return
    if day or groups:
        raise SettingsError("--as-of and --groups go with --formula; generated organisations have neither.")
    from bot.simulate import table
    from bot.simulate.report import lines
    from bot.simulate.study import Design, conduct

    found = list(lines(conduct(Design(**design), progress_line("organisations"))))
    click.echo(json.dumps(table.values(found), indent=1) if form == "json" else table.table(found))


def _replay(formula: Path, today: date, groups: Path | None, form: str) -> None:
    from bot.services import record, replay, workspace
    from bot.simulate import replay_table
    from bot.simulate.replay import replayed

    other = replay.constants_of(_text(formula), name=formula.name)
    attributes = replay.groups_of(_text(groups), name=groups.name) if groups else {}
    with opened(read_settings()) as database:
        now = datetime.now(UTC)
        workspace_id = database.transact_now(workspace.ours, now=now)
        database.transact_now(replay.note, workspace_id=workspace_id, now=now)
        log.info("signals_replayed", workspace_id=workspace_id)
        read = partial(database.read_now, record.read, workspace_id=workspace_id)
        found = replayed(lambda day: read(as_of=day), today, other, progress_line("months"), attributes)
    said = replay_table.values(found)
    click.echo(json.dumps(said, indent=1) if form == "json" else replay_table.table(found))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SettingsError(f"{path.name} is no text in UTF-8.") from None


def progress_line(what: str) -> Callable[[int, int], None]:
    """A line on stderr that says how far the work is; silent where stderr is no terminal."""
    shown = sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if shown:
            bar = "#" * int(30 * done / max(total, 1))
            click.echo(f"\r{bar:<30} {done} of {total} {what}", nl=done == total, err=True)

    return progress
