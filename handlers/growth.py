"""Growth plans: the buttons in `/talent`, on Home and in DMs, and their modals."""

from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules.growth import Ending, StepDraft
from bot.services import growth, growth_offer
from bot.tools import Tools
from bot.views import draft as draft_view
from bot.views import growth as views
from bot.views import growth_form
from bot.views.blocks import Message
from handlers import draft as drafts
from handlers import forms, questions

Body = dict[str, Any]


async def shown(tools: Tools, workspace_id: int, who: str) -> Message:
    """`/talent plan`"""
    found = await tools.read(growth.mine, workspace_id=workspace_id, slack_user_id=who, now=tools.clock())
    return views.plan(found)


async def open_new(tools: Tools, workspace_id: int, body: Body, who: str, title: str, owner: str) -> None:
    """Show the form of a new step: one's own, or one for a report (`owner`). Raises Refusal."""
    owner = owner if owner != who else ""
    tools.expect_modal(body)
    if owner:
        await tools.transact(growth_offer.check, workspace_id=workspace_id, by=who, owner=owner)
    kind, about = ("growth_offer", f"{owner}:{title}") if owner else ("growth_new", title)
    name, typed = await drafts.latest(tools, workspace_id, who, kind, about)
    memory = forms.remember(respond=body.get("response_url"), draft=name, owner=owner)
    mention = f"<@{owner}>" if owner else ""
    form = growth_form.form(StepDraft(title), owner=mention, memory=memory)
    await tools.show_modal(body, draft_view.drafted(form, typed))


async def open_step(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The buttons *Add a step*, and *Change* beside one"""
    who, ref = body["user"]["id"], action.get("value") or ""
    if not ref:
        await open_new(tools, workspace_id, body, who, "", "")
    else:
        tools.expect_modal(body)
        step = await tools.read(growth.form, workspace_id=workspace_id, slack_user_id=who, ref=ref)
        draft = drafts.form_of("growth_change", ref)
        memory = forms.remember(respond=body.get("response_url"), ref=ref, draft=draft)
        form = growth_form.form(step, changes=True, memory=memory)
        await tools.show_modal(body, await drafts.drafted(tools, workspace_id, who, form))
    await ack()


async def open_suggestion(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """A manager's button *Suggest a step*; its value is the report's Slack id"""
    await open_new(tools, workspace_id, body, body["user"]["id"], "", action.get("value") or "")
    await ack()


async def saved(ack: AsyncAck, body: Body, view: Body, tools: Tools, workspace_id: int) -> None:
    """The modal `growth`"""
    given, memory, who = forms.inputs(view), forms.remembered(view), body["user"]["id"]
    ref, owner, drop = memory.get("ref", ""), memory.get("owner", ""), bool(given.get("drop"))
    common: Body = {"workspace_id": workspace_id, "draft": _draft(given)}
    if ref:
        whose = {**common, "slack_user_id": who, "ref": ref, "drop": drop}
        kept = await drafts.send(tools, body, view, growth.change, **whose)
        message = views.let_go(kept) if drop else views.changed(kept)
    elif owner:
        whose = {**common, "by": who, "owner": owner, "act": forms.act_of_view(view)}
        message = views.suggested(await drafts.send(tools, body, view, growth_offer.suggest, **whose))
    else:
        whose = {**common, "slack_user_id": who, "act": forms.act_of_view(view)}
        message = views.added(await drafts.send(tools, body, view, growth.add, **whose))
    await ack()
    tools.confirm(memory.get("respond"), {"response_type": "ephemeral", **message})


def _draft(given: Body) -> StepDraft:
    words = {name: given.get(name) or "" for name in ("title", "kind", "aim")}
    return StepDraft(**words, by=_day(given, "by"))


def _day(given: Body, name: str) -> date | None:
    return date.fromisoformat(given[name]) if given.get(name) else None


async def open_done(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The button *Done*, and *Change* beside what is done"""
    who, ref = body["user"]["id"], action.get("value") or ""
    tools.expect_modal(body)
    step, today = await tools.read(
        growth.ending, workspace_id=workspace_id, slack_user_id=who, ref=ref, now=tools.clock()
    )
    draft = drafts.form_of("growth_done", ref)
    memory = forms.remember(respond=body.get("response_url"), ref=ref, draft=draft)
    form = growth_form.done_form(step, today, memory=memory)
    await tools.show_modal(body, await drafts.drafted(tools, workspace_id, who, form))
    await ack()


async def finished(ack: AsyncAck, body: Body, view: Body, tools: Tools, workspace_id: int) -> None:
    """The modal `growth_done`"""
    given, memory = forms.inputs(view), forms.remembered(view)
    ending = Ending(_day(given, "day"), given.get("result") or "", bool(given.get("not_yet")))
    kept = await drafts.send(
        tools,
        body,
        view,
        growth.finish,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=memory.get("ref", ""),
        ending=ending,
    )
    await ack()
    message = views.reopened(kept) if ending.not_yet else views.finished(kept)
    tools.confirm(memory.get("respond"), {"response_type": "ephemeral", **message})


async def answer(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The buttons *Accept* and *Rather not* under a suggested step"""
    accepts = action["action_id"] == "growth_accept"
    kept = await tools.transact(
        growth_offer.answer,
        workspace_id=workspace_id,
        slack_user_id=body["user"]["id"],
        ref=action.get("value") or "",
        accepts=accepts,
        now=tools.clock(),
    )
    await ack()
    message = views.answer_kept(kept, accepted=accepts, listed=not questions.is_question(body))
    questions.answer(tools, body, action, message)


def register(app: AsyncApp) -> None:
    app.action("growth_open")(open_step)
    app.action("growth_suggest_open")(open_suggestion)
    app.action("growth_done_open")(open_done)
    app.action("growth_accept")(answer)
    app.action("growth_decline")(answer)
    app.view("growth")(saved)
    app.view("growth_done")(finished)
