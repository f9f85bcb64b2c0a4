"""Whose Home tab the bot keeps fresh, and what it showed last."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped, add_once
from models.person import Person


class Home(Scoped, Base):
    """A Home tab that somebody has opened; `shown` names what was published last (a hash)."""

    __tablename__ = "home"
    __table_args__ = (UniqueConstraint("workspace_id", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    page: Mapped[int] = mapped_column(default=1)
    shown: Mapped[str] = mapped_column(default="")


def of(session: Session, who: Person) -> Home | None:
    return session.scalars(_of(who)).first()


def opened(session: Session, workspace: int, slack_ids: Iterable[str], *, since: datetime) -> set[str]:
    """Who of these people, by their Slack ids, has looked at their Home since an instant."""
    found = session.scalars(
        select(Person.slack_user_id)
        .join(Home, Home.person_id == Person.id)
        .where(
            Person.workspace_id == workspace,
            Person.slack_user_id.in_(set(slack_ids)),
            Home.workspace_id == workspace,
            Home.opened_at >= since,
        )
    )
    return {each for each in found if each is not None}


def open_for(session: Session, who: Person, *, page: int, now: datetime) -> Home:
    """The row of somebody who looks at their Home now."""
    add_once(session, Home, workspace_id=who.workspace_id, person_id=who.id, opened_at=now)
    row = session.scalars(_of(who)).one()
    row.opened_at, row.page = now, page
    return row


def _of(who: Person) -> Select[Home]:
    return select(Home).where(Home.workspace_id == who.workspace_id, Home.person_id == who.id)
