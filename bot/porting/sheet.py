"""One CSV file being read: its header, its rows in chunks, and every bad row reported.

UTF-8 with or without a byte-order mark, RFC 4180. Columns come in any order; a cell that
is not in the file at all is left out of the row's values, so that an optional column that
is missing changes nothing, while an empty cell means what the column says.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.porting import cells
from bot.porting.report import Report
from bot.porting.saving import NOT_UTF_8

CHUNK = 2000
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"

Progress = Callable[[str, int, int], None]
Values = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """`needed` columns must be in the header; of `required` ones no cell may be empty.

    `empty` is what an empty cell means, `field` the name in the table where it differs.
    """

    name: str
    read: Callable[[str], Any] = cells.text
    empty: Any = ""
    required: bool = False
    needed: bool = False
    field: str = ""

    @cached_property
    def key(self) -> str:
        return self.field or self.name


@dataclass(slots=True)
class Row:
    """The values that could be read, by field; `bad` where a cell could not."""

    line: int
    values: Values
    bad: bool = False


class BadCell(Exception):
    """A row that cannot be taken because of one column."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


Check = Callable[[Values], None]


class Sheet:
    """`check` sees a row whose cells could all be read and raises BadCell where they do not fit together."""

    def __init__(
        self, path: Path, file: str, columns: Sequence[Column], report: Report, check: Check | None = None
    ) -> None:
        self.file = file
        self.report = report
        self.counts = report.counts(file)
        self._path = path
        self._columns = columns
        self._check = check
        self._bytes = 0
        self._flaw = ""
        self._misread = False

    def refuse(self, row: Row, column: str, reason: str) -> None:
        self.report.add(self.file, row.line, column, reason)
        row.bad = True

    def chunks(self, progress: Progress) -> Iterator[list[Row]]:
        """The rows, also bad ones, some thousands at a time. `progress` hears of bytes."""
        try:
            size = self._path.stat().st_size
            with self._path.open("rb") as lines:
                yield from self._chunked(csv.reader(self._decoded(lines), strict=True), size, progress)
        except OSError as error:
            self.report.add(self.file, 0, "", f"cannot be read: {error.strerror}")

    def _chunked(self, reader: Any, size: int, progress: Progress) -> Iterator[list[Row]]:
        plan = self._header(reader)
        if plan is None:
            return
        chunk = []
        for row in self._rows(reader, *plan):
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield chunk
                progress(self.file, self._bytes, size)
                chunk = []
        yield chunk
        progress(self.file, size, size)

    def _decoded(self, lines: Iterable[bytes]) -> Iterator[str]:
        for number, line in enumerate(lines, 1):
            self._bytes += len(line)
            found = self._text(line, number)
            if "\0" in found:
                self._flaw = "has a NUL character in it"
            yield found.removeprefix(BOM) if number == 1 else found

    def _text(self, line: bytes, number: int) -> str:
        try:
            return line.decode()
        except UnicodeDecodeError:
            # Said once. The rows are read on as what such files mostly are, so that what else is
            # wrong with them is said as well; nothing of it is kept.
            if not self._misread:
                self.report.add(self.file, number, "", NOT_UTF_8)
            self._misread = True
            return line.decode("latin-1")

    def _header(self, reader: Any) -> tuple[int, list[tuple[int, Column]]] | None:
        """How many cells a row has, and where the known columns stand; None where it cannot be used."""
        try:
            names = [name.strip().lower() for name in next(reader)]
        except (StopIteration, csv.Error):
            names = []
        problems = self.report.problem_count
        for name in [column.name for column in self._columns if column.required or column.needed]:
            if name not in names:
                self.report.add(self.file, 1, name, "the column is missing")
        for name in {name for name in names if name and names.count(name) > 1}:
            self.report.add(self.file, 1, name, "the column is there twice")
        known = {column.name: column for column in self._columns}
        unknown = [name for name in names if name and name not in known]
        if unknown:
            self.report.unknown_columns[self.file] = unknown
        plan = [(place, known[name]) for place, name in enumerate(names) if name in known]
        return (len(names), plan) if self.report.problem_count == problems else None

    def _rows(self, reader: Any, width: int, plan: list[tuple[int, Column]]) -> Iterator[Row]:
        while True:
            line = reader.line_num + 1
            try:
                found = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self.report.add(self.file, line, "", f"is not proper CSV: {error}")
                continue
            if not found and not self._flaw:
                continue
            self.counts.rows += 1
            if self._flaw or len(found) != width:
                reason = self._flaw or f"has {len(found)} cells where the header has {width}"
                self.report.add(self.file, line, "", reason)
                self._flaw = ""
                continue
            yield self._row(line, found, plan)

    def _row(self, line: int, found: list[str], plan: list[tuple[int, Column]]) -> Row:
        values: Values = {}
        row = Row(line, values)
        for place, column in plan:
            cell = found[place]
            if not cell or cell.isspace():
                self._take_empty(row, column, cell)
                continue
            try:
                values[column.key] = column.read(cell)
            except ValueError as error:
                self.refuse(row, column.name, str(error))
        if self._check and not row.bad:
            try:
                self._check(values)
            except BadCell as error:
                self.refuse(row, error.column, str(error))
        return row

    def _take_empty(self, row: Row, column: Column, cell: str) -> None:
        if column.required:
            self.refuse(row, column.name, "is empty, and is needed")
        # Blanks that somebody wrote in a text are still their words.
        row.values[column.key] = cell if column.read is cells.text else column.empty
