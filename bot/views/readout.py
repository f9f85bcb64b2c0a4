"""A manager's read-out of one week."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import _, plural
from bot.rules.attention import STALE
from bot.views import blocker as blockers
from bot.views.blocker import Blocker
from bot.views.blocks import (
    Block,
    Message,
    bold,
    button,
    divider,
    fitting,
    header,
    italic,
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
MOST_BLOCKERS = 7
ROOM = 8200
GOALS_SHOWN = 5


@dataclass(frozen=True)
class Answered:
    """What one report said, as far as this manager may see it (mood and workload only if shared).

    `ref` names these answers in the button *Reply*; `own` are the company's own questions with the
    answers.
    """

    who: str
    progress: str = ""
    plans: str = ""
    mood: int | None = None
    workload: int | None = None
    late: bool = False
    own: Sequence[tuple[str, str]] = ()
    ref: str = ""


@dataclass(frozen=True)
class Readout:
    """One team's week, from one manager's point of view; `blockers` begin with the oldest."""

    week: str
    answered: Sequence[Answered]
    silent: Sequence[str] = ()
    excused: Sequence[str] = ()
    goals_at_risk: Sequence[Goal] = ()
    blockers: Sequence[Blocker] = ()
    goals_waiting: Sequence[Goal] = ()


def readout(facts: Readout) -> Message:
    """Answered and not, what is in the way by age, goals at risk, and what people said."""
    due = len(facts.answered) + len(facts.silent)
    answered = plural(
        "{week}: {answered} of {n} person answered",
        "{week}: {answered} of {n} people answered",
        due,
        week=span(facts.week),
        answered=len(facts.answered),
    )
    standing = [each for each in facts.blockers if each.is_open]
    stuck = plural("{n} blocker", "{n} blockers", len(standing))
    spoken = [_("Your team, {answered}.", answered=answered), f"{stuck}."]
    top: list[Block] = [header(_("Your team's week")), section(f"*{answered}.*{_others(facts)}")]
    if due or standing:
        spoken.append(suggestion(facts))
    if suggestion(facts):
        top.append(section(f"💬 {suggestion(facts)}"))
    blocks = [*top, *_blockers(facts.blockers), *_goals(facts.goals_at_risk)]
    if facts.goals_waiting:
        blocks += waiting(facts.goals_waiting)
    if facts.answered:
        shown, replies = [_person(each) for each in facts.answered], [_reply(each) for each in facts.answered]
        room = ROOM - size(blocks)
        blocks += [divider(), *_people(fitting(shown, room=room, most=MOST_PEOPLE), replies)]
    return message(" ".join(spoken).strip(), *blocks)


def waiting(goals: Sequence[Goal]) -> list[Block]:
    """Goals that wait for the manager's word; `/goal team` has the buttons."""
    agreement = sum(goal.status == "proposed" for goal in goals)
    said = [plural("{n} goal waits for your agreement", "{n} goals wait for your agreement", agreement)]
    done = len(goals) - agreement
    said = said if agreement else []
    if done:
        said.append(plural("{n} goal waits to be confirmed", "{n} goals wait to be confirmed", done))
    refs = ", ".join(words(goal.ref, 60) for goal in goals[:10])
    return [section(_("{what} ({refs}): `/goal team`", what="; ".join(said), refs=refs))]


def suggestion(facts: Readout) -> str:
    """One thing to talk about, from the facts alone."""
    blocked = next((each.who for each in facts.blockers if each.is_open), "")
    if blocked:
        return _("Ask {who} what would clear the way.", who=name(blocked))
    if facts.goals_at_risk:
        goal = facts.goals_at_risk[0]
        who, ref = name(goal.owner), words(goal.ref, 60)
        if goal.need == STALE:
            return _("Ask {who} how {goal} stands.", who=who, goal=ref)
        return _("Ask {who} what {goal} needs to get back on track.", who=who, goal=ref)
    heard = next((each.who for each in facts.answered if each.progress), "")
    return _("Tell {who} what you liked in this week's progress.", who=name(heard)) if heard else ""


def _others(facts: Readout) -> str:
    notes = []
    if facts.silent:
        notes.append(_("No answer: {people}.", people=names(facts.silent)))
    if facts.excused:
        notes.append(_("Away or excused: {people}.", people=names(facts.excused)))
    return "\n" + " ".join(notes) if notes else ""


def _blockers(found: Sequence[Blocker]) -> list[Block]:
    """The oldest first, those that are over last."""
    if not found:
        return []
    ordered = sorted(found, key=lambda each: not each.is_open)
    shown = [blockers.line(each) for each in ordered]
    below = [blockers.buttons(each, agenda=True) for each in ordered]
    return [
        section(bold(_("In the way"))),
        *fitting(shown, room=ROOM // 3, most=MOST_BLOCKERS, below=below),
    ]


def _goals(goals: Sequence[Goal]) -> list[Block]:
    if not goals:
        return []
    shown = [f"{goal_line(goal)} · {name(goal.owner)}" for goal in goals]
    return [
        divider(),
        section(bold(_("Goals that need a hand"))),
        *fitting(shown, room=ROOM // 4, most=GOALS_SHOWN),
    ]


def _people(sections: list[Block], replies: Sequence[Block | None]) -> list[Block]:
    """Each person's section with the button that answers them beside it."""
    pairs = zip(sections, [*replies, None], strict=False)
    return [
        each | {"accessory": reply} if reply and each["type"] == "section" else each for each, reply in pairs
    ]


def _reply(each: Answered) -> Block | None:
    return button(_("Reply"), "checkin_reply", each.ref) if each.ref else None


def _person(each: Answered) -> str:
    parts = [" ".join([bold(name(each.who)), *([_("(late)")] if each.late else [])])]
    if each.progress:
        parts.append(quote(each.progress, 500))
    if each.plans:
        parts.append(italic(_("Next")) + "\n" + quote(each.plans, 400))
    parts += [f"_{words(question, 150)}_\n{quote(answer, 200)}" for question, answer in each.own]
    shared = [
        *([_("mood {value} of 5", value=each.mood)] if each.mood is not None else []),
        *([_("workload {value} of 5", value=each.workload)] if each.workload is not None else []),
    ]
    if shared:
        parts.append(italic(_("Shared with you: {what}", what=", ".join(shared))))
    return "\n".join(parts)
