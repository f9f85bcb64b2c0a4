"""Short transactions that share one database transaction, and what came of each."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.deadline import Attempt, Line, commit
from bot.engine import WRITES, DatabaseAway, Waits, spoken

ATTEMPTS = 3
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

    def starts(self) -> bool:
        """Whether somebody still waits for it."""
        return self.future.running() or self.future.set_running_or_notify_cancel()

    def tell(self, outcome: Outcome) -> None:
        result, failure = outcome
        if failure is None:
            self.future.set_result(result)
        elif isinstance(failure, DatabaseAway) and self.attempt.unsure:
            self.future.set_exception(DatabaseAway(str(failure), unsure=True))
        else:
            self.future.set_exception(failure)


class Occupied(Exception):
    """Somebody else is writing; nothing has been done."""


def run(engine: Engine, jobs: Sequence[Job], waits: Waits = "patiently") -> list[Outcome]:
    """All of them at once; where one fails, all once more, each in a savepoint of its own.

    Run again is also what lost a race, or whose idle connection had died meanwhile. Where the
    connection died during the commit, the first run may have been stored; the second finds it
    by its act key, like any repeated delivery. Raises Occupied where it was not to wait for others.
    """
    failure: Exception = DatabaseAway(CLOSED)
    for turn in range(ATTEMPTS):
        begun: list[bool] = []
        try:
            return _attempt(engine, jobs, begun, waits, apart=turn > 0)
        except Exception as error:
            if not begun and waits == "never":
                raise Occupied from error
            failure = error
            several = bool(begun) and turn == 0 and len(jobs) > 1
            if not (several or _passing(error)):
                break
    return [(None, failure)] * len(jobs)


def _attempt(
    engine: Engine, jobs: Sequence[Job], begun: list[bool], waits: Waits, *, apart: bool
) -> list[Outcome]:
    line = Line()
    try:
        with (
            spoken(),
            engine.connect().execution_options(**{WRITES: waits}) as connection,
            connection.begin(),
        ):
            # From here on a failure is one of the work, not of a lock or a server that is away.
            begun.append(True)
            line.hold(connection)
            outcomes = (_apart if apart else _joined)(connection, jobs, line)
            commit(
                line, [job.attempt for job, (_, failure) in zip(jobs, outcomes, strict=True) if not failure]
            )
        return outcomes
    except DatabaseAway as away:
        if line.committing and getattr(away.__cause__, "connection_invalidated", False):
            for job in jobs:
                job.attempt.unsure = True
        raise
    finally:
        line.release()


def _joined(connection: Connection, jobs: Sequence[Job], line: Line) -> list[Outcome]:
    """All in one; what one of them raises undoes them all."""
    outcomes: list[Outcome] = []
    with Session(connection, join_transaction_mode="rollback_only", expire_on_commit=False) as session:
        for job in jobs:
            job.attempt.begin(line)
            outcomes.append((job.work(session), None))
            session.flush()
            session.expunge_all()
    return outcomes


def _apart(connection: Connection, jobs: Sequence[Job], line: Line) -> list[Outcome]:
    return [_by_itself(connection, job, line) for job in jobs]


def _by_itself(connection: Connection, job: Job, line: Line) -> Outcome:
    """One transaction of a batch, in its own savepoint."""
    failure: Exception | None = None
    for _ in range(ATTEMPTS):
        session = Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        try:
            with spoken(), session:
                job.attempt.begin(line)
                result = job.work(session)
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
