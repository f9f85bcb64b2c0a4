"""What a workspace must not be asked before an instant, told to every replica."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session

from models.base import Base, Scoped, add_once, touched_one

# The methods of Slack that a message may need, each with a limit of its own in each workspace.
POST, UPDATE, OPEN, HISTORY = "chat.postMessage", "chat.update", "conversations.open", "conversations.history"
DND_INFO = "dnd.teamInfo"
FILES = "files.completeUploadExternal"
# A Home tab is published beside the outbox, and pauses nothing in it.
PUBLISH = "views.publish"
METHODS = (POST, UPDATE, OPEN, HISTORY, DND_INFO, FILES)


class Pacing(Scoped, Base):
    """Until a real instant, nobody does `what`: a Slack method, or a slow work's next step."""

    __tablename__ = "pacing"
    __table_args__ = (UniqueConstraint("workspace_id", "what"),)

    what: Mapped[str]
    until: Mapped[datetime]


def held(session: Session, workspace: int, what: Iterable[str], *, real_now: datetime) -> set[str]:
    """Which of these must wait."""
    return set(
        session.scalars(
            select(Pacing.what).where(
                Pacing.workspace_id == workspace, Pacing.what.in_(tuple(what)), Pacing.until > real_now
            )
        )
    )


def held_until(session: Session, workspace: int, what: str) -> datetime | None:
    """The real instant, also one that has passed, before which this was not to be done."""
    return session.scalar(select(Pacing.until).where(Pacing.workspace_id == workspace, Pacing.what == what))


def hold_back(session: Session, workspace: int, what: str, *, until: datetime) -> None:
    """Let nobody do it before then; of two instants the later one counts."""
    if add_once(session, Pacing, workspace_id=workspace, what=what, until=until) is None:
        _move(session, workspace, what, before=until, until=until)


def take(session: Session, workspace: int, what: str, *, real_now: datetime, until: datetime) -> bool:
    """Claim the next step, and keep everybody from one more before `until`; False where it is too early."""
    made = add_once(session, Pacing, workspace_id=workspace, what=what, until=until) is not None
    return made or _move(session, workspace, what, before=real_now, until=until)


def _move(session: Session, workspace: int, what: str, *, before: datetime, until: datetime) -> bool:
    moved = session.execute(
        update(Pacing)
        .where(Pacing.workspace_id == workspace, Pacing.what == what, Pacing.until <= before)
        .values(until=until)
        .execution_options(synchronize_session=False)
    )
    return touched_one(moved)
