"""The doors: a folder of plain files into a workspace, and a workspace into a folder.

An import is one transaction, all or nothing, and may be repeated. It holds the writing
lock of SQLite for its whole time, also on a dry run, and the rows it changes on PostgreSQL.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DataError, IntegrityError

from bot.database import Database
from bot.porting import (
    absence,
    answer,
    blocker,
    checkin,
    consent,
    feedback,
    goal,
    goal_update,
    growth,
    kudos,
    one_on_one,
    person,
    setting,
)
from bot.porting.adding import Overtaken
from bot.porting.intake import Intake, begin
from bot.porting.report import Report
from bot.porting.saving import wrongly_saved
from bot.porting.sheet import Progress

# In the order in which one file needs another.
FILES: dict[str, Callable[[Intake, Path], None]] = {
    person.FILE: person.take,
    absence.FILE: absence.take,
    goal.FILE: goal.take,
    goal_update.FILE: goal_update.take,
    kudos.FILE: kudos.take,
    feedback.FILE: feedback.take,
    consent.FILE: consent.take,
    checkin.FILE: checkin.take,
    blocker.FILE: blocker.take,
    answer.FILE: answer.take,
    one_on_one.FILE: one_on_one.take,
    growth.FILE: growth.take,
    setting.FILE: setting.take,
}
# SQLite's own cache of 2 MB would write the same pages of large indexes again and again.
CACHE_KIB = 64 * 1024
USUAL_CACHE_KIB = 2000


class _Undone(Exception):
    """Leaves the transaction without a trace."""


def read_folder(
    database: Database, workspace_id: int, folder: Path, *, dry_run: bool, now: datetime, progress: Progress
) -> Report:
    """Import whatever of the files is in the folder. `progress` hears (file, bytes read, bytes)."""
    report = Report(dry_run=dry_run)
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    report.unknown_files = [name for name in names if name not in FILES and not name.startswith(".")]
    paths = [(take, folder / file) for file, take in FILES.items() if file in names]
    if not paths:
        report.add(str(folder), 0, "", f"has none of the files {', '.join(FILES)}")
        return report
    return _import(database, workspace_id, paths, report, now, progress)


def read_people(
    database: Database, workspace_id: int, csv_path: Path, *, dry_run: bool, now: datetime, progress: Progress
) -> Report:
    """Import one file of people, whatever it is called."""
    report = Report(dry_run=dry_run)
    return _import(database, workspace_id, [(person.take, csv_path)], report, now, progress)


def _import(
    database: Database,
    workspace_id: int,
    paths: Sequence[tuple[Callable[[Intake, Path], None], Path]],
    report: Report,
    now: datetime,
    progress: Progress,
) -> Report:
    for _, path in paths:
        if flaw := wrongly_saved(path) if path.name != setting.FILE else "":
            report.add(path.name, 0, "", flaw)
    if report.problem_count:
        return report
    try:
        with database.writing() as connection, _alone(connection, workspace_id):
            intake = begin(connection, workspace_id, now=now, report=report, progress=progress)
            for take, path in paths:
                take(intake, path)
            if report.problem_count or report.dry_run:
                raise _Undone
    except _Undone:
        pass
    except (Overtaken, IntegrityError):
        report.add("database", 0, "", "somebody wrote the same at the same time; run the import again")
    except DataError as error:
        report.add("database", 0, "", f"cannot keep a value: {error.orig}")
    return report


@contextmanager
def _alone(connection: Connection, workspace_id: int) -> Iterator[None]:
    """One import at a time. SQLite has only one writer anyway; it gets a larger cache meanwhile."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(workspace_id)))
        yield
        return
    connection.exec_driver_sql(f"PRAGMA cache_size=-{CACHE_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size=-{USUAL_CACHE_KIB}")
