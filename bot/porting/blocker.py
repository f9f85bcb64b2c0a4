"""`blockers.csv`: what was in somebody's way. Needed: blocker_id, email, week, text, reported_at.

An imported blocker is told to nobody and goes up to nobody; it stands in read-outs and forms while
it is not resolved.
"""

from pathlib import Path

from bot.porting import cells
from bot.porting.intake import Intake
from bot.porting.keyed import Keyed
from bot.porting.sheet import BadCell, Column, Values
from models.blocker import Blocker

FILE = "blockers.csv"
BLANK: Values = {
    "person_id": None,
    "week": "",
    "text": "",
    "owner_id": None,
    "reported_at": None,
    "acknowledged_at": None,
    "acknowledged_by": None,
    "resolved_at": None,
    "resolved_by": None,
    "raised_at": None,
    "escalated_at": None,
}


def take(intake: Intake, path: Path) -> None:
    sheet = intake.sheet(path, FILE, _columns(intake), _check)
    blockers = Keyed(intake, sheet, Blocker, [Blocker.ref], BLANK, "blocker_id")
    for chunk in sheet.chunks(intake.progress):
        blockers.take([row for row in chunk if not row.bad])


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("blocker_id", cells.word, required=True, field="ref"),
        Column("email", intake.person, required=True, field="person_id"),
        Column("week", cells.week, required=True),
        Column("text", required=True),
        Column("owner_email", intake.person, None, field="owner_id"),
        Column("reported_at", cells.instant, required=True),
        Column("acknowledged_at", cells.instant, None),
        Column("acknowledged_by", intake.person, None),
        Column("resolved_at", cells.instant, None),
        Column("resolved_by", intake.person, None),
        Column("raised_at", cells.instant, None),
        Column("escalated_at", cells.instant, None),
    ]


def _check(values: Values) -> None:
    for done in ("acknowledged_at", "resolved_at"):
        if values.get(done) is not None and values[done] < values["reported_at"]:
            raise BadCell(done, "is before it was reported")
