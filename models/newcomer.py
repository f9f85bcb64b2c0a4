"""Who has no place in the calendar yet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, exists, literal, select, true, type_coerce
from sqlalchemy.orm import Session, aliased

from models.appointment import Appointment
from models.person import Person, is_active
from models.prepared import prepared

# Beside these, any role of the directory.
EVERYBODY, MANAGERS = "everybody", "managers"
_WORKSPACE: Any = bindparam("workspace")


def unbooked(
    session: Session, workspace: int, kind: str, *, today: date, who: str, after: int = 0, limit: int
) -> Sequence[Person]:
    """The next people in Slack, after one in the order of their ids, without an appointment of a kind.

    `who` is `EVERYBODY`, `MANAGERS`, or the role that they must hold.
    """
    values = {"workspace": workspace, "kind": kind, "today": today, "after": after, "limit": limit}
    return session.scalars(_unbooked(who), values).all()


@prepared
def _unbooked(who: str) -> Select[Person]:
    booked = exists().where(
        Appointment.workspace_id == _WORKSPACE,
        Appointment.kind == bindparam("kind"),
        Appointment.subject_id == Person.id,
    )
    return (
        select(Person)
        .where(
            Person.workspace_id == _WORKSPACE,
            Person.id > bindparam("after"),
            Person.slack_user_id.is_not(None),
            *is_active(bindparam("today")),
            {EVERYBODY: true(), MANAGERS: _manages()}.get(who, _holds(who)),
            ~booked,
        )
        .order_by(Person.id)
        .limit(bindparam("limit"))
    )


def _manages() -> ColumnElement[bool]:
    report = aliased(Person)
    return exists().where(
        report.workspace_id == _WORKSPACE, report.manager_id == Person.id, report.deactivated.is_(False)
    )


def _holds(role: str) -> ColumnElement[bool]:
    return literal("|").concat(type_coerce(Person.roles, Text)).concat("|").like(f"%|{role}|%")
