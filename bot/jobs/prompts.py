"""The weekly check-in: the prompt, one reminder, the closing."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.jobs import readouts
from bot.jobs.round import Round, work_off
from bot.rules import cadence
from bot.rules.checkin import excuse
from bot.services import post
from bot.tools import Tools
from bot.views import checkin as views
from models import appointment, checkin
from models.appointment import Appointment
from models.checkin import Checkin
from models.person import Person

KIND, REMINDER, CLOSING = "checkin_prompt", "checkin_reminder", "checkin_closing"
TOO_LATE = "too late to be useful"
# A prompt that leaves less time than this to answer is no longer sent.
USEFUL = timedelta(hours=4)


async def prompt_due_people(tools: Tools, *, now: datetime) -> int:
    """Ask everybody whose time has come about their week."""
    return await work_off(tools, KIND, prompt, now=now)


async def remind_due_people(tools: Tools, *, now: datetime) -> int:
    """Mention a still open check-in once."""
    return await work_off(tools, REMINDER, remind, now=now)


async def close_due_weeks(tools: Tools, *, now: datetime) -> int:
    """Close asked weeks, and book the read-out that follows."""
    return await work_off(tools, CLOSING, close, now=now)


def prompt_time(around: Round, who: Person, week: str) -> datetime:
    """When a week is asked about; where it holds no working day, when it would have been."""
    rhythm = around.settings.rhythm(who.team)
    day = cadence.prompt_day(week, rhythm.day, around.works(who))
    if day is None:
        return _nominal_time(around, who, week)
    return cadence.instant(day, rhythm.at, around.zone(who))


def _nominal_time(around: Round, who: Person, week: str) -> datetime:
    rhythm = around.settings.rhythm(who.team)
    return cadence.instant(cadence.nominal_day(week, rhythm.day), rhythm.at, around.zone(who))


def first_week(around: Round, who: Person) -> str:
    """The first week whose prompt is still to come."""
    week = cadence.week_of(around.today(who))
    return week if prompt_time(around, who, week) >= around.now else cadence.following(week)


def prompt(session: Session, around: Round, booked: Appointment) -> None:
    """Ask one person about one week, and rebook for the next."""
    who, week = around.people.get(booked.subject_id), booked.period
    if who is None or not who.active_on(around.today(who)):
        appointment.finish(session, booked)
        return
    planned = prompt_time(around, who, week)
    if planned <= around.now and around.calendar.away_on(who, around.today(who)):
        # The day to ask on is over. They may still come back before the week is: wait for its own day.
        planned = _nominal_time(around, who, week)
    if planned > around.now:
        appointment.move(session, booked, period=week, due_at=planned)
        return
    after = cadence.following(week)
    if appointment.move(session, booked, period=after, due_at=prompt_time(around, who, after)):
        _ask(session, around, who, week)
        readouts.look_again(session, around, who, week)


def _ask(session: Session, around: Round, who: Person, week: str) -> None:
    rhythm = around.settings.rhythm(who.team)
    day = cadence.prompt_day(week, rhythm.day, around.works(who))
    reason = excuse(
        week_monday=cadence.monday_of(week),
        start=who.start_date,
        works_any_day=day is not None,
        away=_away(around, who, week),
    )
    if not reason and around.calendar.away_on(who, around.today(who)):
        # The day to ask on passed before it was known that they would be away from now on.
        reason = "away"
    if reason or day is None:
        _excuse(session, who, week, reason)
        return
    zone = around.zone(who)
    closes_at = cadence.instant(cadence.closing_day(day, rhythm, around.works(who)), rhythm.at, zone)
    late = TOO_LATE if around.decent_hour(who) + USEFUL > closes_at else ""
    if reason := post.unreachable(who, around.settings) or late:
        post.note_skipped(
            session, person=who, kind=KIND, about=week, reason=reason, now=around.now, period=week
        )
        return
    row = around.batch.checkin(who.id, week)
    if row is not None and row.answered_at is not None:
        row.closes_at = closes_at
        appointment.book(session, [_booking(who, CLOSING, week, closes_at)])
        return
    _send(session, around, who, week, closes_at)


def _send(session: Session, around: Round, who: Person, week: str, closes_at: datetime) -> None:
    at, rhythm = around.decent_hour(who), around.settings.rhythm(who.team)
    promised = around.owe(
        session,
        who,
        kind=KIND,
        about=week,
        message=views.prompt(
            week, closes_at=closes_at, zone=around.zone(who), goals=around.batch.goals(who.id)
        ),
        due_at=at,
        until=closes_at,
        period=week,
    )
    if not promised:
        return
    checkin.ask(session, around.workspace_id, who.id, week, at=at, closes=closes_at)
    following = [_booking(who, CLOSING, week, closes_at)]
    if rhythm.reminds and (reminds_at := _reminder_time(around, who, at)) < closes_at:
        following.append(_booking(who, REMINDER, week, reminds_at))
    appointment.book(session, following)


def _reminder_time(around: Round, who: Person, asked_at: datetime) -> datetime:
    """The working day after the one on which somebody was asked, at the prompt's hour."""
    zone, rhythm = around.zone(who), around.settings.rhythm(who.team)
    day = cadence.working_day_after(cadence.local_day(asked_at, zone), around.works(who))
    return cadence.instant(day, rhythm.at, zone)


