"""A Slack workspace, and its settings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Text, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Json, Scoped


class Workspace(Base):
    """The tenant. `team_id` stays empty until tokens say which workspace this database serves."""

    __tablename__ = "workspace"

    team_id: Mapped[str | None] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(default="")
    # The workspace's own address, which links to messages begin with.
    url: Mapped[str] = mapped_column(default="")
    bot_user_id: Mapped[str | None] = mapped_column(Text)
    bot_id: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    # Slack said that the token no longer works; nothing is sent until a new one is given.
    revoked_at: Mapped[datetime | None]
    # The highest number in the names of goals (G12); unknown after goals came from a file.
    goals_named: Mapped[int | None]
    # When, within the last minute, messages were handed to Slack that have been tried again since: they
    # count toward the budget as well (real time, ISO 8601).
    retried: Mapped[list[str]] = mapped_column(Json, default=list)


class Setting(Scoped, Base):
    """One chosen value; what is not here has its default. `team` is empty for the whole workspace."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("workspace_id", "team", "key"),)

    team: Mapped[str] = mapped_column(default="")
    key: Mapped[str]
    value: Mapped[Any] = mapped_column(Json)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(default="")


def first(session: Session) -> Workspace | None:
    """The workspace that a database serves before any token names one."""
    return session.scalars(select(Workspace).order_by(Workspace.id).limit(1)).first()


def by_id(session: Session, workspace: int, *, hold: bool = False) -> Workspace:
    """The workspace; held, so that what is counted in it stays counted until the transaction ends."""
    query = select(Workspace).where(Workspace.id == workspace)
    if hold:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(query).one()


def by_team_id(session: Session, team_id: str) -> Workspace | None:
    return session.scalars(select(Workspace).where(Workspace.team_id == team_id)).first()


def active_ids(session: Session) -> Sequence[int]:
    """Workspaces whose token works, as far as known."""
    return session.scalars(
        select(Workspace.id).where(Workspace.revoked_at.is_(None)).order_by(Workspace.id)
    ).all()


def settings(session: Session, workspace: int) -> Sequence[Setting]:
    return session.scalars(
        select(Setting).where(Setting.workspace_id == workspace).order_by(Setting.team, Setting.key)
    ).all()


def setting(session: Session, workspace: int, *, team: str, key: str) -> Setting | None:
    return session.scalars(
        select(Setting).where(Setting.workspace_id == workspace, Setting.team == team, Setting.key == key)
    ).first()


def unset(session: Session, workspace: int, *, team: str, key: str) -> None:
    session.execute(
        delete(Setting).where(Setting.workspace_id == workspace, Setting.team == team, Setting.key == key)
    )
