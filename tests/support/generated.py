"""A generated organisation brought in through the files, and its signals as a run leaves them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.database import Database
from bot.porting.folder import read_folder
from bot.services import signals
from bot.simulate import first, folder, records
from bot.simulate.history import Plan

PLAN = Plan(seed=5, people=40, weeks=60)
WEEK = 58
AS_OF = records.end_of_week(WEEK)
NOW = datetime.combine(AS_OF + timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=6)
HISTORY = first.generate(PLAN)


def bring_in(database: Database, workspace_id: int, files: Path) -> None:
    """Import the organisation's files into a database."""
    folder.write(HISTORY, files)
    report = read_folder(database, workspace_id, files, now=NOW, dry_run=False, progress=quietly)
    assert report.ok, report.lines()


def quietly(file: str, done: int, total: int) -> None:
    """Nobody watches the import."""


def computed(database: Database, workspace_id: int, as_of: date = AS_OF) -> None:
    """A day's cues, kept."""
    found = database.read_now(signals.compute, workspace_id=workspace_id, as_of=as_of)
    database.transact_now(signals.keep, rows=found.rows)
    database.transact_now(signals.finish, workspace_id=workspace_id, as_of=as_of, computed=found, now=NOW)
