"""Where writing transactions queue.

A writer takes whatever short transactions are waiting, runs them inside one database
transaction, and only then tells the callers: one wait for the disk serves them all. Where
one fails, all are run once more with a savepoint each, so that it undoes only itself.
SQLite has one writer, PostgreSQL several. What takes long, such as a batch of read-outs,
is a transaction of its own.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.deadline import Attempt, Line, commit
from bot.engine import WRITES, DatabaseAway, spoken

BATCH = 64
ATTEMPTS = 3
# How long a writer waits for a busy event loop before it does the work itself.
GRACE = 0.1
# Lost a race: a serialisation failure, a deadlock, or a row that another transaction added meanwhile.
RETRYABLE = {"40001", "40P01", "23505"}
CLOSED = "this process has closed its database"

Work = Callable[[Session], Any]
# What a transaction of a batch returned, or why it failed.
Outcome = tuple[Any, Exception | None]


@dataclass(frozen=True)
class Job:
    """One transaction, and who waits for what came of it.

    With a `loop` it is short, and shares a database transaction with others.
    """

    work: Work
    future: "Future[Any]"
    loop: asyncio.AbstractEventLoop | None
    attempt: Attempt


class Lanes:
    """The writers of one database, and what waits for them."""

    def __init__(self, engine: Engine, *, writers: int) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closed = False
        self._door = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, name="writer", daemon=True) for _ in range(writers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(
        self,
        work: Work,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        attempt: Attempt | None = None,
    ) -> "Future[Any]":
        job = Job(work, Future(), loop, attempt or Attempt())
        with self._door:
            if self._closed:
                raise DatabaseAway(CLOSED)
            self._jobs.put(job)
        return job.future

    def close(self) -> None:
        """Finish what is waiting."""
        with self._door:
            self._closed = True
            for _ in self._threads:
                self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        held_over: Job | None = None
        while (first := held_over or self._jobs.get()) is not None:
            batch, held_over = self._together(first)
            wanted = [job for job in batch if job.future.set_running_or_notify_cancel()]
            if wanted:
                _tell(wanted, self._outcomes(wanted))

    def _together(self, first: Job) -> tuple[list[Job], Job | None]:
        """The short jobs that wait behind a short one, and a long one that was met on the way."""
        batch = [first]
        with suppress(queue.Empty):
            while first.loop is not None and len(batch) < BATCH:
                job = self._jobs.get_nowait()
                if job is None:
                    self._jobs.put(None)
                    break
                if job.loop is None:
                    return batch, job
                batch.append(job)
        return batch, None

    def _outcomes(self, batch: list[Job]) -> list[Outcome]:
        """All of them at once; where one fails, all once more, each in a savepoint of its own.

        Run again is also what lost a race, or whose idle connection had died meanwhile. Where the
        connection died during the commit, the first run may have been stored; the second finds it
        by its act key, like any repeated delivery.
        """
        failure: Exception = DatabaseAway(CLOSED)
        for turn in range(ATTEMPTS):
            begun: list[bool] = []
            try:
                return self._attempt(batch, begun, apart=turn > 0)
            except Exception as error:  # noqa: BLE001 - every caller hears of it
                failure = error
                several = bool(begun) and turn == 0 and len(batch) > 1
                if not (several or _passing(error)):
                    break
        return [(None, failure)] * len(batch)

    def _attempt(self, batch: list[Job], begun: list[bool], *, apart: bool) -> list[Outcome]:
        line = Line()
        try:
            with (
                spoken(),
                self._engine.connect().execution_options(**{WRITES: True}) as connection,
                connection.begin(),
            ):
                # From here on a failure is one of the work, not of a lock or a server that is away.
                begun.append(True)
                line.hold(connection)
                outcomes = _worked(connection, batch, line, apart=apart)
                commit(
                    line,
                    [job.attempt for job, (_, failure) in zip(batch, outcomes, strict=True) if not failure],
                )
            return outcomes
        except DatabaseAway as away:
            if line.committing and getattr(away.__cause__, "connection_invalidated", False):
                for job in batch:
                    job.attempt.unsure = True
            raise
        finally:
            line.release()


def _worked(connection: Connection, batch: list[Job], line: Line, *, apart: bool) -> list[Outcome]:
    def work() -> list[Outcome]:
        return [(_apart if apart else _joined)(connection, partial(_begun, job, line)) for job in batch]

    return _beside(batch[0].loop, work) if connection.dialect.name == "sqlite" else work()


def _begun(job: Job, line: Line, session: Session) -> Any:
    """The work of a job, unless whoever waited for it has given it up."""
    job.attempt.begin(line)
    return job.work(session)


def _beside(loop: asyncio.AbstractEventLoop | None, work: Callable[[], list[Outcome]]) -> list[Outcome]:
    """Do short work in the event loop's own thread, while this one waits.

    Each of SQLite's calls lets go of the interpreter for microseconds; with two busy threads
    every one of them is a change of threads, which costs more than the call.
    """
    if loop is None:
        return work()
    taken, done = threading.Lock(), Future[list[Outcome]]()

    def there() -> None:
        if taken.acquire(blocking=False):
            try:
                done.set_result(work())
            except Exception as error:  # noqa: BLE001 - raised where it is waited for
                done.set_exception(error)

    with suppress(RuntimeError):  # The loop is closed.
        loop.call_soon_threadsafe(there)
        with suppress(TimeoutError):
            return done.result(GRACE)
    return work() if taken.acquire(blocking=False) else done.result()


def _tell(batch: list[Job], outcomes: list[Outcome]) -> None:
    for job, (result, failure) in zip(batch, outcomes, strict=True):
        if failure is None:
            job.future.set_result(result)
        elif isinstance(failure, DatabaseAway) and job.attempt.unsure:
            job.future.set_exception(DatabaseAway(str(failure), unsure=True))
        else:
            job.future.set_exception(failure)


def _joined(connection: Connection, work: Work) -> Outcome:
    """One transaction as a part of the batch's; what it raises undoes the batch."""
    with Session(connection, join_transaction_mode="rollback_only", expire_on_commit=False) as session:
        result = work(session)
        session.commit()
    return result, None


def _apart(connection: Connection, work: Work) -> Outcome:
    """One transaction of a batch, in its own savepoint."""
    failure: Exception | None = None
    for _ in range(ATTEMPTS):
        session = Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        try:
            with spoken(), session:
                result = work(session)
                session.commit()
        except Exception as error:
            if connection.invalidated:
                raise
            failure = error
            if not _passing(error):
                break
        else:
            return result, None
    return None, failure


def _passing(error: Exception) -> bool:
    """Whether running it again may well succeed."""
    cause = error.__cause__ if isinstance(error, DatabaseAway) else error
    if not isinstance(cause, DBAPIError):
        return False
    return cause.connection_invalidated or getattr(cause.orig, "sqlstate", None) in RETRYABLE
