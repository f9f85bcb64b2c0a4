"""What an export says: a query for each file, its labels the header, ordered alike on both engines.

People are named by their email, or by their Slack id where no email is known; this is
also how the other files find them again.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, collate, exists, func, or_, select
from sqlalchemy.orm import aliased

from models.absence import Absence
from models.blocker import Blocker
from models.checkin import Checkin
from models.consent import Consent
from models.feedback import Feedback
from models.goal import Goal, GoalUpdate
from models.growth import GrowthAct
from models.kudos import Kudos, KudosReceiver
from models.one_on_one import OneOnOne
from models.person import Person
from models.question import Answer

# Whoever one of these columns names is exported, also somebody who is refused by name now.
NAMED_BY = (
    Absence.person_id,
    Checkin.person_id,
    Consent.person_id,
    Feedback.from_id,
    Feedback.to_id,
    Goal.owner_id,
    Goal.confirmed_by,
    GoalUpdate.author_id,
    Kudos.giver_id,
    KudosReceiver.receiver_id,
    Blocker.person_id,
    Blocker.owner_id,
    Blocker.acknowledged_by,
    Blocker.resolved_by,
    Answer.person_id,
    OneOnOne.first_id,
    OneOnOne.second_id,
    GrowthAct.person_id,
    GrowthAct.suggested_by,
)


@dataclass(frozen=True)
class Scope:
    """The workspace, and the engine's name for the order of code points."""

    workspace_id: int
    collation: str

    def plain(self, column: Any) -> ColumnElement[Any]:
        return collate(column, self.collation)


def handle(person: Any) -> ColumnElement[Any]:
    return func.coalesce(person.email, person.slack_user_id)


def people(scope: Scope) -> Select[Any]:
    """Everybody but bots and guests whom no row names."""
    boss = aliased(Person)
    return (
        select(
            Person.email,
            Person.slack_user_id,
            Person.name,
            handle(boss).label("manager_email"),
            Person.team,
            Person.title,
            Person.level,
            Person.location,
            Person.country,
            Person.timezone,
            Person.start_date,
            Person.end_date,
            Person.end_reason,
            Person.working_days,
            Person.roles,
        )
        .join(boss, (boss.id == Person.manager_id) & (boss.workspace_id == scope.workspace_id), isouter=True)
        .where(
            Person.workspace_id == scope.workspace_id,
            handle(Person).is_not(None),
            or_(Person.outsider == "", *(_named(scope, column) for column in NAMED_BY), _manages(scope)),
        )
        .order_by(scope.plain(handle(Person)))
    )


def _named(scope: Scope, column: Any) -> ColumnElement[bool]:
    table = column.class_
    return exists().where(table.workspace_id == scope.workspace_id, column == Person.id)


def _manages(scope: Scope) -> ColumnElement[bool]:
    report = aliased(Person)
    return exists().where(report.workspace_id == scope.workspace_id, report.manager_id == Person.id)


def absences(scope: Scope) -> Select[Any]:
    return (
        select(
            handle(Person).label("email"),
            Absence.first_day.label("from"),
            Absence.last_day.label("to"),
            Absence.kind,
        )
        .join(Person, Person.id == Absence.person_id)
        .where(Absence.workspace_id == scope.workspace_id, Person.workspace_id == scope.workspace_id)
        .order_by(scope.plain(handle(Person)), Absence.first_day, Absence.last_day, scope.plain(Absence.kind))
    )


def goals(scope: Scope) -> Select[Any]:
    owner, parent, confirmer = aliased(Person), aliased(Goal), aliased(Person)
    ours = scope.workspace_id
    return (
        select(
            Goal.ref.label("goal_id"),
            handle(owner).label("owner_email"),
            Goal.team,
            Goal.level,
            parent.ref.label("parent_goal_id"),
            Goal.title,
            Goal.measure,
            Goal.unit,
            Goal.start_value,
            Goal.target_value,
            Goal.relevance,
            Goal.start_date,
            Goal.due_date,
            Goal.status,
            Goal.agreed_at,
            Goal.closed_at,
            handle(confirmer).label("confirmed_by"),
            Goal.confirmed_at,
        )
        .join(owner, (owner.id == Goal.owner_id) & (owner.workspace_id == ours), isouter=True)
        .join(parent, (parent.id == Goal.parent_id) & (parent.workspace_id == ours), isouter=True)
        .join(confirmer, (confirmer.id == Goal.confirmed_by) & (confirmer.workspace_id == ours), isouter=True)
        .where(Goal.workspace_id == ours)
        .order_by(scope.plain(Goal.ref))
    )


