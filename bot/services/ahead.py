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
from models import appointment, blocker, card, checkin, team
from models.person import Person

PROMPT, REMINDER, READOUT, CLOSING = "checkin_prompt", "checkin_reminder", "readout", "checkin_closing"
SUMMARY, DIGEST_WEEK, DIGEST_MONTH = "summary", "digest_week", "digest_month"
DIGEST_LEADERS, OWN_CARD, BLOCKER = "digest_leaders", "own_card", "blocker_escalation"
# Appointments that lead to a scheduled message to their subject, and what it will be.
AHEAD = {
    PROMPT: Rank.PROMPT,
    REMINDER: Rank.REMINDER,
    READOUT: Rank.MERGED,
    OWN_CARD: Rank.MERGED,
    SUMMARY: Rank.MERGED,
    BLOCKER: Rank.MERGED,
    DIGEST_WEEK: Rank.DIGEST,
    DIGEST_MONTH: Rank.DIGEST,
    DIGEST_LEADERS: Rank.DIGEST,
}
# What became due so lately is dealt with in the same round, or again in the next.
SAME_ROUND = timedelta(minutes=15)
# Signals are computed each week.
LATELY = timedelta(weeks=2)


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
    for kind, period, at in booked:
        if kind != READOUT and not _is_idle(session, receiver, settings, kind, period, at):
            yield kind, at
    readouts = {period: at for kind, period, at in booked if kind == READOUT}
    for at in _readouts(session, receiver, settings, readouts, after, before):
        yield READOUT, at


def _readouts(
    session: Session,
    receiver: Receiver,
    settings: Chosen,
    booked: dict[str, datetime],
    after: datetime,
    before: datetime,
) -> Iterator[datetime]:
    """When the read-outs come: booked when a report's week closes, and moved on by each later close."""
    who = receiver.person
    reports = team.of_managers(session, who.workspace_id, [who.id]).get(who.id, [])
    if not reports:
        return
    ids = [report.id for report in reports]
    # Also of those who close after the time that is asked about: they move a read-out on beyond it.
    later = before + timedelta(weeks=1)
    closing = appointment.last_by_period(session, who.workspace_id, CLOSING, ids, after=after, before=later)
    # Who is still to be asked about a week is waited for as well, at least for so many days.
    open_days = timedelta(days=min(settings.rhythm(report.team).close_after for report in reports))
    asking = appointment.last_by_period(session, who.workspace_id, PROMPT, ids, after=after, before=later)
    hour = settings.rhythm(who.team).at
    for period in booked.keys() | closing.keys():
        closes = [closing[period]] if period in closing else []
        closes += [asking[period] + open_days] if period in asking else []
        times = [cadence.first_working_time(at, hour, receiver.zone, receiver.works) for at in closes]
        yield max([*times, *([booked[period]] if period in booked else [])])


def _is_idle(
    session: Session, receiver: Receiver, settings: Chosen, kind: str, period: str, at: datetime
) -> bool:
    """Whether nothing will come of an appointment, as it stands.

    Nobody is asked on a day off or about the week in which they joined, nor reminded of what is done,
    nor told of a blocker that has been answered, nor shown a card where no signal is seen;
    a digest after its week has been overtaken, unless the next one is due by then.
    """
    day = receiver.day(at)
    if kind == PROMPT:
        start = receiver.person.start_date
        return not receiver.works(day) or (start is not None and start >= cadence.monday_of(period))
    if kind == REMINDER:
        row = checkin.of_week(session, receiver.person.workspace_id, receiver.person.id, period)
        return row is None or bool(row.answered_at or row.skipped_at or row.excused)
    if kind == OWN_CARD:
        who = receiver.person
        return not card.cues(session, who.workspace_id, [who.id], since=day - LATELY, until=day)
    if kind == BLOCKER:
        waiting = blocker.by_ref(session, receiver.person.workspace_id, period.partition(":")[0])
        return waiting is None or waiting.is_answered
    week = cadence.week_of(day)
    if kind == DIGEST_WEEK and period != week:
        return cadence.nominal_day(week, settings.get("digest_day")) > day
    return False
