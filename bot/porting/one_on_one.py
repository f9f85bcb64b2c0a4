"""`one_on_ones.csv`: what stands on the pages that two people share. Needed: item_id, first_email,
second_email, kind, author_email, at, text.

`met_at` is the meeting a row belongs to; without one it stands on the page now.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from bot.porting import adding, bulk, cells
from bot.porting.intake import Intake
from bot.porting.keyed import Keyed
from bot.porting.sheet import BadCell, Column, Row, Values
from models.one_on_one import ACTION, AGENDA, NOTE, OneOnOne, OneOnOneItem

FILE = "one_on_ones.csv"
BLANK: Values = {
    "pair_id": None,
    "kind": "",
    "text": "",
    "author_id": None,
    "owner_id": None,
    "created_at": None,
    "done_at": None,
    "met_at": None,
}
Pair = tuple[int, int]


def take(intake: Intake, path: Path) -> None:
    sheet = intake.sheet(path, FILE, _columns(intake), _check)
    items = Keyed(intake, sheet, OneOnOneItem, [OneOnOneItem.act_key], BLANK, "item_id")
    for chunk in sheet.chunks(intake.progress):
        rows = [row for row in chunk if not row.bad]
        _pair(intake, rows)
        items.take(rows)


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("item_id", cells.word, required=True, field="act_key"),
        Column("first_email", intake.person, required=True, field="first_id"),
        Column("second_email", intake.person, required=True, field="second_id"),
        Column("kind", cells.one_of(AGENDA, NOTE, ACTION), required=True),
        Column("author_email", intake.person, required=True, field="author_id"),
        Column("owner_email", intake.person, None, field="owner_id"),
        Column("at", cells.instant, required=True, field="created_at"),
        Column("text", required=True),
        Column("done_at", cells.instant, None),
        Column("met_at", cells.instant, None),
    ]


def _check(values: Values) -> None:
    two = {values["first_id"], values["second_id"]}
    if len(two) < 2:
        raise BadCell("second_email", "is the same person")
    if values["author_id"] not in two:
        raise BadCell("author_email", "is neither of the two")
    if values.get("owner_id") is not None and values["owner_id"] not in two:
        raise BadCell("owner_email", "is neither of the two")


def _pair(intake: Intake, rows: Sequence[Row]) -> None:
    """Put each row's page in its place, made where there is none; it has met when its rows have."""
    met: dict[Pair, datetime | None] = {}
    for row in rows:
        first, second = sorted((row.values.pop("first_id"), row.values.pop("second_id")))
        row.values["pair_id"] = first, second
        times = [each for each in (met.get((first, second)), row.values.get("met_at")) if each is not None]
        met[first, second] = max(times, default=None)
    fresh = [{"first_id": first, "second_id": second, "met_at": None} for first, second in met]
    adding.add(intake, OneOnOne, fresh, OneOnOne.id)
    known = intake.connection.execute(
        select(OneOnOne.id, OneOnOne.first_id, OneOnOne.second_id, OneOnOne.met_at).where(
            OneOnOne.workspace_id == intake.workspace_id
        )
    ).all()
    ids = {(pair.first_id, pair.second_id): pair.id for pair in known}
    later = [
        (pair.id, {"met_at": at})
        for pair in known
        if (at := met.get((pair.first_id, pair.second_id))) and (pair.met_at is None or pair.met_at < at)
    ]
    bulk.change(intake, OneOnOne, later)
    for row in rows:
        row.values["pair_id"] = ids[row.values["pair_id"]]
