"""What a month's digest told, for whoever looks at it later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Json, Scoped, add_once


class Coverage(Scoped, Base):
    """The head counts of one month (2026-10), told once: reckoned anew, what was taken back or came late
    would show as a difference of a few people."""

    __tablename__ = "coverage"
    __table_args__ = (UniqueConstraint("workspace_id", "month"),)

    month: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime]


def newest(session: Session, workspace: int) -> Coverage | None:
    return session.scalars(
        select(Coverage).where(Coverage.workspace_id == workspace).order_by(Coverage.month.desc()).limit(1)
    ).first()


def keep(session: Session, workspace: int, month: str, *, figures: Mapping[str, Any], now: datetime) -> None:
    """Keep a month's figures; the first that are told stay."""
    add_once(session, Coverage, workspace_id=workspace, month=month, figures=dict(figures), at=now)
