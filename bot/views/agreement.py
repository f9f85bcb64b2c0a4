"""What owners and managers read when one of them proposes, agrees or suggests a change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.language import _
from bot.rules.measure import kind_of
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    dated,
    message,
    quote,
    section,
    trimmed,
    words,
)
from bot.views.goal import Begun, Goal, amount, answering, line, named

Terms = Mapping[str, Any]


@dataclass(frozen=True)
class Suggestion:
    """A change of a goal's terms that waits for an answer; `by` is a mention."""

    id: int
    by: str
    before: Terms
    after: Terms
    note: str = ""


@dataclass(frozen=True)
class Suggested:
    """What became of a change: `asked` is who is to answer it, or who heard the answer; `offered`: it was a
    goal that somebody else had begun."""

    goal: Goal
    asked: str
    accepted: bool | None = None
    offered: bool = False


@dataclass(frozen=True)
class Open:
    """A suggestion that waits for its reader; `offers`: a goal that is to become theirs."""

    goal: Goal
    change: Suggestion
    offers: bool = False


def waits(open_: Open) -> str:
    """What waits for somebody's word, in a line."""
    who, goal = words(open_.change.by, 80), named(open_.goal)
    if open_.offers:
        return _("{who} suggests a goal for you: {goal}.", who=who, goal=goal)
    said = _("{who} suggests a change to {goal}.", who=who, goal=goal)
    return trimmed(" ".join([said, "; ".join(differences(open_.change.before, open_.change.after))]), 400)


def proposal(goal: Goal) -> Message:
    """To the manager: agree, or suggest a change."""
    said = _("{who} proposes a goal: {goal}.", who=words(goal.owner, 80), goal=named(goal))
    told = _("Agreeing says: this is worth doing.")
    if goal.due:
        told = _("Agreeing says: this is worth doing, and it can be done by then.")
    return message(said, section(f"*{said}*"), section(facts(goal)), answering(goal), context(told))


def facts(goal: Goal) -> str:
    """Everything that is agreed about, a line each."""
    way = amount(goal.target, goal.unit)
    if goal.start is not None and kind_of(goal.unit) not in ("yes_no", "milestones"):
        way = _("from {start} to {target}", start=amount(goal.start, goal.unit), target=way)
    rows = [line(goal)]
    if goal.measure:
        rows.append(_("Measure: {text}", text=words(goal.measure, 400)))
    rows.append(_("Target: {text}", text=way if goal.target is not None else _("none yet")))
    rows.append(_("Due: {text}", text=dated(goal.due) if goal.due else _("no date yet")))
    if goal.parent:
        larger = f"{words(goal.parent, 60)} {words(goal.parent_title, 160)}"
        rows.append(_("Serves: {text}", text=larger))
    if goal.relevance:
        rows.append(_("Reason: {text}", text=words(goal.relevance, 400)))
    return "\n".join(rows)


def agreed(goal: Goal, by: str) -> Message:
    """To the owner."""
    said = _("{who} agreed to {goal}.", who=words(by, 80), goal=named(goal))
    return message(
        said,
        section(f"*{said}*\n{line(goal)}"),
        actions(button(_("Update"), "goal_update_open", goal.ref)),
    )


def agreed_answer(goal: Goal) -> Message:
    """To whoever agreed, in place of the question."""
    said = _("You agreed to {goal}.", goal=named(goal))
    return message(said, section(f"{said}\n{line(goal)} · {words(goal.owner, 80)}"))


def suggestion(goal: Goal, change: Suggestion) -> Message:
    """To the other side: accept, answer with a change of one's own, or keep the goal as it is."""
    who = words(change.by, 80)
    said = _("{who} suggests a change to {goal}.", who=who, goal=named(goal))
    blocks: list[Block] = [section(f"*{said}*"), section("\n".join(differences(change.before, change.after)))]
    if change.note:
        blocks.append(section(quote(change.note, 1200)))
    blocks.append(deciding(goal, change.id))
    return message(f"{said} {'; '.join(differences(change.before, change.after))}", *blocks)


def deciding(goal: Goal, change: int, *, offers: bool = False) -> Block:
    """Accept a suggestion, answer with a change of one's own, or decline it."""
    return actions(
        button(_("Accept"), "goal_change_accept", str(change), style="primary"),
        button(_("Answer"), "goal_change_open", goal.ref),
        button(_("Rather not") if offers else _("Keep it as it is"), "goal_change_decline", str(change)),
    )


