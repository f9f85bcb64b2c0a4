"""`goals.csv`: what is to be reached, by the goal_id that people type (G12, or the company's own).

Needed: goal_id and title; owner_email where the level is individual, which an empty level
is. An empty status is agreed where agreed_at is given, else proposed. Capital letters in
goal_id do not matter. Parents may come later in the file. The file wins.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bot.porting import adding, bulk, cells
from bot.porting.intake import Intake
from bot.porting.links import Links, Wording
from bot.porting.sheet import BadCell, Column, Row, Sheet, Values
from models.goal import Goal
from models.workspace import Workspace

FILE = "goals.csv"
LEVELS = ("organisation", "team", "individual")
STATUSES = ("draft", "proposed", "agreed", "done", "dropped")
LONGEST_ID = 60
WORDING = Wording("a goal cannot be its own parent", "these goals are each other's parents in a circle")


def take(intake: Intake, path: Path) -> None:
    columns = _columns(intake)
    sheet = intake.sheet(path, FILE, columns, _check)
    goals = _Goals(intake, sheet, columns)
    for chunk in sheet.chunks(intake.progress):
        goals.take(chunk)
    goals.settle()
    unknown = update(Workspace).where(Workspace.id == intake.workspace_id).values(goals_named=None)
    intake.connection.execute(unknown)


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("goal_id", cells.word, required=True, field="ref"),
        Column("owner_email", intake.person, None, field="owner_id"),
        Column("team", cells.word),
        Column("level", cells.one_of(*LEVELS), "individual"),
        Column("parent_goal_id", cells.word, field="parent"),
        Column("title", required=True),
        Column("measure"),
        Column("unit"),
        Column("start_value", cells.number, None),
        Column("target_value", cells.number, None),
        Column("relevance"),
        Column("start_date", cells.day, None),
        Column("due_date", cells.day, None),
        Column("status", cells.one_of(*STATUSES)),
        Column("agreed_at", cells.instant, None),
        Column("closed_at", cells.instant, None),
        Column("confirmed_by", intake.person, None),
        Column("confirmed_at", cells.instant, None),
    ]


def _check(values: Values) -> None:
    if len(values.get("ref", "")) > LONGEST_ID:
        said = f"has {len(values['ref'])} characters; up to {LONGEST_ID} can be typed in Slack"
        raise BadCell("goal_id", said)
    start, due = values.get("start_date"), values.get("due_date")
    if start and due and due < start:
        raise BadCell("due_date", f"{due} is before the start date {start}")
    if values.get("level", "individual") == "individual" and not values.get("owner_id"):
        raise BadCell("owner_email", "is empty, and an individual goal needs an owner")


class _Goals:
    """The goals of one file on their way in. A bad row still makes its goal known, for its updates."""

    def __init__(self, intake: Intake, sheet: Sheet, columns: list[Column]) -> None:
        self.intake, self.sheet = intake, sheet
        self.links = Links(FILE, "parent_goal_id", WORDING, _parents(intake), intake.goal, intake.report)
        self._blank: Values = {column.key: column.empty for column in columns if column.key != "parent"}
        self._lines: dict[str, int] = {}
        self._unchanged: set[int] = set()

    def take(self, chunk: list[Row]) -> None:
        fresh: dict[str, Row] = {}
        known: dict[int, Row] = {}
        for row in chunk:
            name = row.values.get("ref", "").lower()
            if name in self._lines:
                self.sheet.refuse(row, "goal_id", f"{name} is in line {self._lines[name]} already")
            elif name:
                self._lines[name] = row.line
                goal_id = self.intake.goals.get(name)
                fresh.update({} if goal_id else {name: row})
                known.update({goal_id: row} if goal_id else {})
        self._add(fresh)
        self._change(known)

    def settle(self) -> None:
        moved = self.links.settle()
        bulk.change(self.intake, Goal, [(goal, {"parent_id": parent}) for goal, parent in moved.items()])
        changed = len(self._unchanged & moved.keys())
        self.sheet.counts.changed += changed
        self.sheet.counts.unchanged -= changed

    def _add(self, fresh: dict[str, Row]) -> None:
        rows = [self._new(row.values) for row in fresh.values()]
        added = adding.add_each(self.intake, Goal, rows, Goal.id, Goal.ref)
        for goal_id, ref in added:
            self.intake.goals[ref.lower()] = goal_id
        for name, row in fresh.items():
            self._link(row, self.intake.goals[name])
        self.sheet.counts.added += len(added)

    def _new(self, values: Values) -> Values:
        stored = {key: values[key] for key in values.keys() - {"parent"}}
        status = values.get("status") or _status(values.get("agreed_at"))
        return self._blank | stored | {"status": status, "created_at": self.intake.now}

    def _change(self, known: dict[int, Row]) -> None:
        changes = []
        columns = [Goal.id, *(getattr(Goal, key) for key in self._blank)]
        for old in bulk.find(self.intake, Goal, columns, [Goal.id], known):
            row = known[old.id]
            says = {key: row.values[key] for key in row.values.keys() - {"parent", "ref"}}
            if not says.get("status", "agreed"):
                says["status"] = _status(says.get("agreed_at", old.agreed_at))
            change = {key: value for key, value in says.items() if getattr(old, key) != value}
            self._link(row, old.id)
            self._count(old.id, change)
            if change:
                changes.append((old.id, change))
        bulk.change(self.intake, Goal, changes)

    def _count(self, goal_id: int, change: Values) -> None:
        self.sheet.counts.changed += bool(change)
        self.sheet.counts.unchanged += not change
        if not change:
            self._unchanged.add(goal_id)

    def _link(self, row: Row, goal_id: int) -> None:
        if "parent" in row.values:
            self.links.want(row.line, goal_id, row.values["parent"])


def _status(agreed_at: Any) -> str:
    return "agreed" if agreed_at else "proposed"


def _parents(intake: Intake) -> dict[int, int | None]:
    query = select(Goal.id, Goal.parent_id).where(Goal.workspace_id == intake.workspace_id)
    return dict(intake.connection.execute(query).all())
