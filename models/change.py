"""The record of settings: what was changed, from what to what, when and by whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped


class SettingChange(Scoped, Base):
    """`before` and `after` are values as one would type them; `by` names a command where no person acted."""

    __tablename__ = "setting_change"
    __table_args__ = (Index("ix_setting_change_workspace_id_key_at", "workspace_id", "key", "at"),)

    team: Mapped[str] = mapped_column(default="")
    key: Mapped[str]
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by: Mapped[str] = mapped_column(default="")


def latest(session: Session, workspace: int, key: str, *, limit: int) -> Sequence[SettingChange]:
    """The changes of one setting, for the workspace and for teams, newest first."""
    return session.scalars(
        select(SettingChange)
        .where(SettingChange.workspace_id == workspace, SettingChange.key == key)
        .order_by(SettingChange.at.desc(), SettingChange.id.desc())
        .limit(limit)
    ).all()
