"""`goal_updates.csv`: dated values, confidences and notes. Needed: goal_id, author_email, at.

Updates have no id. Each row of the file takes for itself one update in the database that
says the same of the same goal, by the same author at the same instant, whoever wrote it;
only where none is left, one is added. So a file may be imported again, a row that is
there twice stays there twice, and what the bot wrote itself is not doubled.
"""

from collections import defaultdict
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.porting import adding, bulk, cells
from bot.porting.intake import Intake
from bot.porting.seen import Seen
from bot.porting.sheet import Column, Row, Sheet, Values
from models.goal import GoalUpdate

FILE = "goal_updates.csv"
CONFIDENCES = ("on_track", "at_risk", "off_track")
PLACE = [GoalUpdate.goal_id, GoalUpdate.at]
Identity = tuple[Any, ...]
BLANK: Values = {"value": None, "confidence": "", "note": ""}
IDENTITY = ("goal_id", "at", "author_id", "value", "confidence", "note")


def take(intake: Intake, path: Path) -> None:
    sheet = intake.sheet(path, FILE, _columns(intake))
    updates = _Updates(intake, sheet)
    for chunk in sheet.chunks(intake.progress):
        updates.take([row for row in chunk if not row.bad])


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("goal_id", intake.goal, required=True),
        Column("author_email", intake.person, required=True, field="author_id"),
        Column("at", cells.instant, required=True),
        Column("value", cells.number, None),
        Column("confidence", cells.one_of(*CONFIDENCES)),
        Column("note"),
    ]


class _Updates:
    """The updates of one file on their way in.

    Where the database had none before, there is nothing to look for, only the file's own
    repetitions, which their keys show.
    """

    def __init__(self, intake: Intake, sheet: Sheet) -> None:
        self.intake, self.sheet = intake, sheet
        self._taken = Seen()
        first = select(GoalUpdate.id).where(GoalUpdate.workspace_id == intake.workspace_id).limit(1)
        self._none_before = intake.connection.scalar(first) is None

    def take(self, rows: list[Row]) -> None:
        said = [BLANK | row.values for row in rows]
        standing = {} if self._none_before else self._standing(said)
        fresh = []
        for values in said:
            same = standing.get(_identity(values))
            if same:
                self._taken.add(same.pop())
            else:
                fresh.append(values)
        self._add(fresh)
        self.sheet.counts.added += len(fresh)
        self.sheet.counts.unchanged += len(rows) - len(fresh)

    def _standing(self, said: list[Values]) -> dict[Identity, list[int]]:
        """What is there at these goals and instants and not taken yet, by identity."""
        columns = [GoalUpdate.id, *(getattr(GoalUpdate, name) for name in IDENTITY)]
        places = {(values["goal_id"], values["at"]) for values in said}
        standing: dict[Identity, list[int]] = defaultdict(list)
        for row_id, *identity in bulk.find(self.intake, GoalUpdate, columns, PLACE, places):
            if row_id not in self._taken:
                standing[tuple(identity)].append(row_id)
        return standing

    def _add(self, fresh: list[Values]) -> None:
        """Add each under the first key of its identity that is free."""
        waiting = [(_stem(values), values) for values in fresh]
        number = 0
        while waiting:
            keyed: dict[str, tuple[str, Values]] = {}
            again = []
            for stem, values in waiting:
                key = f"{stem}:{number}"
                if key in keyed:
                    again.append((stem, values))
                else:
                    keyed[key] = stem, values
            rows = [values | {"act_key": key} for key, (_, values) in keyed.items()]
            for row_id, key in adding.add(self.intake, GoalUpdate, rows, GoalUpdate.id, GoalUpdate.act_key):
                self._taken.add(row_id)
                del keyed[key]
            waiting = [*again, *keyed.values()]
            number += 1


def _identity(values: Values) -> Identity:
    return tuple([values[name] for name in IDENTITY])


def _stem(values: Values) -> str:
    """The same for the same update. It begins with the instant.

    A file in the order of time then fills the index from one side.
    """
    digest = blake2b(repr(_identity(values)).encode(), digest_size=12).hexdigest()
    return f"import:{int(values['at'].timestamp())}:{digest}"
