"""What commands open, and close again: settings, the database, the tools, an event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from bot import logs, settings
from bot.settings import Settings

T = TypeVar("T")


class Failed(Exception):
    """The work failed: what is said goes to stderr, and the exit code is 1."""


def read_settings() -> Settings:
    """The environment's settings, with logs as they say. Raises SettingsError."""
    found = settings.read()
    logs.configure(found)
    return found


@contextmanager
def opened(found: Settings, *, ensure: bool = True) -> Iterator[Any]:
    """The database, closed at the end; with `ensure` migrated (SQLite) or seen to be (PostgreSQL)."""
    from bot import schema
    from bot.database import Database

    database = Database(found.database_url)
    try:
        if ensure:
            schema.ensure(database)
        yield database
    finally:
        database.close()


def tools_for(found: Settings, *, clock: Callable[[], datetime] | None = None, ensure: bool = True) -> Any:
    """All that touches the world; whoever asks for it closes it. `ensure` as in `opened`."""
    from bot import schema
    from bot.database import Database
    from bot.tools import Tools, real_clock

    database = Database(found.database_url)
    if ensure:
        try:
            schema.ensure(database)
        except BaseException:
            database.close()
            raise
    return Tools(database, found, clock=clock or real_clock)


def finish(work: Awaitable[T]) -> T:
    """Run to the end in an event loop of its own; uvloop where there is one."""

    async def whole() -> T:
        return await work

    try:
        import uvloop
    except ImportError:
        return asyncio.run(whole())
    return uvloop.run(whole())
