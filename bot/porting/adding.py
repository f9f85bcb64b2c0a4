"""Many new rows in one statement. Millions of them go in, so values travel by the column.

PostgreSQL unpacks one text, SQLite gets some hundreds of rows in one statement; SQLAlchemy's
own ways to insert many rows and hear their ids took two to three times as long.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute

from bot.porting.intake import Intake
from bot.porting.sending import as_table

# Statements of few sizes only: the driver keeps each one ready.
BATCHES = (500, 50, 5, 1)

Values = dict[str, Any]
Columns = dict[str, list[Any]]
Attribute = InstrumentedAttribute[Any]


class Overtaken(Exception):
    """Somebody else wrote what this transaction was about to write, since it looked."""


def add(intake: Intake, model: type[Any], rows: Sequence[Values], *returning: Attribute) -> Sequence[Any]:
    """Insert rows and return columns of those inserted; a row that is there already is passed over.

    All rows have the same keys; what they leave out has the table's defaults. What comes
    back is in no particular order.
    """
    if not rows:
        return []
    table: Table = model.__table__
    same = _defaults(table, rows[0]) | {"workspace_id": intake.workspace_id}
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    names = [attribute.key for attribute in returning]
    if intake.connection.dialect.name == "sqlite":
        return list(_to_sqlite(intake.connection, table, columns, same, names))
    return _to_postgresql(intake.connection, table, columns, same, names)


def add_each(
    intake: Intake, model: type[Any], rows: Sequence[Values], *returning: Attribute
) -> Sequence[Any]:
    """The same for rows that are known to be new: raises Overtaken where one was there already."""
    added = add(intake, model, rows, *returning)
    if len(added) != len(rows):
        raise Overtaken
    return added


def _defaults(table: Table, row: Values) -> Values:
    left_out = {c.name: c.default for c in table.columns if c.name not in row}
    return {name: _default(default) for name, default in left_out.items() if default is not None}


def _default(default: Any) -> Any:
    return default.arg(None) if default.is_callable else default.arg


def _to_postgresql(
    connection: Connection, table: Table, columns: Columns, same: Values, names: list[str]
) -> Sequence[Any]:
    sent = as_table(connection, {name: table.c[name].type for name in columns}, columns)
    constants = [literal(value, table.c[name].type) for name, value in same.items()]
    rows = select(*sent.c, *constants)
    statement = insert(table).from_select([*columns, *same], rows, include_defaults=False)
    returned = [table.c[name] for name in names]
    return connection.execute(statement.on_conflict_do_nothing().returning(*returned)).all()


def _to_sqlite(
    connection: Connection, table: Table, columns: Columns, same: Values, names: list[str]
) -> Iterator[Any]:
    bound = [_bound(connection, table.c[name].type, values) for name, values in columns.items()]
    constants = [_bound(connection, table.c[name].type, [value])[0] for name, value in same.items()]
    rows = [(*row, *constants) for row in zip(*bound, strict=True)]
    done = 0
    for size in BATCHES:
        sql = _sql(connection, table, [*columns, *same], names, size)
        while len(rows) - done >= size:
            batch = tuple(chain.from_iterable(rows[done : done + size]))
            yield from connection.exec_driver_sql(sql, batch).all()
            done += size


def _bound(connection: Connection, type_: Any, values: list[Any]) -> list[Any]:
    bind = type_.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return [bind(value) for value in values] if bind else values


def _sql(connection: Connection, table: Table, columns: list[str], names: list[str], size: int) -> str:
    quote = connection.dialect.identifier_preparer.quote
    marks = f"({', '.join('?' * len(columns))})"
    return (
        f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, columns))})"  # noqa: S608 - our own names
        f" VALUES {', '.join([marks] * size)} ON CONFLICT DO NOTHING"
        f" RETURNING {', '.join(map(quote, names))}"
    )
