"""The facts behind one person's cue: ids and days, for links and for the record of the cue."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from bot.signals import delivery
from bot.signals.constants import HORIZON, Constants
from bot.signals.frame import FRIDAY, Frame
from bot.signals.record import NEVER, Ints, Record, instant_of

# What each kind of fact is kept as: id, the name in files, the day.
Item = tuple[int, str, str]


@dataclass(frozen=True)
class Items:
    """The facts of any one person, found by position."""

    record: Record
    frame: Frame
    constants: Constants
    _at_hand: dict[str, Any] = field(default_factory=dict)

    def of(self, person: int, kinds: tuple[str, ...]) -> dict[str, list[Item]]:
        """By kind, the newest first. The last person's are at hand: signals share their facts."""
        if self._at_hand.get("person") != person:
            self._at_hand.clear()
            self._at_hand["person"] = person
        for kind in kinds:
            if kind not in self._at_hand:
                self._at_hand[kind] = getattr(self, f"_{kind}")(person)
        return {kind: self._at_hand[kind] for kind in kinds}

    def _checkins(self, person: int) -> list[Item]:
        """Weeks that were due, named by their ISO week."""
        rows = self.record.checkins
        mine = self._by_checkin.of(person)
        week = self.frame.week_of_monday(rows.monday[mine])
        mine = mine[(week >= 0) & (week < HORIZON) & ~rows.excused[mine]]
        return _newest(
            (int(rows.id[row]), _week(int(rows.monday[row])), _day(int(rows.monday[row]) + FRIDAY))
            for row in mine
        )

    def _goals(self, person: int) -> list[Item]:
        """Open goals, by the day of their last update."""
        goals, frame = self.record.goals, self.frame
        mine = self._by_goal.of(person)
        mine = mine[goals.closed_at[mine] >= frame.end]
        return _newest(
            (int(goals.id[row]), goals.ref[row], self._last_sign(row)) for row in mine if self._begun(row)
        )

    def _updates(self, person: int) -> list[Item]:
        """Updates by the owner, named by their goal."""
        rows, goals = self.record.updates, self.record.goals
        found = []
        for goal in self._by_goal.of(person):
            for row in self._by_update.of(int(goal)):
                near = 0 <= int(self.frame.week(rows.at[row])) < HORIZON
                if near and rows.author[row] == person:
                    found.append((int(rows.id[row]), goals.ref[goal], _at(int(rows.at[row]))))
        return _newest(found)

    def _received(self, person: int) -> list[Item]:
        return self._kudos(self._by_receiver.of(person))

    def _given(self, person: int) -> list[Item]:
        return self._kudos(self._by_giver.of(person))

    def _kudos(self, rows: Ints) -> list[Item]:
        kudos = self.record.kudos
        week = self.frame.week(kudos.at[rows])
        near = rows[(week >= 0) & (week < HORIZON)]
        return _newest((int(kudos.id[row]), kudos.ref[row].decode(), _at(int(kudos.at[row]))) for row in near)

    def _learned(self, person: int) -> list[Item]:
        """Steps of the growth plan that were done."""
        acts = self.record.learning
        mine = self._by_learner.of(person)
        week = self.frame.week(acts.at[mine])
        near = mine[(week >= 0) & (week < HORIZON)]
        return _newest((int(acts.id[row]), acts.ref[row].decode(), _at(int(acts.at[row]))) for row in near)

    def _closings(self, person: int) -> list[Item]:
        """Commitments that count for delivery."""
        goals = self.record.goals
        found = self._all_closings
        places = self._by_closing.of(int(self.frame.row_of[person]))
        return _newest(
            (int(goals.id[found.goal[place]]), goals.ref[found.goal[place]], _at(int(found.at[place])))
            for place in places
        )

    def _begun(self, goal: int) -> bool:
        start = int(self.record.goals.start[goal])
        return start < 0 or start <= self.frame.as_of.toordinal()

    def _last_sign(self, goal: int) -> str:
        at = self.record.updates.at[self._by_update.of(goal)]
        at = at[at < self.frame.end]
        start = int(self.record.goals.start[goal])
        if len(at):
            return _at(int(at.max()))
        return _day(start) if start > 0 else self.frame.as_of.isoformat()

    @cached_property
    def _by_checkin(self) -> "Index":
        return Index(self.record.checkins.person)

    @cached_property
    def _by_goal(self) -> "Index":
        return Index(self.record.goals.owner)

    @cached_property
    def _by_update(self) -> "Index":
        return Index(self.record.updates.goal)

    @cached_property
    def _by_receiver(self) -> "Index":
        return Index(self.record.kudos.receiver)

    @cached_property
    def _by_giver(self) -> "Index":
        return Index(self.record.kudos.giver)

    @cached_property
    def _by_learner(self) -> "Index":
        return Index(self.record.learning.person)

    @cached_property
    def _by_closing(self) -> "Index":
        return Index(self._all_closings.row)

    @cached_property
    def _all_closings(self) -> delivery.Closings:
        return delivery.closings(self.record, self.frame, self.constants)


class Index:
    """The rows of each subject, found without going through all."""

    def __init__(self, subjects: Ints) -> None:
        self._order = np.argsort(subjects, kind="stable")
        # Where each subject's rows begin, and behind the last: looking for them one by one, NumPy would copy
        # all of them each time to compare them with Python's whole numbers.
        behind = np.arange(int(subjects.max(initial=-1)) + 2, dtype=subjects.dtype)
        self._first = np.searchsorted(subjects[self._order], behind)

    def of(self, subject: int) -> Ints:
        if subject + 1 >= len(self._first):
            return self._order[:0]
        return self._order[self._first[subject] : self._first[subject + 1]]


def _newest(items: Any) -> list[Item]:
    return sorted(items, key=lambda item: (item[2], item[0]), reverse=True)


def _at(second: int) -> str:
    return "" if second == NEVER else instant_of(second).date().isoformat()


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _week(monday: int) -> str:
    year, week, _ = date.fromordinal(monday).isocalendar()
    return f"{year}-W{week:02}"
