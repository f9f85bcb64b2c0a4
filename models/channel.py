"""What the bot has asked Slack about a channel: only whether everybody may know of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped


class Channel(Scoped, Base):
    """`public` means a public channel of this workspace that is shared with no other."""

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)

    slack_id: Mapped[str]
    public: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]


def public_ones(session: Session, workspace: int, slack_ids: Iterable[str]) -> set[str]:
    return set(
        session.scalars(
            select(Channel.slack_id).where(
                Channel.workspace_id == workspace,
                Channel.slack_id.in_(set(slack_ids)),
                Channel.public.is_(True),
            )
        )
    )


def known(session: Session, workspace: int) -> Sequence[str]:
    return session.scalars(select(Channel.slack_id).where(Channel.workspace_id == workspace)).all()
