"""The cast in an empty database, and services asked of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.database import Database
from bot.services import workspace
from models.delivery import Delivery
from models.person import Person
from tests.support import cast, generated, rows

T = TypeVar("T")


@dataclass
class House:
    """One workspace and its database."""

    database: Database
    workspace_id: int

    def do(self, service: Callable[..., T], **arguments: Any) -> T:
        """Run a service in a transaction of its own."""
        return self.database.transact_now(service, workspace_id=self.workspace_id, **arguments)

    def ask(self, question: Callable[..., T], **arguments: Any) -> T:
        return self.database.read_now(question, workspace_id=self.workspace_id, **arguments)

    def all(self, model: type[Any]) -> list[Any]:
        return list(self.ask(rows.all_of, model=model))

    def person(self, slack_id: str) -> Person:
        return self.ask(rows.person, slack_id=slack_id)

    def deliveries(self, kind: str = "") -> list[Delivery]:
        return [row for row in self.all(Delivery) if kind in ("", row.kind)]

    def set(self, key: str, text: str, *, now: datetime = cast.START) -> None:
        self.database.transact_now(cast.change, workspace_id=self.workspace_id, key=key, text=text, now=now)


@pytest.fixture
def house(database: Database) -> House:
    return House(database, database.transact_now(cast.fill_database))


@pytest.fixture
def company(database: Database, tmp_path: Path) -> House:
    """A generated organisation, imported into an empty database; watch cues are approved."""
    found = House(database, database.transact_now(workspace.ours, now=generated.NOW))
    generated.bring_in(database, found.workspace_id, tmp_path)
    found.set("watch_cues", "on Works council 2025-01-07")
    return found
