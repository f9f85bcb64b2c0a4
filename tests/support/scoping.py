"""A watch over the SQL that runs: whatever touches a workspace's rows must name the workspace."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Engine, event

from models import Base

SCOPED = {table.name for table in Base.metadata.sorted_tables if "workspace_id" in table.columns}
_TABLE = "|".join(sorted(SCOPED, key=len, reverse=True))
# A table where a statement reads or changes it, with its alias.
_NAMED = re.compile(rf"\b(?:FROM|JOIN|UPDATE)\s+({_TABLE})\b(?:\s+AS\s+(\w+))?", re.IGNORECASE)
_LISTED = re.compile(rf",\s*({_TABLE})\b(?!\.)(?:\s+AS\s+(\w+))?", re.IGNORECASE)
_KIND = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


@cache
def unscoped(statement: str) -> frozenset[str]:
    """The scoped tables (or their aliases) that a statement touches without naming the workspace."""
    if not _KIND.match(statement):
        return frozenset()
    found = {alias or table for table, alias in _NAMED.findall(statement)}
    for clause in re.findall(r"\bFROM\b(.*?)(?:\bWHERE\b|\)|$)", statement, re.IGNORECASE | re.DOTALL):
        found |= {alias or table for table, alias in _LISTED.findall(clause)}
    return frozenset(name for name in found if not re.search(rf"\b{name}\.workspace_id\s*=", statement))


def _by_its_own_key(context: Any) -> bool:
    """Whether the session writes back a row that it read before: SQLAlchemy binds `person_id` for
    `person.id`, where a statement of ours would bind `id_1`."""
    compiled = getattr(context, "compiled", None)
    if compiled is None or not getattr(context, "isupdate", False):
        return False
    table = compiled.statement.table.name
    return f"{table}_id" in compiled.params and "id_1" not in compiled.params


@contextmanager
def watched() -> Iterator[list[str]]:
    """Collect every unscoped statement that any engine runs meanwhile."""
    found: list[str] = []

    def look(_conn: Any, _cursor: Any, statement: str, _params: Any, context: Any, _many: bool) -> None:
        if unscoped(statement) and not _by_its_own_key(context):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", look)
