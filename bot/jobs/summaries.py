"""The monthly summary to each manager, on their first working day of the month."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.jobs.round import Round, work_off
from bot.rules import cadence
from bot.services import post, summary
from bot.tools import Tools
from bot.views.summary import summary as view
from models import appointment
from models.appointment import Appointment
from models.person import Person

KIND = "summary"


async def send_due_summaries(tools: Tools, *, now: datetime) -> int:
    """Give managers the past month of their reports."""
    return await work_off(tools, KIND, send, now=now)


def summary_time(around: Round, who: Person, month: str) -> datetime:
    """When the summary of the month before `month` (2026-12) is due."""
    day = cadence.first_working_day(date.fromisoformat(f"{month}-01"), around.works(who))
    return cadence.instant(day, around.settings.summary_time, around.zone(who))


def first_month(around: Round, who: Person) -> str:
    """The first month whose summary is still to come."""
    today = around.today(who)
    month = cadence.month_of(today)
    if summary_time(around, who, month) >= around.now:
        return month
    return cadence.month_of(cadence.next_month(today))


def send(session: Session, around: Round, booked: Appointment) -> None:
    """Send one manager's summary, and rebook for the next month."""
    who, month = around.people.get(booked.subject_id), booked.period
    if who is None or not who.active_on(around.today(who)):
        appointment.finish(session, booked)
        return
    planned = summary_time(around, who, month)
    if planned > around.now:
        appointment.move(session, booked, period=month, due_at=planned)
        return
    after = following(month)
    if appointment.move(session, booked, period=after, due_at=summary_time(around, who, after)):
        _send(session, around, who, month)


def following(month: str) -> str:
    """The month after."""
    return cadence.month_of(cadence.next_month(date.fromisoformat(f"{month}-01")))


def _send(session: Session, around: Round, who: Person, month: str) -> None:
    covered = (date.fromisoformat(f"{month}-01") - timedelta(days=1)).replace(day=1)
    facts = summary.compiled(
        session,
        manager=who,
        team=around.batch.reports(who.id),
        month=covered,
        calendar=around.calendar,
        now=around.now,
    )
    at = around.decent_hour(who)
    if facts is None:
        return
    if cadence.month_of(cadence.local_day(at, around.zone(who))) != month:
        post.note_skipped(
            session,
            person=who,
            kind=KIND,
            about=month,
            reason="overtaken by the next",
            now=around.now,
            period=month,
        )
        return
    around.owe(
        session,
        who,
        kind=KIND,
        about=month,
        message=view(facts),
        due_at=at,
        until=summary_time(around, who, following(month)),
        period=month,
    )
