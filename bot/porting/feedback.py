"""`feedback.csv`: private words for one person. Needed: feedback_id, from_email, to_email, at, text.

The file wins over what the database says of a feedback. Who lets the manager read which one stands
in `consents.csv`. Nobody is told of imported feedback.
"""

from pathlib import Path

from bot.porting import adding, bulk, cells
from bot.porting.intake import Intake
from bot.porting.seen import Seen
from bot.porting.sheet import BadCell, Column, Row, Sheet, Values
from models.feedback import Feedback

FILE = "feedback.csv"
FACTS = ("from_id", "to_id", "at", "text", "asked")


def take(intake: Intake, path: Path) -> None:
    sheet = intake.sheet(path, FILE, _columns(intake), _check)
    named = Seen()
    for chunk in sheet.chunks(intake.progress):
        _take(intake, sheet, named, [row for row in chunk if not row.bad])


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("feedback_id", cells.word, required=True, field="ref"),
        Column("from_email", intake.person, required=True, field="from_id"),
        Column("to_email", intake.person, required=True, field="to_id"),
        Column("at", cells.instant, required=True),
        Column("text", required=True),
        Column("asked", cells.true_or_false, False),
    ]


def _check(values: Values) -> None:
    if values["from_id"] == values["to_id"]:
        raise BadCell("to_email", "is the one who gave it; feedback is for other people")


def _take(intake: Intake, sheet: Sheet, named: Seen, rows: list[Row]) -> None:
    wanted: dict[str, Row] = {}
    for row in rows:
        if row.values["ref"] in wanted:
            _refuse_twice(sheet, row)
        else:
            wanted[row.values["ref"]] = row
    fresh = [{"asked": False} | row.values | {"act_key": f"import:{ref}"} for ref, row in wanted.items()]
    for row_id, ref in adding.add(intake, Feedback, fresh, Feedback.id, Feedback.ref):
        named.add(row_id)
        del wanted[ref]
        sheet.counts.added += 1
    columns = [Feedback.id, Feedback.ref, *(getattr(Feedback, fact) for fact in FACTS)]
    changes = []
    for old in bulk.find(intake, Feedback, columns, [Feedback.ref], wanted):
        row = wanted[old.ref]
        if old.id in named:
            _refuse_twice(sheet, row)
            continue
        named.add(old.id)
        change = {
            fact: row.values[fact]
            for fact in FACTS
            if fact in row.values and getattr(old, fact) != row.values[fact]
        }
        if change:
            changes.append((old.id, change))
        else:
            sheet.counts.unchanged += 1
    bulk.change(intake, Feedback, changes)
    sheet.counts.changed += len(changes)


def _refuse_twice(sheet: Sheet, row: Row) -> None:
    sheet.refuse(row, "feedback_id", f"{row.values['ref']} is there twice")
