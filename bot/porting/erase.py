"""One person out of the database: what is theirs is deleted, and what is others' forgets who they were.

A row that belongs to the person, or cannot be without them, goes, and with it whatever hangs on it.
Where they are named beside somebody else's fact (the giver of a kudos, the author of an update on
another's goal), the fact stays with whom it is about, while the words and the name go. What others
wrote loses the person's mention, Slack id, address and full name. The row of the person stays, empty,
as the end to which those facts point.

It is read off the tables themselves, so that a new table is erased from as soon as it is there.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, String, Table, cast, delete, or_, select, update
from sqlalchemy.types import JSON

from bot.database import Database, DatabaseAway
from bot.rules.refusal import Refusal
from bot.rules.signal import last_whole_week
from bot.services.calendar import FOLLOWING
from models import Base
from models.appointment import Appointment
from models.attachment import Attachment
from models.consent import Consent
from models.delivery import SKIPPED, UNSETTLED, Delivery
from models.feedback import SHARED, Feedback
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from models.signal import SignalCue, SignalRun
from models.workspace import Workspace

NAME = "(erased)"
SOMEBODY = "somebody"
REASON = "erased"
# Whose facts outlive their author: the column that names the author, and the words that go.
AUTHORED: Mapping[str, Mapping[str, Any]] = {
    "kudos.giver_id": {"message": "", "values": [], "skills": []},
    "goal_update.author_id": {"note": ""},
    "goal_change.author_id": {"note": ""},
}
# Columns that may be empty and yet say whose the row is.
OWNED = {"goal.owner_id", "receipt.subject_id"}
# Appointments name their subject by number alone; these kinds are about a person.
PERSONAL = (*FOLLOWING, "checkin_closing", "kudos_reactions", "own_card")
BATCH = 500


@dataclass
class Erased:
    """How many rows went from each table, and in how many the words of others were changed."""

    rows: dict[str, int] = field(default_factory=dict)
    mentions: int = 0
    # The address under which the empty row is kept.
    address: str = ""

    def lines(self) -> list[str]:
        found = [f"{amount} {name}" for name, amount in sorted(self.rows.items()) if amount]
        return [
            f"Erased: {', '.join(found) or 'nothing but the entry in the directory'}.",
            f"Rows of others that no longer name the person: {self.mentions}.",
        ]


def erase(database: Database, workspace_id: int, word: str, *, now: datetime) -> Erased:
    """Erase the person with that address or Slack id, in one transaction.

    Raises Refusal where nobody is called that. Messages that Slack has are Slack's to delete.
    """
    with database.writing() as connection:
        return _Erasure(connection, workspace_id, now).erase(word)


def compact(database: Database, done: Erased) -> str:
    """Rewrite the file in which deleted rows could still be read; what is left to do, or empty."""
    try:
        database.compact()
    except DatabaseAway:
        return (
            "The database's file is in use, so deleted words may still be read in it. While nothing else "
            f"is at work in it, run: cairn erase {done.address}"
        )
    return ""


class _Erasure:
    def __init__(self, connection: Connection, workspace_id: int, now: datetime) -> None:
        self._connection = connection
        self._workspace = workspace_id
        self._now = now
        self._done = Erased()

    def erase(self, word: str) -> Erased:
        if self._connection.dialect.name == "sqlite":
            self._connection.exec_driver_sql("PRAGMA secure_delete=ON")
        who = self._find(word)
        self._settle(who.id)
        for table in Base.metadata.sorted_tables:
            for column in names_of(table):
                if table.name != "person":
                    self._part(table, column, who.id)
        self._leave_no_rest(who.id)
        self._compute_again()
        self._forget_words(who)
        self._clear(who.id)
        return self._done

    def _find(self, word: str) -> Any:
        person = Person.__table__
        named = or_(person.c.email == word.strip().lower(), person.c.slack_user_id == word.strip())
        found = self._connection.execute(
            select(Person.id, Person.email, Person.slack_user_id, Person.name)
            .where(Person.workspace_id == self._workspace, named)
            .with_for_update()
        ).first()
        if found is None:
            raise Refusal(f"{word!r} is nobody in the directory. Give an email address or a Slack id.")
        return found

    def _settle(self, person_id: int) -> None:
        """What was promised to the person is not sent; the ledger keeps that it was due."""
        mine = Delivery.workspace_id == self._workspace, Delivery.person_id == person_id
        keys = select(Delivery.key).where(*mine)
        self._connection.execute(
            delete(Attachment).where(
                Attachment.workspace_id == self._workspace, Attachment.delivery_key.in_(keys)
            )
        )
        unsettled = {"state": SKIPPED, "reason": REASON, "settled_at": self._now}
        self._connection.execute(
            update(Delivery).where(*mine, Delivery.state.in_(UNSETTLED)).values(unsettled)
        )
        words = {"body": None, "parts": None, "slack_channel": None}
        self._connection.execute(update(Delivery).where(*mine).values(words))

    def _part(self, table: Table, column: "Column[Any]", person_id: int) -> None:
        """Take the person out of one column that names people."""
        name = f"{table.name}.{column.name}"
        mine = table.c.workspace_id == self._workspace, column == person_id
        if name in AUTHORED:
            act = {"act_key": "erased:" + table.c.ref} if "ref" in table.c else {}
            self._connection.execute(update(table).where(*mine).values({**AUTHORED[name], **act}))
        elif column.nullable and name not in OWNED:
            self._connection.execute(update(table).where(*mine).values({column.name: None}))
        else:
            self._delete(table, self._connection.scalars(select(table.c.id).where(*mine)).all())

    def _delete(self, table: Table, ids: Collection[int]) -> None:
        """Delete rows and what cannot be without them; what can, lets go of them."""
        for batch in _batches(ids):
            for child, column in _pointing_at(table):
                theirs = child.c.workspace_id == self._workspace, column.in_(batch)
                if column.nullable:
                    self._connection.execute(update(child).where(*theirs).values({column.name: None}))
                else:
                    self._delete(child, self._connection.scalars(select(child.c.id).where(*theirs)).all())
            gone = self._connection.execute(
                delete(table).where(table.c.workspace_id == self._workspace, table.c.id.in_(batch))
            )
            self._done.rows[table.name] = self._done.rows.get(table.name, 0) + gone.rowcount

    def _leave_no_rest(self, person_id: int) -> None:
        """What names nobody any more, and what no key ties to the person."""
        received = select(KudosReceiver.kudos_id).where(KudosReceiver.workspace_id == self._workspace)
        alone = select(Kudos.id).where(Kudos.workspace_id == self._workspace, Kudos.id.not_in(received))
        self._delete(_table(Kudos), self._connection.scalars(alone).all())
        standing = select(SHARED + Feedback.ref).where(Feedback.workspace_id == self._workspace)
        self._connection.execute(
            delete(Consent).where(
                Consent.workspace_id == self._workspace,
                Consent.kind.startswith(SHARED),
                Consent.kind.not_in(standing),
            )
        )
        self._connection.execute(
            delete(Appointment).where(
                Appointment.workspace_id == self._workspace,
                Appointment.subject_id == person_id,
                Appointment.kind.in_(PERSONAL),
            )
        )

    def _compute_again(self) -> None:
        """The signals of this week are computed anew, as if the person had never been; what was told by
        earlier weeks stays, and its explanation says which inputs are gone. Held until the end, so that
        a run under way sees either all of this or nothing."""
        here = select(Workspace.id).where(Workspace.id == self._workspace)
        self._connection.execute(here.with_for_update(key_share=True))
        week = last_whole_week(self._now)
        for table in (SignalRun, SignalCue):
            this = delete(table).where(table.workspace_id == self._workspace, table.as_of == week)
            self._connection.execute(this)
        earlier = update(SignalRun).where(SignalRun.workspace_id == self._workspace)
        self._connection.execute(earlier.values(circles=[]))

    def _forget_words(self, who: Any) -> None:
        """Take the person's names out of every text of the workspace."""
        names = [name for name in (who.slack_user_id, who.email, _full(who.name)) if name]
        for table in Base.metadata.sorted_tables:
            if "workspace_id" not in table.c or table.name == "person":
                continue
            for column in table.columns:
                if isinstance(column.type, JSON) or column.type.python_type in (str, list):
                    self._replace(table, column, names, who)

    def _replace(self, table: Table, column: "Column[Any]", names: Iterable[str], who: Any) -> None:
        text = cast(column, String)
        naming = or_(*(text.contains(name, autoescape=True) for name in names))
        found = self._connection.execute(
            select(table.c.id, column).where(table.c.workspace_id == self._workspace, naming)
        ).all()
        for row_id, value in found:
            self._connection.execute(
                update(table)
                .where(table.c.workspace_id == self._workspace, table.c.id == row_id)
                .values({column.name: _without(value, who)})
            )
        self._done.mentions += len(found)

    def _clear(self, person_id: int) -> None:
        """Leave the empty row, under an address that lets the files of an export name it."""
        self._done.address = f"erased-{person_id}@erased.invalid"
        kept = {"id", "workspace_id", "end_date"}
        blank = {column.name: _blank(column) for column in _table(Person).columns if column.name not in kept}
        blank |= {
            "name": NAME,
            "email": self._done.address,
            "outsider": REASON,
            "deactivated": True,
            "erased_at": self._now,
        }
        mine = Person.workspace_id == self._workspace
        self._connection.execute(
            update(Person).where(mine, Person.manager_id == person_id).values(manager_id=None)
        )
        self._connection.execute(update(Person).where(mine, Person.id == person_id).values(blank))
        self._done.rows["person"] = 1


