"""Goals: a goal in two lines, the lists, the answers to what somebody did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.language import _, plural
from bot.rules.goal import looks_slipped, progress
from bot.rules.measure import kind_of
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    confidence,
    context,
    dated,
    message,
    number,
    percent,
    quote,
    section,
    words,
)

BAR = 10
# Goals of which a prompt says that there has been no news.
NUDGED = 3
# Goals shown again after many updates at once.
SHOWN = 10


@dataclass(frozen=True)
class Goal:
    """A goal as it stands; `owner` is a mention. `need` is one of attention.ORDER, `silent` how many weeks
    there has been no news where that is long; `changing`: a suggested change waits for an answer; `offered`:
    its owner has not accepted it yet."""

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
    level: str = "individual"
    team: str = ""
    relevance: str = ""
    parent: str = ""
    parent_title: str = ""
    need: str = "fine"
    overdue: bool = False
    silent: int = 0
    changing: bool = False
    offered: bool = False
    confirmed: bool = False
    stamp: str = ""
    result: str = ""
    lesson: str = ""


@dataclass(frozen=True)
class Updated:
    """What an update did."""

    goal: Goal
    note: str


@dataclass(frozen=True)
class Begun:
    """A new goal; `asked` is the mention of whoever is asked to agree, or empty."""

    goal: Goal
    asked: str = ""


def bar(share: float | None) -> str:
    """How far along, as a picture and a number."""
    if share is None:
        return ""
    full = round(share * BAR)
    return f"{'▓' * full}{'░' * (BAR - full)} {percent(share)}"


def amount(value: float | None, unit: str) -> str:
    """A value as people say it: a number with its unit, yes or no."""
    kind = kind_of(unit)
    if kind == "yes_no" and value in (0.0, 1.0):
        return _("yes") if value else _("no")
    return number(value, _("milestones") if kind == "milestones" else "" if kind == "yes_no" else unit)


def line(goal: Goal) -> str:
    """Two lines about a goal."""
    facts = _where(goal)
    if goal.confidence or not goal.updated:
        facts.append(confidence(goal.confidence) or _("no update yet"))
    if goal.due:
        due = dated(goal.due)
        facts.append(_("⏰ overdue since {day}", day=due) if goal.overdue else _("due {day}", day=due))
    if goal.silent:
        facts.append(plural("💤 no news for {n} week", "💤 no news for {n} weeks", goal.silent))
    facts += status(goal)
    return f"*{words(goal.ref, 60)}* {words(goal.title, 160)}\n{' · '.join(facts)}"


def named(goal: Goal) -> str:
    """A goal's name and title in a sentence."""
    return f"{words(goal.ref, 60)} {words(goal.title, 160)}"


def created(begun: Begun) -> Message:
    """The answer to a new goal, with hints where something is missing."""
    goal, asked = begun.goal, begun.asked
    said = _("{ref} is yours: {title}.", ref=words(goal.ref, 60), title=words(goal.title, 200))
    told = [hint(each) for each in _lacks(goal)]
    blocks: list[Block] = [section(f"*{said}*\n{line(goal)}")]
    blocks += [context("\n".join(f"💡 {each}" for each in told))] if told else []
    spoken = [said, _asked(goal, asked), *told]
    blocks += [context(each) for each in (_asked(goal, asked),) if each]
    example = number(goal.target) if goal.target is not None else "60"
    if kind_of(goal.unit) == "yes_no":
        example = _("yes")
    update = _(
        "Update it with: `/goal {ref} {example} on-track what happened`",
        ref=words(goal.ref, 60),
        example=example,
    )
    return message(" ".join(filter(None, spoken)), *blocks, context(update))


def hint(missing: str) -> str:
    """What would make a goal better, one of the names of rules.smart."""
    said = {
        "specific": _("What will be different? A few more words help others to understand it."),
        "measure": _("How will you know that it is reached?"),
        "target": _("A number to reach makes updates a matter of seconds."),
        "relevant": _(
            "What is it good for? A larger goal or a reason makes it easier to say no to other things."
        ),
        "due": _("By when? A date lets Cairn say early that help is needed."),
    }
    return said[missing]


def serves(goal: Goal) -> str:
    if not goal.parent:
        return ""
    larger = f"{words(goal.parent, 60)} {words(goal.parent_title, 80)}"
    return "\n" + _("serves {goal}", goal=larger)


def updated(done: Updated) -> Message:
    goal = done.goal
    facts = [amount(goal.value, goal.unit)] if goal.value is not None else []
    facts += [confidence(goal.confidence)] if goal.confidence else []
    ref = words(goal.ref, 60)
    said = (
        _("Noted for {ref}: {facts}", ref=ref, facts=", ".join(facts))
        if facts
        else _("Noted for {ref}", ref=ref)
    )
    blocks = [section(f"{said}.\n{line(goal)}")]
    if done.note:
        blocks.append(section(quote(done.note, 2500)))
    asides = [_aside(goal)] if _aside(goal) else []
    return message(" ".join([f"{said}.", *asides]), *blocks, *map(context, asides))


