"""Blockers that nobody answers: after two working days the manager hears, after two more the one above."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.jobs.round import Round, work_off
from bot.services import blocker as blockers
from bot.services.blocker import ABOVE, ESCALATION, MANAGER
from bot.tools import Tools
from bot.views import blocker as views
from bot.views.blocks import Message
from models import appointment, blocker, person
from models.appointment import Appointment
from models.blocker import Blocker
from models.person import Person

# What could not be told for so long is told by the next read-out.
USEFUL = timedelta(days=5)


async def escalate_due_blockers(tools: Tools, *, now: datetime) -> int:
    """Tell the next one up about what has waited too long."""
    return await work_off(tools, ESCALATION, escalate, now=now)


def escalate(session: Session, around: Round, booked: Appointment) -> None:
    """Tell one person about one blocker, and book the step after; nothing where somebody has answered."""
    ref, _, step = booked.period.partition(":")
    row = blocker.by_ref(session, around.workspace_id, ref, hold=True)
    if row is None or row.is_answered:
        appointment.finish(session, booked)
        return
    reporter = person.by_id(session, around.workspace_id, row.person_id)
    planned = blockers.escalates_at(session, reporter, row, step, around.settings, now=around.now)
    receiver = blockers.above(session, reporter, step)
    if planned > around.now:
        appointment.move(session, booked, period=booked.period, due_at=planned)
    elif receiver is None or receiver.id != booked.subject_id:
        # The line has changed: whoever stands there now is told in the same round.
        if appointment.finish(session, booked):
            blockers.book(session, reporter, row, step, around.settings, now=around.now)
    elif appointment.finish(session, booked):
        _tell(session, around, receiver, reporter, row, step)


def _tell(
    session: Session, around: Round, receiver: Person, reporter: Person, row: Blocker, step: str
) -> None:
    if step == MANAGER:
        row.raised_at = around.now
        blockers.book(session, reporter, row, ABOVE, around.settings, now=around.now)
    else:
        row.escalated_at = around.now
    if not receiver.active_on(around.today(receiver)):
        return
    at = around.decent_hour(receiver)
    around.owe(
        session,
        receiver,
        kind=ESCALATION,
        about=f"{row.ref}:{step}",
        message=_message(session, around, reporter, row, step),
        due_at=at,
        until=at + USEFUL,
        period=row.ref,
    )


def _message(session: Session, around: Round, reporter: Person, row: Blocker, step: str) -> Message:
    facts = blockers.shown(row, blockers.named_in(session, around.workspace_id, [row]))
    if step == MANAGER:
        return views.told_manager(facts)
    manager = blockers.above(session, reporter, MANAGER)
    return views.told_above(facts, manager.mention if manager else "")
