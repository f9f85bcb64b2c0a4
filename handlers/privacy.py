"""`/cairn privacy`: what is held about me, who looked, and all of it as a file."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import person, privacy
from bot.tools import Tools
from bot.views import privacy as views


async def command(ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int, rest: str) -> None:
    """`/cairn privacy`, `help`"""
    if rest.lower() == "help":
        await ack(**views.help_text())
        return
    who = command["user_id"]
    held = await tools.read(privacy.held, workspace_id=workspace_id, slack_user_id=who)
    zone = await tools.read(person.zone_of, workspace_id=workspace_id, slack_user_id=who)
    await ack(**views.privacy(held, zone=zone))


async def export(ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """The button *Send me everything as a file*"""
    pressed = (body.get("actions") or [{}])[0].get("action_ts") or body["trigger_id"]
    await tools.transact(
        privacy.export,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        act=f"{body['user']['id']}:{pressed}",
        now=tools.clock(),
    )
    await ack()
    tools.confirm(body.get("response_url"), {"response_type": "ephemeral", **views.exporting()})


def register(app: AsyncApp) -> None:
    app.action("privacy_export")(export)
