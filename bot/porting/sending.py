"""Rows as a table that a statement for PostgreSQL can read.

They travel as one JSON text: a parameter for each cell, or an array for each column, cost
the driver three times as much. A float is written so that it comes back to the last bit.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Connection, TableValuedAlias, Text, TypeDecorator, cast, column, func, literal


def as_table(
    connection: Connection, types: Mapping[str, Any], columns: Mapping[str, Sequence[Any]]
) -> TableValuedAlias:
    """Columns of equal length as a FROM, with a type for each."""
    bound = [_bound(connection, types[name], values) for name, values in columns.items()]
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*bound, strict=True)]
    text = cast(literal(_in_json(rows), Text), JSON)
    fields = [column(name, types[name]) for name in columns]
    return func.json_to_recordset(text).table_valued(*fields).render_derived(name="sent", with_types=True)


def _bound(connection: Connection, type_: Any, values: Sequence[Any]) -> Sequence[Any]:
    if not isinstance(type_, TypeDecorator):
        return values
    return [type_.process_bind_param(value, connection.dialect) for value in values]


def _in_json(rows: Sequence[Any]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=str)
