"""Links between rows of one table, who reports to whom or which goal serves which.

They are settled after the whole file is read, because the other end may come later.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.porting.report import Report

# So many of a circle are named.
NAMED = 10
Parents = Mapping[int, int | None]


@dataclass(frozen=True)
class Wording:
    """How the problems of one kind of link are said."""

    itself: str
    circle: str


@dataclass
class Links:
    """`standing` are the links that the database has; `find` raises ValueError for an unknown name."""

    file: str
    column: str
    wording: Wording
    standing: Parents
    find: Callable[[str], int]
    report: Report
    _wanted: list[tuple[int, int, str]] = field(default_factory=list)

    def want(self, line: int, row_id: int, name: str) -> None:
        """An empty name takes the link away."""
        self._wanted.append((line, row_id, name))

    def settle(self) -> dict[int, int | None]:
        """The links that differ from what stands, problems having been reported."""
        found = dict(self._found())
        lines = {row_id: line for line, row_id, _ in self._wanted}
        for circle in circles(dict(self.standing) | found, found):
            line = min((lines[row_id] for row_id in circle if row_id in lines), default=None)
            if line is not None:
                self.report.add(self.file, line, self.column, self._said(circle, found))
        return {row_id: other for row_id, other in found.items() if self.standing.get(row_id) != other}

    def _said(self, circle: list[int], found: Parents) -> str:
        """Who goes round in a circle, as far as the file names them."""
        named = {found[row_id]: name for _line, row_id, name in self._wanted if found.get(row_id)}
        names = [named[row_id] for row_id in circle if row_id in named]
        shown = names[:NAMED] + ["…"] * (len(names) > NAMED)
        return f"{self.wording.circle}: {', '.join(shown)}"

    def _found(self) -> Iterator[tuple[int, int | None]]:
        for line, row_id, name in self._wanted:
            try:
                other = self.find(name) if name else None
            except ValueError as error:
                self.report.add(self.file, line, self.column, str(error))
                continue
            if other == row_id:
                self.report.add(self.file, line, self.column, self.wording.itself)
            else:
                yield row_id, other


def circles(parents: Parents, starts: Iterable[int]) -> Iterator[list[int]]:
    """Every circle that one gets into by following parents from these starts, each once."""
    done: set[int] = set()
    for start in starts:
        path: dict[int, None] = {}
        here: int | None = start
        while here is not None and here not in done and here not in path:
            path[here] = None
            here = parents.get(here)
        if here is not None and here in path:
            members = list(path)
            yield members[members.index(here) :]
        done.update(path)
