"""The cast in an empty database, and services asked of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import pytest

from bot.database import Database
from models.delivery import Delivery
from models.person import Person
from tests.support import cast, rows

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
