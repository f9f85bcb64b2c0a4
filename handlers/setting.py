"""Settings: `/cairn settings`, one's own and the company's."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules.setting_command import parse
from bot.services import company, mine
from bot.tools import Tools
from bot.views import setting as views
from bot.views.setting import Mine
from handlers import forms


async def command(ack: AsyncAck, command: dict[str, Any], tools: Tools, workspace_id: int, rest: str) -> None:
    """`/cairn settings`, `KEY`, `KEY VALUE`, `KEY VALUE for TEAM`, `help`"""
    asked, who = parse(rest), command["user_id"]
    if asked.key == "help":
        await ack(**views.help_text())
    elif not asked.key:
        tools.expect_modal(command)
        stands = await tools.read(mine.choices, workspace_id=workspace_id, slack_user_id=who)
        memory = forms.remember(respond=command.get("response_url"))
        await tools.show_modal(command, views.form(stands, memory=memory))
        await ack()
    elif asked.value is None:
        one, zone = await tools.read(company.one, workspace_id=workspace_id, slack_user_id=who, key=asked.key)
        await ack(**views.shown(one, zone=zone))
    else:
        await ack(**await _change(tools, workspace_id, who, asked.key, asked.value, asked.team))


async def _change(
    tools: Tools, workspace_id: int, who: str, key: str, value: str, team: str
) -> dict[str, Any]:
    done = await tools.transact(
        company.change,
        workspace_id=workspace_id,
        slack_user_id=who,
        key=key,
        text=value,
        team=team,
        now=tools.clock(),
    )
    return views.changed(key, done.value, team=team, doubts=done.doubts)


async def chosen(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `settings`"""
    given, who = forms.inputs(view), body["user"]["id"]
    wanted = Mine(
        pause=date.fromisoformat(given["pause"]) if given.get("pause") else None,
        language=(given.get("language") or "").replace(views.SLACKS, ""),
        share_mood=bool(given.get("share")),
        cues=bool(given.get("cues")),
        reactions=bool(given.get("reactions")),
    )
    await tools.transact(
        mine.choose, workspace_id=workspace_id, slack_user_id=who, wanted=wanted, now=tools.clock()
    )
    tools.languages.forget(workspace_id, who)
    await ack()
    tools.confirm(forms.remembered(view).get("respond"), views.saved(wanted))


async def open_company(ack: AsyncAck, body: dict[str, Any], tools: Tools, workspace_id: int) -> None:
    """The button *The company's settings*"""
    tools.expect_modal(body)
    every = await tools.read(company.every, workspace_id=workspace_id, slack_user_id=body["user"]["id"])
    await tools.show_modal(body, views.company(every))
    await ack()


async def open_setting(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The button *Change* beside a setting"""
    key = action.get("value") or ""
    tools.expect_modal(body)
    form = await tools.read(
        company.form, workspace_id=workspace_id, slack_user_id=body["user"]["id"], key=key
    )
    memory = forms.remember(key=key, **forms.remembered(body.get("view") or {}))
    await tools.show_modal(
        body, views.setting_form(form.setting, teams=form.teams, zone=form.zone, memory=memory)
    )
    await ack()


async def saved(
    ack: AsyncAck, body: dict[str, Any], view: dict[str, Any], tools: Tools, workspace_id: int
) -> None:
    """The modal `setting`"""
    given, memory, who = forms.inputs(view), forms.remembered(view), body["user"]["id"]
    await _change(
        tools, workspace_id, who, memory.get("key", ""), given.get("value") or "", given.get("team") or ""
    )
    every = await tools.read(company.every, workspace_id=workspace_id, slack_user_id=who)
    await ack(response_action="update", view=views.company(every))


def register(app: AsyncApp) -> None:
    app.view("settings")(chosen)
    app.action("company_open")(open_company)
    app.action("setting_open")(open_setting)
    app.view("setting")(saved)
