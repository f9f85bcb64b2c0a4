"""Statements of the busiest paths, compiled once and then handed to the driver as they are.

SQLAlchemy's own way from a compiled statement to the driver costs several times what the
database takes for a short one; a kudos runs seven, and so does a prompt. Column types, errors and the
transaction stay SQLAlchemy's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError

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
        if isinstance(statement, Insert):
            defaults = _defaults(statement)
            compiled: Any = statement.compile(dialect=dialect, column_keys=[*columns, *defaults])
            returned = list(statement.exported_columns)
        else:
            compiled, defaults = statement.compile(dialect=dialect), {}
            returned = list(statement.selected_columns) if isinstance(statement, Select) else []
        self._changes = isinstance(statement, Update | Delete)
        self.text: str = compiled.string
        self._named: bool = not compiled.positional
        self._constants: dict[str, Any] = compiled.params | defaults
        kinds = {name: bind.type for bind, name in compiled.bind_names.items()}
        self._binds = list(compiled.positiontup or kinds)
        self._converts = _those_that_convert((name, _to_driver(kinds[name], dialect)) for name in kinds)
        self._returns = bool(returned)
        self._reads = _those_that_convert(
            (place, _from_driver(column.type, dialect)) for place, column in enumerate(returned)
        )
        self.texts.add(self.text)

    def ask(self, values: Mapping[str, Any]) -> "Ask":
        """Itself with the values it is to run with."""
        return Ask(self, self._bound(values), many=False)

    def ask_all(self, rows: Iterable[Mapping[str, Any]]) -> "Ask":
        """Itself, to be run for each of these in one visit to the database; it returns nothing then."""
        return Ask(self, [self._bound(row) for row in rows], many=True)

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

    def _bound(self, values: Mapping[str, Any]) -> Any:
        given = {**self._constants, **values}
        for name, convert in self._converts:
            given[name] = convert(given[name])
        return given if self._named else [given[name] for name in self._binds]

    def start(self, cursor: Any, values: Any, *, many: bool) -> None:
        (cursor.executemany if many else cursor.execute)(self.text, values)

    def read(self, cursor: Any) -> list[tuple[Any, ...]]:
        if self._changes:
            return [(cursor.rowcount,)]
        found: list[tuple[Any, ...]] = cursor.fetchall() if self._returns else []
        return [self._row(row) for row in found] if self._reads else found

    def _row(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, convert in self._reads:
            values[place] = convert(values[place])
        return tuple(values)


@dataclass(frozen=True)
class Ask:
    """One statement with its values as the driver takes them."""

    statement: Prepared
    values: Any
    many: bool


def run_together(connection: Connection, *asks: Ask) -> list[list[tuple[Any, ...]]]:
    """Run these in their order and read what each returns; on PostgreSQL in one visit to the server.

    Raises what SQLAlchemy would.
    """
    if not asks:
        return []
    driver: Any = connection.connection
    in_one = len(asks) > 1 and connection.dialect.name == "postgresql"
    with ExitStack() as open_:
        try:
            with driver.driver_connection.pipeline() if in_one else nullcontext():
                cursors = [open_.enter_context(closing(driver.cursor())) for _ in asks]
                for ask, cursor in zip(asks, cursors, strict=True):
                    ask.statement.start(cursor, ask.values, many=ask.many)
                return [ask.statement.read(cursor) for ask, cursor in zip(asks, cursors, strict=True)]
        except connection.dialect.loaded_dbapi.Error as error:
            raise _spoken(connection, asks[0].statement.text, error) from error


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
