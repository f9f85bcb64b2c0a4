"""What people read when a goal has ended, and when its end is confirmed."""

from dataclasses import dataclass

from bot.language import _
from bot.views.blocks import Block, Message, actions, button, context, message, quote, section, words
from bot.views.goal import Goal, confirming, line, named


@dataclass(frozen=True)
class Ended:
    """A goal that has ended or been opened again; `asked` is who is to confirm."""

    goal: Goal
    asked: str = ""


def ended(done: Ended) -> Message:
    """To whoever ended a goal."""
    goal = done.goal
    said = _("{ref} is done: {title}. Well done.", ref=words(goal.ref, 60), title=words(goal.title, 200))
    if goal.status == "dropped":
        said = _("{ref} is let go: {title}.", ref=words(goal.ref, 60), title=words(goal.title, 200))
    blocks: list[Block] = [section(said), *told(goal)]
    asked = _("{who} is asked to confirm it.", who=words(done.asked, 80)) if done.asked else ""
    if asked:
        blocks.append(context(asked))
    press = [button(_("Open it again"), "goal_reopen", goal.ref)] if not goal.confirmed else []
    more = button(_("Result and lesson"), "goal_close_open", f"{goal.ref} {goal.status}")
    blocks.append(actions(more, *press))
    return message(f"{said} {asked}".strip(), *blocks)


def done(goal: Goal) -> Message:
    """To the manager: confirm, or say what is missing."""
    said = _("{who} says that {goal} is done.", who=words(goal.owner, 80), goal=named(goal))
    means = _("Confirming says: what was agreed is there.")
    shown = [section(f"*{said}*"), section(line(goal)), *told(goal), confirming(goal), context(means)]
    return message(said, *shown)


def confirmed(goal: Goal, by: str) -> Message:
    """To the owner."""
    said = _("{who} confirmed that {goal} is done.", who=words(by, 80), goal=named(goal))
    return message(said)


def confirmed_answer(goal: Goal) -> Message:
    """To whoever confirmed, in place of the question."""
    return message(_("You confirmed that {goal} is done.", goal=named(goal)))


def not_yet(goal: Goal, by: str, note: str) -> Message:
    """To the owner: open again."""
    said = _(
        "{who} thinks that {goal} is not done yet, so it is open again.", who=words(by, 80), goal=named(goal)
    )
    shown: list[Block] = [section(f"*{said}*\n{line(goal)}")]
    if note:
        shown.append(section(quote(note, 2200)))
    shown.append(actions(button(_("Update"), "goal_update_open", goal.ref)))
    return message(said, *shown)


def opened_again(goal: Goal) -> Message:
    """To whoever opened it again."""
    said = _("{goal} is open again.", goal=named(goal))
    return message(said, section(f"{said}\n{line(goal)}"))


def told(goal: Goal) -> list[Block]:
    """What came of a goal and what was learned, as its owner wrote it."""
    shown: list[Block] = []
    if goal.result:
        shown.append(section(_("*What came of it*") + "\n" + quote(goal.result, 800)))
    if goal.lesson:
        shown.append(section(_("*Lesson*") + "\n" + quote(goal.lesson, 800)))
    return shown
