"""A manager's read-out of one week."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import plural
from bot.views.blocks import (
    Block,
    Message,
    divider,
    fitting,
    header,
    message,
    name,
    names,
    quote,
    section,
    size,
    words,
)
from bot.views.checkin import span
from bot.views.goal import Goal
from bot.views.goal import line as goal_line

# Blocks and characters that a message holds, with room for the bot's introduction.
MOST_PEOPLE = 16
ROOM = 8200
GOALS_SHOWN = 5


@dataclass(frozen=True)
class Answered:
    """What one report said, as far as this manager may see it (mood and workload only if shared)."""

    who: str
    progress: str = ""
    plans: str = ""
    blockers: str = ""
    mood: int | None = None
    workload: int | None = None
    late: bool = False


@dataclass(frozen=True)
class Readout:
    """One team's week, from one manager's point of view."""

    week: str
    answered: Sequence[Answered]
    silent: Sequence[str] = ()
    excused: Sequence[str] = ()
    goals_at_risk: Sequence[Goal] = ()


def readout(facts: Readout) -> Message:
    """Answered and not, what is in the way, goals at risk, and what people said."""
    due = len(facts.answered) + len(facts.silent)
    people = plural("{n} person", "{n} people", due)
    answered = f"{span(facts.week)}: {len(facts.answered)} of {people} answered"
    said = f"Your team, {answered}"
    blockers = [each for each in facts.answered if each.blockers]
    stuck = plural("{n} blocker", "{n} blockers", len(blockers))
    spoken = f"{said}. {stuck}." + (f" {suggestion(facts)}" if due else "")
    top: list[Block] = [header("Your team's week"), section(f"*{answered}.*{_others(facts)}")]
    if suggestion(facts):
        top.append(section(f"💬 {suggestion(facts)}"))
    if blockers:
        top.append(section("*In the way*"))
    blocks = [*top, *fitting([_blocker(each) for each in blockers], room=ROOM // 3, most=MOST_PEOPLE)]
    if facts.goals_at_risk:
        shown = [goal_line(goal) + f" · {name(goal.owner)}" for goal in facts.goals_at_risk]
        blocks += [
            divider(),
            section("*Goals that need a hand*"),
            *fitting(shown, room=ROOM // 4, most=GOALS_SHOWN),
        ]
    if facts.answered:
        blocks += [
            divider(),
            *fitting([_person(each) for each in facts.answered], room=ROOM - size(blocks), most=MOST_PEOPLE),
        ]
    return message(spoken, *blocks)


def suggestion(facts: Readout) -> str:
    """One thing to talk about, from the facts alone."""
    blocked = next((each.who for each in facts.answered if each.blockers), "")
    if blocked:
        return f"Ask {name(blocked)} what would clear the way."
    if facts.goals_at_risk:
        goal = facts.goals_at_risk[0]
        return f"Ask {name(goal.owner)} what {words(goal.ref, 60)} needs to get back on track."
    heard = next((each.who for each in facts.answered if each.progress), "")
    return f"Tell {name(heard)} what you liked in this week's progress." if heard else ""


def _others(facts: Readout) -> str:
    notes = []
    if facts.silent:
        notes.append(f"No answer: {names(facts.silent)}.")
    if facts.excused:
        notes.append(f"Away or excused: {names(facts.excused)}.")
    return "\n" + " ".join(notes) if notes else ""


def _blocker(each: Answered) -> str:
    return f"{name(each.who)}\n{quote(each.blockers, 600)}"


def _person(each: Answered) -> str:
    parts = [f"*{name(each.who)}*" + (" (late)" if each.late else "")]
    if each.progress:
        parts.append(quote(each.progress, 500))
    if each.plans:
        parts.append(f"_Next_\n{quote(each.plans, 400)}")
    shared = [
        f"{name} {value} of 5"
        for name, value in (("mood", each.mood), ("workload", each.workload))
        if value is not None
    ]
    if shared:
        parts.append(f"_Shared with you: {', '.join(shared)}_")
    return "\n".join(parts)
