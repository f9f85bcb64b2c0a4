"""Do Not Disturb, as Slack last told it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped, add_all_once
from models.delivery import Delivery, is_unsettled


class Dnd(Scoped, Base):
    """The window a person is in, or their next one; empty where they have none.

    All of it is on the business clock, also `asked_at`: what was told before the clock moved
    says little of the time after.
    """

    __tablename__ = "dnd"
    __table_args__ = (UniqueConstraint("workspace_id", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begins: Mapped[datetime | None]
    ends: Mapped[datetime | None]
    asked_at: Mapped[datetime]


def told(
    session: Session, workspace: int, people: Iterable[int], *, after: datetime, until: datetime
) -> dict[int, Dnd]:
    """What Slack said of these people between two instants."""
    wanted = set(people)
    if not wanted:
        return {}
    found = session.scalars(
        select(Dnd).where(
            Dnd.workspace_id == workspace,
            Dnd.person_id.in_(wanted),
            Dnd.asked_at > after,
            Dnd.asked_at <= until,
        )
    )
    return {row.person_id: row for row in found}


def unasked(
    session: Session, workspace: int, *, after: datetime, until: datetime, limit: int
) -> Sequence[int]:
    """Who is owed one of the calendar's messages by now and has not been asked about between two
    instants, longest waiting first."""
    asked = exists().where(
        Dnd.workspace_id == workspace,
        Dnd.person_id == Delivery.person_id,
        Dnd.asked_at > after,
        Dnd.asked_at <= until,
    )
    found = session.scalars(
        select(Delivery.person_id)
        .where(
            Delivery.workspace_id == workspace,
            is_unsettled(Delivery.state),
            Delivery.due_at <= until,
            Delivery.useful_until.is_not(None),
            Delivery.person_id.is_not(None),
            ~asked,
        )
        .group_by(Delivery.person_id)
        .order_by(func.min(Delivery.due_at), Delivery.person_id)
        .limit(limit)
    )
    return [each for each in found if each is not None]


def remember(
    session: Session,
    workspace: int,
    windows: dict[int, tuple[datetime, datetime] | None],
    *,
    asked_at: datetime,
) -> None:
    """Keep what Slack said instead of what it said before."""
    session.execute(
        delete(Dnd)
        .where(Dnd.workspace_id == workspace, Dnd.person_id.in_(windows))
        .execution_options(synchronize_session=False)
    )
    rows = [
        {
            "workspace_id": workspace,
            "person_id": person_id,
            "begins": window[0] if window else None,
            "ends": window[1] if window else None,
            "asked_at": asked_at,
        }
        for person_id, window in sorted(windows.items())
    ]
    add_all_once(session, Dnd, rows)
