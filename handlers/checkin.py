"""Check-ins: the command, the prompt's buttons, the modal."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.language import _
from bot.rules import checkin as rules
from bot.rules.refusal import Refusal
from bot.services import checkin, person, readout
from bot.tools import Tools
from bot.views import checkin as views
from bot.views.readout import readout as readout_view
from handlers import draft as drafts
from handlers import forms

COMMAND = "/checkin"
_PAUSE = re.compile(r"pause\b(?:\s+until)?\s*(.*)", re.IGNORECASE)


async def command(ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """`/checkin`, `/checkin team`, `/checkin pause until DATE`, `/checkin resume`, `/checkin help`"""
    text = forms.typed(command).lower()
    pause = _PAUSE.fullmatch(text)
    if text == "help":
        await ack(**views.help_text())
    elif pause or text == "resume":
        await _pause(ack, command, tools, workspace_id, pause[1] if pause else None)
    elif text == "team":
        facts = await tools.read(
            readout.latest, workspace_id=workspace_id, slack_user_id=command["user_id"], now=tools.clock()
        )
        await ack(**readout_view(facts))
    elif text:
        raise Refusal(_("`/checkin` alone opens your week. It also knows team, pause, resume and help."))
    else:
        await _open(ack, command, tools, workspace_id, command["user_id"])


async def _pause(
    ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int, wanted: str | None
) -> None:
    until = await tools.transact(
        person.pause,
        workspace_id=workspace_id,
        slack_user_id=command["user_id"],
        until=wanted,
        now=tools.clock(),
    )
    await ack(**(views.paused(until) if until else views.resumed()))


async def open_form(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Answer* of a prompt"""
    await _open(ack, body, tools, workspace_id, body["user"]["id"], asked=action.get("value") or "")


async def _open(
    ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int, who: str, *, asked: str = ""
) -> None:
    tools.expect_modal(body)
    opened = await tools.read(
        checkin.open_week, workspace_id=workspace_id, slack_user_id=who, asked=asked, now=tools.clock()
    )
    question = _question(body) if asked else ""
    memory = forms.remember(
        week=opened.week,
        respond=body.get("response_url"),
        question=question,
        draft=drafts.form_of("checkin", opened.week),
    )
    form = views.form(opened.week, opened.answers, opened.asked, memory=memory)
    await tools.show_modal(body, await drafts.drafted(tools, workspace_id, who, form))
    await ack()


async def skip(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Not this week* of a prompt"""
    message = await tools.transact(
        checkin.skip,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        week=action.get("value") or "",
        question=_question(body),
        now=tools.clock(),
    )
    await ack()
    tools.confirm(body.get("response_url"), message, replace=True)


async def submitted(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `checkin`"""
    memory = forms.remembered(view)
    saved = await drafts.send(
        tools,
        body,
        view,
        checkin.answer,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        week=memory.get("week", ""),
        answers=rules.read(forms.inputs(view)),
        act=forms.act_of_view(view),
        question=memory.get("question", ""),
    )
    await ack()
    tools.confirm(memory.get("respond"), saved.message, replace=bool(memory.get("question")))


def _question(body: dict[str, Any]) -> str:
    """The `ts` of the message whose button was pressed."""
    ts: str = body.get("container", {}).get("message_ts", "")
    return ts


def register(app: AsyncApp) -> None:
    app.command(COMMAND)(command)
    app.action("checkin_open")(open_form)
    app.action("checkin_skip")(skip)
    app.view("checkin")(submitted)
