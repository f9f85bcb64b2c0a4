"""A form that takes a moment to be made: meanwhile a view that says so keeps its place in Slack.

Slack opens a form for three seconds after a command or a button; what has been opened by then may be
filled in later.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

# Seconds after which somebody wonders whether anything happens.
AFTER = 0.4

View = dict[str, Any]
# Opens a view and tells its id.
Opens = Callable[[View], Awaitable[str]]


class Place:
    """Where one answer may open a form."""

    def __init__(self) -> None:
        self._waiting: asyncio.Task[str] | None = None
        self._begun = False

    def keep(self, opens: Opens, view: View) -> None:
        """A form is being made: where that takes long, open this view first."""
        if self._waiting is None:
            self._waiting = asyncio.create_task(self._open(opens, view))

    async def _open(self, opens: Opens, view: View) -> str:
        await asyncio.sleep(AFTER)
        self._begun = True
        return await opens(view)

    def taken(self) -> Coroutine[Any, Any, str]:
        """The id of the view that keeps the place; empty where none was opened, and now none will be.

        From this call on nobody else is told of that view. Raises what opening it raised.
        """
        waiting, self._waiting = self._waiting, None
        return self._taken(waiting)

    async def _taken(self, waiting: asyncio.Task[str] | None) -> str:
        if waiting is None:
            return ""
        if self._begun:
            return await waiting
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting
        return ""

    async def leave(self) -> None:
        """The answer is given; nothing is opened any more."""
        with suppress(Exception):
            await self.taken()


_place: ContextVar[Place | None] = ContextVar("place", default=None)


@contextmanager
def answering() -> Iterator[Place]:
    """One delivery is answered here."""
    place = Place()
    token = _place.set(place)
    try:
        yield place
    finally:
        _place.reset(token)


def here() -> Place:
    """The place of the delivery that is being answered."""
    return _place.get() or Place()
