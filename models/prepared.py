"""Statements of the busiest paths, compiled once and then handed to the driver as they are.

SQLAlchemy's own way from a compiled statement to the driver costs several times what the
database takes for a short one; a kudos runs seven, and so does a prompt. Column types, errors and the
transaction stay SQLAlchemy's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.exc import DBAPIError

from models.visit import Done, visit

# PostgreSQL's own way to name a statement's values: `$1`, `$2` and so on.
NUMBERED: Dialect = psycopg.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
Convert = Callable[[Any], Any]
Key = TypeVar("Key")
# For functions that build one: a process has few dialects and few such statements, tests have many.
prepared = lru_cache(maxsize=256)


class Prepared:
    """One statement for one dialect. An insert names the columns that it is given; an update or a delete
    returns how many rows it changed."""

    # The text of every one: they pass no event, so whoever wants to read them finds them here.
    texts: ClassVar[set[str]] = set()

    def __init__(
        self,
        statement: Select[*tuple[Any, ...]] | Insert | Update | Delete,
        dialect: Dialect,
        *,
        columns: Sequence[str] = (),
    ) -> None:
        if dialect.name == "postgresql":
            dialect = NUMBERED
        if isinstance(statement, Insert):
            defaults = _defaults(statement)
            compiled: Any = statement.compile(dialect=dialect, column_keys=[*columns, *defaults])
            returned = list(statement.exported_columns)
        else:
            compiled, defaults = statement.compile(dialect=dialect), {}
            returned = list(statement.selected_columns) if isinstance(statement, Select) else []
        self._changes = isinstance(statement, Update | Delete)
        self.text: str = compiled.string
        self._constants: dict[str, Any] = compiled.params | defaults
        kinds = {name: bind.type for bind, name in compiled.bind_names.items()}
        self._binds: list[str] = compiled.positiontup
        self._converts = _those_that_convert((name, _to_driver(kinds[name], dialect)) for name in kinds)
        self._reads = _those_that_convert(
            (place, _from_driver(column.type, dialect)) for place, column in enumerate(returned)
        )
        self.texts.add(self.text)

    def ask(self, values: Mapping[str, Any]) -> "Ask":
        """Itself with the values it is to run with."""
        return Ask(self, [self._bound(values)])

    def ask_all(self, rows: Iterable[Mapping[str, Any]]) -> "Ask":
        """Itself, to be run for each of these in one visit to the database; it returns nothing then."""
        return Ask(self, [self._bound(row) for row in rows])

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run it and read what it returns. Raises what SQLAlchemy would."""
        return run_together(connection, self.ask(values))[0]

    def touched(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Run a change; how many rows it changed."""
        changed: int = self.rows(connection, values)[0][0]
        return changed

    def run_all(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it for each of these."""
        run_together(connection, self.ask_all(rows))

    def _bound(self, values: Mapping[str, Any]) -> list[Any]:
        given = {**self._constants, **values}
        for name, convert in self._converts:
            given[name] = convert(given[name])
        return [given[name] for name in self._binds]

    def read(self, found: list[tuple[Any, ...]], touched: int) -> list[tuple[Any, ...]]:
        """What the driver says of a run, as the statement's columns have it."""
        if self._changes:
            return [(touched,)]
        return [self._row(row) for row in found] if self._reads else found

    def _row(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, convert in self._reads:
            values[place] = convert(values[place])
        return tuple(values)


@dataclass(frozen=True)
class Ask:
    """One statement, and for each time that it is to run its values as the driver takes them."""

    statement: Prepared
    rows: list[list[Any]]


def run_together(connection: Connection, *asks: Ask) -> list[list[tuple[Any, ...]]]:
    """Run these in their order and read what each returns; on PostgreSQL in one visit to the server.

    Raises what SQLAlchemy would.
    """
    run = _in_one_visit if connection.dialect.name == "postgresql" else _one_by_one
    try:
        done = run(connection, asks)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _spoken(connection, asks[0].statement.text, error) from error
    return [ask.statement.read(*each) for ask, each in zip(asks, done, strict=True)]


def _in_one_visit(connection: Connection, asks: Sequence[Ask]) -> list[Done]:
    driver: Any = connection.connection.driver_connection
    known = connection.info.setdefault("prepared", {})
    return visit(driver, known, [(ask.statement.text, ask.rows) for ask in asks]) if asks else []


def _one_by_one(connection: Connection, asks: Sequence[Ask]) -> list[Done]:
    with closing(connection.connection.cursor()) as cursor:
        return [_run(cursor, ask) for ask in asks]


def _run(cursor: Any, ask: Ask) -> Done:
    if len(ask.rows) == 1:
        cursor.execute(ask.statement.text, ask.rows[0])
    else:
        cursor.executemany(ask.statement.text, ask.rows)
    return cursor.fetchall(), cursor.rowcount


def _those_that_convert(each: Iterable[tuple[Key, Convert | None]]) -> list[tuple[Key, Convert]]:
    return [(key, convert) for key, convert in each if convert is not None]


def _defaults(statement: Insert) -> dict[str, Any]:
    """What the model fills in where a row does not say."""
    columns = [column for column in statement.table.c if column.default is not None]
    return {column.name: _default(column.default) for column in columns}


def _default(default: Any) -> Any:
    return default.arg if default.is_scalar else default.arg(None)


def _to_driver(kind: Any, dialect: Dialect) -> Convert | None:
    converter: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return converter


def _from_driver(kind: Any, dialect: Dialect) -> Convert | None:
    converter: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return converter


def _spoken(connection: Connection, text: str, error: Exception) -> Exception:
    """The driver's error as SQLAlchemy's, without the values; a connection that died is let go."""
    dialect = connection.dialect
    died = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]
    if died:
        connection.invalidate(error)
    return DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=died,
        dialect=dialect,
    )
