"""The company that is measured: 500 people, its settings, and the history of a busy one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, FromClause, Insert, Table, func, insert, literal, select
from sqlalchemy.orm import Session

from bot import schema
from bot.database import Database
from bot.services import setting
from models.delivery import SENT, Delivery
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from models.workspace import Workspace

SIZE = 500
TEAM_ID = "T1"
CHANNEL = "CKUDOS"
SETTINGS = {"launch": "everyone", "recognition_channel": CHANNEL, "allowance": "1000", "values": "craft|care"}
SAMPLE = 20_000


def slack_id(number: int) -> str:
    return f"U{number:06d}"


def found_company(url: str, **more: str) -> None:
    """Migrate an empty database and fill it with the company; `more` are settings."""
    database = Database(url)
    try:
        schema.migrate(database)
        database.transact_now(_fill, settings=SETTINGS | more)
    finally:
        database.close()


def _fill(session: Session, *, settings: dict[str, str]) -> None:
    now = datetime.now(UTC)
    place = Workspace(team_id=TEAM_ID, name="Pretend", url="https://pretend.example/", created_at=now)
    session.add(place)
    session.flush()
    session.add_all(_person(place.id, number, now) for number in range(SIZE))
    for key, text in settings.items():
        setting.change(session, workspace_id=place.id, key=key, text=text, now=now)


def _person(workspace_id: int, number: int, now: datetime) -> Person:
    return Person(
        workspace_id=workspace_id,
        slack_user_id=slack_id(number),
        name=f"Person {number}",
        email=f"person{number}@example.com",
        timezone="Europe/Berlin",
        team=f"Team {number // 10}",
        introduced_at=now,
        working_days=[],
        roles=[],
    )


def add_history(url: str, amount: int) -> None:
    """So many kudos over the last two years, each with its receiver and its settled announcement.

    The first of them are written, the others copied by the database: a million take seconds.
    """
    database = Database(url)
    try:
        with database.writing() as connection:
            _hurry(connection)
            workspace_id = connection.scalar(select(Workspace.id)) or 0
            people = list(connection.scalars(select(Person.id).order_by(Person.id)))
            numbers = range(1, SAMPLE + 1)
            connection.execute(insert(Kudos), list(_kudos(workspace_id, people, numbers)))
            connection.execute(insert(KudosReceiver), list(_receivers(workspace_id, people, numbers)))
            connection.execute(insert(Delivery), list(_announcements(workspace_id, numbers)))
            for offset in range(SAMPLE, amount, SAMPLE):
                for table in (Kudos, KudosReceiver, Delivery):
                    connection.execute(_copied(table.__table__, offset))
            _settle(connection)
    finally:
        database.close()


def _copied(table: FromClause, offset: int) -> Insert:
    """The sample once more: other numbers, and other names where they must be unique."""
    assert isinstance(table, Table)
    changed = {
        "id": table.c.id + offset,
        "kudos_id": table.c.get("kudos_id", literal(0)) + offset,
        **{name: table.c[name] + f".{offset}" for name in ("ref", "act_key", "key") if name in table.c},
    }
    columns = [changed.get(column.name, column) for column in table.c]
    return insert(table).from_select(list(table.c), select(*columns).where(table.c.id <= SAMPLE))


def _hurry(connection: Connection) -> None:
    """Room for the indexes in memory; rows of our own making need no looking up."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    else:
        connection.exec_driver_sql("PRAGMA cache_size = -800000")


def _settle(connection: Connection) -> None:
    """New tables have no statistics yet, and PostgreSQL's counters do not see hand-numbered rows."""
    for table in ("kudos", "kudos_receiver", "delivery") if connection.dialect.name == "postgresql" else ():
        largest = f"(SELECT max(id) FROM {table})"
        connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {largest})")
    connection.exec_driver_sql("ANALYZE")


def _at(number: int) -> datetime:
    """The newest of them is a minute old."""
    return datetime.now(UTC) - timedelta(minutes=1) - timedelta(days=730) * (1 - number / SAMPLE)


def _kudos(workspace_id: int, people: list[int], numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        yield {
            "id": number,
            "workspace_id": workspace_id,
            "ref": f"K{number:014x}",
            "act_key": f"command:history.{number}",
            "giver_id": people[number % len(people)],
            "at": _at(number),
            "message": "for the tidy migration and the calm weekend after it",
            "values": ["craft"],
            "skills": [],
            "source": "command",
        }


def _receivers(workspace_id: int, people: list[int], numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        receiver = people[(number * 7 + 1) % len(people)]
        yield {"id": number, "workspace_id": workspace_id, "kudos_id": number, "receiver_id": receiver}


def _announcements(workspace_id: int, numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        at = _at(number)
        yield {
            "id": number,
            "workspace_id": workspace_id,
            "key": f"history.{number}",
            "kind": "kudos_announcement",
            "channel": CHANNEL,
            "conversation": f"channel:{CHANNEL}",
            "created_at": at,
            "due_at": at,
            "claimed_at": at,
            "settled_at": at,
            "state": SENT,
        }


def stored(url: str) -> dict[str, int]:
    """How many kudos, receivers and promised messages a database holds, by name."""
    database = Database(url)
    try:
        return database.read_now(_count)
    finally:
        database.close()


def _count(session: Session) -> dict[str, int]:
    tables = {"kudos": Kudos, "receivers": KudosReceiver, "promised": Delivery}
    return {name: session.scalar(select(func.count(table.id))) or 0 for name, table in tables.items()}


def acts(url: str) -> set[str]:
    """The name of every act that a database holds."""
    database = Database(url)
    try:
        return database.read_now(lambda session: set(session.scalars(select(Kudos.act_key))))
    finally:
        database.close()


def sent(url: str) -> int:
    """How many messages have left."""
    database = Database(url)
    try:
        count = select(func.count(Delivery.id)).where(Delivery.state == SENT)
        return database.read_now(lambda session: session.scalar(count) or 0)
    finally:
        database.close()
