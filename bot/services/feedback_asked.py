"""What somebody is asked for in rounds of feedback, as long as it waits for them."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.views.feedback import Request
from models import feedback, person
from models.person import Person

LISTED = 20
# As long as somebody's Home asks for an answer.
WAITS = timedelta(weeks=6)


def waiting(session: Session, me: Person, *, now: datetime) -> list[Request]:
    """What somebody is asked for and has neither answered nor declined; after six weeks it is let go."""
    found = feedback.waiting(session, me.workspace_id, me.id, since=now - WAITS, limit=LISTED)
    askers = person.by_ids(session, me.workspace_id, {each.asker_id for each in found})
    return [
        Request(each.ref, askers[each.asker_id].mention, each.topic)
        for each in found
        if not askers[each.asker_id].deactivated
    ]
