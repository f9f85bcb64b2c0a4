"""Goals: the list, the answers, the SMART modal, the update modal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.goal import LONGEST_NOTE, LONGEST_TITLE, progress
from bot.views.blocks import (
    Block,
    Message,
    button,
    confidence,
    context,
    day,
    field,
    message,
    modal,
    number,
    options,
    picked,
    quote,
    section,
    text_input,
    words,
)

# Two blocks a goal; a message has fifty.
LISTED = 20
BAR = 10


@dataclass(frozen=True)
class Goal:
    """A goal as it stands; `owner` is a mention."""

    ref: str
    title: str
    owner: str
    status: str
    measure: str = ""
    unit: str = ""
    start: float | None = None
    target: float | None = None
    value: float | None = None
    confidence: str = ""
    due: date | None = None
    updated: date | None = None


@dataclass(frozen=True)
class Updated:
    """What an update did."""

    goal: Goal
    note: str


def bar(share: float | None) -> str:
    """How far along, as a picture and a number."""
    if share is None:
        return ""
    full = round(share * BAR)
    return f"{'▓' * full}{'░' * (BAR - full)} {share:.0%}"


def line(goal: Goal) -> str:
    """Two lines about a goal."""
    facts = [confidence(goal.confidence)] if goal.updated else ["no update yet"]
    share = progress(goal.value, start=goal.start, target=goal.target)
    if share is not None:
        falling = goal.start is not None and goal.target is not None and goal.target < goal.start
        way = "now {}, target {}" if falling else "{} of {}"
        facts.insert(0, f"{bar(share)} ({way.format(number(goal.value), number(goal.target, goal.unit))})")
    elif goal.value is not None:
        facts.insert(0, number(goal.value, goal.unit))
    if goal.due:
        facts.append(f"due {day(goal.due)}")
    if goal.status in ("draft", "proposed"):
        facts.append(goal.status)
    return f"*{words(goal.ref, 60)}* {words(goal.title, 160)}\n{' · '.join(facts)}"


def listing(goals: Sequence[Goal]) -> Message:
    if not goals:
        return message(
            "You have no open goals. Begin one with `/goal new` and a title.",
            section("You have no open goals. Begin one with `/goal new` and a title."),
        )
    said = f"Your open goals: {len(goals)}."
    blocks: list[Block] = [section(f"*{said}*")]
    blocks += [
        section(line(goal), button=button("Update", "goal_update_open", goal.ref)) for goal in goals[:LISTED]
    ]
    if len(goals) > LISTED:
        blocks.append(context(f"And {len(goals) - LISTED} more, due later."))
    blocks.append(context("In one line: `/goal G12 60 on-track what happened`"))
    spoken = "; ".join(f"{goal.ref} {goal.title}" for goal in goals[:LISTED])
    return message(f"{said} {words(spoken)}", *blocks)


def team(goals: Sequence[Goal]) -> Message:
    """A manager's view, what waits for agreement first said."""
    if not goals:
        return message("Your team has no open goals yet.")
    waiting = sum(goal.status == "proposed" for goal in goals)
    said = f"Your team's open goals: {len(goals)}" + (f", {waiting} proposed." if waiting else ".")
    blocks = [section(f"*{said}*")]
    blocks += [section(f"{line(goal)} · {words(goal.owner, 80)}") for goal in goals[:LISTED]]
    if len(goals) > LISTED:
        blocks.append(context(f"And {len(goals) - LISTED} more, due later."))
    spoken = "; ".join(f"{goal.ref} {goal.title}" for goal in goals[:LISTED])
    return message(f"{said} {words(spoken)}", *blocks)


def created(goal: Goal) -> Message:
    said = f"{words(goal.ref, 60)} is yours: {words(goal.title, 200)}."
    hints = []
    if goal.target is None:
        hints.append(
            "How will you know that it is reached? A number to reach makes updates a matter of seconds."
        )
    if goal.due is None:
        hints.append("By when? A date lets Cairn say early that help is needed.")
    blocks = [section(f"*{said}*\n{line(goal)}"), *map(context, hints)]
    example = number(goal.target) if goal.target is not None else "60"
    blocks.append(context(f"Update it with: `/goal {words(goal.ref, 60)} {example} on-track what happened`"))
    return message(f"{said} {' '.join(hints)}".strip(), *blocks)


def updated(done: Updated) -> Message:
    goal = done.goal
    facts = [number(goal.value, goal.unit)] if goal.value is not None else []
    facts += [confidence(goal.confidence)] if goal.confidence else []
    said = ": ".join([f"Noted for {words(goal.ref, 60)}", *([", ".join(facts)] if facts else [])])
    blocks = [section(f"{said}.\n{line(goal)}")]
    if done.note:
        blocks.append(section(quote(done.note, 2500)))
    return message(f"{said}.", *blocks)


def ended(goal: Goal) -> Message:
    return message(f"{words(goal.ref, 60)} is done: {words(goal.title, 200)}. Well done.")


def help_text() -> Message:
    return message(
        "`/goal` lists your open goals, `/goal team` those of your reports. "
        "`/goal new` with a title opens the form for one.\n"
        "`/goal G12 60 on-track what happened` updates G12: the value, then, if you like, on-track, at-risk "
        "or off-track, and a note. `60%` means that share of the way.\n"
        "`/goal G12 done` ends it."
    )


def form(title: str = "", *, parents: Sequence[tuple[str, str]] = (), memory: str = "") -> Block:
    """The SMART modal `goal`; `parents` are refs with their titles."""
    blocks = [
        field(
            "title",
            "What do you want to reach?",
            text_input(title, most=LONGEST_TITLE, placeholder="Half of our customers use the new search"),
        ),
        field(
            "measure",
            "How will you know?",
            text_input(most=300, placeholder="Share of weekly active customers"),
            optional=True,
        ),
        field("unit", "Unit", text_input(most=40, placeholder="%, customers, days, EUR"), optional=True),
        field("start", "Where it stands today", text_input(most=30, placeholder="0"), optional=True),
        field("target", "Where it should get to", text_input(most=30, placeholder="50"), optional=True),
        field("due", "By when?", {"type": "datepicker"}, optional=True),
        field("relevance", "Why does it matter?", text_input(lines=True, most=1000), optional=True),
    ]
    if parents:
        select: Block = {"type": "static_select", "options": options(_named(parents))}
        blocks.append(field("parent", "Which larger goal does it serve?", select, optional=True))
    return modal("goal", "New goal", "Propose", blocks, memory=memory)


def update_form(goals: Sequence[tuple[str, str]], chosen: str = "", *, memory: str = "") -> Block:
    """The modal `goal_update`; `goals` are refs with their titles."""
    choices = options(_named(goals))
    pick: Block = {"type": "static_select", "options": choices, **picked(choices, chosen)}
    states = options([(state, confidence(state)) for state in ("on_track", "at_risk", "off_track")])
    blocks = [
        field("goal", "Goal", pick),
        field(
            "value",
            "Where does it stand?",
            text_input(most=30, placeholder="60 or 60%"),
            optional=True,
            hint="Leave it empty where it has not moved.",
        ),
        field("confidence", "How sure are you?", {"type": "radio_buttons", "options": states}, optional=True),
        field("note", "What happened?", text_input(lines=True, most=LONGEST_NOTE), optional=True),
    ]
    return modal("goal_update", "Update a goal", "Save", blocks, memory=memory)


def _named(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(ref[:150], f"{ref} {title}") for ref, title in pairs[:100]]
