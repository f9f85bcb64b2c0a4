"""What the modals about goals hold."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.rules import smart
from bot.rules.goal import GoalDraft, Report
from bot.views import goal_form
from bot.views.draft import drafted
from handlers import forms

TYPED = ("title", "measure", "unit", "start", "target", "relevance", "parent")
# What is typed into these stays while the kind of measure hides them.
HIDDEN = ("unit", "start", "target")


def draft(view: Mapping[str, Any]) -> GoalDraft:
    """The goal in the modals `goal` and `goal_change`."""
    return typed(forms.inputs(view))


def typed(given: Mapping[str, Any]) -> GoalDraft:
    """The goal that fields of those modals tell of, by their names."""
    return GoalDraft(
        **{name: given.get(name) or "" for name in TYPED},
        due=date.fromisoformat(given["due"]) if given.get("due") else None,
        kind=given.get("goal_kind") or "",
        level=given.get("goal_level") or "individual",
        keep_draft=bool(given.get("goal_draft")),
    )


def renewed(
    view: Mapping[str, Any], parents: Sequence[tuple[str, str]], levels: Sequence[str]
) -> dict[str, Any]:
    """The same modal for what is in it now; what it hides is remembered."""
    given, memory = forms.inputs(view), forms.remembered(view)
    hidden = memory.get("hidden", {})
    kept = {name: given[name] if name in given else hidden.get(name, "") for name in HIDDEN}
    shown = GoalDraft(**{**vars(draft(view)), **kept})
    kept_in_mind = forms.remember(**{**memory, **beside(shown)})
    if view.get("callback_id") == "goal":
        owner = mention(memory.get("owner") or "")
        form = goal_form.form(shown, parents=parents, levels=levels, owner=owner, memory=kept_in_mind)
        return drafted(form)
    form = goal_form.change_form(
        memory.get("ref", ""),
        shown,
        parents=parents,
        proposes=bool(memory.get("proposes")),
        note=given.get("note") or "",
        memory=kept_in_mind,
    )
    return drafted(form)


def mention(owner: str) -> str:
    """How a form names the report for whom a goal is begun; empty for one's own."""
    return f"<@{owner}>" if owner else ""


def beside(shown: GoalDraft) -> dict[str, Any]:
    """What a form remembers beside its fields: the hints it shows, and what it may come to hide."""
    return {"lacks": smart.missing(shown), "hidden": {name: getattr(shown, name) for name in HIDDEN}}


def is_outdated(view: Mapping[str, Any], action: Mapping[str, Any]) -> bool:
    """Whether the form has to change for what was done in it: of text, only where its hints do."""
    if action.get("type") != "plain_text_input":
        return True
    shown: list[str] = forms.remembered(view).get("lacks", [])
    return list(smart.missing(draft(view))) != shown


def reports(view: Mapping[str, Any]) -> dict[str, Report]:
    """What has been filled in of the modal `goal_updates`, by the goals' names."""
    found: dict[str, dict[str, str]] = {}
    for name, value in forms.inputs(view).items():
        kind, colon, ref = name.partition(":")
        if colon and value:
            found.setdefault(ref, {})[kind] = value
    return {
        ref: Report(said.get("value"), said.get("confidence", ""), said.get("note", ""))
        for ref, said in found.items()
    }
