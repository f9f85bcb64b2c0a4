"""Own cards: each person sees what the summary can show of them two days before their manager does."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.jobs import summaries
from bot.jobs.round import Round, work_off
from bot.rules import cadence
from bot.rules import card as rules
from bot.services import card, post
from bot.tools import Tools
from bot.views.card import own as view
from models import appointment
from models.appointment import Appointment
from models.person import Person

KIND = "own_card"


async def send_due_cards(tools: Tools, *, now: datetime) -> int:
    """Publish the month's cards, and show each person theirs."""
    return await work_off(tools, KIND, send, now=now)


def card_time(around: Round, who: Person, month: str) -> datetime:
    """When a person sees their card for the summary in `month` (2026-12): 48 hours before their manager
    has it, with a working day between; without a manager, before the first working day of their own."""
    manager = around.batch.managers.get(who.manager_id or 0)
    works = around.batch.managers_days.works(manager) if manager else around.works(who)
    zone = around.batch.managers_days.zone(manager) if manager else around.zone(who)
    first = cadence.first_working_day(date.fromisoformat(f"{month}-01"), works)
    summary_at = cadence.instant(first, around.settings.summary_time, zone)
    found = rules.own_time(summary_at, around.settings.summary_time, around.zone(who), around.works(who))
    # Who is away for two months sees theirs when the manager does; then nothing of it is the manager's.
    return found or summary_at


def first_month(around: Round, who: Person) -> str:
    """The first month whose card is still to come."""
    month = cadence.month_of(around.today(who))
    while card_time(around, who, month) < around.now:
        month = summaries.following(month)
    return month


def send(session: Session, around: Round, booked: Appointment) -> None:
    """Publish one person's cards and show them, and rebook for the next month."""
    who, month = around.people.get(booked.subject_id), booked.period
    if who is None or not who.active_on(around.today(who)):
        appointment.finish(session, booked)
        return
    planned = card_time(around, who, month)
    if planned > around.now:
        appointment.move(session, booked, period=month, due_at=planned)
        return
    after = summaries.following(month)
    if appointment.move(session, booked, period=after, due_at=card_time(around, who, after)):
        _send(session, around, who, month)


def _send(session: Session, around: Round, who: Person, month: str) -> None:
    until = card_time(around, who, summaries.following(month))
    if until <= around.now:
        return
    if post.unreachable(who, around.settings):
        # Nobody learns of a card before the person does, so there is none.
        return
    cues = around.batch.cues(who.id)
    if not cues:
        return
    rows = card.publish(session, who=who, month=month, cues=cues, now=around.now)
    if not rows:
        return
    around.owe(
        session,
        who,
        kind=KIND,
        about=month,
        message=view(rules.covered(month), card.shown(session, who, rows)),
        due_at=around.decent_hour(who),
        until=until,
        period=month,
    )
