"""The events that keep the directory fresh."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.services import person, workspace
from bot.tools import Tools


async def joined(event: dict[str, Any], context: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """Somebody new: their first week asks nothing."""
    since = datetime.fromtimestamp(float(event.get("event_ts", 0)), UTC).date()
    await tools.transact(
        person.learn,
        workspace_id=workspace_id,
        team_id=context["team_id"],
        users=[event["user"]],
        joined=since,
    )


async def changed(event: dict[str, Any], context: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """A profile, a time zone, or an account switched off."""
    await tools.transact(
        person.learn, workspace_id=workspace_id, team_id=context["team_id"], users=[event["user"]]
    )
    tools.languages.forget(workspace_id, event["user"]["id"])


async def uninstalled(tools: Tools, workspace_id: int) -> None:
    """The app was removed, or its token revoked: nothing more is sent."""
    await tools.transact(workspace.revoke, workspace_id=workspace_id, now=tools.clock())


def register(app: AsyncApp) -> None:
    app.event("team_join")(joined)
    app.event("user_change")(changed)
    app.event("app_uninstalled")(uninstalled)
    app.event("tokens_revoked")(uninstalled)
