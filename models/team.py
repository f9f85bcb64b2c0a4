"""Who belongs together: the direct reports of managers, and everybody's team and site."""

import sys
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

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


class Place(NamedTuple):
    """Where somebody belongs: a team, and a site (the location of the directory)."""

    team: str
    site: str


def places(session: Session, workspace: int, *, on: date) -> dict[int, Place]:
    """The team and the site of everybody who is active on a day, by id."""
    found = session.execute(
        select(Person.id, Person.team, Person.location).where(
            Person.workspace_id == workspace, *is_active(on)
        )
    )
    return {who: Place(sys.intern(team), sys.intern(site)) for who, team, site in found}
