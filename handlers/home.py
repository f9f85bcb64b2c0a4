"""The Home tab: opened, and its goals turned page by page."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import home
from bot.tools import Tools


async def opened(event: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """Somebody looks at their Home"""
    if event.get("tab") == "home":
        await _look(tools, workspace_id, event["user"])


async def turned(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The buttons to other pages of one's goals"""
    page = action.get("value") or ""
    await _look(tools, workspace_id, body["user"]["id"], int(page) if page.isdecimal() else 1)
    await ack()


async def _look(tools: Tools, workspace_id: int, who: str, page: int = 1) -> None:
    await tools.transact(
        home.look, workspace_id=workspace_id, slack_user_id=who, page=min(page, 1000), now=tools.clock()
    )


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(opened)
    app.action("home_page_back")(turned)
    app.action("home_page_on")(turned)
