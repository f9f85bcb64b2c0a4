"""`checkins.csv`: one person's answers for one ISO week. Needed: email and week; answered_at with answers.

An imported week is closed, whenever it lies: at its end (Monday 00:00 UTC), or at its answer where
that came sooner, so that the past is never asked about again. An answer in the database gives way only
to one that is as new or newer. Moods are shared with the manager where the person has said
so for good (`share_mood`); what a row in the database says of sharing stays.
"""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import select

from bot.porting import adding, bulk, cells
from bot.porting.intake import Intake
from bot.porting.seen import Seen
from bot.porting.sheet import BadCell, Column, Row, Sheet, Values
from bot.rules.cadence import following, monday_of
from models.checkin import Checkin
from models.consent import Consent

FILE = "checkins.csv"
BLANK: Values = {
    "prompted_at": None,
    "answered_at": None,
    "excused": False,
    "mood": None,
    "workload": None,
    "progress": "",
    "plans": "",
    "blockers": "",
}
ANSWERS = ("mood", "workload", "progress", "plans", "blockers")
KEYS = [Checkin.person_id, Checkin.week]
STORED = [Checkin.id, *KEYS, Checkin.closed_at, *(getattr(Checkin, name) for name in BLANK)]


def take(intake: Intake, path: Path) -> None:
    sheet = intake.sheet(path, FILE, _columns(intake), _check)
    named, sharing = Seen(), _sharing(intake)
    for chunk in sheet.chunks(intake.progress):
        _take(intake, sheet, named, sharing, [row for row in chunk if not row.bad])


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("email", intake.person, required=True, field="person_id"),
        Column("week", cells.week, required=True),
        Column("prompted_at", cells.instant, None),
        Column("answered_at", cells.instant, None),
        Column("excused", cells.true_or_false, False),
        Column("mood", cells.score, None),
        Column("workload", cells.score, None),
        Column("progress"),
        Column("plans"),
        Column("blockers"),
    ]


def _check(values: Values) -> None:
    if not values.get("answered_at") and any(values.get(name) for name in ANSWERS):
        raise BadCell("answered_at", "is empty, and there are answers")


def _sharing(intake: Intake) -> set[int]:
    query = select(Consent.person_id).where(
        Consent.workspace_id == intake.workspace_id, Consent.kind == "share_mood", Consent.value == "yes"
    )
    return set(intake.connection.scalars(query))


def _take(intake: Intake, sheet: Sheet, named: Seen, sharing: set[int], rows: list[Row]) -> None:
    wanted: dict[tuple[int, str], Row] = {}
    for row in rows:
        key = row.values["person_id"], row.values["week"]
        if key in wanted:
            _refuse_twice(sheet, row)
        else:
            wanted[key] = row
    fresh = [_new(row.values, sharing) | {"imported_at": intake.now} for row in wanted.values()]
    for row_id, person_id, week in adding.add(intake, Checkin, fresh, Checkin.id, *KEYS):
        named.add(row_id)
        del wanted[person_id, week]
        sheet.counts.added += 1
    changes = []
    for old in bulk.find(intake, Checkin, STORED, KEYS, wanted):
        row = wanted[old.person_id, old.week]
        if old.id in named:
            _refuse_twice(sheet, row)
            continue
        named.add(old.id)
        change = _difference(old, row.values)
        sheet.counts.unchanged += not change
        if change:
            changes.append((old.id, change))
    bulk.change(intake, Checkin, changes)
    sheet.counts.changed += len(changes)


def _new(values: Values, sharing: set[int]) -> Values:
    closing = {"closed_at": _closed(values), "share": values["person_id"] in sharing}
    return BLANK | values | closing


def _difference(old: "Found[Any]", values: Values) -> Values:
    answered = values.get("answered_at")
    if old.answered_at and (answered is None or answered < old.answered_at):
        return {}
    change = {name: values[name] for name in BLANK if name in values and getattr(old, name) != values[name]}
    if change and old.closed_at is None:
        change["closed_at"] = _closed(values)
    return change


def _closed(values: Values) -> datetime:
    end = datetime.combine(monday_of(following(values["week"])), time(), UTC)
    answered: datetime | None = values.get("answered_at")
    return min(answered, end) if answered else end


def _refuse_twice(sheet: Sheet, row: Row) -> None:
    sheet.refuse(row, "week", f"{row.values['week']} is there twice for this person")
