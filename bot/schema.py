"""Whether the database has the tables that this version needs, and how it gets them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

import models
from bot.database import Database
from bot.settings import SettingsError
from models import statistics


def ensure(database: Database) -> None:
    """Migrate SQLite by itself; refuse an unmigrated PostgreSQL with one clear line (SettingsError)."""
    if is_current(database):
        return
    if not database.is_sqlite:
        raise SettingsError("The database is not migrated to this version: run `cairn migrate`.")
    migrate(database)


def migrate(database: Database) -> None:
    """Bring the tables up to this version. Running it again changes nothing."""
    config = _config()
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if database.is_sqlite:
            statistics.write(connection)


def is_current(database: Database) -> bool:
    """Raises DatabaseAway, and SettingsError where the database is newer than this program."""
    return database.read_now(revision_is_current)


def revision_is_current(session: Session) -> bool:
    """The same, in a session."""
    script = ScriptDirectory.from_config(_config())
    found = MigrationContext.configure(session.connection()).get_current_revision()
    if found is not None and found not in {revision.revision for revision in script.walk_revisions()}:
        raise SettingsError("The database was migrated by a newer version of Cairn: upgrade this one.")
    return found == script.get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(models.__file__).parent / "migrations"))
    return config
