"""What the weekly interruption budget may make of what is owed, and what it must leave alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise

from tests.almanac.checkins import asking_day, asking_time
from tests.almanac.facts import Company, decent, monday, week_of
from tests.almanac.owed import WAITING, Owed

WEEKLY_BUDGET = "weekly budget"
YIELDING = ("checkin_reminder", "digest")
RANKS = ("checkin_reminder", "digest", "readout", "summary", "checkin_prompt")
PROMPT = "checkin_prompt"
# So long after what it waited for a message goes alone.
GRACE = timedelta(hours=1)


@dataclass(frozen=True)
class Verdict:
    """A ledger beside what would have come without a budget, and what each message said."""

    company: Company
    expected: set[Owed]
    ledger: set[Owed]
    messages: list[frozenset[Owed]]
    # What would have come without a budget, also soon after the end.
    booked: set[Owed]

    def complaints(self) -> list[str]:
        return sorted([*self._same_rows(), *self._rows(), *self._weeks(), *self._days(), *self._yields()])

    def _day(self, who: str, instant: datetime) -> date:
        return self.company.facts(who, instant).today(instant)

    def _week(self, who: str, instant: datetime) -> str:
        return week_of(self._day(who, instant))

    @cached_property
    def _told(self) -> dict[str, list[tuple[datetime, frozenset[Owed]]]]:
        """Each person's messages in their order."""
        found = defaultdict(list)
        for message in self.messages:
            (at,) = {row.at for row in message}
            assert at is not None
            found[next(iter(message)).who].append((at, message))
        return {who: sorted(told, key=lambda each: each[0]) for who, told in found.items()}

    @cached_property
    def _calendar(self) -> dict[str, list[Owed]]:
        """What each person's calendar held, with its own time."""
        found = defaultdict(list)
        for row in self.booked:
            if row.at is not None:
                found[row.who].append(row)
        return found

    def _same_rows(self) -> Iterator[str]:
        names = [Owed(*row[:3], None) for row in self.ledger], [Owed(*row[:3], None) for row in self.expected]
        for row in set(names[0]) ^ set(names[1]):
            yield f"came though not expected, or the other way round: {row}"

    def _rows(self) -> Iterator[str]:
        """Everything expected came at its time, or as much later as the budget allows."""
        expected = {row[:3]: row for row in self.expected}
        for row in self.ledger:
            own = expected.get(row[:3])
            if own is None or row == own:
                continue
            if own.reason == WAITING and row.reason == WEEKLY_BUDGET and row.kind in YIELDING:
                continue  # It yielded before the end, and would have come after.
            if row.kind == PROMPT or row.who == "#hr" or own.at is None:
                yield f"not as expected: {row}, but {own}"
            elif row.at is None:
                yield from self._unsent(row, own.at)
            elif row.at < own.at:
                yield f"too early: {row}, but {own}"
            elif self._day(row.who, row.at) == self._day(row.who, own.at):
                if not self._awaited(row, own.at, row.at):
                    yield f"late for no reason: {row}, but {own}"
            elif row.kind in YIELDING:
                yield f"put off to another day: {row}, but {own}"
            else:
                yield from self._deferred(row, row.at, own.at)

    def _unsent(self, row: Owed, own: datetime) -> Iterator[str]:
        if row.reason == WEEKLY_BUDGET and row.kind in YIELDING:
            return
        if row.reason == WAITING and own + timedelta(days=14) > self.company.ends:
            return
        yield f"dropped: {row}, expected {own}"

    def _awaited(self, row: Owed, since: datetime, until: datetime) -> bool:
        """Whether something else was to come on the day, at most an hour before."""
        others = (other for other in self._calendar[row.who] if other[:3] != row[:3])
        return any(since < (other.at or since) <= until <= (other.at or since) + GRACE for other in others)

    def _deferred(self, row: Owed, at: datetime, own: datetime) -> Iterator[str]:
        """In a full week: with a later message of that week, else on the next Monday."""
        week, facts = self._week(row.who, own), self.company.facts(row.who, at)
        if self._week(row.who, at) == week:
            together = any(row in message and len(message) > 1 for _, message in self._told[row.who])
            if not together and not self._awaited(row, own, at):
                yield f"put off within the week, alone: {row}, expected {own}"
        else:
            following = monday(week) + timedelta(days=7)
            first = decent(facts, facts.moment(following, time()), self.company.hours)
            # Later that day where something was on the calendar which then came on another.
            if self._day(row.who, at) != facts.today(first) and not self._awaited(row, first, at):
                yield f"put off neither to the next Monday nor to a message: {row}, expected {own}"
        if not self._full(row, own):
            yield f"put off in a week with room: {row}, expected {own}"

    def _full(self, row: Owed, own: datetime) -> bool:
        """Whether a week's messages fill it, with what more important things were still to come."""
        week = self._week(row.who, own)
        days = [self._day(row.who, at) for at, _ in self._told.get(row.who, ())]
        least = min(RANKS.index(row.kind), RANKS.index("digest"))
        more = {
            self._day(row.who, other.at)
            for other in self._calendar[row.who]
            if other.at is not None and other.at > own and RANKS.index(other.kind) > least
        }
        more |= self._was_to_be_asked(row.who, week, own)
        return sum(week_of(day) == week for day in [*days, *(more - set(days))]) >= self.company.budget

    def _was_to_be_asked(self, who: str, week: str, instant: datetime) -> set[date]:
        """The day of a week's prompt as it stood on the calendar then, though it may not have come."""
        facts = self.company.facts(who, instant)
        if asking_day(self.company, facts, week) is None:
            return set()
        at = decent(facts, asking_time(self.company, facts, week), self.company.hours)
        return {facts.today(at)} if at > instant else set()

    def _weeks(self) -> Iterator[str]:
        """The budget is kept, except where there are more prompts than that, and nothing else."""
        for who, told in self._told.items():
            weeks: dict[str, list[frozenset[Owed]]] = defaultdict(list)
            for at, message in told:
                weeks[self._week(who, at)].append(message)
            for week, messages in weeks.items():
                prompts = sum(any(row.kind == PROMPT for row in message) for message in messages)
                if len(messages) > max(self.company.budget, prompts):
                    yield f"{len(messages)} messages for {who} in {week}: {_listed(messages)}"

    def _days(self) -> Iterator[str]:
        for who, told in self._told.items():
            for (at, first), (then, second) in pairwise(told):
                asked = any(row.kind == PROMPT for row in first)
                if self._day(who, at) == self._day(who, then) and not asked:
                    yield f"two messages in one day: {_listed([first, second])}"

    def _yields(self) -> Iterator[str]:
        expected = {row[:3]: row for row in self.expected}
        for row in self.ledger:
            own = expected.get(row[:3])
            if row.reason != WEEKLY_BUDGET or own is None or own.at is None:
                continue
            if not self._full(row, own.at):
                yield f"yielded in a week with room: {row}, expected {own.at}"


def _listed(messages: Iterable[frozenset[Owed]]) -> str:
    return "; ".join(
        " + ".join(f"{row.kind} {row.period} {row.at:%a %m-%d %H:%M}" for row in message)
        for message in messages
    )
