"""`people.csv`: the directory.

Needed: the column `email`; a row may leave it empty where `slack_user_id` names the person.
A missing name falls back to the email's local part. The file wins for everything but what
Slack knows better, its id, name and zone of somebody met there; an empty cell erases
none of those three. Managers may come after their reports. Nobody is ever removed.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import select

from bot.porting import adding, bulk, cells
from bot.porting.intake import Intake
from bot.porting.links import Links, Wording
from bot.porting.sheet import BadCell, Column, Row, Sheet, Values
from bot.rules.cadence import WEEKDAYS
from bot.services import workdays
from models.person import Person

FILE = "people.csv"
ROLES = ("employee", "manager", "hr", "leadership", "admin")
COLUMNS = [
    Column("email", cells.email, None, needed=True),
    Column("slack_user_id", cells.word, None),
    Column("name"),
    Column("manager_email", cells.handle, field="manager"),
    Column("team", cells.word),
    Column("title"),
    Column("level", cells.word),
    Column("location", cells.word),
    Column("country", cells.word),
    Column("timezone", cells.zone),
    Column("start_date", cells.day, None),
    Column("end_date", cells.day, None),
    Column("end_reason", cells.word),
    Column("working_days", cells.some_of(*WEEKDAYS), []),
    Column("roles", cells.some_of(*ROLES), []),
]
STORED = [getattr(Person, column.key) for column in COLUMNS if column.key != "manager"]
WORDING = Wording("nobody can be their own manager", "these people manage each other in a circle")
SLACKS = ("slack_user_id", "name", "timezone")


def take(intake: Intake, path: Path) -> None:
    sheet = intake.sheet(path, path.name, COLUMNS, _check)
    directory = _Directory(intake, sheet)
    for chunk in sheet.chunks(intake.progress):
        directory.take(chunk)
    directory.settle()


def _check(values: Values) -> None:
    if not values["email"] and not values.get("slack_user_id"):
        raise BadCell("email", "is empty, and there is no slack_user_id either")
    start, end = values.get("start_date"), values.get("end_date")
    if start and end and end < start:
        raise BadCell("end_date", f"{end} is before the start date {start}")


class _Directory:
    """The people of one file on their way in. A bad row still makes its person known, for the others."""

    def __init__(self, intake: Intake, sheet: Sheet) -> None:
        self.intake, self.sheet = intake, sheet
        self.links = Links(
            sheet.file, "manager_email", WORDING, _managers(intake), intake.person, intake.report
        )
        self._lines: dict[str | int, int] = {}
        self._unchanged: set[int] = set()

    def take(self, chunk: list[Row]) -> None:
        fresh: list[Row] = []
        known: dict[int, Row] = {}
        for row in chunk:
            self._look_at_country(row.values.get("country", ""))
            try:
                person_id = self._identified(row)
            except BadCell as error:
                self.sheet.refuse(row, error.column, str(error))
                continue
            if person_id:
                known[person_id] = row
            elif _handles(row):
                fresh.append(row)
        self._add(fresh)
        self._change(known)

    def settle(self) -> None:
        moved = self.links.settle()
        bulk.change(self.intake, Person, [(who, {"manager_id": boss}) for who, boss in moved.items()])
        changed = len(self._unchanged & moved.keys())
        self.sheet.counts.changed += changed
        self.sheet.counts.unchanged -= changed

    def _look_at_country(self, country: str) -> None:
        """A name instead of a code is kept as it is, and said: it would silently mean no holidays."""
        if country and not workdays.knows_holidays(country, self.intake.now.year):
            self.intake.report.unknown_countries.add(country)

    def _identified(self, row: Row) -> int | None:
        """The person's id, None for somebody new. BadCell where the row cannot be one more person."""
        ids = {handle: self.intake.people.get(handle) for handle in _handles(row)}
        found = {person_id for person_id in ids.values() if person_id}
        if len(found) > 1:
            raise BadCell("slack_user_id", f"belongs to somebody else than {row.values['email']}")
        names: list[tuple[str | int, str]] = [(handle, handle) for handle in ids]
        names += [(person_id, next(iter(ids))) for person_id in found]
        for key, name in names:
            if key in self._lines:
                column = "email" if name == row.values.get("email") else "slack_user_id"
                raise BadCell(column, f"{name} is in line {self._lines[key]} already")
        self._lines.update((key, row.line) for key, _ in names)
        return found.pop() if found else None

    def _add(self, fresh: list[Row]) -> None:
        rows = [_new(row.values) for row in fresh]
        added = adding.add_each(self.intake, Person, rows, Person.id, Person.email, Person.slack_user_id)
        for person_id, email, slack_user_id in added:
            self.intake.people.update((handle, person_id) for handle in (email, slack_user_id) if handle)
        for row in fresh:
            self._link(row, self.intake.people[_handles(row)[0]])
        self.sheet.counts.added += len(added)

    def _change(self, known: dict[int, Row]) -> None:
        columns = [Person.id, Person.in_csv, Person.slack_updated, *STORED]
        changes = []
        for old in bulk.find(self.intake, Person, columns, [Person.id], known):
            row = known[old.id]
            change = _difference(old, row.values)
            self.intake.people.update((handle, old.id) for handle in _handles(row))
            self._link(row, old.id)
            self._count(old.id, bool(change))
            if change or not old.in_csv:
                changes.append((old.id, change | {"in_csv": True}))
        bulk.change(self.intake, Person, changes)

    def _count(self, person_id: int, changed: bool) -> None:
        self.sheet.counts.changed += changed
        self.sheet.counts.unchanged += not changed
        if not changed:
            self._unchanged.add(person_id)

    def _link(self, row: Row, person_id: int) -> None:
        if "manager" in row.values:
            self.links.want(row.line, person_id, row.values["manager"])


def _handles(row: Row) -> list[str]:
    return [found for key in ("email", "slack_user_id") if (found := row.values.get(key))]


def _new(values: Values) -> Values:
    stored = {key: values[key] for key in values.keys() - {"manager"}}
    handle: str = values.get("email") or values["slack_user_id"]
    return _blank() | stored | {"name": values.get("name") or handle.partition("@")[0], "in_csv": True}


def _blank() -> Values:
    """What a row that is bad leaves out, so that all rows have the same keys."""
    return {column.key: column.empty for column in COLUMNS if column.key != "manager"}


def _difference(old: Found[Any], values: Values) -> Values:
    """What the file says otherwise than the database, where the file has the say."""
    met_in_slack = old.slack_user_id is not None and (old.slack_updated > 0 or not old.in_csv)
    change = {}
    for key in values.keys() - {"manager"}:
        had, says = getattr(old, key), values[key]
        slacks = key in SLACKS and (not says or (met_in_slack and had))
        if not slacks and (says or key != "email") and had != says:
            change[key] = says
    return change


def _managers(intake: Intake) -> dict[int, int | None]:
    query = select(Person.id, Person.manager_id).where(Person.workspace_id == intake.workspace_id)
    return dict(intake.connection.execute(query).all())