def updated_all(done: Sequence[Updated]) -> Message:
    """The answer to many updates at once."""
    if not done:
        return message(_("Nothing was filled in, so everything stays as it was."))
    said = plural("Noted for {n} goal.", "Noted for {n} goals.", len(done))
    shown = [section("\n".join(filter(None, [line(each.goal), _aside(each.goal)]))) for each in done[:SHOWN]]
    return message(
        f"{said} {', '.join(words(each.goal.ref, 60) for each in done[:50])}", section(said), *shown
    )


def _aside(goal: Goal) -> str:
    """What an update makes worth saying: a value that looks like a slip, or the target reached."""
    measured = {"start": goal.start, "target": goal.target}
    ref = words(goal.ref, 60)
    if looks_slipped(goal.value, **measured):
        return _(
            "💡 That is far off. Did a digit slip? `/goal {ref}` with the value sets it right.",
            ref=ref,
        )
    if progress(goal.value, **measured) == 1:
        return _("🏁 That is its target. `/goal {ref} done` ends it, with what came of it.", ref=ref)
    return ""


def answering(goal: Goal) -> Block:
    """Agree, or suggest a change; the button knows what was read."""
    seen = f"{goal.ref} {goal.stamp}".strip()
    return actions(
        button(_("Agree"), "goal_agree", seen, style="primary"),
        button(_("Suggest a change"), "goal_change_open", goal.ref),
    )


def confirming(goal: Goal) -> Block:
    """Confirm that it is done, or say that it is not."""
    return actions(
        button(_("Confirm"), "goal_confirm", goal.ref, style="primary"),
        button(_("Not yet"), "goal_reopen_open", goal.ref),
    )


def nudge(goals: Sequence[Goal]) -> list[Block]:
    """Part of a message that comes anyway: goals whose owner could say how they stand, and the button to."""
    if not goals:
        return []
    shown = [line(goal) for goal in goals[:NUDGED]]
    rest = len(goals) - len(shown)
    more = [plural("and {n} more goal", "and {n} more goals", rest)] if rest else []
    several = len(goals) > 1
    press = button(_("Update goals"), "goal_update_all") if several else None
    press = press or button(_("Update"), "goal_update_open", goals[0].ref)
    return [section("\n".join([nudged(goals), *shown, *more])), actions(press)]


def nudged(goals: Sequence[Goal]) -> str:
    """The same in a sentence."""
    refs = ", ".join(words(goal.ref, 60) for goal in goals[:NUDGED])
    return _("How do your goals stand? A word on {goals} would help.", goals=refs) if goals else ""


def help_text() -> Message:
    lines = (
        _("`/goal` lists your open goals, `/goal team` those of your reports, `/goal @someone` theirs."),
        _("`/goal new` with a title opens the form for one. `/goal tree` shows what serves what."),
        _("`/goal new @someone` with a title begins one for a report, who accepts it or answers."),
        _(
            "`/goal G12 60 on-track what happened` updates G12: the value, then, if you like, on-track, "
            "at-risk or off-track, and a note. `60%` means that share of the way."
        ),
        _(
            "`/goal G12` shows it with everything you can do; `/goal G12 done` ends it, `/goal G12 dropped` "
            "lets it go."
        ),
    )
    return message("\n".join(lines))


def _where(goal: Goal) -> list[str]:
    share = progress(goal.value, start=goal.start, target=goal.target)
    now, target = number(goal.value), amount(goal.target, goal.unit)
    if share is not None and kind_of(goal.unit) == "yes_no":
        return [bar(share)]
    if share is None:
        return [amount(goal.value, goal.unit)] if goal.value is not None else []
    falling = goal.start is not None and goal.target is not None and goal.target < goal.start
    if falling:
        way = _("now {now}, target {target}", now=now, target=target)
    else:
        way = _("{now} of {target}", now=now, target=target)
    return [f"{bar(share)} ({way})"]


def status(goal: Goal) -> list[str]:
    said = {
        "draft": _("draft"),
        "proposed": _("offered, not accepted yet") if goal.offered else _("proposed"),
        "done": _("done, confirmed") if goal.confirmed else _("done, not confirmed yet"),
        "dropped": _("dropped"),
    }
    facts = [said[goal.status]] if goal.status in said else []
    return facts + ([_("a change is suggested")] if goal.changing else [])


def _lacks(goal: Goal) -> list[str]:
    yes_no = kind_of(goal.unit) == "yes_no"
    found = {
        "measure": not goal.measure and not yes_no,
        "target": goal.target is None and not yes_no,
        "relevant": not goal.parent and not goal.relevance,
        "due": goal.due is None,
    }
    return [name for name, lacks in found.items() if lacks]


def _asked(goal: Goal, asked: str) -> str:
    if goal.status == "draft":
        return _("It is a draft that only you see. `/goal` has the button to propose it.")
    if goal.status == "proposed" and asked:
        return _("{who} is asked to agree.", who=words(asked, 80))
    if goal.status == "proposed":
        return _("Your manager is not in the directory yet, so nobody is asked to agree.")
    if goal.status == "agreed":
        return _("Nobody is above you in the directory, so it counts as agreed.")
    return ""
