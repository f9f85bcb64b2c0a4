"""Who has no place in the calendar yet."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Text, exists, literal, select, type_coerce
from sqlalchemy.orm import Session, aliased

from models.appointment import Appointment
from models.person import Person, is_active


def unbooked(
    session: Session,
    workspace: int,
    kind: str,
    *,
    today: date,
    condition: ColumnElement[bool],
    after: int = 0,
    limit: int,
) -> Sequence[Person]:
    """The next people in Slack, after one in the order of their ids, without an appointment of a kind,
    whom the condition lets through."""
    booked = exists().where(
        Appointment.workspace_id == workspace,
        Appointment.kind == kind,
        Appointment.subject_id == Person.id,
    )
    return session.scalars(
        select(Person)
        .where(
            Person.workspace_id == workspace,
            Person.id > after,
            Person.slack_user_id.is_not(None),
            *is_active(today),
            condition,
            ~booked,
        )
        .order_by(Person.id)
        .limit(limit)
    ).all()


def manages(workspace: int) -> ColumnElement[bool]:
    """The condition that somebody active reports to a person."""
    report = aliased(Person)
    return exists().where(
        report.workspace_id == workspace, report.manager_id == Person.id, report.deactivated.is_(False)
    )


def holds(role: str) -> ColumnElement[bool]:
    """The condition that a person holds a role in the directory."""
    return literal("|").concat(type_coerce(Person.roles, Text)).concat("|").like(f"%|{role}|%")
