"""The cast in an empty database."""

import pytest

from bot.database import Database
from tests.support import cast


@pytest.fixture
def workspace_id(database: Database) -> int:
    return database.transact_now(cast.fill_database)
