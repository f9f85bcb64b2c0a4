"""`kudos.csv`: thanks, a row for each receiver; rows of one kudos may be apart.

Needed: kudos_id, giver_email, receiver_email, at. Empty cells: visibility is public, source
is import. The file wins over what the database says of a kudos, but what was taken back
stays taken back, and no receiver is ever removed. Nobody is told of an imported kudos.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Row as Found

from bot.porting import adding, bulk, cells
from bot.porting.intake import Intake
from bot.porting.seen import Seen
from bot.porting.sheet import BadCell, Column, Row, Sheet, Values
from models.kudos import Kudos, KudosReceiver

FILE = "kudos.csv"
BLANK: Values = {
    "message": "",
    "values": [],
    "skills": [],
    "channel": None,
    "visibility": "public",
    "source": "import",
}
FACTS = ("giver_id", "at", *BLANK)
PAIR = [KudosReceiver.kudos_id, KudosReceiver.receiver_id]
NAMES = {"giver_id": "giver_email"}


def take(intake: Intake, path: Path) -> None:
    thanks = _Thanks(intake, intake.sheet(path, FILE, _columns(intake), _check))
    for chunk in thanks.sheet.chunks(intake.progress):
        thanks.take([row for row in chunk if not row.bad])


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("kudos_id", cells.word, required=True, field="ref"),
        Column("giver_email", intake.person, required=True, field="giver_id"),
        Column("receiver_email", intake.person, required=True, field="receiver_id"),
        Column("at", cells.instant, required=True),
        Column("message"),
        Column("values", cells.words, []),
        Column("skills", cells.words, []),
        Column("channel", cells.word, None),
        Column("visibility", cells.one_of("public", "private"), "public"),
        Column("source", cells.word, "import"),
    ]


def _check(values: Values) -> None:
    if values["giver_id"] == values["receiver_id"]:
        raise BadCell("receiver_email", "is the giver; kudos are for other people")


class _Thanks:
    """The kudos of one file on their way in."""

    def __init__(self, intake: Intake, sheet: Sheet) -> None:
        self.intake, self.sheet = intake, sheet
        self._named = Seen()
        self._received = Seen()

    def take(self, rows: list[Row]) -> None:
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(row.values["ref"], []).append(row)
        for group in groups.values():
            self._agree(group, group[0].values)
        ids = self._add(groups)
        columns = [Kudos.id, Kudos.ref, Kudos.voided_at, *(getattr(Kudos, fact) for fact in FACTS)]
        sought = groups.keys() - ids.keys()
        standing = {old.ref: old for old in bulk.find(self.intake, Kudos, columns, [Kudos.ref], sought)}
        for ref, old in standing.items():
            if old.id in self._named and old.voided_at is None:
                self._agree(groups[ref], old._asdict())
        good = {ref: [row for row in group if not row.bad] for ref, group in groups.items()}
        changed = self._change(standing, good)
        self._receive(ids | {ref: old.id for ref, old in standing.items()}, good, changed)

    def _agree(self, group: list[Row], earlier: Values) -> None:
        """Refuse rows that contradict an earlier row of their kudos, in this chunk or before it."""
        for row in group:
            if row.values is earlier:
                continue
            for fact in FACTS:
                if fact in row.values and row.values[fact] != earlier[fact]:
                    column = NAMES.get(fact, fact)
                    self.sheet.refuse(row, column, f"differs from an earlier row of {row.values['ref']}")

    def _add(self, groups: dict[str, list[Row]]) -> dict[str, int]:
        """Add the kudos that are not there yet; their ids."""
        extra = {"told_at": self.intake.now}
        rows = [
            BLANK | group[0].values | extra | {"act_key": f"import:{ref}"} for ref, group in groups.items()
        ]
        for row in rows:
            del row["receiver_id"]
        ids = {ref: kudos_id for kudos_id, ref in adding.add(self.intake, Kudos, rows, Kudos.id, Kudos.ref)}
        for kudos_id in ids.values():
            self._named.add(kudos_id)
        return ids

    def _change(self, standing: dict[str, "Found[Any]"], good: dict[str, list[Row]]) -> set[int]:
        """Bring kudos that are there already up to the file; the ids of those that changed."""
        changes = {}
        for ref, old in standing.items():
            if old.id in self._named or not good[ref]:
                continue
            self._named.add(old.id)
            says = good[ref][0].values
            change = {fact: says[fact] for fact in FACTS if fact in says and getattr(old, fact) != says[fact]}
            if change and old.voided_at is None:
                changes[old.id] = change
        bulk.change(self.intake, Kudos, changes.items())
        return set(changes)

    def _receive(self, ids: dict[str, int], good: dict[str, list[Row]], changed: set[int]) -> None:
        rows: dict[tuple[int, int], Row] = {}
        for ref, group in good.items():
            for row in group:
                pair = ids[ref], row.values["receiver_id"]
                if pair in rows:
                    self._refuse_twice(row)
                else:
                    rows[pair] = row
        columns = [KudosReceiver.id, *PAIR]
        for row_id, *pair in adding.add(
            self.intake,
            KudosReceiver,
            [{"kudos_id": kudos, "receiver_id": to} for kudos, to in rows],
            *columns,
        ):
            self._received.add(row_id)
            del rows[pair[0], pair[1]]
            self.sheet.counts.added += 1
        for row_id, *pair in bulk.find(self.intake, KudosReceiver, columns, PAIR, rows):
            if row_id in self._received:
                self._refuse_twice(rows[pair[0], pair[1]])
            self._received.add(row_id)
            self._count(pair[0] in changed)

    def _count(self, changed: bool) -> None:
        self.sheet.counts.changed += changed
        self.sheet.counts.unchanged += not changed

    def _refuse_twice(self, row: Row) -> None:
        self.sheet.refuse(row, "receiver_email", f"is there twice for {row.values['ref']}")
