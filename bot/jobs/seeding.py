"""Giving everybody their place in the calendar; a fresh one begins now, without a backlog."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.jobs import cards, digests, prompts, summaries
from bot.jobs.batch import Batch
from bot.jobs.round import Round
from bot.services import workdays
from bot.services.setting import chosen
from bot.tools import Tools
from models import appointment, newcomer, workspace
from models.person import Person

BATCH = 200
# Who has an appointment of each kind.
WHO = {
    prompts.KIND: newcomer.EVERYBODY,
    cards.KIND: newcomer.EVERYBODY,
    summaries.KIND: newcomer.MANAGERS,
    **digests.ROLES,
}


async def book_newcomers(tools: Tools, *, now: datetime) -> None:
    """Book the first check-in, summary and digest of whoever has none. Twice changes nothing more."""
    for workspace_id in await tools.read(workspace.active_ids):
        for kind in (prompts.KIND, cards.KIND, summaries.KIND, *digests.KINDS):
            around: dict[str, Any] = {"workspace_id": workspace_id, "kind": kind, "now": now}
            # One walk through the directory, however many batches it takes.
            after: int | None = 0
            while after is not None and await tools.read(_missing, after=after, **around):
                after = await tools.transact_long(_book, after=after, **around)


def _missing(session: Session, *, workspace_id: int, kind: str, now: datetime, after: int) -> bool:
    if kind in (digests.WEEKLY, digests.MONTHLY) and chosen(session, workspace_id=workspace_id).get(
        "hr_channel"
    ):
        return not appointment.of_subject(session, workspace_id, kind, digests.CHANNEL)
    return bool(_unbooked(session, workspace_id, kind, now, after=after, limit=1))


def _unbooked(
    session: Session, workspace_id: int, kind: str, now: datetime, *, after: int, limit: int
) -> Sequence[Person]:
    around: dict[str, Any] = {"today": now.date(), "after": after, "limit": limit}
    return newcomer.unbooked(session, workspace_id, kind, who=WHO[kind], **around)


def _book(session: Session, *, workspace_id: int, kind: str, now: datetime, after: int) -> int | None:
    """Book the next of them; returns after whom the walk goes on, None where it is over."""
    settings = chosen(session, workspace_id=workspace_id)
    to_channel = kind in (digests.WEEKLY, digests.MONTHLY) and settings.get("hr_channel")
    people = () if to_channel else _unbooked(session, workspace_id, kind, now, after=after, limit=BATCH)
    named = {who.id: who for who in people}
    calendar = workdays.load(session, workspace_id, people, settings, now)
    batch = Batch(session, workspace_id, named, (), settings, now)
    around = Round(workspace_id, now, settings, named, calendar, batch)
    subjects = [None] if to_channel else list(people)
    appointment.book(session, [_booking(around, kind, who) for who in subjects])
    return people[-1].id if len(people) == BATCH else None


def _booking(around: Round, kind: str, who: Person | None) -> dict[str, Any]:
    period, due_at = _first(around, kind, who)
    return {
        "workspace_id": around.workspace_id,
        "kind": kind,
        "subject_id": who.id if who else digests.CHANNEL,
        "period": period,
        "due_at": due_at,
    }


def _first(around: Round, kind: str, who: Person | None) -> tuple[str, datetime]:
    if who is None or kind in digests.KINDS:
        period = digests.first_period(around, who, kind)
        return period, digests.digest_time(around, who, kind, period)
    if kind == summaries.KIND:
        month = summaries.first_month(around, who)
        return month, summaries.summary_time(around, who, month)
    if kind == cards.KIND:
        month = cards.first_month(around, who)
        return month, cards.card_time(around, who, month)
    week = prompts.first_week(around, who)
    return week, prompts.prompt_time(around, who, week)
