"""How far the first set-up of a workspace has come."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped


class Setup(Scoped, Base):
    """`step` is the step to go on with, by its name; one row for each workspace."""

    __tablename__ = "setup"
    __table_args__ = (UniqueConstraint("workspace_id"),)

    step: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


def of_workspace(session: Session, workspace: int) -> Setup | None:
    return session.scalars(select(Setup).where(Setup.workspace_id == workspace)).first()
