"""What every table shares: naming, UTC instants, lists of words, the workspace column."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from models.prepared import Ask, Prepared, prepared, run_together

naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite counts rows by itself only in a column declared exactly INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")
Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, in UTC on both engines; a datetime without a zone is refused.

    SQLite keeps no zone, so it gets naive UTC and the zone is put back on reading.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[list[str]]):
    """A short list of words, kept as in the files: separated by `|`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str:
        return "|".join(value or [])

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:
        return value.split("|") if value else []

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        return self.impl_instance if isinstance(value, str) else self


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=naming_convention)
    type_annotation_map: dict[Any, Any] = {datetime: UtcDateTime, list[str]: Words, str: Text}  # noqa: RUF012

    id: Mapped[int] = mapped_column(Id, primary_key=True)


class Scoped:
    """A row of one workspace. Every query of such a table names the workspace."""

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))


def add_once(session: Session, model: type[Base], **values: Any) -> int | None:
    """Insert a row unless one of its unique keys is taken; the new id, or None where it was there."""
    connection = past_the_orm(session)
    found = run_together(connection, adding(connection, model, values))[0]
    return found[0][0] if found else None


def add_all_once(session: Session, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """The same for many rows."""
    connection = past_the_orm(session)
    run_together(connection, *adding_all(connection, model, rows))


def adding(connection: Connection, model: type[Base], values: dict[str, Any]) -> Ask:
    """What `add_once` runs, to be run together with something else; it returns the new id."""
    return _adding(model, connection.dialect, tuple(values), returning=True).ask(values)


def adding_all(connection: Connection, model: type[Base], rows: Iterable[dict[str, Any]]) -> list[Ask]:
    """What `add_all_once` runs. Rows that name the same columns travel together."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        alike.setdefault(tuple(sorted(row)), []).append(row)
    return [
        _adding(model, connection.dialect, columns).ask_all(together) for columns, together in alike.items()
    ]


def past_the_orm(session: Session) -> Connection:
    """The session's connection, once the rows that still wait in the session are written."""
    session.flush()
    return session.connection()


@prepared
def _adding(
    model: type[Base], dialect: Dialect, columns: tuple[str, ...], *, returning: bool = False
) -> Prepared:
    statement = inserting(model, dialect).on_conflict_do_nothing()
    full = statement.returning(model.__table__.c.id) if returning else statement
    return Prepared(full, dialect, columns=columns)


def inserting(model: type[Base], dialect: Dialect) -> postgresql.Insert | sqlite.Insert:
    """An insert that may say what happens where a row is there already, in the words of both engines."""
    insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    return insert(model.__table__)  # type: ignore[arg-type]


def still_there(session: Session, model: type[Base], workspace: int, ids: Collection[int]) -> set[int]:
    """Which of these rows there are."""
    table = model.__table__
    rows = select(table.c.id).where(table.c.workspace_id == workspace, table.c.id.in_(ids))
    return set(session.scalars(rows))


def touched_one(result: object) -> bool:
    """Whether a conditional update or delete had its effect."""
    return isinstance(result, CursorResult) and result.rowcount == 1
