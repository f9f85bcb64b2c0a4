"""Where writing transactions queue.

A writer takes whatever short transactions are waiting, runs them inside one database
transaction, and only then tells the callers: one wait for the disk serves them all. Where
one fails, all are run once more with a savepoint each, so that it undoes only itself.
SQLite has one writer, PostgreSQL several. What takes long, such as a batch of read-outs,
is a transaction of its own.

On SQLite the event loop is a writer too: what it has collected it runs and commits in its own
thread. Each of SQLite's calls lets go of the interpreter for microseconds; with two busy threads
every one of them is a change of threads, which costs more than the call. Where it would have to
wait, for another writer or for a slow disk, the writer's thread does it.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import nullcontext, suppress
from typing import Any

from sqlalchemy import Engine

from bot import batch
from bot.batch import CLOSED, Job, Occupied, Outcome, Work
from bot.deadline import Attempt
from bot.engine import DatabaseAway, Waits

BATCH = 64
# So many turns of the event loop without another transaction: reading a request takes three.
STILL = 4
# Seconds for a batch beyond which the event loop leaves the next one to the writer's thread.
SLOW = 0.1


class Lanes:
    """The writers of one database, and what waits for them."""

    def __init__(self, engine: Engine, *, writers: int) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closed = False
        self._door = threading.Lock()
        # SQLite's: what the event loop has collected, and whose turn it is to write.
        self._one_writer = engine.dialect.name == "sqlite"
        self._collected: list[Job] = []
        self._looking: asyncio.AbstractEventLoop | None = None
        self._turn = threading.Lock()
        self._took = 0.0
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
            if loop is not None and self._one_writer:
                self._collected.append(job)
                if self._looking is not loop:
                    self._looking = loop
                    loop.call_soon(self._look, loop)
            else:
                self._jobs.put(job)
        return job.future

    def close(self) -> None:
        """Finish what is waiting."""
        with self._door:
            self._hand_over(self._collected)
            self._collected = []
            self._closed = True
            for _ in self._threads:
                self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _look(self, loop: asyncio.AbstractEventLoop, joined: int = 0, still: int = 0) -> None:
        """Begin when nobody joins any more: whoever was answered just now may be back at once."""
        waiting = len(self._collected)
        still = still + 1 if waiting == joined else 0
        if still < STILL and waiting < BATCH:
            loop.call_soon(self._look, loop, waiting, still)
        else:
            self._do_here()

    def _do_here(self) -> None:
        """Do in the event loop's thread what it has collected, unless that would keep it waiting."""
        with self._door:
            jobs, self._collected, self._looking = self._collected, [], None
            if self._took > SLOW or not self._turn.acquire(blocking=False):
                self._hand_over(jobs)
                return
        try:
            wanted = [job for job in jobs if job.starts()]
            _tell(wanted, self._outcomes(wanted, "never"))
        except Occupied:
            with self._door:
                self._hand_over(wanted)
        finally:
            self._turn.release()

    def _hand_over(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            if self._closed:
                job.tell((None, DatabaseAway(CLOSED)))
            else:
                self._jobs.put(job)

    def _run(self) -> None:
        held_over: Job | None = None
        while (first := held_over or self._jobs.get()) is not None:
            jobs, held_over = self._together(first)
            wanted = [job for job in jobs if job.starts()]
            with self._turn if self._one_writer else nullcontext():
                outcomes = self._outcomes(wanted)
            _tell(wanted, outcomes)

    def _together(self, first: Job) -> tuple[list[Job], Job | None]:
        """The short jobs that wait behind a short one, and a long one that was met on the way."""
        jobs = [first]
        with suppress(queue.Empty):
            while first.loop is not None and len(jobs) < BATCH:
                job = self._jobs.get_nowait()
                if job is None:
                    self._jobs.put(None)
                    break
                if job.loop is None:
                    return jobs, job
                jobs.append(job)
        return jobs, None

    def _outcomes(self, jobs: Sequence[Job], waits: Waits = "patiently") -> list[Outcome]:
        started = time.monotonic()
        outcomes = batch.run(self._engine, jobs, waits) if jobs else []
        self._took = time.monotonic() - started
        return outcomes


def _tell(jobs: Sequence[Job], outcomes: Sequence[Outcome]) -> None:
    for job, outcome in zip(jobs, outcomes, strict=True):
        job.tell(outcome)
