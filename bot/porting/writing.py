"""A workspace into a folder of plain files.

All files are written anew, also empty ones, from one snapshot of the database. The same
facts always make the same bytes, on either engine, so that two exports can be compared.
Not in the files, because they have no column for it: that an account is switched off,
who is a guest, Slack's ids of messages, what was taken back.
"""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.porting import cells, listing, listing_weeks, person, setting
from bot.porting.listing import Scope
from bot.porting.report import Report
from bot.porting.sheet import Progress
from bot.rules import setting as rules
from models import workspace

ROWS = 2000
LISTINGS: dict[str, Callable[[Scope], Select[Any]]] = {
    "people.csv": listing.people,
    "absences.csv": listing.absences,
    "goals.csv": listing.goals,
    "goal_updates.csv": listing.goal_updates,
    "kudos.csv": listing.kudos,
    "feedback.csv": listing.feedback,
    "checkins.csv": listing.checkins,
    "blockers.csv": listing_weeks.blockers,
    "answers.csv": listing_weeks.answers,
    "one_on_ones.csv": listing_weeks.one_on_ones,
    "growth.csv": listing_weeks.growth,
    "consents.csv": listing.consents,
}
# Whose row it is; without these a row could not be read again.
NAMES = frozenset(
    {
        *("email", "author_email", "giver_email", "receiver_email", "from_email", "to_email"),
        *("first_email", "second_email"),
    }
)


def write_folder(
    database: Database, workspace_id: int, folder: Path, *, now: datetime, progress: Progress
) -> Report:
    """Write the files, replacing those of an earlier export. `progress` hears (file, rows written, rows).

    Raises OSError where the folder cannot be written to; a file is replaced only once it is whole.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return database.read_now(
        _write, workspace_id=workspace_id, folder=folder, report=Report(as_of=now), progress=progress
    )


def _write(
    session: Session, *, workspace_id: int, folder: Path, report: Report, progress: Progress
) -> Report:
    scope = _snapshot(session, workspace_id)
    for file, listed in LISTINGS.items():
        with _replacing(folder / file) as out:
            _write_rows(session, file, listed(scope), out, report, progress)
    with _replacing(folder / setting.FILE) as out:
        out.write(_settings(session, workspace_id, report))
    progress(setting.FILE, 1, 1)
    return report


def _snapshot(session: Session, workspace_id: int) -> Scope:
    """Begin the transaction so that all files show the same moment."""
    if session.get_bind().dialect.name == "sqlite":
        return Scope(workspace_id, "BINARY")
    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return Scope(workspace_id, "C")


def _write_rows(
    session: Session, file: str, query: Select[Any], out: TextIO, report: Report, progress: Progress
) -> None:
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    found = session.execute(query, execution_options={"yield_per": ROWS})
    header = list(found.keys())
    named = [n for n, name in enumerate(header) if name in NAMES and file != person.FILE]
    counts, sheet = report.counts(file), csv.writer(out)
    sheet.writerow(header)
    for rows in found.partitions():
        whole = [row for row in rows if all(row[n] is not None for n in named)]
        sheet.writerows([cells.show(value) for value in row] for row in whole)
        report.nameless += len(rows) - len(whole)
        counts.rows += len(whole)
        progress(file, counts.rows, total)


def _settings(session: Session, workspace_id: int, report: Report) -> str:
    chosen: dict[str, Any] = {"workspace": {}, "teams": {}}
    for row in workspace.settings(session, workspace_id):
        place = chosen["teams"].setdefault(row.team, {}) if row.team else chosen["workspace"]
        place[row.key] = rules.write(row.value)
        report.counts(setting.FILE).rows += 1
    return json.dumps(chosen, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """A file beside the one it becomes; nobody but its owner may read what people wrote in private."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
