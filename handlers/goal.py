"""Goals: the command, a new goal, updates."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.language import _
from bot.rules import goal as rules
from bot.rules.goal import Ending, GoalCommand, GoalDraft, Report
from bot.rules.refusal import Refusal
from bot.services import cascade, completion, goal, goal_offer
from bot.tools import Tools
from bot.views import agreement as agreeing
from bot.views import completion as ends
from bot.views import draft as draft_view
from bot.views import goal as views
from bot.views import goal_form
from handlers import agreement, forms, goal_inputs, goal_view
from handlers import draft as drafts

COMMAND = "/goal"
Body = dict[str, Any]
Answer = Callable[[AsyncAck, Body, Tools, int, GoalCommand], Awaitable[None]]


async def command(ack: AsyncAck, command: Body, tools: Tools, workspace_id: int) -> None:
    """`/goal`, `/goal team`, `/goal tree`, `/goal @ada`, `/goal new TITLE`, `/goal G12`,
    `/goal G12 60 on-track note`, `/goal G12 done`, `help`"""
    asked = rules.parse(forms.typed(command))
    if asked.verb == "help":
        await ack(**views.help_text())
    else:
        await ANSWERS.get(asked.verb, _look)(ack, command, tools, workspace_id, asked)


async def _look(ack: AsyncAck, command: Body, tools: Tools, workspace_id: int, asked: GoalCommand) -> None:
    """A list, the tree, or one goal"""
    what = {"list": "mine", "of": f"of {asked.rest}", "tree": f"tree {asked.ref}", "show": f"one {asked.ref}"}
    who = command["user_id"]
    await ack(**await goal_view.shown(tools, workspace_id, who, what.get(asked.verb, asked.verb).strip()))


async def _new(ack: AsyncAck, command: Body, tools: Tools, workspace_id: int, asked: GoalCommand) -> None:
    rules.check_length(asked.rest)
    who = command["user_id"]
    owner = asked.ref if asked.ref != who else ""
    tools.expect_modal(command)
    if owner:
        await tools.transact(goal_offer.check, workspace_id=workspace_id, by=who, owner=owner)
    parents, levels = await tools.read(goal.choices, workspace_id=workspace_id, slack_user_id=owner or who)
    kind, about = ("goal_offer", f"{owner}:{asked.rest}") if owner else ("goal", asked.rest)
    name, typed = await drafts.latest(tools, workspace_id, who, kind, about)
    shown = goal_inputs.typed(typed) if typed else GoalDraft(asked.rest)
    facts = {"respond": command.get("response_url"), "draft": name, "owner": owner}
    memory = forms.remember(**facts, **goal_inputs.beside(shown))
    whose = goal_inputs.mention(owner)
    form = goal_form.form(shown, parents=parents, levels=levels, owner=whose, memory=memory)
    await tools.show_modal(command, draft_view.drafted(form, again=bool(typed)))
    await ack()


async def _update(ack: AsyncAck, command: Body, tools: Tools, workspace_id: int, asked: GoalCommand) -> None:
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


async def _finish(ack: AsyncAck, command: Body, tools: Tools, workspace_id: int, asked: GoalCommand) -> None:
    ended = await tools.transact(
        completion.finish,
        workspace_id=workspace_id,
        author=command["user_id"],
        ref=asked.ref,
        ending=Ending(asked.verb),
        act=forms.act_of_command(command),
        now=tools.clock(),
    )
    await ack(**ends.ended(ended))


async def _act(ack: AsyncAck, command: Body, tools: Tools, workspace_id: int, asked: GoalCommand) -> None:
    """What the buttons do, in words"""
    who, act = command["user_id"], forms.act_of_command(command)
    if asked.verb == "edit":
        await agreement.open_form(tools, workspace_id, command, who, asked.ref)
        await ack()
        return
    await ack(**await agreement.done(tools, workspace_id, asked.verb, who, asked.ref, act=act))


ANSWERS: dict[str, Answer] = {
    "new": _new,
    "update": _update,
    "done": _finish,
    "dropped": _finish,
    **dict.fromkeys(("agree", "confirm", "edit", "propose", "reopen"), _act),
}


async def open_new(ack: AsyncAck, body: Body, tools: Tools, workspace_id: int) -> None:
    """The button *New goal* of Home"""
    await _new(ack, {**body, "user_id": body["user"]["id"]}, tools, workspace_id, GoalCommand("new"))


async def open_update(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """The button *Update* beside a goal"""
    memory = {"respond": body.get("response_url")}
    tools.expect_modal(body)
    form = await _update_form(tools, workspace_id, body["user"]["id"], action.get("value") or "", memory)
    await tools.show_modal(body, form)
    await ack()


async def _update_form(tools: Tools, workspace_id: int, who: str, ref: str, memory: Body) -> Body:
    goals = await tools.read(goal.mine, workspace_id=workspace_id, slack_user_id=who, now=tools.clock())
    chosen = next((each for each in goals if each.ref == ref), None)
    if ref and chosen is None:
        card = await tools.read(
            cascade.card, workspace_id=workspace_id, slack_user_id=who, ref=ref, now=tools.clock()
        )
        chosen = card.goal
        rules.check_open(chosen.status, chosen.ref)
        goals = [chosen, *goals]
    if not goals:
        raise Refusal(_("You have no open goals. Begin one with /goal new and a title."))
    kept = forms.remember(**{**memory, "draft": drafts.form_of("goal_update", ref)})
    form = goal_form.update_form([(each.ref, each.title) for each in goals], chosen, memory=kept)
    return await drafts.drafted(tools, workspace_id, who, form)


async def picked(ack: AsyncAck, body: Body, tools: Tools, workspace_id: int) -> None:
    """Another goal chosen in the modal `goal_update`: where it stands"""
    view = body.get("view") or {}
    if view.get("callback_id") == "goal_update":
        ref = forms.inputs(view).get("goal") or ""
        form = await _update_form(tools, workspace_id, body["user"]["id"], ref, forms.remembered(view))
        await tools.renew_modal(view, form)
    await ack()


async def open_all(ack: AsyncAck, body: Body, tools: Tools, workspace_id: int) -> None:
    """The button *Update all at once*"""
    who = body["user"]["id"]
    tools.expect_modal(body)
    goals = await tools.read(goal.mine, workspace_id=workspace_id, slack_user_id=who, now=tools.clock())
    if not goals:
        raise Refusal(_("You have no open goals. Begin one with /goal new and a title."))
    memory = {"respond": body.get("response_url")}
    await tools.show_modal(body, await _updates_form(tools, workspace_id, who, goals, 1, memory))
    await ack()


async def _updates_form(
    tools: Tools, workspace_id: int, who: str, goals: Sequence[views.Goal], page: int, memory: Body
) -> Body:
    kept = forms.remember(**{**memory, "page": page, "draft": drafts.form_of("goal_updates", str(page))})
    form = goal_form.updates_form(goals, page, memory=kept)
    return await drafts.drafted(tools, workspace_id, who, form)


async def reported_all(ack: AsyncAck, body: Body, view: Body, tools: Tools, workspace_id: int) -> None:
    """The modal `goal_updates`, a page at a time"""
    who, memory = body["user"]["id"], forms.remembered(view)
    done = await drafts.send(
        tools,
        body,
        view,
        goal.update_many,
        workspace_id=workspace_id,
        author=who,
        reports=goal_inputs.reports(view),
        act=forms.act_of_view(view),
    )
    goals = await tools.read(goal.mine, workspace_id=workspace_id, slack_user_id=who, now=tools.clock())
    page = memory.get("page", 1) + 1
    if (page - 1) * goal_form.AT_ONCE < len(goals):
        following = await _updates_form(tools, workspace_id, who, goals, page, memory)
        await ack(response_action="update", view=following)
    else:
        await ack()
    tools.confirm(memory_of(view), views.updated_all(done))


def memory_of(view: Body) -> str | None:
    """Where the answer to a modal goes."""
    url: str | None = forms.remembered(view).get("respond")
    return url


async def proposed(ack: AsyncAck, body: Body, view: Body, tools: Tools, workspace_id: int) -> None:
    """The modal `goal`: one's own, or one for a report"""
    who, owner = body["user"]["id"], forms.remembered(view).get("owner")
    given: Body = {
        "workspace_id": workspace_id,
        "draft": goal_inputs.draft(view),
        "act": forms.act_of_view(view),
    }
    if owner:
        offered = await drafts.send(tools, body, view, goal_offer.offer, by=who, owner=owner, **given)
        said = agreeing.offered(offered)
    else:
        said = views.created(await drafts.send(tools, body, view, goal.propose, owner=who, **given))
    await ack()
    tools.confirm(memory_of(view), said)


