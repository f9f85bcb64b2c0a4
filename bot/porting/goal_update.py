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

from bot.porting import bulk, cells
from bot.porting.intake import Intake
from bot.porting.seen import Seen
from bot.porting.sheet import Column, Row, Sheet, Values
from models.goal import GoalUpdate

FILE = "goal_updates.csv"
CONFIDENCES = ("on_track", "at_risk", "off_track")
Identity = tuple[Any, ...]
BLANK: Values = {"value": None, "confidence": "", "note": ""}
IDENTITY = ("goal_id", "at", "author_id", "value", "confidence", "note")


def take(intake: Intake, path: Path) -> None:
    sheet = intake.sheet(path, FILE, _columns(intake))
    taken = Seen()
    for chunk in sheet.chunks(intake.progress):
        _take(intake, sheet, taken, [row for row in chunk if not row.bad])


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("goal_id", intake.goal, required=True),
        Column("author_email", intake.person, required=True, field="author_id"),
        Column("at", cells.instant, required=True),
        Column("value", cells.number, None),
        Column("confidence", cells.one_of(*CONFIDENCES)),
        Column("note"),
    ]


def _take(intake: Intake, sheet: Sheet, taken: Seen, rows: list[Row]) -> None:
    said = [BLANK | row.values for row in rows]
    standing, keys = _standing(intake, taken, said)
    fresh = []
    for values in said:
        same = standing.get(_identity(values))
        if same:
            taken.add(same.pop())
        else:
            key = _free_key(values, keys)
            keys.add(key)
            fresh.append(values | {"act_key": key})
    for (row_id,) in bulk.add_each(intake, GoalUpdate, fresh, GoalUpdate.id):
        taken.add(row_id)
    sheet.counts.added += len(fresh)
    sheet.counts.unchanged += len(rows) - len(fresh)


def _standing(intake: Intake, taken: Seen, said: list[Values]) -> tuple[dict[Identity, list[int]], set[str]]:
    """What is there at these goals and instants and not taken yet, by identity; and all keys there."""
    columns = [GoalUpdate.id, GoalUpdate.act_key, *(getattr(GoalUpdate, name) for name in IDENTITY)]
    places = {(values["goal_id"], values["at"]) for values in said}
    standing: dict[Identity, list[int]] = defaultdict(list)
    keys = set()
    for row_id, key, *identity in bulk.find(
        intake, GoalUpdate, columns, [GoalUpdate.goal_id, GoalUpdate.at], places
    ):
        keys.add(key)
        if row_id not in taken:
            standing[tuple(identity)].append(row_id)
    return standing, keys


def _identity(values: Values) -> Identity:
    return tuple([values[name] for name in IDENTITY])


def _free_key(values: Values, keys: set[str]) -> str:
    """The first key of this identity that no row has. It begins with the instant.

    A file in the order of time then fills the index from one side.
    """
    digest = blake2b(repr(_identity(values)).encode(), digest_size=12).hexdigest()
    stem = f"import:{int(values['at'].timestamp())}:{digest}"
    number = 0
    while f"{stem}:{number}" in keys:
        number += 1
    return f"{stem}:{number}"
