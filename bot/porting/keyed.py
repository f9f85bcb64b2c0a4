"""Rows that a key finds again: added where they are new, changed where they say something else."""

from collections.abc import Sequence
from typing import Any

from bot.porting import adding, bulk
from bot.porting.adding import Attribute
from bot.porting.intake import Intake
from bot.porting.seen import Seen
from bot.porting.sheet import Row, Sheet, Values


class Keyed:
    """One file on its way into one table; `column` is the one to name where a key is there twice.

    `blank` holds every other field with what it is where the file has no such column.
    """

    def __init__(
        self,
        intake: Intake,
        sheet: Sheet,
        model: type[Any],
        keys: Sequence[Attribute],
        blank: Values,
        column: str,
    ) -> None:
        self._intake, self._sheet, self._model = intake, sheet, model
        self._keys, self._blank, self._column = keys, blank, column
        self._named = Seen()

    def take(self, rows: Sequence[Row]) -> None:
        """Write the rows; one whose key the file has named already is refused."""
        wanted: dict[Any, Row] = {}
        for row in rows:
            key = self._key(row.values)
            if key in wanted:
                self._refuse_twice(row)
            else:
                wanted[key] = row
        fresh = [self._blank | row.values for row in wanted.values()]
        for row_id, *key in adding.add(self._intake, self._model, fresh, self._model.id, *self._keys):
            self._named.add(row_id)
            del wanted[key[0] if len(key) == 1 else tuple(key)]
            self._sheet.counts.added += 1
        self._change(wanted)

    def _change(self, wanted: dict[Any, Row]) -> None:
        names = [*(attribute.key for attribute in self._keys), *self._blank]
        columns = [self._model.id, *(getattr(self._model, name) for name in names)]
        changes = []
        for old in bulk.find(self._intake, self._model, columns, self._keys, wanted):
            row = wanted[self._key(old._mapping)]
            if old.id in self._named:
                self._refuse_twice(row)
                continue
            self._named.add(old.id)
            change = {
                name: row.values[name]
                for name in self._blank
                if name in row.values and getattr(old, name) != row.values[name]
            }
            self._sheet.counts.unchanged += not change
            if change:
                changes.append((old.id, change))
        bulk.change(self._intake, self._model, changes)
        self._sheet.counts.changed += len(changes)

    def _key(self, values: Any) -> Any:
        key = tuple(values[attribute.key] for attribute in self._keys)
        return key[0] if len(key) == 1 else key

    def _refuse_twice(self, row: Row) -> None:
        self._sheet.refuse(row, self._column, "is there twice")
