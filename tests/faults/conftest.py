"""How hard the fault runs are: in full by `make test-faults`, bounded in CI."""

import multiprocessing
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import rounds
from bot.database import Database
from bot.sandbox.slack import PretendSlack
from bot.settings import Settings
from bot.tools import Tools
from models import Base
from tests.faults import crowd


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--people", type=int, default=300, help="how many people are prompted")
    parser.addoption("--kills", type=int, default=12, help="how many random kills")
    parser.addoption("--weeks", type=int, default=6, help="how much of the year is lived, from February on")
    parser.addoption("--seeds", type=int, default=3, help="how many companies by chance")


@dataclass
class Scene:
    """A Friday morning: the people are booked, the hour has come, nobody has been asked."""

    slack: PretendSlack
    database: Database
    url: str
    workspace_id: int
    people: int
    kills: int


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
    postgresql: Database = request.getfixturevalue("postgresql")
    yield request.getfixturevalue("postgresql_url")
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with postgresql.writing() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


@pytest.fixture
async def scene(url: str, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    people, kills = request.config.getoption("--people"), request.config.getoption("--kills")
    database = Database(url)
    workspace_id = await database.transact(crowd.fill_database, people=people)
    slack = PretendSlack(team_id=crowd.TEAM_ID)
    crowd.fill_slack(slack, people)
    booking = Tools(database, Settings(), clock=lambda: crowd.THURSDAY)
    await rounds.run_all(booking, now=crowd.THURSDAY)
    async with slack.listening():
        yield Scene(slack, database, url, workspace_id, people, kills)
    await booking.hang_up()
    database.close()