def _blank(column: "Column[Any]") -> Any:
    """What a column of the directory holds where nothing is known."""
    if column.nullable:
        return None
    default: Any = column.default
    return default.arg(None) if default.is_callable else default.arg


def _without(value: Any, who: Any) -> Any:
    """A text, or all texts inside a list or a message, without the person's names."""
    if isinstance(value, str):
        if who.slack_user_id:
            value = re.sub(rf"<@{re.escape(who.slack_user_id)}(?:\|[^>]*)?>", SOMEBODY, value)
            value = re.sub(rf"\b{re.escape(who.slack_user_id)}\b", f"erased{who.id}", value)
        for name in (who.email, _full(who.name)):
            if name:
                value = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", SOMEBODY, value)
        return value
    if isinstance(value, list):
        return [_without(each, who) for each in value]
    if isinstance(value, dict):
        return {key: _without(each, who) for key, each in value.items()}
    return value


def _full(name: str) -> str:
    """A name of several words; a single one may be a word of the language."""
    return name if " " in name.strip() else ""


def names_of(table: Table) -> list["Column[Any]"]:
    """The columns of a table that name a person."""
    return [
        column
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


def _pointing_at(table: Table) -> list[tuple[Table, "Column[Any]"]]:
    """The columns of all tables that name a row of this one."""
    return [
        (child, column)
        for child in Base.metadata.sorted_tables
        for column in child.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]


def _batches(ids: Collection[int]) -> Iterable[list[int]]:
    every = sorted(ids)
    return (every[start : start + BATCH] for start in range(0, len(every), BATCH))


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table
