"""Transactions: one event, one transaction."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from bot.deadline import LATE, Attempt, Line, answer_by
from bot.engine import POOL, WRITES, DatabaseAway, engine_for, spoken
from bot.lanes import Lanes

__all__ = ["Database", "DatabaseAway"]

T = TypeVar("T")
# Writers on PostgreSQL.
WRITERS = 4
Work = Callable[..., T]


class Database:
    """The engine and its threads. Safe to use from one event loop or from plain code."""

    def __init__(self, url: str) -> None:
        self.engine = engine_for(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._readers = ThreadPoolExecutor(POOL, thread_name_prefix="database")
        self._lanes = Lanes(self.engine, writers=1 if self.is_sqlite else WRITERS)

    async def transact(self, work: Work[T], **arguments: Any) -> T:
        """Run short work, `work(session, **arguments)`, in a transaction and commit it.

        The result is returned after the commit. Raises what the work raises (and then
        nothing is stored), or DatabaseAway. Work that the database asks to run again is
        run again, so it must not touch anything but the session. Where somebody waits for an
        answer (`deadline.answering`), DatabaseAway comes in time.
        """
        loop, attempt = asyncio.get_running_loop(), Attempt()
        here = partial(copy_context().run, partial(_call, work, arguments))
        job = self._lanes.submit(here, loop=loop, attempt=attempt)
        return await _in_time(job, attempt)

    async def transact_long(self, work: Work[T], **arguments: Any) -> T:
        """The same for work of more than some milliseconds, which would hold up the event loop."""
        return await asyncio.wrap_future(self._lanes.submit(partial(_call, work, arguments)))

    def transact_now(self, work: Work[T], **arguments: Any) -> T:
        """The same for plain code, such as a command."""
        result: T = self._lanes.submit(partial(_call, work, arguments)).result()
        return result

    async def read(self, work: Work[T], **arguments: Any) -> T:
        """Run work that only reads, beside the writers; what it changes is thrown away."""
        attempt = Attempt() if answer_by() is not None else None
        reading = self._readers.submit(copy_context().run, self._read_patiently, work, arguments, attempt)
        return await _in_time(reading, attempt)

    async def glance(self, work: Work[T], **arguments: Any) -> T:
        """The same for a statement or two that read single rows: on SQLite, whose readers wait for
        nobody, in the event loop's own thread."""
        if self.is_sqlite:
            return self.read_now(work, **arguments)
        return await self.read(work, **arguments)

    def read_now(self, work: Work[T], **arguments: Any) -> T:
        """The same for plain code."""
        return self._read_patiently(work, arguments, None)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A bare connection in one writing transaction, for migrations and imports."""
        with (
            spoken(),
            self.engine.connect().execution_options(**{WRITES: "patiently"}) as connection,
            connection.begin(),
        ):
            yield connection

    def compact(self) -> None:
        """Rewrite SQLite's file, so that nothing deleted can be read in it any more; on PostgreSQL
        that is the server's own work. Raises DatabaseAway where another process is at work in it."""
        if not self.is_sqlite:
            return
        with spoken(), self.engine.connect() as connection:
            cursor = connection.connection.cursor()
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                cursor.execute(statement)
            cursor.close()

    def close(self) -> None:
        """Finish what is running, then let go of threads and connections."""
        self._lanes.close()
        self._readers.shutdown()
        self.engine.dispose()

    def _read_patiently(self, work: Work[T], arguments: dict[str, Any], attempt: Attempt | None) -> T:
        """Read again where an idle connection had died meanwhile."""
        try:
            return self._read(work, arguments, attempt)
        except DatabaseAway as away:
            if not getattr(away.__cause__, "connection_invalidated", False):
                raise
        return self._read(work, arguments, attempt)

    def _read(self, work: Work[T], arguments: dict[str, Any], attempt: Attempt | None) -> T:
        line = Line()
        try:
            with spoken(), Session(self.engine) as session:
                # Work that nobody waits for may want to choose how its connection behaves.
                if attempt is not None:
                    line.hold(session.connection())
                    attempt.begin(line)
                return work(session, **arguments)
        finally:
            line.release()


async def _in_time(future: "Future[T]", attempt: Attempt | None) -> T:
    """What the thread returns, or DatabaseAway when whoever waits must be answered."""
    by = answer_by()
    if by is None or attempt is None:
        return await asyncio.wrap_future(future)
    try:
        async with asyncio.timeout_at(by):
            return await asyncio.wrap_future(future)
    except TimeoutError:
        raise DatabaseAway(LATE, unsure=attempt.give_up()) from None


def _call(work: Work[T], arguments: dict[str, Any], session: Session) -> T:
    return work(session, **arguments)
