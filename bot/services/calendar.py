"""After people or settings have changed: the calendar is worked out anew."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from models import appointment

FOLLOWING = (
    *("checkin_prompt", "checkin_reminder", "readout", "summary", "digest_week", "digest_month"),
    "blocker_escalation",
)


def look_again(session: Session, *, workspace_id: int, people: Collection[int] | None = None) -> None:
    """Have every appointment that follows from people and settings (these people's alone, where given)
    looked at in the next round."""
    for kind in FOLLOWING:
        appointment.wake(session, workspace_id, kind, people)
