"""Where writing transactions queue.

On SQLite one thread writes. It takes whatever transactions are waiting, runs them inside
one `BEGIN IMMEDIATE … COMMIT`, and only then tells the callers: one wait for the disk
serves them all. Where one fails, all are run once more with a savepoint each, so that it
undoes only itself. PostgreSQL gets a pool of connections, a transaction each.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from bot.engine import POOL, WRITES, DatabaseAway, spoken

BATCH = 64
# Lost a race: a serialisation failure, a deadlock, or a row that another transaction added meanwhile.
RETRYABLE = {"40001", "40P01", "23505"}
# What each transaction of a batch returned, or why it failed.
Outcomes = list[tuple[Any, Exception | None]]
CLOSED = "this process has closed its database"


class Lane(Protocol):
    """One way of writing."""

    def submit(self, job: Callable[[Session], Any]) -> Future[Any]: ...

    def close(self) -> None: ...


class SqliteLane:
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
            spoken(),
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
        with spoken():
            result = job(session)
            session.commit()
    except Exception as error:  # noqa: BLE001 - handed to the caller
        session.rollback()
        return None, error
    finally:
        session.close()
    return result, None


class PooledLane:
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
        with spoken():
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
