"""Messages to the bot, in its DM or by mention: the commands' grammar without the slash, else help."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules import talk as rules
from bot.rules.refusal import Refusal
from bot.services import talk
from bot.tools import NoTrigger, Tools
from bot.views import cairn as cairn_views
from bot.views import heard as views
from handlers import cairn, checkin, goal, kudos, talent

Command = Callable[..., Awaitable[None]]
COMMANDS: dict[str, Command] = {
    kudos.COMMAND: kudos.command,
    goal.COMMAND: goal.command,
    checkin.COMMAND: checkin.command,
    talent.COMMAND: talent.command,
    cairn.COMMAND: cairn.command,
}
# Messages of people: the others are edits, deletions, joins.
PLAIN = (None, "file_share", "thread_broadcast")


async def said(event: dict[str, Any], context: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """A message in the bot's DM, or one that mentions it; the answer comes in the DM."""
    if event.get("subtype") not in PLAIN or event.get("bot_id") or not event.get("user"):
        return
    if event.get("type") == "message" and event.get("channel_type") != "im":
        return
    heard = rules.read(event.get("text") or "", bot=context.get("bot_user_id") or "")
    act = f"message:{event.get('channel')}:{event.get('ts')}:{event['user']}"
    message = await _answer(heard, event["user"], act, tools, workspace_id)
    await tools.transact(
        talk.answer,
        workspace_id=workspace_id,
        slack_user_id=event["user"],
        message=message,
        act=act,
        now=tools.clock(),
    )


async def _answer(heard: rules.Said, who: str, act: str, tools: Tools, workspace_id: int) -> dict[str, Any]:
    """What the command answers, also where it refuses; a button where it would open a form."""
    handler = COMMANDS.get(heard.command)
    if handler is None:
        return cairn_views.help_text()
    typed = f"{heard.command} {heard.text}".strip()
    try:
        return await _run(handler, _command(heard, who, act=act), tools, workspace_id)
    except Refusal as refusal:
        return cairn_views.refused(str(refusal), typed)
    except NoTrigger:
        return views.press(typed)


async def _run(handler: Command, command: dict[str, Any], tools: Tools, workspace_id: int) -> dict[str, Any]:
    """Run a command as if it had been typed with its slash; what it acknowledged with."""
    answers: list[dict[str, Any]] = []

    async def ack(**answer: Any) -> None:
        answers.append(answer)

    await handler(ack, command, tools, workspace_id)
    return next((each for each in answers if each.get("text")), cairn_views.help_text())


def _command(heard: rules.Said, who: str, **more: Any) -> dict[str, Any]:
    """The payload of a slash command; without a trigger it cannot open a form."""
    return {"command": heard.command, "text": heard.text, "user_id": who, "trigger_id": "", **more}


async def open_form(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Open the form*: the same command, with a trigger now"""
    heard = rules.read(action.get("value") or "", bot="")
    handler: Command = COMMANDS.get(heard.command, cairn.command)
    response_url = body.get("response_url")
    answers: list[dict[str, Any]] = []

    async def hear(**answer: Any) -> None:
        answers.append(answer)

    command = _command(
        heard,
        body["user"]["id"],
        act=f"form:{body.get('container', {}).get('message_ts')}:{body['user']['id']}",
        response_url=response_url,
    )
    await handler(hear, command | {"trigger_id": body["trigger_id"]}, tools, workspace_id)
    await ack()
    for each in answers:
        if each.get("text"):
            tools.confirm(response_url, {"response_type": "ephemeral", **each})


def register(app: AsyncApp) -> None:
    app.event("message")(said)
    app.event("app_mention")(said)
    app.action("form_open")(open_form)
