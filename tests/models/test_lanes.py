"""Who writes on SQLite: the event loop itself, unless that would keep it waiting."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from bot import lanes, schema
from bot.database import Database
from models.workspace import Workspace
from tests.support.cast import START

TURNS = 3 * lanes.STILL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cairn.db"


@pytest.fixture
async def embedded(file: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{file}")
    schema.migrate(database)
    yield database
    await asyncio.to_thread(database.close)


def _found(session: Session, *, name: str) -> str:
    """Store a workspace of this name; which thread did it."""
    session.add(Workspace(team_id=name, name=name, created_at=START))
    return threading.current_thread().name


async def _turns() -> None:
    """Let the event loop do what it is about to do."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


def _stored(database: Database) -> set[str]:
    return set(database.read_now(lambda session: session.scalars(select(Workspace.name)).all()))


async def test_the_event_loop_writes_what_came_together_in_one_commit(embedded: Database) -> None:
    commits: list[object] = []
    event.listen(embedded.engine, "commit", commits.append)

    threads = await asyncio.gather(*(embedded.transact(_found, name=f"T{n}") for n in range(20)))

    assert set(threads) == {threading.main_thread().name}
    assert len(commits) == 1
    assert len(_stored(embedded)) == 20


async def test_whoever_joins_while_it_looks_around_shares_the_commit(embedded: Database) -> None:
    commits: list[object] = []
    event.listen(embedded.engine, "commit", commits.append)

    first = asyncio.create_task(embedded.transact(_found, name="T1"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.gather(first, embedded.transact(_found, name="T2"))

    assert len(commits) == 1
    assert _stored(embedded) == {"T1", "T2"}


async def test_a_long_transaction_does_not_stop_the_event_loop(embedded: Database) -> None:
    begun, over = threading.Event(), threading.Event()

    def long(session: Session) -> None:
        _found(session, name="long")
        begun.set()
        over.wait(10)

    calendar = asyncio.create_task(embedded.transact_long(long))
    await asyncio.to_thread(begun.wait, 10)
    answer = asyncio.create_task(embedded.transact(_found, name="short"))
    await _turns()
    assert not answer.done()
    over.set()

    assert await answer == "writer"
    await calendar
    assert _stored(embedded) == {"long", "short"}
    assert await embedded.transact(_found, name="after") == threading.main_thread().name


async def test_another_process_that_writes_does_not_stop_the_event_loop(
    embedded: Database, file: Path
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = asyncio.create_task(embedded.transact(_found, name="T1"))
        await _turns()
        assert not answer.done()
        other.execute("COMMIT")

    assert await answer == "writer"
    assert _stored(embedded) == {"T1"}


async def test_after_a_slow_batch_the_next_is_left_to_the_thread(
    embedded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await embedded.transact(_found, name="T1") == threading.main_thread().name

    monkeypatch.setattr(lanes, "SLOW", -1.0)
    assert await embedded.transact(_found, name="T2") == "writer"

    monkeypatch.undo()
    assert await embedded.transact(_found, name="T3") == threading.main_thread().name


async def test_what_was_collected_is_finished_by_the_close(embedded: Database) -> None:
    answer = asyncio.create_task(embedded.transact(_found, name="T1"))
    await asyncio.sleep(0)

    embedded.close()

    assert await answer == "writer"
