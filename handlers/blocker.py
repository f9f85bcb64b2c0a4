"""Blockers: the buttons beside one, and a manager's private reply to a check-in."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import blocker_answer, reply
from bot.tools import Tools
from bot.views import reply as views
from bot.views.blocks import Message
from handlers import draft as drafts
from handlers import forms


async def acknowledge(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Acknowledge*"""
    await _answer(ack, body, action, tools, workspace_id, blocker_answer.acknowledge)


async def offer_help(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Offer help*"""
    await _answer(ack, body, action, tools, workspace_id, blocker_answer.offer_help)


async def resolve(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *It is resolved*"""
    await _answer(ack, body, action, tools, workspace_id, blocker_answer.resolve)


async def _answer(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    tools: Tools,
    workspace_id: int,
    service: Callable[..., Message],
) -> None:
    message = await tools.transact(
        service,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=action.get("value") or "",
        now=tools.clock(),
    )
    await ack()
    tools.confirm(body.get("response_url"), {"response_type": "ephemeral", **message})


async def open_reply(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Reply* beside somebody's answers"""
    ref = action.get("value") or ""
    tools.expect_modal(body)
    found = await tools.read(
        reply.open_reply, workspace_id=workspace_id, slack_user_id=body["user"]["id"], ref=ref
    )
    facts = {"ref": ref, "respond": body.get("response_url")}
    memory = forms.remember(**facts, draft=drafts.form_of("checkin_reply", ref))
    form = views.form(found.week, found.who, found.progress, memory=memory)
    await tools.show_modal(body, await drafts.drafted(tools, workspace_id, body["user"]["id"], form))
    await ack()


async def replied(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `checkin_reply`"""
    memory = forms.remembered(view)
    message = await drafts.send(
        tools,
        body,
        view,
        reply.reply,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=memory.get("ref", ""),
        text=forms.inputs(view).get("text") or "",
        act=forms.act_of_view(view),
    )
    await ack()
    tools.confirm(memory.get("respond"), {"response_type": "ephemeral", **message})


def register(app: AsyncApp) -> None:
    app.action("blocker_ack")(acknowledge)
    app.action("blocker_help")(offer_help)
    app.action("blocker_resolve")(resolve)
    app.action("checkin_reply")(open_reply)
    app.view("checkin_reply")(replied)
