"""Everything that is held about one person, counted and written to files for them alone.

It is read off the tables, so that nothing that is kept can be missing: a row is somebody's where it
cannot be without them, or says that it is theirs. Others stand in it by their address.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, RowMapping, Table, func, select
from sqlalchemy.orm import Session

from bot.porting import cells
from bot.porting.erase import AUTHORED, OWNED, names_of
from models import Base
from models.person import Person
from models.question import Question

# What is the machine's own: it says nothing about anybody.
MACHINERY = {"id", "workspace_id", "act_key", "act_ts", "acts", "asked_key"}
# The words of what is still to be sent, and what is kept for audits and never reaches anybody.
KEPT_BACK = {"delivery.body", "delivery.parts", "signal_cue.score", "signal_cue.kept"}
MOST = 10_000
Found = tuple[str, int]


def _theirs(table: Table) -> list["Column[Any]"]:
    """The columns whose rows are the person's."""
    return [
        column
        for column in names_of(table)
        if not column.nullable or f"{table.name}.{column.name}" in {*OWNED, *AUTHORED, "delivery.person_id"}
    ]


def tables() -> Iterator[tuple[Table, list["Column[Any]"]]]:
    """Each table in which something can be somebody's, with the columns that say so."""
    for table in Base.metadata.sorted_tables:
        columns = _theirs(table)
        if columns and table.name != "person":
            yield table, columns


def counted(session: Session, *, workspace_id: int, person_id: int) -> list[Found]:
    """How many rows of each table are somebody's, none left out but empty tables."""
    found = []
    for table, columns in tables():
        # Column by column, so that each finds its index; no row names one person in two of them.
        counts = (
            select(func.count()).select_from(table).where(table.c.workspace_id == workspace_id, mine)
            for mine in (column == person_id for column in columns)
        )
        amount = sum(session.scalar(each) or 0 for each in counts)
        if amount:
            found.append((table.name, amount))
    return found


def archive(session: Session, *, workspace_id: int, person_id: int) -> bytes:
    """A ZIP with a CSV for each table in which something is somebody's, the newest `MOST` rows of each."""
    names = _Names(session, workspace_id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        mine = select(Person.__table__).where(
            Person.__table__.c.workspace_id == workspace_id, Person.__table__.c.id == person_id
        )
        files.writestr("person.csv", _sheet(Person.__table__, session.execute(mine).mappings(), names))
        for table, columns in tables():
            parts = (_newest(session, table, workspace_id, column == person_id) for column in columns)
            found = [row for part in parts for row in part]
            newest = sorted(found, key=lambda row: row["id"], reverse=True)[:MOST]
            sheet = _sheet(table, newest, names)
            if sheet.count("\n") > 1:
                files.writestr(f"{table.name}.csv", sheet)
    return packed.getvalue()


def _newest(session: Session, table: Table, workspace_id: int, mine: Any) -> Sequence[RowMapping]:
    query = select(table).where(table.c.workspace_id == workspace_id, mine)
    return session.execute(query.order_by(table.c.id.desc()).limit(MOST)).mappings().all()


def _sheet(table: Any, rows: Iterable[RowMapping], names: "_Names") -> str:
    """One table's rows as CSV, people by their address."""
    columns = [
        column
        for column in table.columns
        if column.name not in MACHINERY and f"{table.name}.{column.name}" not in KEPT_BACK
    ]
    people = {column.name for column in names_of(table)}
    cells_of: dict[str, Callable[[Any], str]] = {
        column.name: names.of
        if column.name in people
        else names.question
        if _names_a_question(column)
        else cells.show
        for column in columns
    }
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow([column.name.removesuffix("_id") for column in columns])
    for row in rows:
        sheet.writerow([show(row[name]) for name, show in cells_of.items()])
    return out.getvalue()


def _names_a_question(column: Any) -> bool:
    return any(key.column.table.name == "question" for key in column.foreign_keys)


class _Names:
    """Who and what stands behind the ids of a workspace, asked once each."""

    def __init__(self, session: Session, workspace_id: int) -> None:
        self._session, self._workspace = session, workspace_id
        self._known: dict[int, str] = {}
        self._questions: dict[int, str] = {}

    def question(self, question_id: int) -> str:
        """The words in which a question was asked."""
        if question_id not in self._questions:
            found = select(Question.text).where(
                Question.workspace_id == self._workspace, Question.id == question_id
            )
            self._questions[question_id] = self._session.scalar(found) or ""
        return self._questions[question_id]

    def of(self, person_id: int | None) -> str:
        if person_id is None:
            return ""
        if person_id not in self._known:
            found = self._session.execute(
                select(Person.email, Person.slack_user_id).where(
                    Person.workspace_id == self._workspace, Person.id == person_id
                )
            ).first()
            self._known[person_id] = (found.email or found.slack_user_id or "") if found else ""
        return self._known[person_id]
