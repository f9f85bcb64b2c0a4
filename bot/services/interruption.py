"""Promising what the calendar owes a person, within the week's interruption budget.

What falls on one day travels as one message: one delivery carries, the others ride with it
and share its fate. The carrier keeps its `parts`, so that one of them can still change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bot.rules import cadence, interruption
from bot.rules.interruption import RANKS, WEEKLY_BUDGET, Rank, Week
from bot.rules.setting import Chosen
from bot.services import post, shared
from bot.services.ahead import Coming, Receiver, ahead
from bot.views.blocks import Message
from models import together
from models.base import add_once
from models.delivery import SKIPPED, WAITING, Delivery

# A message that waits for another of its day goes alone where that has not come so much later.
GRACE = timedelta(hours=1)
# And so long before the end of the day's hours it goes in any case.
LAST_MOMENT = timedelta(minutes=1)
WEEK = timedelta(weeks=1)
# What waited for a week with room is of use at least so long after its new time.
STILL_OF_USE = timedelta(days=1)


@dataclass(frozen=True)
class Owed:
    """One scheduled message about something (a week, a month): due at an instant, of no use after `until`."""

    kind: str
    about: str
    message: Message
    due_at: datetime
    until: datetime
    period: str = ""


@dataclass(frozen=True)
class Moment:
    """When a message goes, and until when it is of use then."""

    at: datetime
    until: datetime


def promise(session: Session, receiver: Receiver, owed: Owed, settings: Chosen, *, now: datetime) -> bool:
    """Owe a person one scheduled message; tells whether they will get it.

    Where the week is full, the less important yield (the ledger says so) and the others wait for
    the person's next message: one may come later than `owed.due_at`, or, with something else that
    was to come later the same day, never earlier. The caller holds the person's row.
    """
    row = post.addressed(session, receiver.person, owed.kind, owed.about, owed.message, settings, now)
    row |= {"period": owed.period, "due_at": owed.due_at, "useful_until": owed.until}
    if row["state"] == WAITING:
        planned = _moment(session, receiver, owed, settings, now)
        if planned is None:
            row |= {"state": SKIPPED, "reason": WEEKLY_BUDGET, "settled_at": now, "body": None}
        else:
            row |= {"due_at": planned.at, "useful_until": planned.until}
            others = _companions(session, receiver, owed, planned.at)
            if any(shared.join(session, row, other) for other in others):
                return True
    add_once(session, Delivery, **row)
    return bool(row["state"] == WAITING)


def _companions(session: Session, receiver: Receiver, owed: Owed, at: datetime) -> list[Delivery]:
    """What the person is still owed on the same day. What should have left already leaves as soon as this."""
    if receiver.alone:
        return []
    day = cadence.local_day(at, receiver.zone)
    waiting = together.waiting(session, receiver.person.workspace_id, receiver.person.id, RANKS)
    return [
        row
        for row in waiting
        if cadence.local_day(row.due_at, receiver.zone) == day
        or (row.due_at <= owed.due_at and (row.useful_until or at) > owed.due_at)
    ]


def _moment(
    session: Session, receiver: Receiver, owed: Owed, settings: Chosen, now: datetime
) -> Moment | None:
    """When the message goes, by what else the person gets; None where it yields."""
    if RANKS[owed.kind] is Rank.PROMPT:
        return Moment(owed.due_at, owed.until)
    look = partial(_look, session, receiver, owed, settings, now=now)
    day, this = receiver.day(owed.due_at), look(owed.due_at)
    on = this.place(RANKS[owed.kind])
    if on is None:
        return None
    if on == day:
        return Moment(this.hour(on, until=owed.until), owed.until)
    if on >= this.monday + WEEK:
        this = look(_first_hour(receiver, settings, on))
        # Where the next week is full as well, with the first message of it that is to come.
        on = this.place(Rank.MERGED) or this.day
        on = on if on < this.monday + WEEK else this.day
    at = this.hour(on)
    return Moment(at, max(owed.until, at + STILL_OF_USE))


@dataclass(frozen=True)
class Look:
    """A person's week, looked at from an instant in it at which a message could go."""

    receiver: Receiver
    settings: Chosen
    start: datetime
    # When the week's messages came or are to come, and what else is to be promised.
    had: Sequence[datetime]
    comings: Sequence[Coming]
    # Whether one is waiting on that day already, with which another can go.
    taken: bool

    @property
    def day(self) -> date:
        return self.receiver.day(self.start)

    @property
    def monday(self) -> date:
        return cadence.monday_of(cadence.week_of(self.day))

    def place(self, rank: Rank) -> date | None:
        """The day for a message; it may be the next week's Monday. None where it yields."""
        if self.taken:
            return self.day
        days = [self.receiver.day(at) for at in self.had]
        week = Week(
            budget=self.settings.get("interruption_budget"),
            had=sum(day <= self.day for day in days),
            waiting={day for day in days if day > self.day},
            ahead=[(each.day, each.rank) for each in self.comings if each.day > self.day],
        )
        # What comes on one day goes together, so the most important of it decides for all.
        today = [each.rank for each in self.comings if each.day == self.day]
        on = interruption.decide(max([rank, *today]), self.day, week)
        return on if rank >= Rank.MERGED or on == self.day else None

    def hour(self, on: date, *, until: datetime | None = None) -> datetime:
        """When a message goes on that day: with the last of what is to come, or a little later."""
        zone, hours = self.receiver.zone, self.settings.hours
        at = self.start if on == self.day else _first_hour(self.receiver, self.settings, on)
        end = cadence.instant(on, hours.end, zone) - LAST_MOMENT
        for other in (each.at for each in self.comings if each.day == on):
            latest = max(other, min(other + GRACE, end, until - LAST_MOMENT if until else end))
            at = max(at, latest if until is None or latest < until else at)
        return at


def _look(
    session: Session, receiver: Receiver, owed: Owed, settings: Chosen, start: datetime, *, now: datetime
) -> Look:
    monday = cadence.monday_of(cadence.week_of(receiver.day(start)))
    begin, end = (cadence.instant(each, time.min, receiver.zone) for each in (monday, monday + WEEK))
    who = receiver.person
    had = together.between(session, who.workspace_id, who.id, RANKS, start=begin, end=end, now=now)
    comings = ahead(session, receiver, settings, kind=owed.kind, now=now, before=end)
    inside = [each for each in comings if monday <= each.day < monday + WEEK]
    taken = bool(_companions(session, receiver, owed, start))
    return Look(receiver, settings, start, had, inside, taken)


def _first_hour(receiver: Receiver, settings: Chosen, day: date) -> datetime:
    """The first working hour from the beginning of a day on."""
    start = cadence.instant(day, time.min, receiver.zone)
    return cadence.next_decent_hour(start, settings.hours, receiver.zone, receiver.works)
