"""What is deleted when its time is over: check-ins, with what was answered and named in them."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.rules import cadence, retention
from bot.services.setting import chosen
from models import blocker, checkin, question

# Weeks of people in one transaction; on SQLite nobody else writes meanwhile.
BATCH = 500


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
