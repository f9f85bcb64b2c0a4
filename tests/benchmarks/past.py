"""The years behind a company: settled deliveries and closed check-ins, copied inside the database."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, literal, select

from bot.rules import cadence
from models import Base, statistics
from models.checkin import Checkin
from models.delivery import SENT, Delivery
from models.person import Person
from tests.benchmarks.companies import BEGINS

SAMPLE = 20_000
# The last of them is settled so long before the company's story begins.
REST = timedelta(days=8)
YEARS = timedelta(days=730)


def add_deliveries(connection: Connection, amount: int) -> None:
    """So many prompts that were sent over two years, going round the people.

    The first of them are written, the others copied by the database: a million take seconds.
    """
    if connection.dialect.name == "postgresql":
        # Rows of our own making need no looking up.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    else:
        connection.exec_driver_sql("PRAGMA cache_size = -400000")
    people = connection.scalar(select(func.count(Person.id)).where(Person.workspace_id == 1)) or 1
    # Indexes are made at once in the end, which takes a fraction of growing them.
    indexes = Base.metadata.tables["delivery"].indexes
    for index in indexes:
        index.drop(connection)
    written = min(SAMPLE, amount)
    connection.execute(insert(Delivery), [_delivery(number, people) for number in range(1, written + 1)])
    for offset in range(SAMPLE, amount, SAMPLE):
        table = Delivery.__table__
        changed = {
            "id": table.c.id + offset,
            "key": table.c.key + f".{offset}",
            "person_id": (table.c.person_id + literal(offset)) % people + 1,
        }
        columns = [changed.get(column.name, column) for column in table.c]
        wanted = table.c.id <= min(SAMPLE, amount - offset)
        connection.execute(insert(Delivery).from_select(list(table.c), select(*columns).where(wanted)))
    for index in indexes:
        index.create(connection)
    if connection.dialect.name == "sqlite":
        # SQLite forgets with an index what its planner was told of it.
        statistics.write(connection)


def add_checkins(connection: Connection, weeks: int) -> None:
    """Everybody's closed and unanswered weeks before the story begins."""
    for back in range(1, weeks + 1):
        monday = BEGINS.date() - timedelta(weeks=back)
        asked = BEGINS - timedelta(weeks=back)
        row = {
            "workspace_id": literal(1),
            "person_id": Person.id,
            "week": literal(cadence.week_of(monday)),
            "prompted_at": literal(asked, Checkin.prompted_at.type),
            "closes_at": literal(asked, Checkin.prompted_at.type),
            "closed_at": literal(asked, Checkin.prompted_at.type),
            **{name: literal(False) for name in ("excused", "share")},
            **{name: literal("") for name in ("excuse", "progress", "plans", "blockers", "acts")},
        }
        people = select(*row.values()).where(Person.workspace_id == 1)
        connection.execute(insert(Checkin).from_select(list(row), people))


def _delivery(number: int, people: int) -> dict[str, Any]:
    at = BEGINS - REST - YEARS * (1 - number / SAMPLE)
    return {
        "id": number,
        "workspace_id": 1,
        "key": f"past.{number}",
        "kind": "checkin_prompt",
        "person_id": number % people + 1,
        "conversation": f"person:{number % people + 1}",
        "period": cadence.week_of(at.date()),
        "created_at": at,
        "due_at": at,
        "claimed_at": at,
        "settled_at": at,
        "useful_until": at + timedelta(days=5),
        "state": SENT,
        "slack_channel": "D1",
        "slack_ts": f"{number}.1",
    }
