"""HR's recognition digest, weekly and monthly: to the HR channel, else to each person with the role."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.jobs.round import Round, begun, work_off
from bot.rules import cadence
from bot.rules.cadence import Works
from bot.services import digest, post, workdays
from bot.services.summary import weeks_of
from bot.tools import Tools
from bot.views.digest import Digest
from bot.views.digest import digest as view
from models import appointment, workspace
from models.appointment import Appointment
from models.person import Person

WEEKLY, MONTHLY = "digest_week", "digest_month"
KIND = "digest"
MOST_READERS = 1000
# The subject of an appointment that is the workspace's own channel.
CHANNEL = 0


@dataclass(frozen=True)
class Span:
    """The days a digest is about, from `first` up to `after` (excluded)."""

    title: str
    first: date
    after: date
    weeks: tuple[str, ...]
    asked: str


# What was reckoned beforehand, by workspace, kind, period and zone.
Figures = dict[tuple[int, str, str, str], Digest]


async def send_due_digests(tools: Tools, *, now: datetime) -> int:
    """Give HR the past week's and the past month's recognition in totals."""
    total = 0
    for kind in (WEEKLY, MONTHLY):
        figures: Figures = {}
        for workspace_id in await tools.read(workspace.active_ids):
            figures |= await tools.read(_reckoned, workspace_id=workspace_id, kind=kind, now=now)
        total += await work_off(tools, kind, partial(send, figures=figures), now=now)
    return total


def _reckoned(session: Session, *, workspace_id: int, kind: str, now: datetime) -> Figures:
    """The figures of all that is due, read beside the writers: a large company's month takes seconds."""
    figures: Figures = {}
    due = appointment.due(session, workspace_id, kind, now=now, limit=MOST_READERS, hold=False)
    around = begun(session, workspace_id, due, now=now)
    for booked in due:
        # What breaks here breaks again where it is sent, and is looked after there.
        with suppress(Exception), session.begin_nested():
            who, period = around.people.get(booked.subject_id), booked.period
            if _still_a_reader(around, booked, who) and digest_time(around, who, kind, period) <= now:
                _facts(session, around, who, kind, period, figures)
    return figures


def _facts(
    session: Session, around: Round, who: Person | None, kind: str, period: str, figures: Figures
) -> Digest:
    """A period's figures by the days of a reader's zone, reckoned once for all readers of a zone."""
    zone, _ = _clock(around, who)
    name = (around.workspace_id, kind, period, zone.key)
    if name not in figures:
        span = _span(kind, period)
        figures[name] = digest.compiled(
            session,
            workspace_id=around.workspace_id,
            title=span.title,
            first=span.first,
            after=span.after,
            weeks=span.weeks,
            asked=span.asked,
            zone=zone,
        )
    return figures[name]


def digest_time(around: Round, who: Person | None, kind: str, period: str) -> datetime:
    """When a period's digest is due on the reader's clock."""
    zone, works = _clock(around, who)
    if kind == MONTHLY:
        day = cadence.first_working_day(date.fromisoformat(f"{period}-01"), works)
    else:
        day = cadence.nominal_day(period, around.settings.get("digest_day"))
        day = day if works(day) else cadence.working_day_after(day, works)
    return cadence.instant(day, around.settings.summary_time, zone)


def first_period(around: Round, who: Person | None, kind: str) -> str:
    """The first period whose digest is still to come."""
    zone, _ = _clock(around, who)
    period = _period_of(kind, cadence.local_day(around.now, zone))
    return period if digest_time(around, who, kind, period) >= around.now else _following(kind, period)


def send(session: Session, around: Round, booked: Appointment, *, figures: Figures) -> None:
    """Send one reader's digest, and rebook."""
    who, kind, period = around.people.get(booked.subject_id), booked.kind, booked.period
    if not _still_a_reader(around, booked, who):
        appointment.finish(session, booked)
        return
    planned = digest_time(around, who, kind, period)
    if planned > around.now:
        appointment.move(session, booked, period=period, due_at=planned)
        return
    after = _following(kind, period)
    if appointment.move(session, booked, period=after, due_at=digest_time(around, who, kind, after)):
        facts = _facts(session, around, who, kind, period, figures)
        _send(session, around, who, kind, period, facts)


def _send(session: Session, around: Round, who: Person | None, kind: str, period: str, facts: Digest) -> None:
    zone, works = _clock(around, who)
    at = cadence.next_decent_hour(around.now, around.settings.hours, zone, works)
    about = f"{kind}:{period}"
    late = _period_of(kind, cadence.local_day(at, zone)) != period
    until = digest_time(around, who, kind, _following(kind, period))
    reason = "overtaken by the next" if late else ""
    if who is None:
        held = "" if around.settings.get("launch") != "nobody" else post.NOT_LAUNCHED
        post.to_channel(
            session,
            workspace_id=around.workspace_id,
            channel=around.settings.get("hr_channel"),
            kind=KIND,
            about=about,
            message=view(facts),
            now=around.now,
            held=reason or held,
            due_at=at,
            until=until,
            period=period,
        )
    elif reason:
        post.note_skipped(
            session, person=who, kind=KIND, about=about, reason=reason, now=around.now, period=period
        )
    else:
        around.owe(
            session,
            who,
            kind=KIND,
            about=about,
            message=view(facts),
            due_at=at,
            until=until,
            period=period,
        )


def _still_a_reader(around: Round, booked: Appointment, who: Person | None) -> bool:
    channel = around.settings.get("hr_channel")
    if booked.subject_id == CHANNEL:
        return bool(channel)
    return not channel and who is not None and "hr" in who.roles and who.active_on(around.today(who))


def _clock(around: Round, who: Person | None) -> tuple[ZoneInfo, Works]:
    """The reader's zone and working days; the channel has the workspace's zone and Monday to Friday."""
    if who is None:
        return around.settings.zone, workdays.in_the_week
    return around.zone(who), around.works(who)


def _period_of(kind: str, day: date) -> str:
    return cadence.month_of(day) if kind == MONTHLY else cadence.week_of(day)


def _following(kind: str, period: str) -> str:
    if kind == MONTHLY:
        return cadence.month_of(cadence.next_month(date.fromisoformat(f"{period}-01")))
    return cadence.following(period)


def _span(kind: str, period: str) -> Span:
    """What is looked back on: the week or month before the one in which the digest is sent."""
    if kind == MONTHLY:
        after = date.fromisoformat(f"{period}-01")
        first = (after - timedelta(days=1)).replace(day=1)
        return Span(f"Recognition in {first:%B %Y}", first, after, tuple(weeks_of(first)), f"{first:%B}")
    after = cadence.monday_of(period)
    first = after - timedelta(weeks=1)
    week = cadence.week_of(first)
    # Last week's check-ins are still open on Monday, so the participation is that of the week before.
    asked = cadence.following(week, -1)
    return Span(f"Recognition in week {week[-2:]}", first, after, (asked,), f"week {asked[-2:]}")
