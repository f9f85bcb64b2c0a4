"""A company with a year of everything behind it, made inside PostgreSQL: five million check-ins take minutes.

A person has 52 check-ins, five goals with four updates each, and thirty thanks given; teams are of eight, so
person `n` reports to person `(n - 1) // 8`. One in thirty has answered lower and less often of late, one in
thirty works more than usual, so that there is something to be seen. Chance begins with the same seed.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, literal_column, select, text

from bot import schema
from bot.database import Database
from models.appointment import Appointment
from models.base import Base
from models.checkin import Checkin
from models.goal import Goal, GoalUpdate
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from models.workspace import Setting, Workspace
from tests.benchmarks.companies import settle

AS_OF = date(2026, 11, 22)
MONTH = "2026-12"
# On the people's clock (Berlin) nine o'clock of their own card's day, and of their manager's summary.
CARDS_AT = datetime(2026, 11, 27, 8, tzinfo=UTC)
SUMMARIES_AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
WEEKS, GOALS, UPDATES, KUDOS, SPAN = 52, 5, 4, 30, 8
SETTINGS = {"launch": "everyone", "watch_cues": "on Works council 2026-01-07"}

Row = dict[str, str]


def found(url: str, size: int) -> None:
    """Migrate an empty database and fill it; own cards and summaries are booked."""
    database = Database(url)
    try:
        schema.migrate(database)
        with database.writing() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            connection.exec_driver_sql("SELECT setseed(0.5)")
            _open(connection)
            _fill(connection, size)
            settle(connection)
    finally:
        database.close()


def _open(connection: Connection) -> None:
    founded = datetime.combine(AS_OF - timedelta(weeks=WEEKS), datetime.min.time(), UTC)
    place = {"id": 1, "team_id": "T1", "url": "https://pretend.example/", "created_at": founded}
    connection.execute(insert(Workspace), place)
    for key, value in SETTINGS.items():
        row = {"team": "", "key": key, "value": value, "changed_at": founded, "changed_by": ""}
        connection.execute(insert(Setting), {"workspace_id": 1, **row})


def _fill(connection: Connection, size: int) -> None:
    _put(connection, Person, f"generate_series(1, {size}) n", _person())
    weeks = f"generate_series(1, {size}) n, generate_series(0, {WEEKS - 1}) w, LATERAL ({_answers()}) a"
    _put(connection, Checkin, weeks, _checkin())
    _put(connection, Goal, f"generate_series(1, {size}) n, generate_series(0, {GOALS - 1}) g", _goal())
    _put(connection, GoalUpdate, f"goal, generate_series(1, {UPDATES}) u", _update())
    _put(connection, Kudos, f"generate_series(1, {size * KUDOS}) k", _kudos(size))
    _put(connection, KudosReceiver, f"generate_series(1, {size * KUDOS}) k", _receiver(size))
    _put(connection, Appointment, f"generate_series(1, {size}) n", _booking("own_card", CARDS_AT))
    managers = f"generate_series(1, {max(1, (size - 2) // SPAN + 1)}) n"
    _put(connection, Appointment, managers, _booking("summary", SUMMARIES_AT))


def _put(connection: Connection, model: type[Base], source: str, row: Row) -> None:
    """One row of a table for each row of a source; what is not named has its default."""
    columns: list[Any] = [literal_column(expression) for expression in row.values()]
    rows: Any = select(*columns).select_from(text(source))
    connection.execute(insert(model).from_select(list(row), rows))


def _person() -> Row:
    return {
        "id": "n",
        "workspace_id": "1",
        "slack_user_id": "'U' || lpad(n::text, 7, '0')",
        "email": "'person' || n || '@example.com'",
        "name": "'Person ' || n",
        "manager_id": f"CASE WHEN n = 1 THEN NULL ELSE (n - 2) / {SPAN} + 1 END",
        "team": f"'Team ' || (n - 2) / {SPAN}",
        "title": "(ARRAY['Engineer', 'Senior Engineer', 'Designer', 'Account Manager'])[n % 4 + 1]",
        "location": f"(ARRAY['Berlin', 'Lisbon', 'Remote', 'Austin'])[(n / {SPAN}) % 4 + 1]",
        "timezone": "'Europe/Berlin'",
    }


def _answers() -> str:
    """Whether somebody answered in a week, how high they answer, and how hard they work."""
    fewer = "CASE WHEN n % 30 = 7 AND w < 8 THEN 0.45 ELSE 0 END"
    lower = "CASE WHEN n % 30 = 7 AND w < 8 THEN 1.2 ELSE 0 END"
    harder = "CASE WHEN n % 30 = 8 AND w < 6 THEN 1.6 ELSE 0 END"
    usual = "3.6 + (n % 5 - 2) * 0.2"
    return (
        f"SELECT random() < 0.75 + n % 4 * 0.06 - {fewer} AS answered, "
        f"greatest(1, least(5, round({usual} + random() * 2 - 1 - {lower})))::int AS mood, "
        f"greatest(1, least(5, round(2.8 + random() * 2 - 1 + {harder})))::int AS workload"
    )


def _checkin() -> Row:
    friday = f"(DATE '{AS_OF}' - 2 - 7 * w)"
    asked = f"({friday} + TIME '08:30') AT TIME ZONE 'UTC'"
    answered = f"CASE WHEN answered THEN {asked} + INTERVAL '2 hours' END"
    return {
        "workspace_id": "1",
        "person_id": "n",
        "week": f"to_char({friday}, 'IYYY-\"W\"IW')",
        "prompted_at": asked,
        "closes_at": f"{asked} + INTERVAL '5 days'",
        "closed_at": f"CASE WHEN w > 0 THEN {asked} + INTERVAL '5 days' END",
        "answered_at": answered,
        "excused": "NOT answered AND random() < 0.3",
        "mood": "CASE WHEN answered THEN mood END",
        "workload": "CASE WHEN answered THEN workload END",
        "progress": "CASE WHEN answered THEN 'The migration moves.' ELSE '' END",
        "plans": "CASE WHEN answered THEN 'Its second half.' ELSE '' END",
        "blockers": "CASE WHEN answered AND random() < 0.1 THEN 'Waiting for access.' ELSE '' END",
    }


def _goal() -> Row:
    """Goals of eighteen weeks, a new one every nine: four that have ended, most of them on time, and one
    that is open."""
    begins = f"(DATE '{AS_OF}' - 7 * (9 + 9 * g) - n % 20)"
    due = f"({begins} + 126)"
    over = f"g > 0 AND {due} < DATE '{AS_OF}'"
    closed = f"CASE WHEN {over} THEN ({due} - 6 + (random() * 9)::int) + TIME '12:00' END"
    return {
        "id": f"(n - 1) * {GOALS} + g + 1",
        "workspace_id": "1",
        "ref": f"'G' || ((n - 1) * {GOALS} + g + 1)",
        "owner_id": "n",
        "title": "'Answer within a day'",
        "measure": "CASE WHEN g % 3 = 0 THEN '' ELSE 'share of answers' END",
        "relevance": "'Customers stay.'",
        "start_value": "0.0",
        "target_value": "100.0",
        "start_date": begins,
        "due_date": due,
        "status": f"CASE WHEN {over} THEN 'done' ELSE 'agreed' END",
        "created_at": f"{begins} + TIME '09:00'",
        "agreed_at": f"{begins} + TIME '10:00'",
        "closed_at": closed,
        "confirmed_by": f"CASE WHEN {over} THEN (n + {SPAN} - 2) / {SPAN} END",
        "confirmed_at": f"CASE WHEN {over} THEN ({due} + 5) + TIME '12:00' END",
    }


def _update() -> Row:
    return {
        "workspace_id": "1",
        "act_key": "'update.' || goal.id || '.' || u",
        "goal_id": "goal.id",
        "author_id": "goal.owner_id",
        "at": "goal.start_date + TIME '15:00' + (u * 28 + goal.id % 9) * INTERVAL '1 day'",
        "value": "least(100, u * 24 * (0.7 + random() * 0.5))",
        "confidence": "'on_track'",
    }


def _kudos(size: int) -> Row:
    """Over the past year, in no order."""
    return {
        "id": "k",
        "workspace_id": "1",
        "ref": "'K' || k",
        "act_key": "'kudos.' || k",
        "giver_id": f"(k - 1) % {size} + 1",
        "at": f"TIMESTAMPTZ '{AS_OF} 23:00+00' - (k::bigint * 7919 % 31449600) * INTERVAL '1 second'",
        "message": "'for the tidy migration and the calm weekend after it'",
        "values": "CASE WHEN k % 2 = 0 THEN 'craft' ELSE '' END",
        "skills": "''",
        "source": "'command'",
    }


def _receiver(size: int) -> Row:
    """Mostly within the neighbourhood."""
    far = f"CASE WHEN random() < 0.8 THEN 1 + (random() * 15)::int ELSE 1 + (random() * {size - 2})::int END"
    return {
        "workspace_id": "1",
        "kudos_id": "k",
        "receiver_id": f"((k - 1) % {size} + {far}) % {size} + 1",
    }


def _booking(kind: str, at: datetime) -> Row:
    return {
        "workspace_id": "1",
        "kind": f"'{kind}'",
        "subject_id": "n",
        "period": f"'{MONTH}'",
        "due_at": f"TIMESTAMPTZ '{at.isoformat()}'",
    }
