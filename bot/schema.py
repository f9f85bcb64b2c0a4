"""Whether the database has the tables that this version needs, and how it gets them."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

import models
from bot.database import Database
from bot.settings import SettingsError
from models import statistics

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(models.__file__).parent / "migrations"


def ensure(database: Database) -> None:
    """Migrate SQLite by itself; refuse an unmigrated PostgreSQL with one clear line (SettingsError)."""
    if is_current(database):
        return
    if not database.is_sqlite:
        raise SettingsError("The database is not migrated to this version: run `cairn migrate`.")
    migrate(database)


def migrate(database: Database) -> None:
    """Bring the tables up to this version. Running it again changes nothing."""
    # Only here: loading it takes a third of the start of a command.
    from alembic import command

    config = migrations()
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if database.is_sqlite:
            statistics.write(connection)


def migrations() -> "Config":
    """Where Alembic finds them."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def is_current(database: Database) -> bool:
    """Raises DatabaseAway, and SettingsError where the database is newer than this program."""
    return database.read_now(revision_is_current)


def revision_is_current(session: Session) -> bool:
    """The same, in a session."""
    found = None
    if inspect(session.connection()).has_table("alembic_version"):
        found = session.scalar(text("SELECT version_num FROM alembic_version"))
    if found is not None and found not in revisions():
        raise SettingsError("The database was migrated by a newer version of Cairn: upgrade this one.")
    return found == revisions()[-1]


def revisions() -> list[str]:
    """Those this program knows, by the beginnings of their files' names, oldest first."""
    return sorted(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))
