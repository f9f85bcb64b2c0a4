"""Many rows found or changed in one statement, the same on both engines."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    select,
    tuple_,
    update,
)

from bot.porting.adding import Attribute
from bot.porting.intake import Intake
from bot.porting.sending import as_table


def change(intake: Intake, table: type[Any], changes: Iterable[tuple[int, dict[str, Any]]]) -> None:
    """Set columns of rows found before by their id."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, values in changes:
        alike.setdefault(tuple(values), []).append(
            {"row_id": row_id} | {f"to_{k}": v for k, v in values.items()}
        )
    for keys, rows in alike.items():
        statement = (
            update(table)
            .where(table.workspace_id == intake.workspace_id, table.id == bindparam("row_id"))
            .values({key: bindparam(f"to_{key}") for key in keys})
        )
        intake.connection.execute(statement, rows)


def find(
    intake: Intake,
    table: type[Any],
    columns: Sequence[Attribute],
    keys: Sequence[Attribute],
    wanted: Collection[Any],
) -> Sequence[Any]:
    """The columns of the rows whose key, or pair of keys, is among the wanted ones."""
    if not wanted:
        return []
    query = select(*columns).where(table.workspace_id == intake.workspace_id)
    return intake.connection.execute(_among(intake, query, keys, wanted)).all()


def _among(
    intake: Intake, query: Select[Any], keys: Sequence[Attribute], wanted: Collection[Any]
) -> Select[Any]:
    if intake.connection.dialect.name != "sqlite":
        return query.where(_joined(intake, keys, [(key,) for key in wanted] if len(keys) == 1 else wanted))
    return query.where(keys[0].in_(wanted) if len(keys) == 1 else tuple_(*keys).in_(wanted))


def _joined(
    intake: Intake, keys: Sequence[Attribute], wanted: Collection[tuple[Any, ...]]
) -> ColumnElement[bool]:
    """A join with what is sought: PostgreSQL plans it as so many looks into the index."""
    columns = {key.key: [values[place] for values in wanted] for place, key in enumerate(keys)}
    sought = as_table(intake.connection, {key.key: key.type for key in keys}, columns)
    return and_(*(key == sought.c[key.key] for key in keys))
