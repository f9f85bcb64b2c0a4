"""What SQLite's planner is told of the tables.

Every index begins with the workspace, of which most databases have one. SQLite cannot know that:
without statistics it takes the rows of one workspace for about ten and goes through a whole table
where a better index stands beside it; with its own ANALYZE, the plans would depend on how much there
was on the day it ran. So it gets the figures of a large company once, when the tables are made, as
its documentation proposes ("Fixed Results Of ANALYZE").
"""

from sqlalchemy import Connection

ROWS = 1_000_000
# What a partial index holds: the little that is not settled.
PART = 1_000
TABLES = (
    *("absence", "appointment", "checkin", "consent", "delivery", "dnd"),
    *("goal", "goal_update", "kudos", "kudos_receiver", "person"),
)
# How many different values a column has where there are few; any other splits what is left by MANY.
# Of levels, only the rare ones are asked for.
DIFFERENT = {"workspace_id": 1, "kind": 8, "status": 4, "level": 100, "week": 100, "period": 100}
MANY = 10_000


def write(connection: Connection) -> None:
    """Put the figures of every index in the place of whatever ANALYZE has found. Needs SQLite."""
    connection.exec_driver_sql("ANALYZE")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    for table in TABLES:
        listed = connection.exec_driver_sql(f"PRAGMA index_list({table})").all()
        for _, index, unique, _, partial in listed:
            columns = [row[2] for row in connection.exec_driver_sql(f"PRAGMA index_info({index})")]
            figures = _figures(columns, unique=bool(unique), partial=bool(partial))
            connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (table, index, figures))
    # Connections that are open already read them again.
    connection.exec_driver_sql("ANALYZE sqlite_schema")


def _figures(columns: list[str], *, unique: bool, partial: bool) -> str:
    """The rows of an index, then for each of its first columns how many rows have the same values."""
    left = rows = PART if partial else ROWS
    alike = []
    for column in columns:
        left = max(2, left // DIFFERENT.get(column, MANY))
        alike.append(left)
    if unique:
        alike[-1] = 1
    return " ".join(map(str, [rows, *alike]))
