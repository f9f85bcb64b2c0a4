"""Import files read once more, cell by cell and in plain Python, as the record that the method looks at.

Written from what design.md says of the files; it shares nothing with the import or with the database.
"""

import csv
import math
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bot.signals import record as columns
from bot.signals.record import NEVER, NO_END, NOBODY, Record

Rows = list[dict[str, str]]


def read(folder: Path, as_of: date) -> Record:
    """Everybody's facts up to a day."""
    return _Files(folder, as_of).record()


class _Files:
    def __init__(self, folder: Path, as_of: date) -> None:
        self.folder, self.as_of = folder, as_of
        self.people = self._rows("people.csv")
        self.place = {row["email"].lower(): number for number, row in enumerate(self.people)}
        self.goals = [
            row for row in self._rows("goals.csv") if row["owner_email"] and row.get("status") != "draft"
        ]
        self.goal = {row["goal_id"]: number for number, row in enumerate(self.goals)}

    def record(self) -> Record:
        size = len(self.people)
        return Record(
            people=self._people(),
            checkins=self._checkins(),
            goals=self._goals(),
            updates=self._updates(),
            kudos=self._kudos(),
            absences=columns.absences(
                (self._who(row["email"]), _day(row["from"]), _day(row["to"]))
                for row in self._rows("absences.csv")
            ),
            learning=self._learning(),
            earlier=columns.earlier(),
            opted_out=np.zeros(size, bool),
        )

    def _rows(self, name: str) -> Rows:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _who(self, email: str) -> int:
        return self.place[email.lower()] if email else NOBODY

    def _people(self) -> columns.People:
        rows, first = self.people, self._first_week()
        starts = [_day(row["start_date"]) if row["start_date"] else columns.UNKNOWN_START for row in rows]
        return columns.People(
            id=np.arange(len(rows)) + 1,
            email=[row["email"].lower() for row in rows],
            manager=np.array([self._who(row["manager_email"]) for row in rows]),
            **{name: [row.get(name, "") for row in rows] for name in ("team", "title", "level")},
            **{name: [row.get(name, "") for row in rows] for name in ("location", "country")},
            # Nothing is known of the weeks before the first record of anybody.
            start=np.array([max(start, first) for start in starts]),
            end=np.array([_day(row["end_date"]) if row["end_date"] else NO_END for row in rows]),
            here=np.ones(len(rows), bool),
        )

    def _first_week(self) -> int:
        end = columns.end_of(self.as_of)
        seconds = [
            _second(row["at"]) for name in ("kudos.csv", "goal_updates.csv") for row in self._rows(name)
        ]
        days = [datetime.fromtimestamp(at, UTC).date() for at in seconds if at < end]
        days += [_monday(row["week"]) for row in self._rows("checkins.csv")]
        first = min(days)
        return first.toordinal() - first.weekday()

    def _checkins(self) -> columns.Checkins:
        rows = self._rows("checkins.csv")
        answered = [_second(row["answered_at"]) for row in rows]
        # A week is over on its Monday after, 00:00 UTC, or with its answer where that comes sooner.
        over = [_week_end(row["week"]) for row in rows]
        return columns.Checkins(
            id=np.arange(len(rows)) + 1,
            person=np.array([self._who(row["email"]) for row in rows]),
            monday=np.array([_monday(row["week"]).toordinal() for row in rows]),
            answered_at=np.array(answered),
            closed_at=np.minimum(answered, over),
            excused=np.array([row["excused"] == "true" for row in rows]),
            mood=np.array([int(row["mood"] or 0) for row in rows]),
            workload=np.array([int(row["workload"] or 0) for row in rows]),
            blockers=np.array([bool(row["blockers"]) for row in rows]),
        )

    def _goals(self) -> columns.Goals:
        rows = self.goals
        closed = [_second(row["closed_at"] or row["confirmed_at"]) for row in rows]
        status = [_status(row) for row in rows]
        # Ended, and nobody knows when: long ago.
        ended = [
            NEVER if is_ not in (1, 2) else 0 if at == NEVER else at
            for is_, at in zip(status, closed, strict=True)
        ]
        return columns.Goals(
            id=np.arange(len(rows)) + 1,
            ref=[row["goal_id"] for row in rows],
            owner=np.array([self._who(row["owner_email"]) for row in rows]),
            start=np.array([_day(row["start_date"]) if row["start_date"] else -1 for row in rows]),
            due=np.array([_day(row["due_date"]) if row["due_date"] else -1 for row in rows]),
            agreed_at=np.array([_second(row["agreed_at"]) for row in rows]),
            closed_at=np.array(ended),
            status=np.array(status),
            start_value=np.array([_number(row["start_value"]) for row in rows]),
            target_value=np.array([_number(row["target_value"]) for row in rows]),
            confirmed_by=np.array([self._who(row["confirmed_by"]) for row in rows]),
            confirmed_at=np.array([_second(row["confirmed_at"]) for row in rows]),
            whole=np.zeros(len(rows), bool),
        )

    def _updates(self) -> columns.Updates:
        rows = [row for row in self._rows("goal_updates.csv") if row["goal_id"] in self.goal]
        return columns.Updates(
            id=np.arange(len(rows)) + 1,
            goal=np.array([self.goal[row["goal_id"]] for row in rows]),
            author=np.array([self._who(row["author_email"]) for row in rows]),
            at=np.array([_second(row["at"]) for row in rows]),
            value=np.array([_number(row["value"]) for row in rows]),
        )

    def _learning(self) -> columns.Learning:
        """Steps that are done, of all three kinds."""
        rows = [row for row in self._rows("growth.csv") if row["status"] == "done"]
        found = enumerate(rows, 1)
        return columns.learning(
            (number, row["growth_id"], self._who(row["email"]), _second(row["closed_at"]))
            for number, row in found
        )

    def _kudos(self) -> columns.Kudos:
        """Public thanks of two years, in the order of time."""
        end = columns.end_of(self.as_of)
        rows = sorted(self._rows("kudos.csv"), key=lambda row: _second(row["at"]))
        rows = [row for row in rows if row["visibility"] != "private" and end - _second(row["at"]) > 0]
        return columns.Kudos(
            id=np.arange(len(rows)) + 1,
            ref=np.array([row["kudos_id"] for row in rows], np.bytes_),
            giver=np.array([self._who(row["giver_email"]) for row in rows]),
            receiver=np.array([self._who(row["receiver_email"]) for row in rows]),
            at=np.array([_second(row["at"]) for row in rows]),
            names_behaviour=np.array([bool(row["values"] or row["skills"]) for row in rows]),
        )


def _status(row: dict[str, str]) -> int:
    """An empty status is agreed where somebody agreed, else proposed."""
    said = row["status"] or ("agreed" if row["agreed_at"] else "proposed")
    return {"done": columns.DONE, "dropped": columns.DROPPED, "proposed": columns.PROPOSED}.get(said, 0)


def _day(cell: str) -> int:
    return date.fromisoformat(cell).toordinal()


def _monday(week: str) -> date:
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def _week_end(week: str) -> int:
    return int(datetime.combine(_monday(week) + timedelta(days=7), time(), UTC).timestamp())


def _second(cell: str) -> Any:
    return int(datetime.fromisoformat(cell).timestamp()) if cell else NEVER


def _number(cell: str) -> float:
    return float(cell) if cell else math.nan
