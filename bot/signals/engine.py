"""The method from end to end: a record and a day in, findings out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from bot.signals import bands, checks, explain, finding, levels, thanks, work
from bot.signals.bands import Decided, Past
from bot.signals.constants import DEFAULT, SIGNALS, WATCH, Constants, formula
from bot.signals.finding import Finding
from bot.signals.frame import Frame, framed
from bot.signals.items import Item, Items
from bot.signals.judged import Judged, joined
from bot.signals.methods import METHODS
from bot.signals.record import NOBODY, Flags, Floats, Ints, Record
from bot.signals.slate import Slates

# The facts that the lines of each signal are about.
KINDS: Mapping[str, tuple[str, ...]] = {
    "goal_momentum": ("goals", "updates"),
    "delivery_reliability": ("closings", "goals"),
    "recognition_breadth": ("received",),
    "recognition_given": ("given",),
    "growth": ("received", "updates", "learned"),
    "engagement_trend": ("checkins", "goals", "updates", "given"),
    "overload_watch": ("checkins", "goals"),
    "stay_conversation": ("checkins", "goals", "updates", "given"),
    "unseen_contribution": ("closings", "received"),
}
CUE, NONE, NOT_ENOUGH, EXCUSED, OFF = range(5)
CHUNK = 4_000
STATES = (finding.CUE, finding.NONE, finding.NOT_ENOUGH, finding.EXCUSED, finding.OFF)


@dataclass(frozen=True)
class Column:
    """One signal of everybody eligible: its strength, its state (a number of `STATES`), what was decided."""

    score: Floats
    state: Ints
    window: Ints
    decided: Decided
    past: Past
    to_manager: Flags


@dataclass(frozen=True)
class Run:
    """The findings of one day. `people` are the positions of the eligible; the columns are in their order.

    Iterating makes every signal of everybody, one at a time: a hundred thousand people have
    nine hundred thousand findings.
    """

    record: Record
    frame: Frame
    constants: Constants
    people: Ints
    slates: Slates
    columns: Mapping[str, Column]

    def __iter__(self) -> Iterator[Finding]:
        for row in range(len(self.people)):
            yield from self.of(row)

    def of(self, row: int) -> list[Finding]:
        """Every signal of one of `people`."""
        return [self.finding(row, signal) for signal in SIGNALS]

    def scores(self, signal: str) -> Floats:
        """The strength (or level) of everybody eligible."""
        return self.columns[signal].score

    def states(self, signal: str) -> list[str]:
        return [STATES[number] for number in self.columns[signal].state]

    def cues(self) -> Iterator[tuple[int, Finding]]:
        """Only what is seen, each with its row in `people`, in the order of people and signals."""
        seen = np.stack([self.columns[signal].state == CUE for signal in SIGNALS], axis=1)
        for row, number in np.argwhere(seen).tolist():
            yield row, self.finding(row, SIGNALS[number])

    def finding(self, row: int, signal: str) -> Finding:
        column = self.columns[signal]
        person, state = int(self.people[row]), int(column.state[row])
        known = state in (CUE, NONE)
        cue = self._detail(row, signal) if state == CUE else None
        decided = column.decided
        return Finding(
            person=person,
            signal=signal,
            as_of=self.frame.as_of,
            state=STATES[state],
            band=bands.band_name(signal, int(decided.band[row])) if known else None,
            confidence=bands.CONFIDENCE[int(decided.confidence[row])] if known else None,
            window=self.frame.span(int(column.window[row])),
            score=round(float(column.score[row]), explain.DIGITS) + 0.0,
            formula=formula(signal),
            evidence=cue.evidence if cue else (),
            families=cue.families if cue else (),
            raised=state == CUE and bool(decided.raised[row]),
            to_manager=state == CUE and bool(column.to_manager[row]),
        )

    def kept(self, row: int, signal: str) -> dict[str, Any]:
        """What is stored with a cue, so that it can be computed again (R8)."""
        held = int(self.columns[signal].past.held[row])
        items = self._items(row, signal)
        return explain.kept(signal, self.slates.of(row), items, held, self.frame.as_of, self.constants)

    def _detail(self, row: int, signal: str) -> explain.Detail:
        held = int(self.columns[signal].past.held[row])
        items = self._items(row, signal)
        return explain.detail(signal, self.slates.of(row), items, held, self.frame.as_of, self.constants)

    def _items(self, row: int, signal: str) -> dict[str, list[Item]]:
        return self._facts.of(int(self.people[row]), KINDS[signal])

    @cached_property
    def _facts(self) -> Items:
        return Items(self.record, self.frame, self.constants)


def run(record: Record, *, as_of: date, constants: Constants = DEFAULT, even_if_off: bool = False) -> Run:
    """Compute every signal as of the end of a day in UTC; what came later is not looked at.

    `even_if_off` is the audit's: what is switched off is computed all the same. Who has opted out
    of watch cues is never computed: they look like people of whom too little is known.
    """
    frame = framed(record, as_of, constants)
    slates = _slates(record, frame, constants)
    people = frame.rows[frame.eligible]
    row_of = np.full(len(record.people), NOBODY, np.int64)
    row_of[people] = np.arange(len(people))
    columns: dict[str, Column] = {}
    for signal in SIGNALS:
        judged = _judged(signal, slates, len(people), constants)
        before = bands.past(record.earlier, signal, row_of, len(people), as_of, constants)
        columns[signal] = _column(record, people, signal, judged, before, even_if_off, constants)
    return Run(record, frame, constants, people, slates, _told(record, people, columns, as_of, constants))


def _slates(record: Record, frame: Frame, constants: Constants) -> Slates:
    """Norms are the whole workspace's; the rows that are judged those of the eligible."""
    answers = checks.built(record, frame, constants)
    recognition = thanks.built(record, frame, answers.here, constants)
    goals = work.built(record, frame, answers.here, constants)
    numbers = levels.built(record, frame, answers, recognition, constants)
    return Slates(answers, recognition, goals, numbers).eligible(frame.eligible)