def offer(goal: Goal, change: int, by: str) -> Message:
    """To a report: a goal that their manager has begun for them."""
    said = _("{who} suggests a goal for you: {goal}.", who=words(by, 80), goal=named(goal))
    told = _("It is yours once you accept. With Answer you say first what should be different.")
    buttons = deciding(goal, change, offers=True)
    return message(said, section(f"*{said}*"), section(facts(goal)), buttons, context(told))


def offered(begun: Begun) -> Message:
    """To the manager who has begun a goal for a report (`asked`)."""
    goal, who = begun.goal, words(begun.asked, 80)
    said = _("{who} is asked about {goal}. It counts once they accept.", who=who, goal=named(goal))
    return message(said, section(f"{said}\n{line(goal)}"))


def settled(goal: Goal) -> Message:
    """To whoever was asked about a goal, once that has been answered without them."""
    said = _("Nothing waits for you here any more: {goal}.", goal=named(goal))
    return message(said, section(f"{said}\n{line(goal)}"))


def suggested(done: Suggested) -> Message:
    """To whoever changed a goal or suggested a change."""
    goal, who = done.goal, words(done.asked, 80)
    if goal.changing and done.asked:
        said = _("{who} is asked about your change to {ref}.", who=who, ref=words(goal.ref, 60))
    elif goal.changing:
        said = _(
            "Your change to {ref} is kept. Nobody is named in the directory who could accept it.",
            ref=words(goal.ref, 60),
        )
    elif goal.status == "draft":
        said = _("{ref} is changed, and still a draft that only you see.", ref=words(goal.ref, 60))
    elif done.asked:
        said = _("{ref} is changed. {who} is asked to agree.", ref=words(goal.ref, 60), who=who)
    else:
        said = _("{ref} is changed.", ref=words(goal.ref, 60))
    return message(said, section(f"{said}\n{line(goal)}"))


def answered(goal: Goal, by: str, *, accepted: bool, offered: bool = False) -> Message:
    """To whoever suggested a change, or began a goal for somebody (`offered`)."""
    who = words(by, 80)
    if offered and accepted:
        said = _("{who} takes on {goal}.", who=who, goal=named(goal))
    elif offered:
        said = _("{who} would rather not take on {goal}. Talk about it?", who=who, goal=named(goal))
    elif accepted:
        said = _("{who} accepted your change to {goal}.", who=who, goal=named(goal))
    else:
        said = _("{who} would rather keep {goal} as it is. Talk about it?", who=who, goal=named(goal))
    return message(said, section(f"*{said}*\n{line(goal)}"))


def answer_kept(done: Suggested) -> Message:
    """To whoever answered a suggested change, in place of the question."""
    goal = done.goal
    if done.offered and done.accepted:
        said = _("{goal} is yours.", goal=named(goal))
    elif done.offered:
        said = _("{goal} is let go.", goal=named(goal))
    elif done.accepted:
        said = _("You accepted the change to {goal}.", goal=named(goal))
    else:
        said = _("{goal} stays as it is.", goal=named(goal))
    return message(said, section(f"{said}\n{line(goal)}"))


def proposed(goal: Goal, asked: str) -> Message:
    """To whoever proposed a draft."""
    said = _("{goal} is proposed.", goal=named(goal))
    if asked:
        said += " " + _("{who} is asked to agree.", who=words(asked, 80))
    return message(said, section(f"{said}\n{line(goal)}"))


def differences(before: Terms, after: Terms) -> list[str]:
    """What a change makes different, a line each: the name, what was, what is to be."""
    found = [
        _("{name}: {new} instead of {old}", name=name, new=_told(key, after), old=_told(key, before))
        for key, name in _names().items()
        if before.get(key) != after.get(key)
    ]
    return found or [_("Nothing is different.")]


def _names() -> dict[str, str]:
    return {
        "title": _("Title"),
        "measure": _("Measure"),
        "unit": _("Unit"),
        "start_value": _("Start"),
        "target_value": _("Target"),
        "due_date": _("Due"),
        "relevance": _("Reason"),
        "parent_goal_id": _("Serves"),
    }


def _told(key: str, terms: Terms) -> str:
    value = terms.get(key)
    if value in (None, ""):
        return _("nothing")
    if key == "due_date":
        return dated(date.fromisoformat(str(value)))
    if key in ("start_value", "target_value"):
        return amount(float(str(value)), str(terms.get("unit") or ""))
    return f"“{words(str(value), 300)}”"
