"""Since when a workspace has any record, and up to when."""

from datetime import UTC, date, timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from bot.rules.cadence import monday_of, week_of
from bot.signals import record
from models.checkin import Checkin
from models.goal import GoalUpdate
from models.kudos import Kudos


def first_week(connection: Connection, workspace_id: int, as_of: date) -> int:
    """The Monday of the first week up to a day with any record of anybody; UNKNOWN_START without one.

    Of the weeks before it nothing is known: they are not weeks in which nobody did anything.
    """
    until = record.instant_of(record.end_of(as_of))
    thanks = select(func.min(Kudos.at)).where(Kudos.workspace_id == workspace_id, Kudos.at < until)
    news = select(func.min(GoalUpdate.at)).where(
        GoalUpdate.workspace_id == workspace_id, GoalUpdate.at < until
    )
    weeks = select(func.min(Checkin.week)).where(
        Checkin.workspace_id == workspace_id, Checkin.week <= week_of(as_of)
    )
    facts = select(*(each.scalar_subquery() for each in (thanks, news, weeks)))
    *instants, week = connection.execute(facts).one()
    days: list[date] = [at.astimezone(UTC).date() for at in instants if at is not None]
    days += [monday_of(week)] if week is not None else []
    if not days:
        return record.UNKNOWN_START
    first = min(days)
    return first.toordinal() - first.weekday()


def reaches(session: Session, *, workspace_id: int, day: date) -> bool:
    """Whether anything is recorded of the seven days that end with a day (UTC), or of later ones."""
    since = record.instant_of(record.end_of(day - timedelta(days=7)))
    week = week_of(day)
    facts = (
        select(Kudos.id).where(Kudos.workspace_id == workspace_id, Kudos.at >= since),
        select(GoalUpdate.id).where(GoalUpdate.workspace_id == workspace_id, GoalUpdate.at >= since),
        select(Checkin.id).where(Checkin.workspace_id == workspace_id, Checkin.week >= week),
    )
    return any(session.scalar(fact.limit(1)) is not None for fact in facts)
