"""`consents.csv`: choices of a person's own, one for each person and kind. All columns are needed.

The kinds and their values are those of `bot/rules/consent.py`.
The newest choice counts: a row older than what somebody has chosen since changes nothing.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import exists, select, update

from bot.porting import adding, bulk, cells
from bot.porting.intake import Intake
from bot.porting.seen import Seen
from bot.porting.sheet import BadCell, Column, Row, Sheet, Values
from bot.rules import consent as rules
from models.consent import Consent
from models.person import Person

FILE = "consents.csv"
KEYS = [Consent.person_id, Consent.kind]
STORED = [Consent.id, *KEYS, Consent.value, Consent.at]
Key = tuple[int, str]


def take(intake: Intake, path: Path) -> None:
    sheet = intake.sheet(path, FILE, _columns(intake), _check)
    named = Seen()
    for chunk in sheet.chunks(intake.progress):
        _take(intake, sheet, named, [row for row in chunk if not row.bad])
    _speak(intake)


def _speak(intake: Intake) -> None:
    """People are spoken to in the language they chose."""
    chosen = (
        Consent.workspace_id == intake.workspace_id,
        Consent.person_id == Person.id,
        Consent.kind == rules.LANGUAGE,
    )
    intake.connection.execute(
        update(Person)
        .where(Person.workspace_id == intake.workspace_id, exists().where(*chosen))
        .values(language=select(Consent.value).where(*chosen).scalar_subquery())
    )


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("email", intake.person, required=True, field="person_id"),
        Column("kind", rules.kind, required=True),
        Column("value", cells.word, needed=True),
        Column("at", cells.instant, required=True),
    ]


def _check(values: Values) -> None:
    """Also brings the value into the one form it is kept in."""
    try:
        values["value"] = rules.read(values["kind"], values["value"])
    except ValueError as error:
        raise BadCell("value", str(error)) from None


def _take(intake: Intake, sheet: Sheet, named: Seen, rows: list[Row]) -> None:
    wanted: dict[Key, Row] = {}
    for row in rows:
        key = row.values["person_id"], row.values["kind"]
        if key in wanted:
            _refuse_twice(sheet, row)
        else:
            wanted[key] = row
    fresh = [row.values for row in wanted.values()]
    for row_id, person_id, kind in adding.add(intake, Consent, fresh, Consent.id, *KEYS):
        named.add(row_id)
        del wanted[person_id, kind]
        sheet.counts.added += 1
    changes = []
    for old in bulk.find(intake, Consent, STORED, KEYS, wanted):
        row = wanted[old.person_id, old.kind]
        if old.id in named:
            _refuse_twice(sheet, row)
            continue
        named.add(old.id)
        if _is_news(old, row.values):
            changes.append((old.id, {"value": row.values["value"], "at": row.values["at"]}))
        else:
            sheet.counts.unchanged += 1
    bulk.change(intake, Consent, changes)
    sheet.counts.changed += len(changes)


def _is_news(old: "Found[Any]", values: Values) -> bool:
    return bool(old.at < values["at"] or (old.at == values["at"] and old.value != values["value"]))


def _refuse_twice(sheet: Sheet, row: Row) -> None:
    sheet.refuse(row, "kind", f"{row.values['kind']} is there twice for this person")
