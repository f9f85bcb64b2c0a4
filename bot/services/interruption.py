"""Promising what the calendar owes a person, within the week's interruption budget.

What falls on one day travels as one message: one delivery carries, the others ride with it
and share its fate. The carrier keeps its `parts`, so that one of them can still change.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.rules import cadence, interruption
from bot.rules.cadence import Works
from bot.rules.interruption import RANKS, WEEKLY_BUDGET, Rank, Week
from bot.rules.setting import Chosen
from bot.services import post, shared
from bot.services.shared import Part
from bot.views.blocks import Message
from models import appointment, team, together
from models.base import add_once
from models.delivery import SKIPPED, WAITING, Delivery
from models.person import Person

# A message that waits for another of its day goes alone where that has not come so much later.
GRACE = timedelta(hours=1)
CLOSING = "checkin_closing"
# Appointments that lead to a scheduled message to their subject, and what it will be.
AHEAD = {
    "checkin_prompt": Rank.PROMPT,
    "checkin_reminder": Rank.REMINDER,
    "readout": Rank.MERGED,
    "summary": Rank.MERGED,
    "digest_week": Rank.DIGEST,
    "digest_month": Rank.DIGEST,
}


@dataclass(frozen=True)
class Receiver:
    """Who is told, and the clock and working days they live by; `alone` where it is known that nothing
    scheduled is waiting for them."""

    person: Person
    zone: ZoneInfo
    works: Works
    alone: bool = False


@dataclass(frozen=True)
class Owed:
    """One scheduled message about something (a week, a month): due at an instant, of no use after `until`."""

    kind: str
    about: str
    message: Message
    due_at: datetime
    until: datetime
    period: str = ""


def promise(session: Session, receiver: Receiver, owed: Owed, settings: Chosen, *, now: datetime) -> bool:
    """Owe a person one scheduled message; tells whether they will get it.

    Where the week is full, the less important yield (the ledger says so) and the others wait for
    the person's next message: one may come later than `owed.due_at`, or, with something else that
    was to come later the same day, never earlier. The caller holds the person's row.
    """
    row = post.addressed(session, receiver.person, owed.kind, owed.about, owed.message, settings, now)
    row |= {"period": owed.period, "due_at": owed.due_at, "useful_until": owed.until}
    if row["state"] == WAITING:
        if any(_join(session, row, other) for other in _companions(session, receiver, owed)):
            return True
        at = _moment(session, receiver, owed, settings)
        row |= (
            {"due_at": at}
            if at
            else {"state": SKIPPED, "reason": WEEKLY_BUDGET, "settled_at": now, "body": None}
        )
    add_once(session, Delivery, **row)
    return bool(row["state"] == WAITING)


def _companions(session: Session, receiver: Receiver, owed: Owed) -> list[Delivery]:
    """What the person is still owed on the same day."""
    if receiver.alone:
        return []
    day = cadence.local_day(owed.due_at, receiver.zone)
    waiting = together.waiting(session, receiver.person.workspace_id, receiver.person.id, RANKS)
    return [row for row in waiting if cadence.local_day(row.due_at, receiver.zone) == day]


def _join(session: Session, row: dict[str, Any], carrier: Delivery) -> bool:
    """Make one message of two, sent when the first of them is due; False where that cannot be."""
    parts = [*shared.parts_of(carrier), Part(row["key"], row["kind"], row["body"])]
    body = shared.whole(parts)
    if body is None or carrier.useful_until is None:
        return False
    due_at = min(row["due_at"], carrier.due_at)
    until = max(row["useful_until"], carrier.useful_until)
    change = {"body": body, "parts": shared.stored(parts), "due_at": due_at, "useful_until": until}
    if not together.change_waiting(session, carrier, **change):
        return False
    add_once(session, Delivery, **row | {"body": None, "rides_id": carrier.id, "due_at": due_at})
    return True


def _moment(session: Session, receiver: Receiver, owed: Owed, settings: Chosen) -> datetime | None:
    """When the message goes, where nothing is waiting that it could go with; None where it yields."""
    rank, zone, who = RANKS[owed.kind], receiver.zone, receiver.person
    if rank is Rank.PROMPT:
        return owed.due_at
    day = cadence.local_day(owed.due_at, zone)
    monday = cadence.monday_of(cadence.week_of(day))
    start, end = (cadence.instant(each, time.min, zone) for each in (monday, monday + timedelta(weeks=1)))
    had = together.of_week(session, who.workspace_id, who.id, RANKS, start=start, end=end)
    ahead = [
        (cadence.local_day(at, zone), at, their)
        for at, their in _ahead(session, receiver, settings, owed.due_at, end)
    ]
    week = Week(
        budget=settings.get("interruption_budget"),
        had=sum(cadence.local_day(at, zone) <= day for at in had),
        waiting={other for other in (cadence.local_day(at, zone) for at in had) if other > day},
        ahead=[(other, their) for other, _, their in ahead if other > day],
    )
    today = [at for other, at, _ in ahead if other == day]
    on = day if today else interruption.decide(rank, day, week)
    if on is None:
        return None
    others = today or [at for other, at, _ in ahead if other == on]
    alone = owed.due_at if on == day else cadence.instant(on, time.min, zone)
    at = max([alone, *(other + GRACE for other in others)])
    at = cadence.next_decent_hour(at, settings.hours, zone, receiver.works)
    return at if at < owed.until else owed.due_at


def _ahead(
    session: Session, receiver: Receiver, settings: Chosen, after: datetime, before: datetime
) -> list[tuple[datetime, Rank]]:
    """What else the week will bring, as far as the calendar knows."""
    who = receiver.person
    booked = appointment.of_person(session, who.workspace_id, who.id, AHEAD, after=after, before=before)
    ahead = [(at, AHEAD[kind]) for kind, at in booked]
    # A read-out is booked when the last report's week closes.
    reports = team.report_ids(session, who.workspace_id, who.id)
    closing = appointment.last_of(session, who.workspace_id, CLOSING, reports, after=after, before=before)
    if closing is not None:
        at = settings.rhythm(who.team).at
        readout = cadence.first_working_time(closing, at, receiver.zone, receiver.works)
        ahead += [(readout, Rank.MERGED)] if after < readout < before else []
    return ahead
