"""One import under way: its transaction, and whom and what it knows by name."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from bot.porting import cells
from bot.porting.report import Report
from bot.porting.sheet import Check, Column, Progress, Sheet
from models.goal import Goal
from models.person import Person


@dataclass
class Intake:
    """`people` finds ids by email and by Slack id, `goals` by goal_id in small letters."""

    connection: Connection
    workspace_id: int
    now: datetime
    report: Report
    progress: Progress
    people: dict[str, int]
    goals: dict[str, int]

    def sheet(self, path: Path, file: str, columns: list[Column], check: Check | None = None) -> Sheet:
        return Sheet(path, file, columns, self.report, check)

    def person(self, cell: str) -> int:
        """Whoever a cell names. ValueError where nobody is called that."""
        found = self.people.get(cell) or self.people.get(cells.handle(cell))
        if found is None:
            raise ValueError(f"{cell!r} is nobody in people.csv or in the database")
        return found

    def goal(self, cell: str) -> int:
        """The goal that a cell names; capital letters do not matter. ValueError where there is none."""
        found = self.goals.get(cell.strip().lower())
        if found is None:
            raise ValueError(f"{cell!r} is no goal in goals.csv or in the database")
        return found


def begin(
    connection: Connection, workspace_id: int, *, now: datetime, report: Report, progress: Progress
) -> Intake:
    """Look up everybody and every goal that the database already knows."""
    intake = Intake(connection, workspace_id, now, report, progress, {}, {})
    people = select(Person.id, Person.email, Person.slack_user_id).where(Person.workspace_id == workspace_id)
    for person_id, email, slack_user_id in connection.execute(people):
        for handle in (email, slack_user_id):
            if handle:
                intake.people[handle] = person_id
    goals = select(Goal.id, Goal.ref).where(Goal.workspace_id == workspace_id).order_by(Goal.id.desc())
    intake.goals.update((ref.lower(), goal_id) for goal_id, ref in connection.execute(goals))
    return intake
