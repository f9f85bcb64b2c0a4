"""Kudos: the command, the modal, the shortcuts, the reaction."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules import kudos as rules
from bot.rules.kudos import KudosRequest
from bot.services import kudos, person, reaction, setting, tag
from bot.services.reaction import Reaction
from bot.tools import Tools
from bot.views import kudos as views
from handlers import draft as drafts
from handlers import forms

COMMAND = "/kudos"


async def command(ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """`/kudos @someone for something`, `/kudos`, `/kudos mine`, `/kudos tags`, `/kudos help`"""
    text = forms.typed(command)
    if text.lower() == "help":
        await ack(**views.help_text())
    elif not text:
        await _open(ack, command, tools, workspace_id, command["user_id"])
    elif text.lower() == "mine":
        who = command["user_id"]
        lines = await tools.read(kudos.mine, workspace_id=workspace_id, slack_user_id=who)
        zone = await tools.read(person.zone_of, workspace_id=workspace_id, slack_user_id=who)
        await ack(**views.mine(lines, zone=zone))
    elif text.lower() == "tags":
        found = await tools.read(
            tag.unknown,
            workspace_id=workspace_id,
            slack_user_id=command["user_id"],
            now=tools.clock(),
        )
        await ack(**views.tags(found))
    else:
        await _give(ack, command, tools, workspace_id, rules.parse(text))


async def _give(
    ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int, request: KudosRequest
) -> None:
    thanks = await tools.transact(
        kudos.give,
        workspace_id=workspace_id,
        giver=command["user_id"],
        request=request,
        act=forms.act_of_command(command),
        now=tools.clock(),
    )
    await ack(**views.answer(thanks))


async def open_form(ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """The global shortcut."""
    await _open(ack, body, tools, workspace_id, body["user"]["id"])


async def thank_back(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Say thanks back*, with the giver filled in"""
    giver = action.get("value")
    await _open(ack, body, tools, workspace_id, body["user"]["id"], receivers=[giver] if giver else [])


async def thank_for_message(ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """*Give kudos* in a message's menu: the author is filled in and the message linked."""
    author, channel = body["message"].get("user", ""), body["channel"]["id"]
    await _open(
        ack,
        body,
        tools,
        workspace_id,
        body["user"]["id"],
        receivers=[author] if author and author != body["user"]["id"] else [],
        channel=channel,
        message_ts=body["message"]["ts"],
    )


async def _open(
    ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int, who: str, **about: Any
) -> None:
    tools.expect_modal(body)
    await tools.read(person.require_member, workspace_id=workspace_id, slack_user_id=who)
    chosen = await tools.read(setting.chosen, workspace_id=workspace_id)
    receivers = about.get("receivers", ())
    memory = forms.remember(
        respond=body.get("response_url"),
        source="shortcut" if about.get("message_ts") else "modal",
        channel=about.get("channel"),
        message_ts=about.get("message_ts"),
        draft=drafts.form_of("kudos", *receivers, about.get("channel"), about.get("message_ts")),
    )
    link = await tools.read(
        kudos.link_to,
        workspace_id=workspace_id,
        channel=about.get("channel"),
        message_ts=about.get("message_ts"),
    )
    empty = views.form(values=chosen.get("values"), receivers=receivers, link=link, memory=memory)
    await tools.show_modal(body, await drafts.drafted(tools, workspace_id, who, empty))
    await ack()


async def submitted(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `kudos`"""
    given, memory = forms.inputs(view), forms.remembered(view)
    request = KudosRequest(
        receivers=given.get("receivers", []),
        message=given.get("message", ""),
        tags=[*given.get("values", []), *rules.tags(given.get("message", ""))],
        private="private" in given.get("private", []),
        source=memory.get("source", "modal"),
        channel=memory.get("channel"),
        message_ts=memory.get("message_ts"),
    )
    thanks = await drafts.send(
        tools,
        body,
        view,
        kudos.give,
        workspace_id=workspace_id,
        giver=body["user"]["id"],
        request=request,
        act=forms.act_of_view(view),
    )
    await ack()
    tools.confirm(memory.get("respond"), views.answer(thanks))


async def reacted(event: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """The kudos emoji on somebody's message"""
    found = _reaction(event)
    if found is not None:
        await tools.transact(reaction.add, workspace_id=workspace_id, reaction=found, now=tools.clock())


async def unreacted(event: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """The kudos emoji taken away"""
    found = _reaction(event)
    if found is not None:
        await tools.transact(reaction.take_back, workspace_id=workspace_id, reaction=found, now=tools.clock())


async def accept_tag(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Take as a value* beside a word"""
    word = action.get("value") or ""
    values = await tools.transact(
        tag.accept,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        word=word,
        now=tools.clock(),
    )
    await ack()
    tools.confirm(body.get("response_url"), {"response_type": "ephemeral", **views.accepted(word, values)})


def _reaction(event: dict[str, Any]) -> Reaction | None:
    """The reaction, where it is one to a person's message."""
    item = event.get("item", {})
    if item.get("type") != "message" or not event.get("item_user"):
        return None
    return Reaction(
        giver=event["user"],
        receiver=event["item_user"],
        name=event["reaction"],
        channel=item["channel"],
        message_ts=item["ts"],
        event_ts=event["event_ts"],
    )


def register(app: AsyncApp) -> None:
    app.command(COMMAND)(command)
    app.shortcut({"type": "shortcut", "callback_id": "cairn_kudos"})(open_form)
    app.shortcut({"type": "message_action", "callback_id": "give_kudos"})(thank_for_message)
    app.action("kudos_open")(thank_back)
    app.action("tag_accept")(accept_tag)
    app.view("kudos")(submitted)
    app.event("reaction_added")(reacted)
    app.event("reaction_removed")(unreacted)