async def reported(ack: AsyncAck, body: Body, view: Body, tools: Tools, workspace_id: int) -> None:
    """The modal `goal_update`"""
    given = forms.inputs(view)
    done = await drafts.send(
        tools,
        body,
        view,
        goal.update,
        workspace_id=workspace_id,
        author=body["user"]["id"],
        ref=given.get("goal") or "",
        report=Report(given.get("value") or None, given.get("confidence") or "", given.get("note") or ""),
        act=forms.act_of_view(view),
    )
    await ack()
    tools.confirm(memory_of(view), views.updated(done))


async def helped(ack: AsyncAck, body: Body, action: Body, tools: Tools, workspace_id: int) -> None:
    """Something typed or chosen in a goal's form: its hints and fields follow"""
    view, who = body.get("view") or {}, body["user"]["id"]
    # Other forms have a title too: of theirs, too, what is typed is kept.
    await drafts.keep(tools, body, workspace_id)
    if view.get("callback_id") in ("goal", "goal_change") and goal_inputs.is_outdated(view, action):
        whose = forms.remembered(view).get("owner") or who
        parents, levels = await tools.read(goal.choices, workspace_id=workspace_id, slack_user_id=whose)
        await tools.renew_modal(view, goal_inputs.renewed(view, parents, levels))
    await ack()


def register(app: AsyncApp) -> None:
    app.command(COMMAND)(command)
    app.action("goal_update_open")(open_update)
    app.action("goal_new_open")(open_new)
    app.action("goal_update_all")(open_all)
    app.action("goal")(picked)
    for name in ("title", "measure", "target", "due", "parent", "goal_kind", "goal_level", "goal_draft"):
        app.action(name)(helped)
    app.view("goal")(proposed)
    app.view("goal_update")(reported)
    app.view("goal_updates")(reported_all)
