"""What a form says of a goal, as it is kept: checked, in numbers, with the goal it serves."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules import amount
from bot.rules import goal as rules
from bot.rules.goal import GoalDraft
from bot.rules.measure import kind_of, measured
from bot.rules.refusal import Refusal
from bot.rules.setting import Chosen
from bot.services.goal_access import visible
from models import cascade, goal
from models.agreement import terms_of
from models.goal import Goal
from models.person import Person


def columns(
    session: Session, me: Person, draft: GoalDraft, settings: Chosen, *, today: date, of: Goal | None = None
) -> dict[str, Any]:
    """The columns of a goal that a form fills; `of` is the goal that it changes. Raises Refusal."""
    kept_due = of is not None and draft.due == of.due_date
    rules.check_draft(draft, today=date.min if kept_due else today)
    kept = measured(
        draft.kind,
        unit=draft.unit,
        measure=draft.measure,
        start=rules.amount_of(draft.start, "start"),
        target=rules.amount_of(draft.target, "target"),
    )
    return {
        "title": draft.title.strip(),
        "measure": draft.measure.strip(),
        "unit": kept.unit,
        "start_value": kept.start,
        "target_value": kept.target,
        "relevance": draft.relevance.strip(),
        "parent_id": _parent(session, me, draft.parent, settings, of),
        "due_date": draft.due,
    }


def written(session: Session, found: Goal) -> dict[str, Any]:
    """A goal's terms as they are kept in a change."""
    parents = cascade.by_ids(session, found.workspace_id, [found.parent_id] if found.parent_id else [])
    return terms_of(found, parents[found.parent_id].ref if found.parent_id in parents else "")


def as_terms(session: Session, workspace_id: int, wanted: dict[str, Any]) -> dict[str, Any]:
    """Columns as they are kept in a change."""
    parent = wanted["parent_id"]
    parents = cascade.by_ids(session, workspace_id, [parent] if parent else [])
    due = wanted["due_date"]
    names = ("title", "measure", "unit", "start_value", "target_value", "relevance")
    return {name: wanted[name] for name in names} | {
        "parent_goal_id": parents[parent].ref if parent in parents else "",
        "due_date": due.isoformat() if due else None,
    }


def draft_of(terms: dict[str, Any]) -> GoalDraft:
    """Terms as somebody would write them into the form."""
    return GoalDraft(
        title=terms["title"],
        measure=terms["measure"],
        unit=terms["unit"],
        start=amount.typed(terms["start_value"]),
        target=amount.typed(terms["target_value"]),
        relevance=terms["relevance"],
        parent=terms["parent_goal_id"],
        due=date.fromisoformat(terms["due_date"]) if terms["due_date"] else None,
        kind=kind_of(terms["unit"]),
    )


def taken(session: Session, found: Goal, terms: dict[str, Any]) -> None:
    """Let a goal say what a change says. A goal that it was to serve and that is gone is left out."""
    parent = goal.by_ref(session, found.workspace_id, terms["parent_goal_id"])
    found.title, found.measure, found.unit = terms["title"], terms["measure"], terms["unit"]
    found.start_value, found.target_value = terms["start_value"], terms["target_value"]
    found.relevance = terms["relevance"]
    found.parent_id = parent.id if parent and parent.id != found.id else None
    found.due_date = date.fromisoformat(terms["due_date"]) if terms["due_date"] else None


def _parent(session: Session, me: Person, ref: str, settings: Chosen, of: Goal | None) -> int | None:
    if not ref:
        return None
    try:
        found, _owner = visible(session, me, ref, settings)
    except Refusal as refusal:
        raise Refusal(_("There is no goal {ref}.", ref=ref), field="parent") from refusal
    line = [found, *cascade.above(session, me.workspace_id, found)]
    if of is not None and of.id in {each.id for each in line}:
        raise Refusal(
            _("{ref} serves this goal already, so it cannot be the larger one.", ref=ref), field="parent"
        )
    return found.id
