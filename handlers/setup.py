"""The first set-up: `/cairn setup`, its steps, and the offer to whoever may do it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules import setup as rules
from bot.services import setup
from bot.tools import Tools
from bot.views import setup as views
from handlers import forms


async def command(ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int, rest: str) -> None:
    """`/cairn setup`: begins it, or goes on where it was left"""
    await _open(ack, command, tools, workspace_id, command["user_id"])


async def open_form(ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """The button *Set it up*"""
    await _open(ack, body, tools, workspace_id, body["user"]["id"])


async def _open(ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int, who: str) -> None:
    tools.expect_modal(body)
    facts = await tools.transact(setup.page, workspace_id=workspace_id, slack_user_id=who, now=tools.clock())
    memory = forms.remember(step=facts.step, respond=body.get("response_url"))
    await tools.show_modal(body, views.page(facts, memory=memory))
    await ack()


async def submitted(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `setup`: one step"""
    memory, who = forms.remembered(view), body["user"]["id"]
    following = await tools.transact(
        setup.save,
        workspace_id=workspace_id,
        slack_user_id=who,
        step=rules.known(memory.get("step", "")),
        given=forms.inputs(view),
        now=tools.clock(),
    )
    if following:
        shown = await _page(tools, workspace_id, who, following, memory)
        await ack(response_action="update", view=shown)
        return
    await ack()
    tools.confirm(memory.get("respond"), await tools.read(setup.result, workspace_id=workspace_id))


async def _page(
    tools: Tools, workspace_id: int, who: str, step: str, memory: dict[str, Any]
) -> dict[str, Any]:
    facts = await tools.transact(
        setup.page, workspace_id=workspace_id, slack_user_id=who, step=step, now=tools.clock()
    )
    return views.page(facts, memory=forms.remember(**memory | {"step": step}))


async def back(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Back*"""
    view = body.get("view") or {}
    step = rules.before(action.get("value") or "")
    shown = await _page(tools, workspace_id, body["user"]["id"], step, forms.remembered(view))
    await ack()
    if view.get("id"):
        await tools.renew_modal(view, shown)


def register(app: AsyncApp) -> None:
    app.action("setup_open")(open_form)
    app.action("setup_back")(back)
    app.view("setup")(submitted)
