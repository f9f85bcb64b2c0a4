"""Goals: the command and its two modals."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules import goal as rules
from bot.rules.goal import GoalCommand, GoalDraft, Report
from bot.rules.refusal import Refusal
from bot.services import goal
from bot.tools import Tools
from bot.views import goal as views
from handlers import forms

COMMAND = "/goal"


async def command(ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """`/goal`, `/goal team`, `/goal new TITLE`, `/goal G12 60 on-track note`, `/goal G12 done`, `help`"""
    asked = rules.parse(forms.typed(command))
    if asked.verb == "help":
        await ack(**views.help_text())
    elif asked.verb == "list":
        goals = await tools.read(goal.mine, workspace_id=workspace_id, slack_user_id=command["user_id"])
        await ack(**views.listing(goals))
    elif asked.verb == "team":
        goals = await tools.read(goal.team, workspace_id=workspace_id, slack_user_id=command["user_id"])
        await ack(**views.team(goals))
    elif asked.verb == "new":
        await _open_new(ack, command, tools, workspace_id, asked)
    elif asked.verb == "done":
        await _finish(ack, command, tools, workspace_id, asked)
    else:
        await _update(ack, command, tools, workspace_id, asked)


async def _open_new(
    ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int, asked: GoalCommand
) -> None:
    if len(asked.rest) > rules.LONGEST_TITLE:
        rules.check_draft(GoalDraft(title=asked.rest), today=date.min)
    parents = await tools.read(goal.parents, workspace_id=workspace_id, slack_user_id=command["user_id"])
    memory = forms.remember(respond=command.get("response_url"))
    await tools.open_modal(command["trigger_id"], views.form(asked.rest, parents=parents, memory=memory))
    await ack()


async def _update(
    ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int, asked: GoalCommand
) -> None:
    done = await tools.transact(
        goal.update,
        workspace_id=workspace_id,
        author=command["user_id"],
        ref=asked.ref,
        report=asked.rest,
        act=forms.act_of_command(command),
        now=tools.clock(),
    )
    await ack(**views.updated(done))


async def _finish(
    ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int, asked: GoalCommand
) -> None:
    ended = await tools.transact(
        goal.finish,
        workspace_id=workspace_id,
        author=command["user_id"],
        ref=asked.ref,
        now=tools.clock(),
    )
    await ack(**views.ended(ended))


async def open_update(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Update* beside a goal"""
    goals = await tools.read(goal.mine, workspace_id=workspace_id, slack_user_id=body["user"]["id"])
    if not goals:
        raise Refusal("You have no open goals. Begin one with /goal new and a title.")
    memory = forms.remember(respond=body.get("response_url"))
    form = views.update_form(
        [(each.ref, each.title) for each in goals], action.get("value") or "", memory=memory
    )
    await tools.open_modal(body["trigger_id"], form)
    await ack()


async def proposed(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `goal`"""
    given = forms.inputs(view)
    draft = GoalDraft(
        **{name: given.get(name) or "" for name in ("title", "measure", "unit", "start", "target")},
        relevance=given.get("relevance") or "",
        parent=given.get("parent") or "",
        due=date.fromisoformat(given["due"]) if given.get("due") else None,
    )
    made = await tools.transact(
        goal.propose,
        workspace_id=workspace_id,
        owner=body["user"]["id"],
        draft=draft,
        act=forms.act_of_view(view),
        now=tools.clock(),
    )
    await ack()
    tools.confirm(forms.remembered(view).get("respond"), views.created(made))


async def reported(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `goal_update`"""
    given = forms.inputs(view)
    done = await tools.transact(
        goal.update,
        workspace_id=workspace_id,
        author=body["user"]["id"],
        ref=given.get("goal") or "",
        report=Report(given.get("value") or None, given.get("confidence") or "", given.get("note") or ""),
        act=forms.act_of_view(view),
        now=tools.clock(),
    )
    await ack()
    tools.confirm(forms.remembered(view).get("respond"), views.updated(done))


def register(app: AsyncApp) -> None:
    app.command(COMMAND)(command)
    app.action("goal_update_open")(open_update)
    app.view("goal")(proposed)
    app.view("goal_update")(reported)
