"""Looking at goals: the lists in pages, the tree, one goal with its buttons."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import cascade, goal
from bot.tools import Tools
from bot.views import cascade as views
from bot.views import goal_list
from bot.views.blocks import Message

Body = dict[str, Any]


async def shown(tools: Tools, workspace_id: int, who: str, what: str, page: int = 1) -> Message:
    """`mine`, `team`, `of UADA`, `tree`, `tree G1` or `one G12`, as a message for one person."""
    kind, _space, about = what.partition(" ")
    common = {"workspace_id": workspace_id, "slack_user_id": who, "now": tools.clock()}
    if kind == "team":
        return goal_list.team(await tools.read(goal.team, **common), page)
    if kind == "of":
        mention, goals = await tools.read(goal.of_person, other=about, **common)
        return goal_list.of_person(mention, goals, page, whose=about)
    if kind == "tree":
        return views.tree(await tools.read(cascade.tree, ref=about, page=page, **common), ref=about)
    if kind == "one":
        return views.card(await tools.read(cascade.card, ref=about, **common))
    return goal_list.listing(await tools.read(goal.mine, **common), page)


async def turn(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The buttons *Back* and *More* under a list"""
    number, _space, what = (action.get("value") or "1 mine").partition(" ")
    page = int(number) if number.isdecimal() else 1
    message = await shown(tools, workspace_id, body["user"]["id"], what or "mine", page)
    await ack()
    tools.confirm(body.get("response_url"), message, replace=True)


async def look(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The menu *Look at one* under a list"""
    ref = (action.get("selected_option") or {}).get("value") or ""
    message = await shown(tools, workspace_id, body["user"]["id"], f"one {ref}")
    await ack()
    tools.confirm(body.get("response_url"), {"response_type": "ephemeral", **message})


def register(app: AsyncApp) -> None:
    app.action("goal_page_back")(turn)
    app.action("goal_page_next")(turn)
    app.action("goal_show")(look)
