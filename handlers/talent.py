"""Talent signals: `/talent`, the buttons of cards and summaries, their modals."""

from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules import card as rules
from bot.rules import talent as grammar
from bot.services import card, talent
from bot.services import contest as contests
from bot.tools import Tools
from bot.views import card as views
from bot.views import card_form as forms_view
from bot.views import growth as plans
from bot.views import talk as talk_view
from handlers import draft as drafts
from handlers import forms, growth

COMMAND = "/talent"


async def command(ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """`/talent`, `/talent @report`, `/talent plan`, `/talent grow TITLE`, `/talent help`"""
    asked, who = grammar.parse(forms.typed(command)), command["user_id"]
    if asked.verb == "help":
        await ack(**views.help_text())
        return
    around: dict[str, Any] = {"workspace_id": workspace_id, "slack_user_id": who, "now": tools.clock()}
    if asked.verb == "grow":
        await growth.open_new(tools, workspace_id, command, who, asked.title, asked.person)
        await ack()
    elif asked.verb == "plan":
        await ack(**await growth.shown(tools, workspace_id, who))
    elif asked.verb == "report":
        found = await tools.read(talent.of_report, report=asked.person, **around)
        message = views.of_report(found.who, found.signals.first_day, found.signals.cards)
        await ack(**plans.of_report(message, found.plan, who=found.who, who_id=found.who_id))
    else:
        found = await tools.read(talent.mine, **around)
        await ack(**plans.beside(views.mine(found.signals.first_day, found.signals.cards), found.plan))


async def _open_reply(
    kind: str,
    body: dict[str, Any],
    action: dict[str, Any],
    tools: Tools,
    workspace_id: int,
    lines: Sequence[rules.Line] = (),
) -> None:
    ref, who = action.get("value"), body["user"]["id"]
    facts = {"card": ref, "kind": kind, "respond": body.get("response_url")}
    memory = forms.remember(**facts, draft=drafts.form_of(f"card_{kind}", ref))
    view = forms_view.reply_form(kind, lines=lines, memory=memory)
    tools.expect_modal(body)
    form = await drafts.drafted(tools, workspace_id, who, view)
    await tools.show_modal(body, form)


async def add_note(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Add a note*"""
    await _open_reply(rules.NOTE, body, action, tools, workspace_id)
    await ack()


async def mark_wrong(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *This fact is wrong*"""
    lines = await tools.read(
        card.own_lines,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=action.get("value") or "",
    )
    await _open_reply(rules.WRONG, body, action, tools, workspace_id, lines)
    await ack()


async def contest(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Contest*"""
    await _open_reply(rules.CONTEST, body, action, tools, workspace_id)
    await ack()


async def replied(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modals `card_note`, `card_wrong` and `contest`"""
    memory, said = forms.remembered(view), forms.inputs(view)
    kind = memory.get("kind", rules.NOTE)
    await drafts.send(
        tools,
        body,
        view,
        contests.reply,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=memory.get("card", ""),
        kind=kind,
        text=said.get("text", ""),
        line=said.get("line", ""),
        act=forms.act_of_view(view),
    )
    await ack()
    tools.confirm(memory.get("respond"), {"response_type": "ephemeral", **views.replied(kind)})


async def not_now(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Not now*"""
    message_ts = body.get("container", {}).get("message_ts", "")
    ref = action.get("value") or ""
    await tools.transact(
        contests.reply,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=ref,
        kind=rules.LATER,
        text="",
        act=f"action:{message_ts}:{ref}:{body['user']['id']}",
        now=tools.clock(),
    )
    await ack()
    tools.confirm(body.get("response_url"), {"response_type": "ephemeral", **views.replied(rules.LATER)})


async def accept(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """A manager's button *They are right*"""
    shown = await tools.transact(
        contests.answer,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=action.get("value") or "",
        accepts=True,
        text="",
        now=tools.clock(),
    )
    await ack()
    tools.confirm(body.get("response_url"), {"response_type": "ephemeral", **views.settled(shown)})


async def open_keep(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """A manager's button *I see it otherwise*"""
    ref, who = action.get("value"), body["user"]["id"]
    facts = {"card": ref, "respond": body.get("response_url")}
    memory = forms.remember(**facts, draft=drafts.form_of("contest_keep", ref))
    tools.expect_modal(body)
    form = await drafts.drafted(tools, workspace_id, who, forms_view.keep_form(memory=memory))
    await tools.show_modal(body, form)
    await ack()


async def keep(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `contest_keep`"""
    memory = forms.remembered(view)
    shown = await drafts.send(
        tools,
        body,
        view,
        contests.answer,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=memory.get("card", ""),
        accepts=False,
        text=forms.inputs(view).get("text", ""),
    )
    await ack()
    tools.confirm(memory.get("respond"), {"response_type": "ephemeral", **views.settled(shown)})


async def open_talk(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools) -> None:
    """A manager's button *Talked about it*; its value names the report and the month"""
    memory = forms.remember(about=action.get("value"), respond=body.get("response_url"))
    await tools.show_modal(body, talk_view.form(memory=memory))
    await ack()


async def talked(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `talk`"""
    memory = forms.remembered(view)
    report, _, month = memory.get("about", "").partition(":")
    who = await tools.transact(
        contests.talked,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        report=report,
        month=month,
        outcome=forms.inputs(view).get("outcome", ""),
        act=forms.act_of_view(view),
        now=tools.clock(),
    )
    await ack()
    tools.confirm(memory.get("respond"), {"response_type": "ephemeral", **views.talked(who)})


def register(app: AsyncApp) -> None:
    app.command(COMMAND)(command)
    app.action("card_note_open")(add_note)
    app.action("card_wrong_open")(mark_wrong)
    app.action("contest_open")(contest)
    app.action("card_later")(not_now)
    app.action("contest_accept")(accept)
    app.action("contest_keep_open")(open_keep)
    app.action("talk_open")(open_talk)
    app.view("card_note")(replied)
    app.view("card_wrong")(replied)
    app.view("contest")(replied)
    app.view("contest_keep")(keep)
    app.view("talk")(talked)
