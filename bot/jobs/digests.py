"""HR's recognition digest, weekly and monthly: to the HR channel, else to each person with the role;
and for leadership the month as a whole.

Everybody's figures are those of the same days, on the workspace's clock: days cut differently for
two readers would tell, by subtraction, of the hours between them.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.jobs.round import Round, begun, work_off
from bot.language import language, speaking
from bot.rules import cadence
from bot.rules.cadence import Works
from bot.services import attachment, circle, digest, post, workdays
from bot.services.attachment import File
from bot.services.digest import Span, month_before
from bot.services.figures import files
from bot.tools import Tools
from bot.views.circle import circles as circles_view
from bot.views.digest import Digest, aggregate, whole
from bot.views.digest import digest as view
from models import appointment, workspace
from models.appointment import Appointment
from models.person import Person

WEEKLY, MONTHLY, LEADERS = "digest_week", "digest_month", "digest_leaders"
CIRCLES = "digest_circles"
FIGURED = (WEEKLY, MONTHLY, LEADERS)
KINDS = (*FIGURED, CIRCLES)
# Whom each is for.
ROLES = {WEEKLY: "hr", MONTHLY: "hr", LEADERS: "leadership", CIRCLES: circle.ROLE}
KIND = "digest"
MOST_READERS = 1000
# The subject of an appointment that is the workspace's own channel.
CHANNEL = 0

# What was reckoned beforehand, by workspace, kind and period; its files also by language.
Name = tuple[int, str, str]
Figures = dict[Name, Digest]
Files = dict[tuple[Name, str], list[File]]


class Reckoned:
    """What readers have in common, made once for all of them."""

    def __init__(self) -> None:
        self.figures: Figures = {}
        self.files: Files = {}


async def send_due_digests(tools: Tools, *, now: datetime) -> int:
    """Give HR and leadership the past week's and the past month's recognition in totals."""
    total = await work_off(tools, CIRCLES, send_circles, now=now)
    for kind in FIGURED:
        reckoned = Reckoned()
        for workspace_id in await tools.read(workspace.active_ids):
            await tools.read(_reckon, workspace_id=workspace_id, kind=kind, now=now, into=reckoned)
        total += await work_off(tools, kind, partial(send, reckoned=reckoned), now=now)
    return total


def _reckon(session: Session, *, workspace_id: int, kind: str, now: datetime, into: Reckoned) -> None:
    """The figures of all that is due, read beside the writers: a large company's month takes seconds."""
    due = appointment.due(session, workspace_id, kind, now=now, limit=MOST_READERS, hold=False)
    around = begun(session, workspace_id, due, now=now)
    for booked in due:
        # What breaks here breaks again where it is sent, and is looked after there.
        with (
            suppress(Exception),
            session.begin_nested(),
            speaking(around.language(booked.subject_id)),
        ):
            who, period = around.people.get(booked.subject_id), booked.period
            if _still_a_reader(around, booked, who) and digest_time(around, who, kind, period) <= now:
                _files(session, around, kind, period, into)


def _facts(session: Session, around: Round, kind: str, period: str, into: Reckoned) -> Digest:
    """A period's figures, reckoned once for all readers."""
    name = (around.workspace_id, kind, period)
    if name not in into.figures:
        span = _span(kind, period)
        into.figures[name] = digest.compiled(
            session, workspace_id=around.workspace_id, span=span, zone=around.settings.zone
        )
    return into.figures[name]


def _files(session: Session, around: Round, kind: str, period: str, into: Reckoned) -> list[File]:
    """The month's charts and its spreadsheet, in the language that is spoken; a week has none."""
    facts = _facts(session, around, kind, period, into)
    name = ((around.workspace_id, kind, period), language())
    if name not in into.files:
        shown = whole(facts) if kind == LEADERS else facts
        into.files[name] = files(shown) if kind != WEEKLY else []
    return into.files[name]


def digest_time(around: Round, who: Person | None, kind: str, period: str) -> datetime:
    """When a period's digest is due on the reader's clock."""
    zone, works = _clock(around, who)
    if kind != WEEKLY:
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


def send(session: Session, around: Round, booked: Appointment, *, reckoned: Reckoned) -> None:
    """Send one reader's digest, and rebook."""
    who, kind, period = around.people.get(booked.subject_id), booked.kind, booked.period
    if _is_due(session, around, booked, who):
        facts = _facts(session, around, kind, period, reckoned)
        enclosed = _files(session, around, kind, period, reckoned)
        if kind == MONTHLY:
            digest.keep_coverage(session, workspace_id=around.workspace_id, facts=facts, now=around.now)
        _send(session, around, who, kind, period, facts, enclosed)