def goal_updates(scope: Scope) -> Select[Any]:
    return (
        select(
            Goal.ref.label("goal_id"),
            handle(Person).label("author_email"),
            GoalUpdate.at,
            GoalUpdate.value,
            GoalUpdate.confidence,
            GoalUpdate.note,
        )
        .join(Goal, Goal.id == GoalUpdate.goal_id)
        .join(Person, Person.id == GoalUpdate.author_id)
        .where(
            GoalUpdate.workspace_id == scope.workspace_id,
            Goal.workspace_id == scope.workspace_id,
            Person.workspace_id == scope.workspace_id,
        )
        .order_by(
            GoalUpdate.at,
            scope.plain(Goal.ref),
            scope.plain(handle(Person)),
            GoalUpdate.value.asc().nulls_first(),
            scope.plain(GoalUpdate.confidence),
            scope.plain(GoalUpdate.note),
        )
    )


def kudos(scope: Scope) -> Select[Any]:
    """Thanks that stand, a row for each receiver."""
    giver, receiver = aliased(Person), aliased(Person)
    return (
        select(
            Kudos.ref.label("kudos_id"),
            handle(giver).label("giver_email"),
            handle(receiver).label("receiver_email"),
            Kudos.at,
            Kudos.message,
            Kudos.values,
            Kudos.skills,
            Kudos.channel,
            Kudos.visibility,
            Kudos.source,
        )
        .join(KudosReceiver, KudosReceiver.kudos_id == Kudos.id)
        .join(giver, giver.id == Kudos.giver_id)
        .join(receiver, receiver.id == KudosReceiver.receiver_id)
        .where(
            Kudos.workspace_id == scope.workspace_id,
            KudosReceiver.workspace_id == scope.workspace_id,
            giver.workspace_id == scope.workspace_id,
            receiver.workspace_id == scope.workspace_id,
            Kudos.voided_at.is_(None),
        )
        .order_by(Kudos.at, scope.plain(Kudos.ref), scope.plain(handle(receiver)))
    )


def feedback(scope: Scope) -> Select[Any]:
    giver, receiver = aliased(Person), aliased(Person)
    return (
        select(
            Feedback.ref.label("feedback_id"),
            handle(giver).label("from_email"),
            handle(receiver).label("to_email"),
            Feedback.at,
            Feedback.text,
            Feedback.asked,
        )
        .join(giver, giver.id == Feedback.from_id)
        .join(receiver, receiver.id == Feedback.to_id)
        .where(
            Feedback.workspace_id == scope.workspace_id,
            giver.workspace_id == scope.workspace_id,
            receiver.workspace_id == scope.workspace_id,
        )
        .order_by(Feedback.at, scope.plain(Feedback.ref))
    )


def checkins(scope: Scope) -> Select[Any]:
    return (
        select(
            handle(Person).label("email"),
            Checkin.week,
            Checkin.prompted_at,
            Checkin.answered_at,
            Checkin.excused,
            Checkin.mood,
            Checkin.workload,
            Checkin.progress,
            Checkin.plans,
            Checkin.blockers,
        )
        .join(Person, Person.id == Checkin.person_id)
        .where(Checkin.workspace_id == scope.workspace_id, Person.workspace_id == scope.workspace_id)
        .order_by(scope.plain(Checkin.week), scope.plain(handle(Person)))
    )


def consents(scope: Scope) -> Select[Any]:
    return (
        select(handle(Person).label("email"), Consent.kind, Consent.value, Consent.at)
        .join(Person, Person.id == Consent.person_id)
        .where(Consent.workspace_id == scope.workspace_id, Person.workspace_id == scope.workspace_id)
        .order_by(scope.plain(handle(Person)), scope.plain(Consent.kind))
    )
