"""What has become of the facts behind a kept cue: of erased people, and past their time, they are gone."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from models import kudos
from models.base import Base, still_there
from models.checkin import Checkin
from models.goal import Goal, GoalUpdate
from models.growth import GrowthAct

# What stands in an explanation for a fact that is there no more.
ERASED = "inputs erased"
TABLES: Mapping[str, type[Base]] = {
    "checkins": Checkin,
    "goals": Goal,
    "closings": Goal,
    "updates": GoalUpdate,
    "learned": GrowthAct,
}
THANKS = ("received", "given")
Items = Mapping[str, Sequence[Sequence[Any]]]


def left(session: Session, *, workspace_id: int, items: Items) -> dict[str, set[int]]:
    """By kind, the ids of the facts that are still there, and whose givers are."""
    return {
        kind: _left(session, workspace_id, kind, {int(item[0]) for item in items[kind]}) for kind in items
    }


def _left(session: Session, workspace_id: int, kind: str, ids: Collection[int]) -> set[int]:
    if kind in THANKS:
        return kudos.unerased(session, workspace_id, ids)
    return still_there(session, TABLES[kind], workspace_id, ids) if kind in TABLES else set(ids)


def told(items: Items, there: Mapping[str, set[int]]) -> dict[str, list[Any]]:
    """The facts as an explanation shows them."""
    return {
        kind: [list(item) if int(item[0]) in there[kind] else ERASED for item in found]
        for kind, found in items.items()
    }


def gone(items: Items, there: Mapping[str, set[int]]) -> set[str]:
    """The names of facts that are there no more, and of no other fact."""
    names = {True: set[str](), False: set[str]()}
    for kind, found in items.items():
        for item in found:
            names[int(item[0]) in there[kind]].add(str(item[1]))
    return names[False] - names[True]
