"""The engine of each database, and what its driver says when there is no database to talk to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any, Literal

import sqlalchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

POOL = 8
# Who begins a transaction with this option writes, and waits for other writers, or never does.
WRITES = "cairn_writes"
Waits = Literal["patiently", "never"]
# Seconds for which SQLite waits for another writer.
WAITS = 2.0
# A replica that stands still amid a transaction must not hold its locks for long: the others wait for them.
FROZEN = "idle_in_transaction_session_timeout=15s"


class DatabaseAway(Exception):
    """The database cannot be reached or cannot be written to; nothing was stored.

    With `unsure`, the connection was lost amid the commit, and nobody knows whether it was.
    """

    def __init__(self, what: str, *, unsure: bool = False) -> None:
        super().__init__(what)
        self.unsure = unsure


@contextmanager
def spoken() -> Iterator[None]:
    """Say DatabaseAway for what the driver says when there is no database to talk to."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway(str(error.orig)) from error
    except PoolTimeout as error:
        raise DatabaseAway("all connections are busy") from error


def engine_for(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = sqlalchemy.create_engine(
            url,
            # What people wrote must not stand in an error's text.
            hide_parameters=True,
            connect_args={"timeout": WAITS, "isolation_level": None, "check_same_thread": False},
        )
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "connect", partial(_remember_file, engine.url.database or ""))
        event.listen(engine, "checkout", partial(_same_file, engine.url.database or ""))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return sqlalchemy.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        hide_parameters=True,
        pool_size=POOL * 2,
        max_overflow=0,
        # Slack waits three seconds for an answer, so nothing here may wait longer.
        pool_timeout=1.5,
        connect_args={
            "connect_timeout": 2,
            "options": f"-c timezone=UTC -c {FROZEN}",
            # With every rollback psycopg lets go of what it has prepared, and of what others have.
            "prepare_threshold": None,
        },
    )


def _tune_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _remember_file(path: str, _connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["file"] = _identity(path)


def _same_file(path: str, _connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Connect anew where the file was removed or replaced: what goes into the old one is lost."""
    if record.info.get("file") != _identity(path):
        raise DisconnectionError("the database file is another one now")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a reader that turns writer half-way cannot wait for it."""
    waits = connection.get_execution_options().get(WRITES)
    with _impatient(connection) if waits == "never" else nullcontext():
        connection.exec_driver_sql("BEGIN IMMEDIATE" if waits else "BEGIN")


@contextmanager
def _impatient(connection: Connection) -> Iterator[None]:
    """Here SQLite says at once that another writer holds the database."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA busy_timeout=0")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={WAITS * 1000:.0f}")
