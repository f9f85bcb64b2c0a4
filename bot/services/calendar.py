"""After people or settings have changed: the calendar is worked out anew."""

from sqlalchemy.orm import Session

from models import appointment

FOLLOWING = ("checkin_prompt", "summary", "digest_week", "digest_month")


def look_again(session: Session, *, workspace_id: int) -> None:
    """Have every appointment that follows from people and settings looked at in the next round."""
    for kind in FOLLOWING:
        appointment.wake(session, workspace_id, kind)
