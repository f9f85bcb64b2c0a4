"""1:1s: `/cairn 1:1`, the button that opens a page, the modal, and *Add to our 1:1*."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules import one_on_one as rules
from bot.rules.one_on_one import Written
from bot.services import one_on_one
from bot.tools import Tools
from bot.views import one_on_one as views
from handlers import draft as drafts
from handlers import forms


async def command(ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int, rest: str) -> None:
    """`/cairn 1:1 @person`, `/cairn 1:1`, `/cairn 1:1 help`"""
    if rest.lower() == "help":
        await ack(**views.help_text())
        return
    other, who = rules.partner(rest), command["user_id"]
    if other:
        await _open(ack, command, tools, workspace_id, who, other)
    else:
        found = await tools.read(
            one_on_one.pages, workspace_id=workspace_id, slack_user_id=who, now=tools.clock()
        )
        await ack(**views.listing(found))


async def open_page(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Open* beside a page"""
    await _open(ack, body, tools, workspace_id, body["user"]["id"], action.get("value") or "")


async def _open(
    ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int, who: str, other: str
) -> None:
    tools.expect_modal(body)
    page = await tools.read(
        one_on_one.open_page, workspace_id=workspace_id, slack_user_id=who, other=other, now=tools.clock()
    )
    memory = forms.remember(
        other=other, respond=body.get("response_url"), draft=drafts.form_of("one_on_one", other)
    )
    form = await drafts.drafted(tools, workspace_id, who, views.form(page, memory=memory))
    await tools.show_modal(body, form)
    await ack()


async def saved(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `one_on_one`"""
    given, memory = forms.inputs(view), forms.remembered(view)
    message = await drafts.send(
        tools,
        body,
        view,
        one_on_one.save,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        other=memory.get("other", ""),
        written=Written(
            agenda=given.get("agenda") or "",
            note=given.get("note") or "",
            actions=given.get("actions") or "",
            talked=tuple(given.get("talked") or ()),
            done=tuple(given.get("done") or ()),
            suggested=tuple(given.get("suggested") or ()),
            mine=given.get("owner") != "other",
            met=bool(given.get("met")),
        ),
        act=forms.act_of_view(view),
    )
    await ack()
    tools.confirm(memory.get("respond"), {"response_type": "ephemeral", **message})


async def add(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Add to our 1:1* beside a blocker"""
    about, who = action.get("value") or "", body["user"]["id"]
    ts = body.get("container", {}).get("message_ts", "")
    message = await tools.transact(
        one_on_one.add,
        workspace_id=workspace_id,
        slack_user_id=who,
        about=about,
        act=f"button:{ts}:{about}:{who}",
        now=tools.clock(),
    )
    await ack()
    tools.confirm(body.get("response_url"), {"response_type": "ephemeral", **message})


def register(app: AsyncApp) -> None:
    app.action("one_on_one_open")(open_page)
    app.action("one_on_one_add")(add)
    app.view("one_on_one")(saved)
