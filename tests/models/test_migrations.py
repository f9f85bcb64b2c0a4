"""Migrations and models say the same, on both engines, up and down."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot import schema
from bot.database import Database
from bot.settings import SettingsError
from models import Base


@pytest.fixture
def empty(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table."""
    if engine == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.close()
        return
    url: str = request.getfixturevalue("postgresql_url")
    admin = sqlalchemy.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS bare"))
        connection.execute(text("CREATE DATABASE bare"))
    database = Database(_named(url, "bare"))
    yield database
    database.close()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE bare"))
    admin.dispose()


def _named(url: str, name: str) -> str:
    changed = sqlalchemy.make_url(url).set(database=name)
    return changed.render_as_string(hide_password=False)


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def _differences(database: Database) -> list[Any]:
    with database.writing() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Base.metadata)
    assert isinstance(found, list)
    return found


def test_files_are_named_by_their_revisions() -> None:
    script = ScriptDirectory(str(schema.MIGRATIONS))
    known = [revision.revision for revision in script.walk_revisions()]
    assert schema.revisions() == known[::-1]
    assert schema.revisions()[-1] == script.get_current_head()


def _downgrade(database: Database) -> None:
    config = schema.migrations()
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def test_an_empty_database_gets_every_table_that_the_models_name(empty: Database) -> None:
    assert _tables(empty) == set()
    assert not schema.is_current(empty)

    schema.migrate(empty)

    assert _tables(empty) == set(Base.metadata.tables)
    assert schema.is_current(empty)


def test_migrations_and_models_are_equal(empty: Database) -> None:
    schema.migrate(empty)

    assert _differences(empty) == []


def test_a_column_that_no_migration_brings_would_be_noticed(empty: Database) -> None:
    schema.migrate(empty)
    with empty.writing() as connection:
        connection.execute(text("ALTER TABLE kudos DROP COLUMN reaction"))

    assert [kind for kind, *_ in _differences(empty)] == ["add_column"]


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    schema.migrate(empty)
    schema.migrate(empty)

    assert _differences(empty) == []


def test_a_migration_goes_back_down_and_up_again(empty: Database) -> None:
    schema.migrate(empty)

    _downgrade(empty)

    assert _tables(empty) == set()
    schema.migrate(empty)
    assert _differences(empty) == []


def test_every_partial_index_has_the_condition_that_its_model_names(empty: Database) -> None:
    schema.migrate(empty)
    found = {
        index["name"]: str(index.get("dialect_options", {}))
        for table in Base.metadata.tables
        for index in inspect(empty.engine).get_indexes(table)
    }
    for table in Base.metadata.sorted_tables:
        for index in table.indexes:
            where = index.dialect_options[empty.engine.dialect.name].get("where")
            assert ("where" in found[str(index.name)]) is (where is not None)


def test_a_database_from_the_future_is_refused(empty: Database) -> None:
    schema.migrate(empty)
    with empty.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SettingsError, match="newer version"):
        schema.ensure(empty)


def test_only_an_embedded_database_migrates_by_itself(empty: Database) -> None:
    if empty.is_sqlite:
        schema.ensure(empty)
        assert schema.is_current(empty)
    else:
        with pytest.raises(SettingsError, match="cairn migrate"):
            schema.ensure(empty)
        assert _tables(empty) == set()
