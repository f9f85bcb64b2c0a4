"""Which workspace this database serves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.settings import SettingsError
from models import workspace
from models.workspace import Workspace


@dataclass(frozen=True)
class Tenant:
    """A workspace as Slack knows it, with the id its rows carry."""

    workspace: int
    team_id: str
    bot_user_id: str
    bot_id: str


def ours(session: Session, *, now: datetime) -> int:
    """The id of the workspace a command means: the first, made here in an empty database."""
    found = workspace.first(session)
    if found is None:
        found = Workspace(created_at=now)
        session.add(found)
        session.flush()
    return found.id


def adopt(
    session: Session,
    *,
    team_id: str,
    name: str,
    url: str,
    bot_user_id: str,
    bot_id: str,
    now: datetime,
) -> Tenant:
    """Bind the token's workspace to this database; a first, nameless one becomes it.

    Raises SettingsError where the database already belongs to another workspace.
    """
    found = workspace.by_team_id(session, team_id) or workspace.first(session)
    if found is not None and found.team_id not in (None, team_id):
        raise SettingsError(
            f"This database serves workspace {found.team_id}; the token is one of {team_id}. "
            "Use that workspace's token, or another DATABASE_URL."
        )
    if found is None:
        found = Workspace(created_at=now)
        session.add(found)
    found.team_id, found.name, found.url = team_id, name, url
    found.bot_user_id, found.bot_id, found.revoked_at = bot_user_id, bot_id, None
    session.flush()
    return Tenant(found.id, team_id, bot_user_id, bot_id)


def known(session: Session) -> Tenant | None:
    """The workspace as last seen, for a start while Slack is away."""
    found = workspace.first(session)
    if found is None or not found.team_id:
        return None
    return Tenant(found.id, found.team_id, found.bot_user_id or "", found.bot_id or "")


def revoke(session: Session, *, workspace_id: int, now: datetime) -> None:
    """Slack has taken the token back; nothing is sent until a new one is given."""
    workspace.by_id(session, workspace_id).revoked_at = now


def link(url: str, channel: str | None, message_ts: str | None) -> str:
    """Where a message can be read, or empty."""
    if not (url and channel and message_ts):
        return ""
    return f"{url.rstrip('/')}/archives/{channel}/p{message_ts.replace('.', '')}"
