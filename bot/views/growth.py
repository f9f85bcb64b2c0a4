"""Growth plans: the list beside one's signals, the answers to what was done with a step, the messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.language import _, plural
from bot.views.blocks import (
    TEXT,
    Block,
    Message,
    actions,
    bold,
    button,
    context,
    dated,
    message,
    name,
    quote,
    section,
    size,
    trimmed,
    words,
)

# Blocks and letters of a whole plan in a message; steps on Home; letters of what is quoted of a step.
BLOCKS, ROOM = 44, 7800
AT_HOME = 3
TITLE, AIM, RESULT = 200, 300, 200


@dataclass(frozen=True)
class Step:
    """One step of a plan; `suggested_by` is a mention. `late`: the day that was meant for it is over."""

    ref: str
    kind: str
    title: str
    aim: str = ""
    by: date | None = None
    late: bool = False
    suggested_by: str = ""
    done_on: date | None = None
    result: str = ""


@dataclass(frozen=True)
class Plan:
    """What is planned, what a manager suggests and waits for an answer, what was done of late."""

    planned: Sequence[Step] = ()
    waiting: Sequence[Step] = ()
    done: Sequence[Step] = ()


@dataclass(frozen=True)
class Kept:
    """What became of a step, and the plan as it stands now; `asked` mentions whoever is to answer."""

    step: Step
    plan: Plan
    asked: str = ""


def kinds() -> dict[str, str]:
    """The kinds of steps, by name."""
    return {
        "stretch": _("🧗 stretch work"),
        "learning": _("📚 learning"),
        "mentoring": _("🤝 mentoring"),
    }


def plan(found: Plan) -> Message:
    """`/talent plan`"""
    said = _summary(found)
    return message(said, section(bold(_("Your growth plan"))), *_own(found, BLOCKS, ROOM))


def beside(shown: Message, found: Plan) -> Message:
    """One's signals, and under them one's plan."""
    top = section(bold(_("Your growth plan")))
    below = [top, *_own(found, BLOCKS - len(shown["blocks"]), ROOM - size(shown["blocks"]))]
    said = trimmed(f"{shown['text']} {_summary(found)}", TEXT)
    return shown | {"text": said, "blocks": [*shown["blocks"], *below]}


def of_report(shown: Message, found: Plan, *, who: str, who_id: str) -> Message:
    """What a manager sees about a report, and under it the report's plan."""
    said = _("The growth plan of {who}", who=name(who))
    rows = [[section(_line(each))] for each in found.planned]
    rows += [[section(_("Waits for an answer: {step}", step=_line(each)))] for each in found.waiting]
    empty = [] if rows or found.done else [context(_("Nothing is on it yet."))]
    foot = [*empty, *_done(found.done, own=False), actions(_suggesting(who_id))]
    room = BLOCKS - len(shown["blocks"]) - 1, ROOM - size(shown["blocks"])
    below = [section(bold(said)), *_fitting(rows, foot, *room, whole=True)]
    return shown | {"blocks": [*shown["blocks"], *below]}


def at_home(found: Plan) -> list[Block]:
    """The open steps on Home; nothing where there are none."""
    if not found.planned:
        return []
    shown = [section(_line(each, short=True), button=_finishing(each)) for each in found.planned[:AT_HOME]]
    more = len(found.planned) - len(shown)
    rest = plural("And {n} more: `/talent plan`.", "And {n} more: `/talent plan`.", more)
    return [*shown, *([context(rest)] if more > 0 else []), actions(_adding())]


def waits(step: Step) -> str:
    """What waits for one's answer, in a line."""
    title = words(step.title, TITLE)
    return _("{who} suggests a step for your growth plan: {step}.", who=_author(step), step=title)


def added(kept: Kept) -> Message:
    return _answer(_("{step} is on your growth plan.", step=_named(kept.step)), kept.plan)


def changed(kept: Kept) -> Message:
    return _answer(_("{step} is changed.", step=_named(kept.step)), kept.plan)


def let_go(kept: Kept) -> Message:
    return _answer(_("{step} is off your growth plan.", step=_named(kept.step)), kept.plan)


def finished(kept: Kept) -> Message:
    return _answer(_("You finished {step}. Well done.", step=_named(kept.step)), kept.plan)


def reopened(kept: Kept) -> Message:
    return _answer(_("{step} is on your growth plan again.", step=_named(kept.step)), kept.plan)


def suggestion(step: Step) -> Message:
    """To a report: a step that their manager suggests."""
    said = waits(step)
    hint = _("It goes on your plan once you accept. Only you and your direct manager see your plan.")
    about = section("\n".join([_facts(step, told=True), *_aim(step)]))
    return message(said, section(bold(said)), about, _answering(step), context(hint))


def suggested(kept: Kept) -> Message:
    """To the manager who suggests a step."""
    who = name(kept.asked)
    return message(
        _("{who} is asked about {step}. It is theirs once they accept.", who=who, step=_named(kept.step))
    )


