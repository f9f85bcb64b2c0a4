"""Circles of thanks, told once to whoever runs the programme; to nobody who manages one of the three."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules.visibility import Item, circle_circumstances, may_see, relations
from bot.services import person as directory
from bot.services import receipt as receipts
from models import person, receipt, signal
from models.person import Person

ROLE = "admin"
# What was told is told again at the earliest when all of the thanks behind it are others.
AGAIN = timedelta(weeks=26)


def untold(
    session: Session, *, reader: Person, since: date, until: date, now: datetime
) -> list[Sequence[Person]]:
    """The circles on the last of these days that were computed, of which the reader may know and does not."""
    found = signal.circles(session, reader.workspace_id, since=since, until=until)
    people = person.by_ids(session, reader.workspace_id, {one for circle in found for one in circle})
    circles = [[people[one] for one in circle if one in people] for circle in found]
    told = receipt.looks(session, reader.workspace_id, reader.id, Item.CIRCLE, people, since=now - AGAIN)
    return [
        circle
        for circle in circles
        if len(circle) == 3 and _may_know(session, reader, circle) and not _was_told(circle, told)
    ]


def note(session: Session, *, reader: Person, circles: Sequence[Sequence[Person]], now: datetime) -> None:
    """Each of the people sees that the reader was told."""
    subjects = sorted({who.id for circle in circles for who in circle})
    receipts.note(
        session,
        workspace_id=reader.workspace_id,
        role=ROLE,
        item=Item.CIRCLE,
        now=now,
        subjects=subjects,
        viewer_id=reader.id,
    )


def _may_know(session: Session, reader: Person, circle: Sequence[Person]) -> bool:
    """Whether the policy lets the reader know of every one of them."""
    for who in circle:
        line = directory.line_above(session, who.workspace_id, who)
        relation = relations(reader.id, who.id, line=line, roles=reader.roles)
        if not may_see(Item.CIRCLE, relation, circumstances=circle_circumstances(relation)):
            return False
    return True


def _was_told(circle: Sequence[Person], told: set[tuple[int, datetime]]) -> bool:
    """Whether all of them were named in one message before."""
    whens = [{at for who_id, at in told if who_id == who.id} for who in circle]
    return bool(set.intersection(*whens))
