"""Giving everybody their place in the calendar; a fresh one begins now, without a backlog."""

from datetime import datetime

from sqlalchemy import true
from sqlalchemy.orm import Session

from bot.jobs import digests, prompts, summaries
from bot.jobs.round import Round
from bot.services import workdays
from bot.services.setting import chosen
from bot.tools import Tools
from models import appointment, person, workspace
from models.appointment import Appointment
from models.base import add_once
from models.person import Person

BATCH = 200


async def book_newcomers(tools: Tools, *, now: datetime) -> None:
    """Book the first check-in, summary and digest of whoever has none. Twice changes nothing more."""
    for workspace_id in await tools.read(workspace.active_ids):
        for kind in (prompts.KIND, summaries.KIND, digests.WEEKLY, digests.MONTHLY):
            while await tools.read(_missing, workspace_id=workspace_id, kind=kind, now=now):
                await tools.transact_long(_book, workspace_id=workspace_id, kind=kind, now=now)


def _missing(session: Session, *, workspace_id: int, kind: str, now: datetime) -> bool:
    if kind in (digests.WEEKLY, digests.MONTHLY) and chosen(session, workspace_id=workspace_id).get(
        "hr_channel"
    ):
        return not appointment.of_subject(session, workspace_id, kind, digests.CHANNEL)
    return bool(_unbooked(session, workspace_id, kind, now, limit=1))


def _unbooked(session: Session, workspace_id: int, kind: str, now: datetime, *, limit: int) -> list[Person]:
    condition = {
        prompts.KIND: true(),
        summaries.KIND: person.manages(workspace_id),
        digests.WEEKLY: person.holds("hr"),
        digests.MONTHLY: person.holds("hr"),
    }[kind]
    found = person.unbooked(session, workspace_id, kind, today=now.date(), condition=condition, limit=limit)
    return list(found)


def _book(session: Session, *, workspace_id: int, kind: str, now: datetime) -> None:
    settings = chosen(session, workspace_id=workspace_id)
    people = _unbooked(session, workspace_id, kind, now, limit=BATCH)
    calendar = workdays.load(session, workspace_id, people, settings, now)
    around = Round(workspace_id, now, settings, {who.id: who for who in people}, calendar)
    subjects: list[Person | None] = list(people)
    if kind in (digests.WEEKLY, digests.MONTHLY) and settings.get("hr_channel"):
        subjects = [None]
    for who in subjects:
        period, due_at = _first(around, kind, who)
        add_once(
            session,
            Appointment,
            workspace_id=workspace_id,
            kind=kind,
            subject_id=who.id if who else digests.CHANNEL,
            period=period,
            due_at=due_at,
        )


def _first(around: Round, kind: str, who: Person | None) -> tuple[str, datetime]:
    if who is None or kind in (digests.WEEKLY, digests.MONTHLY):
        period = digests.first_period(around, who, kind)
        return period, digests.digest_time(around, who, kind, period)
    if kind == summaries.KIND:
        month = summaries.first_month(around, who)
        return month, summaries.summary_time(around, who, month)
    week = prompts.first_week(around, who)
    return week, prompts.prompt_time(around, who, week)
