"""A watch over the plans by which both engines run the bot's own statements.

It listens at the driver, so that it hears the statements of SQLAlchemy and those past it. Each is
explained with its own values, on its own connection, just before it runs (once in each stage).
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import psycopg
from sqlalchemy import Connection, Engine, UniqueConstraint, event

from models import Base, visit

# The tables that grow with people and time.
FILLED = ("appointment", "checkin", "delivery", "goal", "goal_update", "kudos", "kudos_receiver", "person")
# PostgreSQL chooses by how much a table holds; where that is next to nothing here, SQLite watches alone,
# which goes by the indexes.
WATCHED = (
    *FILLED,
    *("absence", "answer", "blocker", "card", "card_reply", "consent", "feedback", "feedback_asked"),
    *("feedback_request", "form_draft", "goal_change", "growth_act", "home", "one_on_one", "receipt"),
    *("attachment", "dnd", "one_on_one_item", "signal_cue", "talk"),
)
# Indexes of the little that is not settled, told or known.
PARTIAL = frozenset(
    str(index.name)
    for table in Base.metadata.sorted_tables
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
)
# What looks something up; an insert of values does not.
_RUNS = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_SCAN = re.compile(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+))?(.*)")
# What belongs to the workspace alone narrows nothing: most databases hold one.
_WORKSPACE = re.compile(r"\(?\(?(\w+\.)?workspace_id\)? ?= ?[^ ()]+\)?")


@dataclass(frozen=True)
class Step:
    """One access of a plan to a table. An index is `narrow` where more than the workspace is looked up
    in it, or where it holds only a part of the table."""

    table: str
    index: str
    narrow: bool

    @property
    def is_full(self) -> bool:
        return self.table in WATCHED and not self.narrow


@dataclass
class Plans:
    """What ran, and how; `stage` is the name under which it is kept.

    `names` are the indexes that SQLite makes for unique constraints, with the names of the constraints.
    """

    names: dict[str, str] = field(default_factory=dict)
    stage: str = ""
    steps: dict[str, dict[str, list[Step]]] = field(default_factory=dict)

    def is_news(self, text: str) -> bool:
        """Whether a statement looks something up and has not been explained in this stage."""
        return bool(_RUNS.match(text)) and text not in self.steps.setdefault(self.stage, {})

    def hear(self, text: str, steps: list[Step]) -> None:
        self.steps[self.stage][text] = steps

    def indexes(self, stage: str) -> set[str]:
        return {step.index for steps in self.steps[stage].values() for step in steps}

    def full(self) -> dict[str, str]:
        """The statements that go through a whole table, each with the first stage in which it did."""
        return {
            text: stage
            for stage, texts in reversed(self.steps.items())
            for text, steps in texts.items()
            if any(step.is_full for step in steps)
        }


@contextmanager
def watched(engine: Engine, names: dict[str, str]) -> Iterator[Plans]:
    """Watch every connection that an engine opens meanwhile; it must not have opened any."""
    plans = Plans(names)
    listen = _listen_sqlite if engine.dialect.name == "sqlite" else _listen_postgresql

    def connect(_dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> None:
        options.update(listen(plans))
        if "options" in options:
            # A small table is read whole all the same: PostgreSQL is asked what it would do with a large one.
            options["options"] += " -c enable_seqscan=off"

    def explained(driver: Any, known: dict[str, bytes], errands: Sequence[visit.Errand]) -> list[visit.Done]:
        for text, rows in errands:
            _explain_postgresql(plans, psycopg.RawCursor(driver), text, rows[0])
        return visit.visit(driver, known, errands)

    event.listen(engine, "do_connect", connect)
    try:
        with patch("models.prepared.visit", explained):
            yield plans
    finally:
        event.remove(engine, "do_connect", connect)


def _listen_sqlite(plans: Plans) -> dict[str, Any]:
    class Cursor(sqlite3.Cursor):
        def execute(self, text: str, values: Any = (), /) -> "Cursor":
            _explain_sqlite(plans, self.connection, text, values)
            super().execute(text, values)
            return self

        def executemany(self, text: str, rows: Any, /) -> "Cursor":
            rows = list(rows)
            _explain_sqlite(plans, self.connection, text, rows[0])
            super().executemany(text, rows)
            return self

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

    return {"factory": Connection}


def _explain_sqlite(plans: Plans, connection: sqlite3.Connection, text: str, values: Any) -> None:
    if plans.is_news(text):
        asked = sqlite3.Cursor(connection).execute(f"EXPLAIN QUERY PLAN {text}", values)
        aliases = _aliases(text)
        found = [match for row in asked if (match := _SCAN.match(row[3]))]
        steps = [_sqlite_step(plans, *match.groups(), aliases=aliases) for match in found]
        plans.hear(text, steps)


def _sqlite_step(
    plans: Plans, how: str, name: str, index: str, rest: str, *, aliases: dict[str, str]
) -> Step:
    looked_up = re.findall(r"(\w+)[=<>]", rest)
    # An automatic index is made for this one statement, from the whole table.
    found = how == "SEARCH" and "AUTOMATIC" not in rest
    narrow = found and set(looked_up) != {"workspace_id"}
    index = plans.names.get(index, index or "")
    return Step(aliases.get(name, name), index, narrow or index in PARTIAL)


def _aliases(text: str) -> dict[str, str]:
    return {alias: table for table, alias in re.findall(r"\b(\w+) AS (\w+)\b", text)}


def _listen_postgresql(plans: Plans) -> dict[str, Any]:
    class Cursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            _explain_postgresql(plans, psycopg.Cursor(self.connection), query, params)
            return super().execute(query, params, **more)

        def executemany(self, query: Any, params_seq: Any, **more: Any) -> None:
            rows = list(params_seq)
            _explain_postgresql(plans, psycopg.Cursor(self.connection), query, rows[0])
            super().executemany(query, rows, **more)

    return {"cursor_factory": Cursor}


def _explain_postgresql(plans: Plans, cursor: "psycopg.Cursor[Any]", query: Any, params: Any) -> None:
    text = query if isinstance(query, str) else query.decode()
    if plans.is_news(text):
        with cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {text}", params)
            answer = cursor.fetchone()
        assert answer
        plan = answer[0] if isinstance(answer[0], list) else json.loads(answer[0])
        plans.hear(text, list(_postgresql_steps(plan[0]["Plan"])))


def _postgresql_steps(node: dict[str, Any], table: str = "") -> Iterator[Step]:
    table = node.get("Relation Name", table)
    if node["Node Type"] == "Seq Scan":
        yield Step(table, "", narrow=table not in FILLED)
    elif "Index Name" in node:
        index, condition = node["Index Name"], node.get("Index Cond", "")
        beyond = _WORKSPACE.sub("", condition).replace("AND", "").strip("() ")
        yield Step(table, index, bool(beyond) or index in PARTIAL or table not in FILLED)
    for child in node.get("Plans", ()):
        yield from _postgresql_steps(child, table)


def constraint_names(connection: Connection) -> dict[str, str]:
    """The indexes that SQLite has made for unique constraints, with the names of the constraints."""
    if connection.dialect.name != "sqlite":
        return {}
    found = {}
    for table in Base.metadata.sorted_tables:
        uniques = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
        by_columns = {tuple(each.columns.keys()): str(each.name) for each in uniques}
        for row in connection.exec_driver_sql(f"PRAGMA index_list({table.name})").all():
            columns = tuple(info[2] for info in connection.exec_driver_sql(f"PRAGMA index_info({row[1]})"))
            if row[3] == "u":
                found[row[1]] = by_columns[columns]
    return found
