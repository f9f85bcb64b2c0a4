"""Databases with a workspace in them, and folders of plain files."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Table
from sqlalchemy.sql import visitors

from bot import schema
from bot.database import Database
from bot.porting.folder import read_folder
from bot.porting.report import Report
from bot.porting.writing import write_folder
from bot.services import workspace

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

NewDatabase = Callable[[str], Database]


@pytest.fixture
def database(database: Database) -> Database:
    """The database at hand, with workspace 1 in it."""
    assert database.transact_now(workspace.ours, now=NOW) == 1
    return database


@pytest.fixture
def new_database(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> Iterator[NewDatabase]:
    """Makes one more migrated database, of the engine asked for, with workspace 1 in it."""
    opened: list[Database] = []
    names: list[str] = []

    def make(engine: str) -> Database:
        name = f"cairn_{uuid.uuid4().hex}"
        if engine == "sqlite":
            url = f"sqlite:///{tmp_path / name}.db"
            shutil.copy(sqlite_template, tmp_path / f"{name}.db")
        else:
            server = request.getfixturevalue("postgresql_url")
            _execute(server, f"CREATE DATABASE {name}")
            names.append(name)
            url = _another(server, name)
        opened.append(Database(url))
        schema.migrate(opened[-1])
        opened[-1].transact_now(workspace.ours, now=NOW)
        return opened[-1]

    yield make
    for database in opened:
        database.close()
    # Our own server goes away with its databases.
    for name in names if "TEST_DATABASE_URL" in os.environ else []:
        _execute(request.getfixturevalue("postgresql_url"), f"DROP DATABASE {name}")


def _execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def _another(url: str, name: str) -> str:
    """The address of another database on the same server."""
    address, question, options = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}{question}{options}"


def quiet(file: str, done: int, total: int) -> None:
    """No progress bar."""


def take_in(database: Database, folder: Path, *, dry_run: bool = False, now: datetime = NOW) -> Report:
    return read_folder(database, 1, folder, dry_run=dry_run, now=now, progress=quiet)


def written(database: Database, folder: Path) -> dict[str, str]:
    """An export, file by file."""
    write_folder(database, 1, folder, now=NOW, progress=quiet)
    return {path.name: path.read_bytes().decode() for path in sorted(folder.iterdir())}


def rows(database: Database, statement: Any) -> list[Any]:
    """What a query finds in workspace 1."""
    tables = {found for found in visitors.iterate(statement) if isinstance(found, Table)}
    scopes = [table.c.workspace_id == 1 for table in tables if "workspace_id" in table.c]
    return database.read_now(lambda session: list(session.execute(statement.where(*scopes)).all()))


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
