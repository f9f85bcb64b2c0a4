"""The calendar alone: rounds at any instant, and what they left in the tables.

Nothing is sent here; what is due after a round counts as gone, its words stay to be looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from bot import rounds
from bot.database import Database
from bot.settings import Settings
from bot.tools import Tools
from models.appointment import Appointment
from models.checkin import Checkin
from models.delivery import SENT, WAITING, Delivery
from tests.support import cast, rows

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(*moment: int) -> datetime:
    """A moment on the clocks of Berlin."""
    return datetime(*moment, tzinfo=BERLIN)  # type: ignore[arg-type, misc]


@dataclass
class Calendar:
    """One workspace whose clock only rounds look at."""

    tools: Tools
    workspace_id: int

    async def tick(self, at: datetime) -> None:
        await rounds.run_all(self.tools, now=at)
        await self.do(_gone, now=at)

    async def do(self, service: Callable[..., Any], **arguments: Any) -> Any:
        return await self.tools.database.transact(service, workspace_id=self.workspace_id, **arguments)

    async def all(self, model: type[Any]) -> list[Any]:
        found = await self.tools.database.read(rows.all_of, model=model, workspace_id=self.workspace_id)
        return list(found)

    async def set(self, key: str, text: str, *, team: str = "") -> None:
        from bot.services import setting

        await self.do(setting.change, key=key, text=text, team=team, now=cast.START)

    async def person(self, slack_id: str, **changes: Any) -> int:
        """Somebody's id, after writing some changes into their row."""
        found: int = await self.do(rows.change_person, slack_id=slack_id, **changes)
        return found

    async def hire(self, slack_id: str, **more: Any) -> int:
        found: int = await self.do(rows.hire, slack_id=slack_id, now=cast.START, **more)
        return found

    async def owed(self, kind: str = "", slack_id: str = "") -> list[Delivery]:
        """The deliveries of a kind, and of a person, in the order they were promised."""
        who = await self.person(slack_id) if slack_id else None
        return [
            row
            for row in await self.all(Delivery)
            if kind in ("", row.kind) and (who is None or row.person_id == who)
        ]

    async def sent(self, kind: str = "", slack_id: str = "") -> list[datetime]:
        """When what is owed and was not skipped is due."""
        return [row.due_at for row in await self.owed(kind, slack_id) if row.state in (WAITING, SENT)]

    async def weeks(self, slack_id: str) -> dict[str, Checkin]:
        who = await self.person(slack_id)
        return {row.week: row for row in await self.all(Checkin) if row.person_id == who}

    async def appointments(self, kind: str, slack_id: str) -> list[tuple[str, datetime]]:
        who = await self.person(slack_id)
        found = [row for row in await self.all(Appointment) if row.kind == kind and row.subject_id == who]
        return [(row.period, row.due_at) for row in found]

    async def picture(self) -> list[tuple[Any, ...]]:
        """Everything that a round may write, to see whether it wrote anything."""
        found: list[tuple[Any, ...]] = []
        for model in (Delivery, Checkin, Appointment):
            columns = [column.key for column in model.__mapper__.columns]
            found += [
                (model.__tablename__, *(str(getattr(row, name)) for name in columns))
                for row in await self.all(model)
            ]
        return found


def _gone(session: Session, *, workspace_id: int, now: datetime) -> None:
    for row in rows.all_of(session, model=Delivery, workspace_id=workspace_id):
        if row.state == WAITING and row.due_at <= now:
            row.state, row.settled_at = SENT, row.due_at


@pytest.fixture
def calendar(database: Database) -> Calendar:
    workspace_id = database.transact_now(cast.fill_database)
    return Calendar(Tools(database, Settings()), workspace_id)
