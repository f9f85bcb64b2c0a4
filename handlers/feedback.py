"""Private feedback: `/cairn feedback`, the shortcut, the modal, the buttons."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules import feedback as rules
from bot.services import feedback, person
from bot.tools import Tools
from bot.views import feedback as views
from handlers import draft as drafts
from handlers import forms


async def command(ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int, rest: str) -> None:
    """`/cairn feedback @a words`, `ask @a @b about TOPIC`, `mine`, `team`, `help`; without words the modal"""
    asked, who = rules.parse(rest), command["user_id"]
    if asked.verb == "help":
        await ack(**views.help_text())
    elif asked.verb == "form":
        await _open(ack, command, tools, workspace_id, who, receivers=tuple(asked.people))
    elif asked.verb == "mine":
        given, rounds = await tools.read(feedback.mine, workspace_id=workspace_id, slack_user_id=who)
        zone = await tools.read(person.zone_of, workspace_id=workspace_id, slack_user_id=who)
        await ack(**views.mine(given, rounds, zone=zone))
    elif asked.verb == "team":
        await ack(**await _shared(tools, workspace_id, who))
    elif asked.verb == "ask":
        told = await tools.transact(
            feedback.ask,
            workspace_id=workspace_id,
            asker=who,
            people=asked.people,
            topic=asked.words,
            act=forms.act_of_command(command),
            now=tools.clock(),
        )
        await ack(**views.asked(told.people, asked.words, held=told.held))
    else:
        told = await tools.transact(
            feedback.give,
            workspace_id=workspace_id,
            giver=who,
            receivers=asked.people,
            text=asked.words,
            act=forms.act_of_command(command),
            now=tools.clock(),
        )
        await ack(**views.sent(told.people, held=told.held))


async def _shared(tools: Tools, workspace_id: int, who: str) -> dict[str, Any]:
    shared = await tools.read(feedback.team, workspace_id=workspace_id, slack_user_id=who)
    zone = await tools.read(person.zone_of, workspace_id=workspace_id, slack_user_id=who)
    return views.team(shared, zone=zone)


async def _open(
    ack: AsyncAck,
    body: dict[str, Any],
    tools: Tools,
    workspace_id: int,
    who: str,
    *,
    receivers: tuple[str, ...] = (),
    request: str = "",
    topic: str = "",
) -> None:
    tools.expect_modal(body)
    await tools.read(person.require_member, workspace_id=workspace_id, slack_user_id=who)
    memory = forms.remember(
        respond=body.get("response_url"),
        request=request,
        draft=drafts.form_of("feedback", request, *receivers),
    )
    empty = views.form(receivers=receivers, topic=topic, memory=memory)
    await tools.show_modal(body, await drafts.drafted(tools, workspace_id, who, empty))
    await ack()


async def open_form(ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """The global shortcut"""
    await _open(ack, body, tools, workspace_id, body["user"]["id"])


async def write_to(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Reply* under a feedback"""
    receiver = action.get("value")
    await _open(ack, body, tools, workspace_id, body["user"]["id"], receivers=(receiver,) if receiver else ())


async def reply(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Answer* under a request"""
    who, ref = body["user"]["id"], action.get("value") or ""
    wanted, asker = await tools.read(feedback.request, workspace_id=workspace_id, slack_user_id=who, ref=ref)
    receivers = (asker,) if asker else ()
    await _open(
        ack, body, tools, workspace_id, who, receivers=receivers, request=wanted.ref, topic=wanted.topic
    )


async def decline(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Not this time*"""
    await tools.transact(
        feedback.decline,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=action.get("value") or "",
        now=tools.clock(),
    )
    await ack()
    tools.confirm(body.get("response_url"), views.declined(), replace=True)


async def share(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The buttons *Let my manager read it* and *Stop sharing*"""
    message = await tools.transact(
        feedback.share,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=action.get("value") or "",
        yes=action.get("action_id") == "feedback_share",
        now=tools.clock(),
    )
    await ack()
    tools.confirm(body.get("response_url"), message, replace=True)


async def read_shared(ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """A manager's button *Read it*"""
    message = await _shared(tools, workspace_id, body["user"]["id"])
    await ack()
    tools.confirm(body.get("response_url"), {"response_type": "ephemeral", **message})


async def submitted(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `feedback`"""
    given, memory = forms.inputs(view), forms.remembered(view)
    told = await drafts.send(
        tools,
        body,
        view,
        feedback.give,
        workspace_id=workspace_id,
        giver=body["user"]["id"],
        receivers=given.get("receivers", []),
        text=given.get("text", ""),
        act=forms.act_of_view(view),
        request_ref=memory.get("request", ""),
    )
    await ack()
    answered = told.answers
    message = (
        views.replied(answered.asker, answered.topic) if answered else views.sent(told.people, held=told.held)
    )
    tools.confirm(memory.get("respond"), message, replace=answered is not None)


def register(app: AsyncApp) -> None:
    app.shortcut({"type": "shortcut", "callback_id": "cairn_feedback"})(open_form)
    app.action("feedback_open")(write_to)
    app.action("feedback_reply")(reply)
    app.action("feedback_decline")(decline)
    app.action("feedback_share")(share)
    app.action("feedback_unshare")(share)
    app.action("feedback_team")(read_shared)
    app.view("feedback")(submitted)
