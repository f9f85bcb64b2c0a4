"""What the modals about goals hold."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.rules.goal import GoalDraft, Report
from bot.views import goal_form
from handlers import forms

TYPED = ("title", "measure", "unit", "start", "target", "relevance", "parent")
# What is typed into these stays while the kind of measure hides them.
HIDDEN = ("unit", "start", "target")


def draft(view: Mapping[str, Any]) -> GoalDraft:
    """The goal in the modals `goal` and `goal_change`."""
    given = forms.inputs(view)
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
    kept = {name: given[name] if name in given else memory.get(name, "") for name in HIDDEN}
    memory = {**memory, **kept}
    shown = GoalDraft(**{**vars(draft(view)), **kept})
    if view.get("callback_id") == "goal":
        return goal_form.form(shown, parents=parents, levels=levels, memory=forms.remember(**memory))
    proposes, ref = bool(memory.get("proposes")), memory.get("ref", "")
    return goal_form.change_form(
        ref,
        shown,
        parents=parents,
        proposes=proposes,
        note=given.get("note") or "",
        memory=forms.remember(**memory),
    )


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