def answered(step: Step, who: str, *, accepted: bool) -> Message:
    """To the manager: what the report says to the suggestion."""
    if accepted:
        return message(_("{who} takes on {step}.", who=name(who), step=_named(step)))
    return message(
        _("{who} would rather not take on {step}. Talk about it?", who=name(who), step=_named(step))
    )


def answer_kept(kept: Kept, *, accepted: bool, listed: bool = False) -> Message:
    """To the report: a line in place of the question, or the plan again where they were `listed` it."""
    step = _named(kept.step)
    said = _("{step} is on your growth plan.", step=step) if accepted else _("{step} is let go.", step=step)
    return _answer(said, kept.plan) if listed else message(said)


def _answer(said: str, found: Plan) -> Message:
    return message(said, section(bold(said)), *_own(found, BLOCKS, ROOM))


def _summary(found: Plan) -> str:
    titles = "; ".join(words(each.title, TITLE) for each in found.planned[:AT_HOME])
    if not found.planned:
        return _("Your growth plan has no open step.")
    said = plural(
        "Your growth plan has {n} open step:", "Your growth plan has {n} open steps:", len(found.planned)
    )
    return f"{said} {titles}."


def _own(found: Plan, most: int, room: int) -> list[Block]:
    """One's own plan with its buttons, cut to what a message has room for."""
    rows = [[section(_waiting(each)), _answering(each)] for each in found.waiting]
    rows += [[section(_line(each)), _acting(each)] for each in found.planned]
    empty = [] if rows else [section(_("A step of your own: stretch work, something to learn, a mentor."))]
    hint = context(_("Only you and your direct manager see it."))
    foot = [*empty, *_done(found.done, own=True), actions(_adding()), hint]
    return _fitting(rows, foot, most - 1, room, whole=most >= BLOCKS)


def _fitting(
    rows: Sequence[list[Block]], foot: list[Block], most: int, room: int, *, whole: bool
) -> list[Block]:
    """As many steps as there is room for beside what stands below them, and how many there was none for."""
    shown: list[Block] = []
    told = 0
    most, room = most - len(foot) - 1, room - size(foot) - 100
    for row in rows:
        if len(shown) + len(row) > most or size([*shown, *row]) > room:
            break
        shown += row
        told += 1
    more = len(rows) - told
    if more and whole:
        shown.append(context(_("And {n} more, which did not fit here.", n=more)))
    elif more:
        shown.append(context(plural("And {n} more: `/talent plan`.", "And {n} more: `/talent plan`.", more)))
    return [*shown, *foot]


def _waiting(step: Step) -> str:
    """A suggestion to whoever is to answer it."""
    return "\n".join([waits(step), _facts(step, told=True), *_aim(step)])


def _line(step: Step, *, short: bool = False) -> str:
    """A step in two lines, and what it is for."""
    return "\n".join([bold(words(step.title, TITLE)), _facts(step), *([] if short else _aim(step))])


def _aim(step: Step) -> list[str]:
    return [quote(step.aim[:AIM], AIM)] if step.aim.strip() else []


def _facts(step: Step, *, told: bool = False) -> str:
    """What kind of step it is, by when, and whose idea, where that is not `told` already."""
    facts = [kinds().get(step.kind, words(step.kind, 40))]
    if step.by:
        day = dated(step.by)
        facts.append(_("was meant for {day}", day=day) if step.late else _("by {day}", day=day))
    if step.suggested_by and not told:
        facts.append(_("suggested by {who}", who=_author(step)))
    return " · ".join(facts)


def _done(steps: Sequence[Step], *, own: bool) -> list[Block]:
    """What was done of late; one's own each with a button to correct it."""
    if own:
        return [
            section(f"✅ {_ended(each)}", button=button(_("Change"), "growth_done_open", each.ref))
            for each in steps
        ]
    rows = [f"• {_ended(each)}" for each in steps]
    return [section("\n".join([bold(_("Done")), *rows]))] if rows else []


def _ended(step: Step) -> str:
    said = words(step.title, TITLE)
    if step.done_on:
        said = f"{said} · {dated(step.done_on)}"
    return f"{said} · {words(' '.join(step.result[:RESULT].split()), RESULT)}" if step.result else said


def _named(step: Step) -> str:
    return f"“{words(step.title, TITLE)}”"


def _author(step: Step) -> str:
    return name(step.suggested_by) if step.suggested_by else _("Somebody")


def _acting(step: Step) -> Block:
    return actions(_finishing(step), button(_("Change"), "growth_open", step.ref))


def _finishing(step: Step) -> Block:
    return button(_("Done"), "growth_done_open", step.ref)


def _adding() -> Block:
    return button(_("Add a step"), "growth_open")


def _suggesting(who_id: str) -> Block:
    return button(_("Suggest a step"), "growth_suggest_open", who_id)


def _answering(step: Step) -> Block:
    return actions(
        button(_("Accept"), "growth_accept", step.ref, style="primary"),
        button(_("Rather not"), "growth_decline", step.ref),
    )