def send_circles(session: Session, around: Round, booked: Appointment) -> None:
    """Tell an admin once of circles of thanks, where there are any, and rebook."""
    who, period = around.people.get(booked.subject_id), booked.period
    if not _is_due(session, around, booked, who) or who is None:
        return
    until = digest_time(around, who, CIRCLES, _following(CIRCLES, period))
    span = month_before(date.fromisoformat(f"{period}-01"))
    last = span.after - timedelta(days=1)
    found = circle.untold(session, reader=who, since=span.first, until=last, now=around.now)
    row: dict[str, Any] = {"kind": KIND, "about": f"{CIRCLES}:{period}", "period": period, "until": until}
    row["message"] = circles_view([[one.mention for one in each] for each in found])
    row["due_at"] = around.decent_hour(who)
    if found and around.owe(session, who, **row):
        circle.note(session, reader=who, circles=found, now=around.now)


def _is_due(session: Session, around: Round, booked: Appointment, who: Person | None) -> bool:
    """Whether a reader gets their digest now, and it is rebooked; else it is put off, or is nobody's."""
    kind, period = booked.kind, booked.period
    if not _still_a_reader(around, booked, who):
        appointment.finish(session, booked)
        return False
    planned = digest_time(around, who, kind, period)
    if planned > around.now:
        appointment.move(session, booked, period=period, due_at=planned)
        return False
    after = _following(kind, period)
    return appointment.move(session, booked, period=after, due_at=digest_time(around, who, kind, after))


def _send(
    session: Session,
    around: Round,
    who: Person | None,
    kind: str,
    period: str,
    facts: Digest,
    enclosed: list[File],
) -> None:
    zone, works = _clock(around, who)
    at = cadence.next_decent_hour(around.now, around.settings.hours, zone, works)
    late = _period_of(kind, cadence.local_day(at, zone)) != period
    row: dict[str, Any] = {
        "kind": KIND,
        "about": f"{kind}:{period}",
        "message": aggregate(facts) if kind == LEADERS else view(facts),
        "due_at": at,
        "until": digest_time(around, who, kind, _following(kind, period)),
        "period": period,
    }
    reason = "overtaken by the next" if late else ""
    if who is None:
        sent = _to_channel(session, around, row, reason)
    elif reason:
        facts_of = {name: row[name] for name in ("kind", "about", "period")}
        post.note_skipped(session, person=who, reason=reason, now=around.now, **facts_of)
        sent = False
    else:
        sent = around.owe(session, who, **row)
    if sent and enclosed:
        place = who.id if who else around.settings.get("hr_channel")
        key = post.key(KIND, place, row["about"])
        attachment.keep(session, workspace_id=around.workspace_id, key=key, files=enclosed, now=around.now)


def _to_channel(session: Session, around: Round, row: dict[str, Any], reason: str) -> bool:
    held = reason or ("" if around.settings.get("launch") != "nobody" else post.NOT_LAUNCHED)
    channel = around.settings.get("hr_channel")
    whose = {"workspace_id": around.workspace_id, "channel": channel, "now": around.now}
    post.to_channel(session, **whose, **row, held=held)
    return not held


def _still_a_reader(around: Round, booked: Appointment, who: Person | None) -> bool:
    channel = around.settings.get("hr_channel") if booked.kind in (WEEKLY, MONTHLY) else ""
    if booked.subject_id == CHANNEL:
        return bool(channel)
    if channel or who is None or not who.active_on(around.today(who)):
        return False
    # Whoever is both gets HR's, which says all of it.
    return ROLES[booked.kind] in who.roles and not (booked.kind == LEADERS and "hr" in who.roles)


def _clock(around: Round, who: Person | None) -> tuple[ZoneInfo, Works]:
    """The reader's zone and working days; the channel has the workspace's zone and Monday to Friday."""
    if who is None:
        return around.settings.zone, workdays.in_the_week
    return around.zone(who), around.works(who)


def _period_of(kind: str, day: date) -> str:
    return cadence.week_of(day) if kind == WEEKLY else cadence.month_of(day)


def _following(kind: str, period: str) -> str:
    if kind != WEEKLY:
        return cadence.month_of(cadence.next_month(date.fromisoformat(f"{period}-01")))
    return cadence.following(period)


def _span(kind: str, period: str) -> Span:
    """What is looked back on: the week or month before the one in which the digest is sent."""
    if kind != WEEKLY:
        return month_before(date.fromisoformat(f"{period}-01"))
    after = cadence.monday_of(period)
    first = after - timedelta(weeks=1)
    week = cadence.week_of(first)
    # Last week's check-ins are still open on Monday, so the participation is that of the week before.
    return Span(first, after, (cadence.following(week, -1),), week)
