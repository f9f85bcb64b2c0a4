"""A manager's read-out: what their reports said in a week, as far as the manager may see it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.language import _, language_of, speaking
from bot.rules import cadence
from bot.rules.attention import NEEDS_A_HAND, STALE, UNANSWERED, UNCONFIRMED
from bot.rules.question import Question
from bot.rules.refusal import Refusal
from bot.rules.visibility import Item, may_see, relations
from bot.services import blocker, post, question
from bot.services import goal as goals
from bot.services import person as directory
from bot.services.setting import chosen
from bot.services.workdays import zone_named
from bot.views.readout import Answered, Readout
from bot.views.readout import readout as view
from models import checkin, delivery
from models import person as people
from models.checkin import Checkin
from models.person import Person

KIND = "readout"
Own = Sequence[tuple[Question, str]]


def compiled(
    session: Session, *, manager: Person, week: str, now: datetime, team: Sequence[Person] | None = None
) -> Readout | None:
    """The facts of one week, and the goals as they stand now; None where none of the reports was asked.

    `team` are the reports, where they are known. Whoever has left meanwhile is not called silent.
    """
    reports = people.reports(session, manager.workspace_id, manager.id) if team is None else team
    today = cadence.local_day(now, zone_named(manager.timezone) or ZoneInfo("UTC"))
    there = [who for who in reports if who.active_on(today)]
    rows = {
        row.person_id: row
        for row in checkin.of_people(session, manager.workspace_id, [who.id for who in reports], [week])
    }
    asked = [who for who in reports if who.id in rows and (who in there or rows[who.id].answered_at)]
    if not asked:
        return None
    answered = [who for who in asked if rows[who.id].answered_at is not None]
    own = question.answered(session, manager.workspace_id, [who.id for who in answered], week)
    silent = [who for who in asked if who not in answered and not rows[who.id].excused]
    shown = goals.of_reports(session, manager, there, now=now)
    return Readout(
        week=week,
        answered=[_answered(manager, who, rows[who.id], own.get(who.id, ())) for who in answered],
        silent=[who.mention for who in silent],
        excused=[who.mention for who in asked if who not in answered and who not in silent],
        blockers=blocker.of_reports(session, manager, reports, list(rows.values()), now=now),
        goals_at_risk=[each for each in shown if each.need in (*NEEDS_A_HAND, STALE)],
        goals_waiting=[each for each in shown if each.need in (UNANSWERED, UNCONFIRMED)],
    )


def latest(session: Session, *, workspace_id: int, slack_user_id: str, now: datetime) -> Readout:
    """The week that somebody's reports were asked about last. Refusal where there is none."""
    manager = directory.asker(session, workspace_id, slack_user_id)
    reports = [who.id for who in people.reports(session, workspace_id, manager.id)]
    if not reports:
        raise Refusal(_("Nobody reports to you in the directory, so there is no team to show."))
    week = checkin.newest_week(session, workspace_id, reports)
    facts = compiled(session, manager=manager, week=week, now=now) if week else None
    if facts is None:
        raise Refusal(_("Your team has not been asked about a week yet."))
    return facts


def refresh(session: Session, *, person: Person, week: str, about: object, now: datetime) -> None:
    """Bring a read-out that was sent up to date after a late answer, or after news of a blocker."""
    if person.manager_id is None:
        return
    manager = people.by_id(session, person.workspace_id, person.manager_id)
    sent = delivery.sent_for(session, person.workspace_id, person_id=manager.id, kind=KIND, period=week)
    facts = compiled(session, manager=manager, week=week, now=now) if sent is not None else None
    if sent is not None and facts is not None:
        with speaking(language_of(manager, chosen(session, workspace_id=person.workspace_id))):
            message = view(facts)
        post.edit(session, sent, about=about, message=message, now=now)


def _answered(manager: Person, who: Person, row: Checkin, own: Own) -> Answered:
    relation = relations(manager.id, who.id, line=directory.direct_line(who), roles=())
    if not may_see(Item.CHECKIN_ANSWERS, relation):
        return Answered(who.mention)
    shared = may_see(Item.MOOD, relation, circumstances={"shared"} if row.share else ())
    return Answered(
        who=who.mention,
        progress=row.progress,
        plans=row.plans,
        mood=row.mood if shared else None,
        workload=row.workload if shared else None,
        late=row.closed_at is not None and row.answered_at is not None and row.answered_at > row.closed_at,
        own=[(each.text, value) for each, value in own],
        ref=f"{row.week}:{who.id}",
    )
