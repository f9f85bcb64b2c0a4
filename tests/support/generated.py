"""A generated organisation brought in through the files, and its signals as a run leaves them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.database import Database
from bot.porting.folder import read_folder
from bot.services import record, signals
from bot.signals.engine import Run, run
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
    facts = database.read_now(signals.known, workspace_id=workspace_id, as_of=as_of)
    found = run(facts.record, as_of=as_of)
    rows = [row for batch in signals.batches(facts, found, 100) for row in batch]
    around: dict[str, Any] = {"workspace_id": workspace_id, "erased": facts.erased}
    database.transact_now(signals.keep, rows=rows, **around)
    counts = {"people": len(found.people), "cues": len(rows)}
    database.transact_now(signals.finish, as_of=as_of, counts=counts, now=NOW, **around)


def looked(database: Database, workspace_id: int, as_of: date = AS_OF, *, even_if_off: bool = False) -> Run:
    """Every signal of everybody as of a day; nothing is kept."""
    facts = database.read_now(record.read, workspace_id=workspace_id, as_of=as_of)
    return run(facts, as_of=as_of, even_if_off=even_if_off)
