"""Transactions: one event, one transaction."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

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
        run again, so it must not touch anything but the session.
        """
        loop = asyncio.get_running_loop()
        return await asyncio.wrap_future(self._lanes.submit(partial(_call, work, arguments), loop=loop))

    async def transact_long(self, work: Work[T], **arguments: Any) -> T:
        """The same for work of more than some milliseconds, which would hold up the event loop."""
        return await asyncio.wrap_future(self._lanes.submit(partial(_call, work, arguments)))

    def transact_now(self, work: Work[T], **arguments: Any) -> T:
        """The same for plain code, such as a command."""
        result: T = self._lanes.submit(partial(_call, work, arguments)).result()
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
            spoken(),
            self.engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Finish what is running, then let go of threads and connections."""
        self._lanes.close()
        self._readers.shutdown()
        self.engine.dispose()

    def _read(self, work: Work[T], arguments: dict[str, Any]) -> T:
        with spoken(), Session(self.engine) as session:
            return work(session, **arguments)


def _call(work: Work[T], arguments: dict[str, Any], session: Session) -> T:
    return work(session, **arguments)
