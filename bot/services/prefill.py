"""What a week's check-in form begins with: the goals that moved, the plans and blockers that are open."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules import checkin as rules
from bot.rules.setting import Chosen
from bot.services import question
from bot.views import checkin as views
from bot.views.checkin import Asked, Moved
from models import blocker, checkin, goal
from models.person import Person

WEEK = timedelta(weeks=1)


def asked(session: Session, person: Person, week: str, settings: Chosen) -> Asked:
    """What is asked beside what everybody is asked."""
    older = [row for row in blocker.standing(session, person.workspace_id, [person.id]) if row.week < week]
    return Asked(
        planned=planned(session, person, week),
        stuck=[(row.ref, row.text) for row in older],
        questions=question.asked(person, settings),
        has_goals=bool(goal.owned(session, person.workspace_id, [person.id])),
    )


def planned(session: Session, person: Person, week: str) -> list[str]:
    """What somebody planned the last time that they answered, one thing each."""
    before = checkin.answered_before(session, person.workspace_id, person.id, week)
    return rules.carried(before.plans) if before is not None else []


def progress(session: Session, person: Person, week: str, zone: ZoneInfo) -> str:
    """What the week's goal updates say, the newest of each goal."""
    monday = cadence.monday_of(week)
    since, until = (cadence.instant(day, time.min, zone) for day in (monday, monday + WEEK))
    newest = {
        found.id: Moved(found.ref, found.title, update.value, found.unit, update.confidence, update.note)
        for found, update in goal.updates_by(session, person.workspace_id, person.id, since, until)
    }
    return views.moved(list(newest.values()))
