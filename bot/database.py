"""Transactions: one event, one transaction, in worker threads.

On SQLite one thread writes. It takes whatever transactions are waiting, runs them inside
one `BEGIN IMMEDIATE … COMMIT`, and only then tells the callers: one wait for the disk
serves them all. Where one fails, all are run once more with a savepoint each, so that it
undoes only itself.
PostgreSQL gets a pool of connections, a transaction each.
"""

import asyncio
import os
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol, TypeVar

import sqlalchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")
Work = Callable[..., T]
BATCH = 64
POOL = 8
# Lost a race: a serialisation failure, a deadlock, or a row that another transaction added meanwhile.
RETRYABLE = {"40001", "40P01", "23505"}
WRITES = "cairn_writes"
# What each transaction of a batch returned, or why it failed.
Outcomes = list[tuple[Any, Exception | None]]
CLOSED = "this process has closed its database"


class DatabaseAway(Exception):
    """The database cannot be reached or cannot be written to; nothing was stored."""


class _Lane(Protocol):
    """Where writing transactions queue."""

    def submit(self, job: Callable[[Session], Any]) -> Future[Any]: ...

    def close(self) -> None: ...


class Database:
    """The engine and its threads. Safe to use from one event loop or from plain code."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._readers = ThreadPoolExecutor(POOL, thread_name_prefix="database")
        self._lane: _Lane = _SqliteLane(self.engine) if self.is_sqlite else _PooledLane(self.engine)

    async def transact(self, work: Work[T], **arguments: Any) -> T:
        """Run `work(session, **arguments)` in a transaction and commit it.

        The result is returned after the commit. Raises what the work raises (and then
        nothing is stored), or DatabaseAway. Work that the database asks to run again is
        run again, so it must not touch anything but the session.
        """
        return await asyncio.wrap_future(self._lane.submit(partial(_call, work, arguments)))

    def transact_now(self, work: Work[T], **arguments: Any) -> T:
        """The same for plain code, such as a command."""
        result: T = self._lane.submit(partial(_call, work, arguments)).result()
        return result

    async def read(self, work: Work[T], **arguments: Any) -> T:
        """Run work that only reads, beside the writers; what it changes is thrown away."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, partial(self.read_now, work, **arguments))

    def read_now(self, work: Work[T], **arguments: Any) -> T:
        """The same for plain code. Read again where an idle connection had died meanwhile."""
        try:
            return self._read(work, arguments)
        except DatabaseAway as away:
            if not getattr(away.__cause__, "connection_invalidated", False):
                raise
        return self._read(work, arguments)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A bare connection in one writing transaction, for migrations and imports."""
        with (
            _spoken(),
            self.engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Finish what is running, then let go of threads and connections."""
        self._lane.close()
        self._readers.shutdown()
        self.engine.dispose()

    def _read(self, work: Work[T], arguments: dict[str, Any]) -> T:
        with _spoken(), Session(self.engine) as session:
            return work(session, **arguments)


def _call(work: Work[T], arguments: dict[str, Any], session: Session) -> T:
    return work(session, **arguments)


class _SqliteLane:
    """The one writer of an embedded database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[tuple[Callable[[Session], Any], Future[Any]] | None] = (
            queue.SimpleQueue()
        )
        self._closed = False
        # Whether the batch at hand has the write lock; waiting for it twice would be too long for Slack.
        self._begun = False
        self._door = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[Session], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        with self._door:
            if self._closed:
                raise DatabaseAway(CLOSED)
            self._jobs.put((job, future))
        return future

    def close(self) -> None:
        with self._door:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch = [first]
            while len(batch) < BATCH and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    self._jobs.put(None)
                    break
                batch.append(job)
            self._commit_together([pair for pair in batch if pair[1].set_running_or_notify_cancel()])

    def _commit_together(self, batch: list[tuple[Callable[[Session], Any], Future[Any]]]) -> None:
        """All of them at once; where one fails, all once more, each in a savepoint of its own."""
        try:
            outcomes = self._attempt_all(batch, _join)
        except Exception as error:  # noqa: BLE001 - the one that failed hears of it below
            again = self._begun and len(batch) > 1
            outcomes = self._attempt_each(batch) if again else [(None, error)] * len(batch)
        for (_, future), (result, failure) in zip(batch, outcomes, strict=True):
            if failure is None:
                future.set_result(result)
            else:
                future.set_exception(failure)

    def _attempt_each(self, batch: list[tuple[Callable[[Session], Any], Future[Any]]]) -> Outcomes:
        try:
            return self._attempt_all(batch, _attempt)
        except Exception as error:  # noqa: BLE001 - every caller hears of it
            return [(None, error)] * len(batch)

    def _attempt_all(
        self,
        batch: list[tuple[Callable[[Session], Any], Future[Any]]],
        attempt: Callable[[Connection, Callable[[Session], Any]], tuple[Any, Exception | None]],
    ) -> Outcomes:
        self._begun = False
        with (
            _spoken(),
            self._engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            self._begun = True
            return [attempt(connection, job) for job, _ in batch]


def _join(connection: Connection, job: Callable[[Session], Any]) -> tuple[Any, Exception | None]:
    """One transaction as a part of the batch's; what it raises undoes the batch."""
    with Session(connection, join_transaction_mode="rollback_only", expire_on_commit=False) as session:
        result = job(session)
        session.commit()
    return result, None


def _attempt(connection: Connection, job: Callable[[Session], Any]) -> tuple[Any, Exception | None]:
    """One transaction of a batch, in its own savepoint."""
    session = Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    try:
        with _spoken():
            result = job(session)
            session.commit()
    except Exception as error:  # noqa: BLE001 - handed to the caller
        session.rollback()
        return None, error
    finally:
        session.close()
    return result, None


class _PooledLane:
    """PostgreSQL's writers: a thread and a connection each."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(POOL, thread_name_prefix="writer")

    def submit(self, job: Callable[[Session], Any]) -> Future[Any]:
        try:
            return self._threads.submit(self._retrying, job)
        except RuntimeError as error:
            raise DatabaseAway(CLOSED) from error

    def close(self) -> None:
        self._threads.shutdown()

    def _retrying(self, job: Callable[[Session], Any]) -> Any:
        """Run again what lost a race, or whose idle connection had died meanwhile.

        Where the connection died during the commit, the first run may have been stored;
        the second finds it by its act key, like any repeated delivery.
        """
        for _ in range(2):
            try:
                return self._once(job)
            except DBAPIError as error:
                if not (error.connection_invalidated or _sqlstate(error) in RETRYABLE):
                    raise
        with _spoken():
            return self._once(job)

    def _once(self, job: Callable[[Session], Any]) -> Any:
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                return job(session)
        except (OperationalError, InterfaceError) as error:
            if error.connection_invalidated or _sqlstate(error) in RETRYABLE:
                raise
            raise DatabaseAway(str(error.orig)) from error
        except PoolTimeout as error:
            raise DatabaseAway("all connections are busy") from error


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


@contextmanager
def _spoken() -> Iterator[None]:
    """Say DatabaseAway for what the driver says when there is no database to talk to."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway(str(error.orig)) from error
    except PoolTimeout as error:
        raise DatabaseAway("all connections are busy") from error


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = sqlalchemy.create_engine(
            url,
            # What people wrote must not stand in an error's text.
            hide_parameters=True,
            connect_args={"timeout": 2.0, "isolation_level": None, "check_same_thread": False},
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
        connect_args={"connect_timeout": 2, "options": "-c timezone=UTC"},
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
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
