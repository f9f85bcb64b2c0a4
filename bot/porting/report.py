"""What an import or export did, file by file, and what was wrong with the rows."""

from bisect import insort
from dataclasses import dataclass, field
from datetime import datetime

# A file in the wrong format would fill the screen; beyond these, bad rows are only counted.
SHOWN = 100
NAMED = 10


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `line` counts from 1, the header being line 1; 0 means the whole file."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.column}: {self.reason}" if self.column else f"{place}: {self.reason}"


@dataclass
class Counts:
    """Rows of one file: those read, and what became of the good ones."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Report:
    """`problems` holds the first hundred, file by file in the order of their lines; `problem_count`
    counts them all.

    Where there are problems, or on a dry run, nothing was written, and the counts say
    what would have been.
    """

    dry_run: bool = False
    files: dict[str, Counts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    unknown_columns: dict[str, list[str]] = field(default_factory=dict)
    unknown_files: list[str] = field(default_factory=list)
    # What people.csv says of countries that no calendar of holidays is known for.
    unknown_countries: set[str] = field(default_factory=set)
    # Rows of an export that name somebody who has neither an email nor a Slack id any more.
    nameless: int = 0
    # The moment an export was asked for.
    as_of: datetime | None = None

    @property
    def ok(self) -> bool:
        return not self.problem_count

    def counts(self, file: str) -> Counts:
        return self.files.setdefault(file, Counts())

    def add(self, file: str, line: int, column: str, reason: str) -> None:
        self.problem_count += 1
        insort(self.problems, Problem(file, line, column, reason), key=self._place)
        del self.problems[SHOWN:]

    def _place(self, problem: Problem) -> tuple[int, int]:
        """Some checks need the whole file, so problems are not found in the order of their lines."""
        order = {file: place for place, file in enumerate(self.files)}
        return order.get(problem.file, len(order)), problem.line

    def lines(self) -> list[str]:
        """The report in sentences, problems last."""
        return [*self._files(), *self._ignored(), *self._problems(), *self._outcome()]

    def _files(self) -> list[str]:
        if self.as_of:
            return [f"{file}: {c.rows} rows" for file, c in self.files.items()]
        return [
            f"{file}: {c.rows} rows, {c.added} added, {c.changed} changed, {c.unchanged} unchanged"
            for file, c in self.files.items()
        ]

    def _ignored(self) -> list[str]:
        lines = [f"{file}: ignored columns: {', '.join(c)}" for file, c in self.unknown_columns.items()]
        if self.unknown_files:
            lines.append(f"Ignored files: {', '.join(self.unknown_files)}")
        if self.unknown_countries:
            named = ", ".join(sorted(self.unknown_countries)[:NAMED])
            more = f" and {len(self.unknown_countries) - NAMED} more" * (len(self.unknown_countries) > NAMED)
            lines.append(
                f"No public holidays are known for: {named}{more}. "
                "Codes such as DE, or DE-BY for a part of a country, bring them."
            )
        if self.nameless:
            lines.append(f"{self.nameless} rows are left out: they name somebody without email and Slack id.")
        return lines

    def _problems(self) -> list[str]:
        more = self.problem_count - len(self.problems)
        return [str(problem) for problem in self.problems] + ([f"… and {more} more."] if more else [])

    def _outcome(self) -> list[str]:
        if self.problem_count:
            many = "1 problem" if self.problem_count == 1 else f"{self.problem_count} problems"
            return [f"Nothing was written: {many}."]
        if self.as_of:
            return [f"Exported as of {self.as_of.isoformat(timespec='seconds')}."]
        return ["Nothing was written: this was a dry run."] if self.dry_run else []
