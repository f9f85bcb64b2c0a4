"""`absences.csv`: whole days away. Needed: email, from, to. An empty kind is `other`."""

from pathlib import Path

from bot.porting import adding, cells
from bot.porting.intake import Intake
from bot.porting.sheet import BadCell, Column, Values
from models.absence import Absence

FILE = "absences.csv"
KINDS = ("vacation", "sick", "parental", "other")


def take(intake: Intake, path: Path) -> None:
    """The whole row is its identity, so a row is added or it is there already."""
    sheet = intake.sheet(path, FILE, _columns(intake), _check)
    for chunk in sheet.chunks(intake.progress):
        rows = [{"kind": "other"} | row.values for row in chunk if not row.bad]
        added = len(adding.add(intake, Absence, rows, Absence.id))
        sheet.counts.added += added
        sheet.counts.unchanged += len(rows) - added


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("email", intake.person, required=True, field="person_id"),
        Column("from", cells.day, required=True, field="first_day"),
        Column("to", cells.day, required=True, field="last_day"),
        Column("kind", cells.one_of(*KINDS), "other"),
    ]


def _check(values: Values) -> None:
    if values["last_day"] < values["first_day"]:
        raise BadCell("to", f"{values['last_day']} is before the first day {values['first_day']}")
