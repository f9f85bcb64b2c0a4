"""Who belongs together: the direct reports of managers, and the names of teams."""

import sys
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.person import Person, is_active


def of_managers(session: Session, workspace: int, managers: Iterable[int]) -> dict[int, list[Person]]:
    """The direct reports of each of these managers, by name."""
    found = session.scalars(
        select(Person)
        .where(Person.workspace_id == workspace, Person.manager_id.in_(set(managers)))
        .order_by(Person.name, Person.id)
    )
    teams: dict[int, list[Person]] = {}
    for who in found:
        teams.setdefault(who.manager_id or 0, []).append(who)
    return teams


def names(session: Session, workspace: int, *, on: date) -> dict[int, str]:
    """The team of everybody who is active on a day, by id."""
    found = session.execute(
        select(Person.id, Person.team).where(Person.workspace_id == workspace, *is_active(on))
    )
    return {person_id: sys.intern(team) for person_id, team in found}
