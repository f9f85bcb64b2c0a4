"""The team read-out: at the manager's first working half past nine after the last report's week closed."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.jobs.round import Round, work_off
from bot.rules import cadence
from bot.services import post, readout, workdays
from bot.tools import Tools
from bot.views.readout import readout as view
from models import appointment, delivery, person
from models.appointment import Appointment
from models.base import add_once
from models.person import Person

KIND = readout.KIND
CLOSING = "checkin_closing"
# A read-out that could not be sent for so long has been overtaken by the next one.
USEFUL = timedelta(days=5)


async def send_due_readouts(tools: Tools, *, now: datetime) -> int:
    """Tell managers what their teams said."""
    return await work_off(tools, KIND, send, now=now)


def book(session: Session, around: Round, manager_id: int, week: str, *, closed_at: datetime) -> None:
    """See to it that a manager gets a week's read-out after the close; a later close moves it on."""
    manager = person.by_id(session, around.workspace_id, manager_id)
    calendar = workdays.load(session, around.workspace_id, [manager], around.settings, around.now)
    rhythm = around.settings.rhythm(manager.team)
    due_at = cadence.first_working_time(closed_at, rhythm.at, calendar.zone(manager), calendar.works(manager))
    add_once(
        session,
        Appointment,
        workspace_id=around.workspace_id,
        kind=KIND,
        subject_id=manager_id,
        period=week,
        due_at=due_at,
    )
    booked = appointment.find(session, around.workspace_id, KIND, manager_id, week)
    if booked is not None and booked.due_at < due_at:
        appointment.move(session, booked, period=week, due_at=due_at)


def send(session: Session, around: Round, booked: Appointment) -> None:
    """Send one manager's read-out, or wait for the reports whose week is still open."""
    manager, week = around.people.get(booked.subject_id), booked.period
    if manager is None or not manager.active_on(around.today(manager)):
        appointment.finish(session, booked)
        return
    last = _last_close(session, around, manager, week)
    if last is not None and last > booked.due_at:
        appointment.move(session, booked, period=week, due_at=last)
        return
    at, waited = around.decent_hour(manager), around.now - booked.due_at
    if not appointment.finish(session, booked):
        return
    facts = readout.compiled(session, manager=manager, week=week)
    if facts is None:
        return
    if waited > USEFUL:
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
    sent = delivery.sent_for(session, around.workspace_id, person_id=manager.id, kind=KIND, period=week)
    if sent is not None:
        post.edit(session, sent, about=booked.due_at, message=view(facts), now=around.now)
        return
    post.to_person(
        session,
        person=manager,
        kind=KIND,
        about=week,
        message=view(facts),
        settings=around.settings,
        now=around.now,
        due_at=at,
        until=booked.due_at + USEFUL,
        period=week,
    )


def _last_close(session: Session, around: Round, manager: Person, week: str) -> datetime | None:
    """When the last still open week among the reports closes, as the manager's working hour after it."""
    reports = [who.id for who in person.reports(session, around.workspace_id, manager.id)]
    last = appointment.latest(session, around.workspace_id, CLOSING, reports, week)
    if last is None:
        return None
    at = around.settings.rhythm(manager.team).at
    return cadence.first_working_time(last, at, around.zone(manager), around.works(manager))
