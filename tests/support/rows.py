"""What lies in the tables, as tests ask for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Scoped
from models.person import Person

Row = TypeVar("Row", bound=Scoped)


def all_of(session: Session, *, model: type[Row], workspace_id: int) -> Sequence[Row]:
    """Every row of a table, in the order in which they came."""
    table: Any = model
    return session.scalars(select(table).where(table.workspace_id == workspace_id).order_by(table.id)).all()


def person(session: Session, *, workspace_id: int, slack_id: str) -> Person:
    return session.scalars(
        select(Person).where(Person.workspace_id == workspace_id, Person.slack_user_id == slack_id)
    ).one()


def change_person(session: Session, *, workspace_id: int, slack_id: str, **changes: Any) -> int:
    """Write into somebody's row as the directory would; returns its id."""
    who = person(session, workspace_id=workspace_id, slack_id=slack_id)
    for name, value in changes.items():
        setattr(who, name, value)
    session.flush()
    return who.id


def hire(session: Session, *, workspace_id: int, slack_id: str, now: datetime, **more: Any) -> int:
    """One more person, introduced already; returns the id."""
    who = Person(
        workspace_id=workspace_id,
        slack_user_id=slack_id,
        **{
            "name": slack_id.title(),
            "timezone": "Europe/Berlin",
            "introduced_at": now,
            "roles": [],
            "working_days": [],
            **more,
        },
    )
    session.add(who)
    session.flush()
    return who.id
