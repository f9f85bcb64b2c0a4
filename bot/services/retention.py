"""What is deleted when its time is over: check-ins, with what was answered and named in them, and forms."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules import cadence, retention
from bot.services.setting import chosen
from models import blocker, checkin, draft, question

# Weeks of people in one transaction; on SQLite nobody else writes meanwhile.
BATCH = 500
# What was typed last may arrive after the form that was sent.
SENT_KEPT = timedelta(days=1)


def forget_checkins(session: Session, *, workspace_id: int, now: datetime) -> int:
    """Delete some of the check-ins that are older than they are kept; returns how many.

    A week that a file brought counts from its import.
    """
    months = chosen(session, workspace_id=workspace_id).get("retention.checkins")
    kept_since = retention.months_before(now, months)
    week = cadence.week_of(kept_since.date())
    gone = checkin.forget(session, workspace_id, week=week, imported=kept_since, most=BATCH)
    question.forget_answers(session, workspace_id, gone)
    blocker.forget_weeks(session, workspace_id, gone)
    return len(gone)


def forget_drafts(session: Session, *, workspace_id: int, now: datetime) -> None:
    """Delete what was typed into forms that have been sent, or that were left longer ago than it is kept."""
    months = chosen(session, workspace_id=workspace_id).get("retention.drafts")
    typed = retention.months_before(now, months)
    draft.forget(session, workspace_id=workspace_id, sent=now - SENT_KEPT, typed=typed)
