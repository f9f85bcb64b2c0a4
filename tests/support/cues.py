"""Talent signals as a run leaves them in the tables."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models import signal
from models.signal import SignalCue
from tests.support import cast, rows

LINE = {
    "family": "goals",
    "ref": "G7",
    "at": "2026-11-20",
    "said": "Goals updated in {now} of {seen} weeks; usual are about {before}.",
    "facts": {"now": 1, "seen": 8, "before": 5},
    "kind": "goal",
    "ids": [],
}
AS_OF = date(2026, 11, 22)


def run(session: Session, *, workspace_id: int, as_of: date = AS_OF) -> None:
    """A day whose signals are computed."""
    signal.finish(session, workspace_id, as_of, at=cast.START, people=5, cues=1)


def seen(
    session: Session,
    *,
    workspace_id: int,
    slack_id: str = "UADA",
    name: str = "goal_momentum",
    as_of: date = AS_OF,
    **more: Any,
) -> None:
    """One cue of somebody on a computed day; raised, and for the manager too, unless it is said otherwise."""
    run(session, workspace_id=workspace_id, as_of=as_of)
    values: dict[str, Any] = {
        "band": "worth_a_conversation",
        "confidence": "medium",
        "window": "2026-09-28/2026-11-22",
        "formula": f"{name}/1",
        "families": ["goals", "pace"],
        "evidence": [LINE],
        "raised": True,
        "to_manager": True,
        "score": 1.8,
        "kept": b"",
    }
    who = rows.person(session, workspace_id=workspace_id, slack_id=slack_id)
    session.add(
        SignalCue(workspace_id=workspace_id, person_id=who.id, signal=name, as_of=as_of, **values | more)
    )
    session.flush()
