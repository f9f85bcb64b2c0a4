"""Agreeing about goals and confirming their ends: the buttons in DMs, and their modals."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.rules.goal import Ending
from bot.services import agreement, cascade, completion, goal
from bot.tools import Tools
from bot.views import agreement as views
from bot.views import completion as ends
from bot.views import draft as draft_view
from bot.views import goal_form
from bot.views.blocks import Message
from handlers import draft as drafts
from handlers import forms, goal_inputs, questions

Body = dict[str, Any]


async def done(tools: Tools, workspace_id: int, verb: str, who: str, value: str, *, act: str) -> Message:
    """Do what one button does (agree, confirm, propose, reopen), and say so. `value` is a goal's name and,
    where it matters what was read, its stamp."""
    ref, _space, seen = value.partition(" ")
    common: Body = {"workspace_id": workspace_id, "by": who, "ref": ref, "now": tools.clock()}
    if verb == "agree":
        return views.agreed_answer(await tools.transact(agreement.agree, seen=seen, **common))
    if verb == "confirm":
        return ends.confirmed_answer((await tools.transact(completion.confirm, **common)).goal)
    if verb == "propose":
        return views.proposed(*await tools.transact(agreement.propose, **common))
    opened = await tools.transact(completion.reopen, note="", act=act, **common)
    return ends.opened_again(opened.goal)


async def pressed(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The buttons *Agree*, *Confirm*, *Propose* and *Open it again*"""
    verb = action["action_id"].removeprefix("goal_")
    value, act = action.get("value") or "", forms.act_of_button(body, action)
    message = await done(tools, workspace_id, verb, body["user"]["id"], value, act=act)
    await ack()
    questions.answer(tools, body, action, message)


async def open_form(tools: Tools, workspace_id: int, body: Body, who: str, ref: str) -> None:
    """Show the form that changes a goal's terms. Raises Refusal."""
    tools.expect_modal(body)
    shown, draft, role = await tools.read(agreement.terms, workspace_id=workspace_id, by=who, ref=ref)
    parents, _levels = await tools.read(goal.choices, workspace_id=workspace_id, slack_user_id=who)
    proposes = role == "owner" and shown.status != "agreed"
    facts = {"respond": body.get("response_url"), "ref": shown.ref, "proposes": proposes}
    name, typed = await drafts.latest(tools, workspace_id, who, "goal_change", shown.ref)
    terms = goal_inputs.typed(typed) if typed else draft
    kept = {**facts, "question": questions.is_only_question(body), "draft": name, **goal_inputs.beside(terms)}
    form = goal_form.change_form(
        shown.ref,
        terms,
        parents=parents,
        proposes=proposes,
        note=typed.get("note") or "",
        memory=forms.remember(**kept),
    )
    await tools.show_modal(body, draft_view.drafted(form, again=bool(typed)))


async def open_change(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The buttons *Suggest a change*, *Answer* and *Change*"""
    await open_form(tools, workspace_id, body, body["user"]["id"], action.get("value") or "")
    await ack()


async def changed(ack: AsyncAck, body: Body, view: Body, tools: Tools, workspace_id: int) -> None:
    """The modal `goal_change`"""
    memory = forms.remembered(view)
    told = await drafts.send(
        tools,
        body,
        view,
        agreement.suggest,
        workspace_id=workspace_id,
        by=body["user"]["id"],
        ref=memory.get("ref", ""),
        draft=goal_inputs.draft(view),
        note=forms.inputs(view).get("note") or "",
        act=forms.act_of_view(view),
    )
    await ack()
    tools.confirm(memory.get("respond"), views.suggested(told), replace=bool(memory.get("question")))


async def answer(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The buttons *Accept* and *Keep it as it is* under a suggested change"""
    value = action.get("value") or ""
    told = await tools.transact(
        agreement.answer,
        workspace_id=workspace_id,
        by=body["user"]["id"],
        change_id=int(value) if value.isdecimal() else 0,
        accepts=action["action_id"] == "goal_change_accept",
        now=tools.clock(),
    )
    await ack()
    questions.answer(tools, body, action, views.answer_kept(told))


async def open_close(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The buttons *Close* and *Result and lesson*"""
    ref, _space, outcome = (action.get("value") or "").partition(" ")
    tools.expect_modal(body)
    card = await _card(tools, workspace_id, body["user"]["id"], ref)
    facts = {"respond": body.get("response_url"), "ref": ref}
    memory = forms.remember(**facts, draft=drafts.form_of("goal_close", ref))
    form = goal_form.close_form(card, outcome or "done", memory=memory)
    await tools.show_modal(body, await drafts.drafted(tools, workspace_id, body["user"]["id"], form))
    await ack()


async def closed(ack: AsyncAck, body: Body, view: Body, tools: Tools, workspace_id: int) -> None:
    """The modal `goal_close`"""
    given, memory = forms.inputs(view), forms.remembered(view)
    words = {name: given.get(name) or "" for name in ("value", "result", "lesson")}
    ended = await drafts.send(
        tools,
        body,
        view,
        completion.finish,
        workspace_id=workspace_id,
        author=body["user"]["id"],
        ref=memory.get("ref", ""),
        ending=Ending(given.get("outcome") or "done", **words),
        act=forms.act_of_view(view),
    )
    await ack()
    tools.confirm(memory.get("respond"), ends.ended(ended))


async def open_reopen(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The button *Not yet*"""
    ref = action.get("value") or ""
    tools.expect_modal(body)
    card = await _card(tools, workspace_id, body["user"]["id"], ref)
    facts = {"respond": body.get("response_url"), "ref": ref, "question": questions.is_only_question(body)}
    memory = forms.remember(**facts, draft=drafts.form_of("goal_reopen", ref))
    form = goal_form.reopen_form(card, memory=memory)
    await tools.show_modal(body, await drafts.drafted(tools, workspace_id, body["user"]["id"], form))
    await ack()


async def reopened(ack: AsyncAck, body: Body, view: Body, tools: Tools, workspace_id: int) -> None:
    """The modal `goal_reopen`"""
    memory = forms.remembered(view)
    opened = await drafts.send(
        tools,
        body,
        view,
        completion.reopen,
        workspace_id=workspace_id,
        by=body["user"]["id"],
        ref=memory.get("ref", ""),
        note=forms.inputs(view).get("note") or "",
        act=forms.act_of_view(view),
    )
    await ack()
    tools.confirm(memory.get("respond"), ends.opened_again(opened.goal), replace=bool(memory.get("question")))


async def _card(tools: Tools, workspace_id: int, who: str, ref: str) -> Any:
    found = await tools.read(
        cascade.card, workspace_id=workspace_id, slack_user_id=who, ref=ref, now=tools.clock()
    )
    return found.goal


def register(app: AsyncApp) -> None:
    for name in ("goal_agree", "goal_confirm", "goal_propose", "goal_reopen"):
        app.action(name)(pressed)
    app.action("goal_change_open")(open_change)
    app.action("goal_change_accept")(answer)
    app.action("goal_change_decline")(answer)
    app.action("goal_close_open")(open_close)
    app.action("goal_reopen_open")(open_reopen)
    app.view("goal_change")(changed)
    app.view("goal_close")(closed)
    app.view("goal_reopen")(reopened)
