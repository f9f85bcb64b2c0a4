"""`growth.csv`: the steps of people's growth plans. Needed: email, growth_id, kind, title, created_at.

Without a status a step is planned; one that is done or dropped says when (`closed_at`).
"""

from pathlib import Path

from bot.porting import cells
from bot.porting.intake import Intake
from bot.porting.keyed import Keyed
from bot.porting.sheet import BadCell, Column, Values
from bot.rules.growth import KINDS
from models.growth import DONE, DROPPED, PLANNED, STATUSES, GrowthAct

FILE = "growth.csv"
BLANK: Values = {
    "person_id": None,
    "kind": "",
    "title": "",
    "aim": "",
    "by_date": None,
    "status": PLANNED,
    "suggested_by": None,
    "created_at": None,
    "closed_at": None,
    "result": "",
}


def take(intake: Intake, path: Path) -> None:
    sheet = intake.sheet(path, FILE, _columns(intake), _check)
    steps = Keyed(intake, sheet, GrowthAct, [GrowthAct.ref], BLANK, "growth_id")
    for chunk in sheet.chunks(intake.progress):
        steps.take([row for row in chunk if not row.bad])


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("email", intake.person, required=True, field="person_id"),
        Column("growth_id", cells.word, required=True, field="ref"),
        Column("kind", cells.one_of(*KINDS), required=True),
        Column("title", required=True),
        Column("aim"),
        Column("by", cells.day, None, field="by_date"),
        Column("status", cells.one_of(*STATUSES), PLANNED),
        Column("suggested_by_email", intake.person, None, field="suggested_by"),
        Column("created_at", cells.instant, required=True),
        Column("closed_at", cells.instant, None),
        Column("result"),
    ]


def _check(values: Values) -> None:
    status = values.get("status", PLANNED)
    closed = values.get("closed_at") is not None
    if closed and status not in (DONE, DROPPED):
        raise BadCell("closed_at", f"is there, though the step is {status}")
    if status in (DONE, DROPPED) and not closed:
        raise BadCell("closed_at", f"is empty, though the step is {status}")
    if values.get("suggested_by") == values["person_id"]:
        raise BadCell("suggested_by_email", "is the same person; a suggestion is somebody else's")