def _excuse(session: Session, who: Person, week: str, reason: str) -> None:
    row = checkin.hold(session, who.workspace_id, who.id, week)
    if row.answered_at is None:
        row.excused, row.excuse = True, reason


def _away(around: Round, who: Person, week: str) -> bool:
    """Whether absences rather than holidays take the week's working days."""
    rhythm = around.settings.rhythm(who.team)
    return cadence.prompt_day(week, rhythm.day, around.calendar.scheduled(who)) is not None


def remind(session: Session, around: Round, booked: Appointment) -> None:
    """Mention one open check-in, unless it has been answered or set aside meanwhile.

    Where an outage lasted until after the close, the ledger says so.
    """
    who, week = around.people.get(booked.subject_id), booked.period
    row = around.batch.checkin(booked.subject_id, week)
    if who is None or row is None or _answered(row) or row.closes_at is None or row.prompted_at is None:
        appointment.finish(session, booked)
        return
    planned = _reminder_time(around, who, row.prompted_at)
    at = max(planned, around.decent_hour(who))
    if planned > around.now and planned < row.closes_at:
        appointment.move(session, booked, period=week, due_at=planned)
        return
    if not appointment.finish(session, booked) or not who.active_on(around.today(who)):
        return
    if row.closed_at is not None or at >= row.closes_at:
        post.note_skipped(
            session, person=who, kind=REMINDER, about=week, reason=TOO_LATE, now=around.now, period=week
        )
        return
    around.owe(
        session,
        who,
        kind=REMINDER,
        about=week,
        message=views.reminder(week, closes_at=row.closes_at, zone=around.zone(who)),
        due_at=at,
        until=row.closes_at,
        period=week,
    )


def close(session: Session, around: Round, booked: Appointment) -> None:
    """Close one person's week and book their manager's read-out."""
    who, week = around.people.get(booked.subject_id), booked.period
    row = around.batch.checkin(booked.subject_id, week)
    if not appointment.finish(session, booked) or who is None or row is None:
        return
    closes_at = row.closes_at or around.now
    checkin.close(session, row)
    if who.manager_id is not None:
        readouts.book(session, around, who.manager_id, week, closed_at=closes_at)


def _answered(row: Checkin) -> bool:
    """Whether there is nothing to mention: answered, set aside, or never asked."""
    return bool(row.answered_at or row.skipped_at or row.excused)


def _booking(who: Person, kind: str, period: str, due_at: datetime) -> dict[str, Any]:
    return {
        "workspace_id": who.workspace_id,
        "kind": kind,
        "subject_id": who.id,
        "period": period,
        "due_at": due_at,
    }