def _judged(signal: str, slates: Slates, people: int, constants: Constants) -> Judged:
    """Some thousand people at a time: a term needs several times the room of what it is computed from."""
    judge = METHODS[signal].judge
    firsts = range(0, max(people, 1), CHUNK)
    return joined([judge(slates.eligible(slice(first, first + CHUNK)), constants) for first in firsts])


def _column(
    record: Record,
    people: Ints,
    signal: str,
    judged: Judged,
    before: Past,
    even_if_off: bool,
    constants: Constants,
) -> Column:
    decided = bands.decide(signal, judged, before, constants)
    hidden = record.opted_out[people] if signal in WATCH else np.zeros(len(people), bool)
    state = np.select(
        [hidden, judged.excused, ~judged.enough, decided.cue], [NOT_ENOUGH, EXCUSED, NOT_ENOUGH, CUE], NONE
    )
    if signal in record.off and not even_if_off:
        state = np.where(hidden, NOT_ENOUGH, OFF)
    score = np.where(hidden, 0.0, judged.score)
    return Column(score, state, judged.window, decided, before, decided.candidate & (state == CUE))


def _told(
    record: Record, people: Ints, columns: dict[str, Column], as_of: date, constants: Constants
) -> dict[str, Column]:
    """Leave each manager at most one new watch cue a month."""
    watch = {name: columns[name] for name in WATCH}
    kept = bands.one_watch_cue(
        {name: column.to_manager for name, column in watch.items()},
        {name: column.score for name, column in watch.items()},
        record.people.manager[people],
        bands.heard_this_month(record.earlier, record.people.manager, as_of),
        constants,
    )
    return columns | {name: replace(column, to_manager=kept[name]) for name, column in watch.items()}
