"""What a person's calendar still brings them, as far as it can be known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules.cadence import Works
from bot.rules.interruption import Rank
from bot.rules.setting import Chosen
from models import appointment, checkin, team
from models.person import Person

PROMPT, REMINDER, READOUT, CLOSING = "checkin_prompt", "checkin_reminder", "readout", "checkin_closing"
# Appointments that lead to a scheduled message to their subject, and what it will be.
AHEAD = {
    PROMPT: Rank.PROMPT,
    REMINDER: Rank.REMINDER,
    READOUT: Rank.MERGED,
    "summary": Rank.MERGED,
    "digest_week": Rank.DIGEST,
    "digest_month": Rank.DIGEST,
}
# What became due so lately is dealt with in the same round, or again in the next.
SAME_ROUND = timedelta(minutes=15)


@dataclass(frozen=True)
class Receiver:
    """Who is told, and the clock and working days they live by; `alone` where it is known that nothing
    scheduled is waiting for them."""

    person: Person
    zone: ZoneInfo
    works: Works
    alone: bool = False

    def day(self, instant: datetime) -> date:
        return cadence.local_day(instant, self.zone)


@dataclass(frozen=True)
class Coming:
    """One thing ahead: the day on the person's clock, the hour at which it may arrive, what it will be."""

    day: date
    at: datetime
    rank: Rank


def ahead(
    session: Session, receiver: Receiver, settings: Chosen, *, kind: str, now: datetime, before: datetime
) -> list[Coming]:
    """What is still to be promised to a person beside a message of a kind, in the hours in which it may
    arrive."""
    comings = []
    for other, at in _booked(session, receiver, settings, now - SAME_ROUND, before):
        if other == kind and at <= now:
            continue  # Of two read-outs that are due at once only the newer one goes.
        decent = cadence.next_decent_hour(max(at, now), settings.hours, receiver.zone, receiver.works)
        comings.append(Coming(receiver.day(decent), decent, AHEAD[other]))
    return comings


def _booked(
    session: Session, receiver: Receiver, settings: Chosen, after: datetime, before: datetime
) -> Iterator[tuple[str, datetime]]:
    who = receiver.person
    booked = appointment.of_person(session, who.workspace_id, who.id, AHEAD, after=after, before=before)
    closed = _readouts(session, receiver, settings, after, before)
    for kind, period, at in booked:
        if kind == READOUT:
            # A later close moves it on.
            closed[period] = max(at, closed.get(period, at))
        elif not _is_idle(session, receiver, kind, period, at):
            yield kind, at
    for at in closed.values():
        yield READOUT, at


def _readouts(
    session: Session, receiver: Receiver, settings: Chosen, after: datetime, before: datetime
) -> dict[str, datetime]:
    """When the read-outs come that are booked only when the last report's week closes."""
    who = receiver.person
    reports = team.report_ids(session, who.workspace_id, who.id)
    if not reports:
        return {}
    span = {"after": after, "before": before}
    closing = appointment.last_by_period(session, who.workspace_id, CLOSING, reports, **span)
    hour = settings.rhythm(who.team).at
    return {
        period: cadence.first_working_time(at, hour, receiver.zone, receiver.works)
        for period, at in closing.items()
    }


def _is_idle(session: Session, receiver: Receiver, kind: str, period: str, at: datetime) -> bool:
    """Whether nothing will come of an appointment, as it stands: nobody is asked on a day off, nor
    reminded of what is done."""
    if kind == PROMPT:
        return not receiver.works(receiver.day(at))
    if kind == REMINDER:
        row = checkin.of_week(session, receiver.person.workspace_id, receiver.person.id, period)
        return row is None or bool(row.answered_at or row.skipped_at or row.excused)
    return False
