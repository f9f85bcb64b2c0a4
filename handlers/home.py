"""The Home tab: opened, and its goals turned page by page."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import home
from bot.tools import Tools


async def opened(event: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """Somebody looks at the bot: at their Home, or at its messages"""
    await tools.transact(
        home.visit,
        workspace_id=workspace_id,
        slack_user_id=event["user"],
        at_home=event.get("tab") == "home",
        now=tools.clock(),
    )


async def turned(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The buttons to other pages of one's goals"""
    page = action.get("value") or ""
    await tools.transact(
        home.look,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        page=min(int(page), 1000) if page.isdecimal() else 1,
        now=tools.clock(),
    )
    await ack()


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(opened)
    app.action("home_page_back")(turned)
    app.action("home_page_on")(turned)
