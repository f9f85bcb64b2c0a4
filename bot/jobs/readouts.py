"""The team read-out: at the manager's first working half past nine after the last report's week closed.

A team may hold people who are asked on different days: who is still to be asked is waited for.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.jobs.round import Round, work_off
from bot.rules import cadence
from bot.services import post, readout, workdays
from bot.services.workdays import Workdays
from bot.tools import Tools
from bot.views.readout import readout as view
from models import appointment, checkin, delivery
from models.appointment import Appointment
from models.person import Person

KIND = readout.KIND
PROMPT = "checkin_prompt"
# A read-out that could not be sent for so long has been overtaken by the next one.
USEFUL = timedelta(days=5)


async def send_due_readouts(tools: Tools, *, now: datetime) -> int:
    """Tell managers what their teams said."""
    return await work_off(tools, KIND, send, now=now)


def book(session: Session, around: Round, manager_id: int, week: str, *, closed_at: datetime) -> None:
    """See to it that a manager gets a week's read-out after the close; a later close moves it on."""
    manager, calendar = around.batch.managers[manager_id], around.batch.managers_days
    rhythm = around.settings.rhythm(manager.team)
    due_at = cadence.first_working_time(closed_at, rhythm.at, calendar.zone(manager), calendar.works(manager))
    whose = {"workspace_id": around.workspace_id, "kind": KIND, "subject_id": manager_id, "period": week}
    appointment.book_no_earlier(session, whose | {"due_at": due_at})


def look_again(session: Session, around: Round, who: Person, week: str) -> None:
    """Now it is known whether somebody is asked about a week: a read-out may have waited for that alone."""
    if who.manager_id is not None and (who.manager_id, week) in around.batch.readouts:
        waiting = appointment.find(session, around.workspace_id, KIND, who.manager_id, week)
        if waiting is not None and waiting.due_at > around.now:
            appointment.move(session, waiting, period=week, due_at=around.now)


def send(session: Session, around: Round, booked: Appointment) -> None:
    """Send one manager's read-out, or wait for the reports whose week is still open."""
    manager, week = around.people.get(booked.subject_id), booked.period
    planned = None
    if manager is not None and manager.active_on(around.today(manager)):
        planned = _planned(session, around, manager, booked)
    if manager is None or planned is None:
        appointment.finish(session, booked)
        return
    if planned > around.now:
        appointment.move(session, booked, period=week, due_at=planned)
        return
    if appointment.finish(session, booked):
        _send(session, around, manager, week, planned)


def _send(session: Session, around: Round, manager: Person, week: str, planned: datetime) -> None:
    team = around.batch.reports(manager.id)
    facts = readout.compiled(session, manager=manager, week=week, now=around.now, team=team)
    if facts is None:
        return
    sent = delivery.sent_for(session, around.workspace_id, person_id=manager.id, kind=KIND, period=week)
    if sent is not None:
        post.edit(session, sent, about=planned, message=view(facts), now=around.now)
        return
    at = around.decent_hour(manager)
    if at - planned > USEFUL or _newer_is_due(session, around, manager, week, at):
        post.note_skipped(
            session,
            person=manager,
            kind=KIND,
            about=week,
            reason="overtaken by the next",
            now=around.now,
            period=week,
        )
        return
    around.owe(
        session,
        manager,
        kind=KIND,
        about=week,
        message=view(facts),
        due_at=at,
        until=planned + USEFUL,
        period=week,
    )


def _newer_is_due(session: Session, around: Round, manager: Person, week: str, at: datetime) -> bool:
    """Whether a later week's read-out goes out by then: after a long absence only the last one does."""
    booked = appointment.of_subject(session, around.workspace_id, KIND, manager.id)
    newer = (_planned(session, around, manager, each) for each in booked if each.period > week)
    return any(planned is not None and planned <= at for planned in newer)


def _planned(session: Session, around: Round, manager: Person, booked: Appointment) -> datetime | None:
    """The manager's working hour for a booked read-out by what is known now; None where nobody was asked.

    What has already gone by stays where it was booked, so that an outage shows as a delay.
    """
    last = _last_close(session, around, manager, booked.period)
    if last is None:
        return None
    since = around.now if booked.due_at == appointment.AT_ONCE else booked.due_at
    at = around.settings.rhythm(manager.team).at
    return cadence.first_working_time(max(last, since), at, around.zone(manager), around.works(manager))


def _last_close(session: Session, around: Round, manager: Person, week: str) -> datetime | None:
    """When the last of the reports' weeks closes, also of those who are still to be asked about it."""
    reports = {who.id: who for who in around.batch.reports(manager.id)}
    rows = checkin.of_people(session, around.workspace_id, reports, [week])
    closes = {row.person_id: row.closes_at for row in rows if row.closes_at is not None}
    unasked = reports.keys() - closes.keys()
    if not unasked:
        return max(closes.values(), default=None)
    booked = appointment.booked(session, around.workspace_id, PROMPT, unasked, week)
    waiting = [reports[each] for each in booked]
    calendar = workdays.load(session, around.workspace_id, waiting, around.settings, around.now)
    expected = [_expected_close(around, calendar, who, week) for who in waiting]
    return max([*closes.values(), *(each for each in expected if each)], default=None)


def _expected_close(around: Round, calendar: Workdays, who: Person, week: str) -> datetime | None:
    """When somebody's week will close that they are still to be asked about; None where they will not be."""
    rhythm, works = around.settings.rhythm(who.team), calendar.works(who)
    day = cadence.prompt_day(week, rhythm.day, works)
    joined = who.start_date is not None and who.start_date >= cadence.monday_of(week)
    if day is None or joined or not who.active_on(day) or post.unreachable(who, around.settings):
        return None
    return cadence.instant(cadence.closing_day(day, rhythm, works), rhythm.at, calendar.zone(who))
