"""Companies of any size for the calendar's measurements: people in 24 zones, teams of eight, a busy month.

Person `n` reports to person `(n - 1) // 8`. Rows are numbered here, so that they can refer to each other.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert

from bot import schema
from bot.database import Database
from models.base import Base
from models.goal import Goal, GoalUpdate
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from models.workspace import Setting, Workspace

SPAN = 8
KUDOS_EACH = 2
HR = 2
PAGE = 5_000
# A Wednesday at noon: every zone's Friday is still to come.
BEGINS = datetime(2026, 11, 25, 12, tzinfo=UTC)
ZONES = (
    *("Pacific/Pago_Pago", "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver"),
    *("America/Chicago", "America/New_York", "America/Halifax", "America/Sao_Paulo", "America/Noronha"),
    *("Atlantic/Azores", "Europe/London", "Europe/Berlin", "Europe/Helsinki", "Europe/Istanbul"),
    *("Asia/Dubai", "Asia/Karachi", "Asia/Dhaka", "Asia/Bangkok", "Asia/Singapore"),
    *("Asia/Tokyo", "Australia/Brisbane", "Pacific/Noumea", "Pacific/Auckland"),
)


def found(url: str, size: int) -> None:
    """Migrate an empty database and fill it; nothing is booked yet."""
    database = Database(url)
    try:
        schema.migrate(database)
        with database.writing() as connection:
            fill(connection, size)
            settle(connection)
    finally:
        database.close()


def fill(connection: Connection, size: int) -> None:
    place = {"id": 1, "team_id": "T1", "url": "https://pretend.example/", "created_at": BEGINS}
    connection.execute(insert(Workspace), place)
    launched = {"team": "", "key": "launch", "value": "everyone", "changed_at": BEGINS, "changed_by": ""}
    connection.execute(insert(Setting), {"workspace_id": 1, **launched})
    _insert(connection, Person, map(_person, range(size)))
    _insert(connection, Goal, map(_goal, range(size)))
    _insert(connection, GoalUpdate, map(_update, range(size)))
    _insert(connection, Kudos, map(_kudos, range(size * KUDOS_EACH)))
    _insert(connection, KudosReceiver, (_receiver(number, size) for number in range(size * KUDOS_EACH)))


def settle(connection: Connection) -> None:
    """PostgreSQL's counters do not see hand-numbered rows, and its own ANALYZE comes later.

    Nobody ever runs it on a company's SQLite, so neither is it here.
    """
    if connection.dialect.name == "postgresql":
        for table in Base.metadata.sorted_tables:
            mine = "" if table.name == "workspace" else f"WHERE {table.name}.workspace_id = 1"
            following = f"coalesce((SELECT max(id) + 1 FROM {table.name} {mine}), 1)"
            counter = f"pg_get_serial_sequence('{table.name}', 'id')"
            connection.exec_driver_sql(f"SELECT setval({counter}, {following}, false)")
        connection.exec_driver_sql("ANALYZE")


def _insert(connection: Connection, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    waiting: Iterator[dict[str, Any]] = iter(rows)
    while page := list(islice(waiting, PAGE)):
        connection.execute(insert(model), page)


def _person(number: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "workspace_id": 1,
        "slack_user_id": f"U{number:07}",
        "email": f"person{number}@example.com",
        "name": f"Person {number}",
        "manager_id": (number - 1) // SPAN + 1 if number else None,
        "team": f"Team {(number - 1) // SPAN}",
        "country": "",
        "timezone": ZONES[number % len(ZONES)],
        "working_days": [],
        "roles": ["hr"] if number < HR else [],
    }


def _goal(number: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "workspace_id": 1,
        "ref": f"G{number + 1}",
        "owner_id": number + 1,
        "title": "Answer within a day",
        "start_value": 0.0,
        "target_value": 100.0,
        "due_date": date(2026, 12, 31),
        "status": "agreed",
        "created_at": BEGINS - timedelta(days=60),
    }


def _update(number: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "workspace_id": 1,
        "act_key": f"update.{number}",
        "goal_id": number + 1,
        "author_id": number + 1,
        "at": BEGINS - timedelta(days=number % 50),
        "value": float(number % 100),
        "confidence": "at_risk" if number % 5 == 0 else "on_track",
    }


def _kudos(number: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "workspace_id": 1,
        "ref": f"K{number}",
        "act_key": f"kudos.{number}",
        "giver_id": number // KUDOS_EACH + 1,
        # Over the past year, in no order.
        "at": BEGINS - timedelta(minutes=number * 7_919 % 525_600 + 1),
        "message": "for the tidy migration and the calm weekend after it",
        "values": ["craft"] if number % 2 else ["care"],
        "skills": [],
        "source": "command",
    }


def _receiver(number: int, size: int) -> dict[str, Any]:
    return {"workspace_id": 1, "kudos_id": number + 1, "receiver_id": (number * 7 + 3) % size + 1}
