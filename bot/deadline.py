"""How long an answer may take, and work for the database that is given up when its time is over.

Slack waits three seconds. A database that hangs without closing its connections would keep a
person waiting for longer than that, and what they typed would be gone.
"""

import asyncio
import os
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from sqlalchemy import Connection

from bot.engine import DatabaseAway

# Seconds for the database, so that the refusal still arrives within Slack's three.
WITHIN = 2.0
LATE = "no answer in time"
# Held for an instant, to set or read a flag.
_lock = threading.Lock()
_answer_by: ContextVar[float | None] = ContextVar("answer_by", default=None)


@contextmanager
def answering() -> Iterator[None]:
    """Whoever waits for what happens here gets an answer in time: the database's, or DatabaseAway."""
    token = _answer_by.set(asyncio.get_running_loop().time() + WITHIN)
    try:
        yield
    finally:
        _answer_by.reset(token)


def answer_by() -> float | None:
    """The loop's time at which the work at hand must be over; None where nobody waits for it."""
    return _answer_by.get()


class Line:
    """The connection that one or more attempts work on, for as long as they do."""

    def __init__(self) -> None:
        self.committing = False
        self._socket: socket.socket | None = None

    def hold(self, connection: Connection) -> None:
        """Keep the connection's socket under a number of its own, which stays valid if the driver
        closes it."""
        driver = getattr(connection.connection.dbapi_connection, "pgconn", None)
        with _lock:
            self._socket = None if driver is None else socket.socket(fileno=os.dup(driver.socket))

    def release(self) -> None:
        with _lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None

    def cut(self) -> None:
        """End the connection from outside; the thread that hangs on it hears of that at once."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class Attempt:
    """One piece of work in a thread. Whoever waits for it may give it up; then it stores nothing,
    unless its commit was on the way already, which is what `unsure` tells."""

    def __init__(self) -> None:
        self.unsure = False
        self._given_up = False
        self._line: Line | None = None

    def begin(self, line: Line) -> None:
        """Work on this line. Raises DatabaseAway where the attempt has been given up."""
        with _lock:
            if self._given_up:
                raise DatabaseAway(LATE)
            self._line = line

    def give_up(self) -> bool:
        """Nobody waits any more. Tells whether the work may be stored nevertheless."""
        with _lock:
            self._given_up = True
            if self._line is not None:
                self._line.cut()
            return self.unsure or (self._line is not None and self._line.committing)

    @property
    def given_up(self) -> bool:
        return self._given_up


def commit(line: Line, attempts: Sequence[Attempt]) -> None:
    """From here on nobody can say whether it is stored until the database does. Raises DatabaseAway
    where one of the attempts has been given up."""
    with _lock:
        if any(attempt.given_up for attempt in attempts):
            raise DatabaseAway(LATE)
        line.committing = True
