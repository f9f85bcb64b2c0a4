"""How hard the fault runs are: in full by `make test-faults`, bounded in CI."""

import multiprocessing
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.database import Database
from models import Base
from tests.faults.clock import FastClock
from tests.faults.scene import Scene, scene_on

FIGURES = pytest.StashKey[list[str]]()
# Ten of Slack's minutes are one of ours.
SPEED = 10.0
# The default, well inside what Slack takes; few people get a smaller one, so that it binds.
PER_MINUTE = 200


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--people", type=int, default=300, help="how many people are prompted")
    parser.addoption("--kills", type=int, default=12, help="how many random kills")
    parser.addoption("--weeks", type=int, default=6, help="how much of the year is lived, from February on")
    parser.addoption("--seeds", type=int, default=3, help="how many companies by chance")
    parser.addoption("--outage", type=float, default=8.0, help="seconds for which PostgreSQL is away")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash[FIGURES]:
        terminalreporter.write_line(line)


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Write a figure below the results."""

    def told(figures: str) -> None:
        request.config.stash[FIGURES].append(f"{request.node.name}: {figures}")

    return told


@pytest.fixture(scope="session")
def nursery() -> ForkServerContext:
    """Where victims come from: a server that has everything imported, and forks."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.victim"])
    return context


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database of each engine."""
    if request.param == "sqlite":
        path = tmp_path / "cairn.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    yield request.getfixturevalue("shared_url")


@pytest.fixture
def shared_url(postgresql_url: str, postgresql: Database) -> Iterator[str]:
    """An empty, migrated PostgreSQL, which any number of processes may use."""
    yield postgresql_url
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with postgresql.writing() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


@pytest.fixture
async def scene(url: str, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    """Everybody is due, Slack takes all it is given, and nothing holds up the sender."""
    people, kills = request.config.getoption("--people"), request.config.getoption("--kills")
    async with scene_on(url, people, kills) as found:
        yield found


@pytest.fixture
async def strict_scene(shared_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    """Fewer people on PostgreSQL, with Slack's rate limits, a realistic budget, and time that runs."""
    people = max(100, request.config.getoption("--people") // 4)
    kills, per_minute = request.config.getoption("--kills"), min(PER_MINUTE, people // 2)
    async with scene_on(shared_url, people, kills, clock=FastClock(SPEED), per_minute=per_minute) as found:
        yield found
