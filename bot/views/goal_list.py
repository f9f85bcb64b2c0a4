"""Lists of goals: one's own, a team's, a colleague's, in pages."""

from collections.abc import Sequence

from bot.language import _, plural
from bot.rules.attention import ORDER, UNANSWERED, UNCONFIRMED
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    message,
    options,
    section,
    words,
)
from bot.views.goal import Goal, answering, confirming, line, named, serves

# Goals on a page: two blocks and up to 700 characters each; a message holds fifty blocks and 9,000.
PAGE = 10


def listing(goals: Sequence[Goal], page: int = 1) -> Message:
    """Somebody's own open goals, with what can be done about them."""
    if not goals:
        return message(_("You have no open goals. Begin one with `/goal new` and a title."))
    said = plural("Your open goals: {n}.", "Your open goals: {n}.", len(goals))
    shown = _page_of(goals, page)
    blocks: list[Block] = [section(f"*{said}*")]
    for goal in shown:
        press = button(_("Update"), "goal_update_open", goal.ref)
        if goal.status == "draft":
            press = button(_("Propose"), "goal_propose", goal.ref)
        blocks.append(section(line(goal) + serves(goal), button=press))
    blocks.append(actions(*_all_at_once(goals), details(shown)))
    blocks += paging(len(goals), page, "mine")
    blocks.append(context(_("In one line: `/goal G12 60 on-track what happened`")))
    return message(f"{said} {'; '.join(named(goal) for goal in shown)}", *blocks)


def team(goals: Sequence[Goal], page: int = 1) -> Message:
    """A manager's view: what waits for their word first, then what needs a hand, then the others."""
    if not goals:
        return message(_("Your team has no open goals yet."))
    waiting = sum(goal.need == UNANSWERED for goal in goals)
    said = plural("Your team's open goals: {n}", "Your team's open goals: {n}", _open(goals))
    said += _(", {n} proposed.", n=waiting) if waiting else "."
    ranked = sorted(goals, key=lambda goal: ORDER.index(goal.need))
    shown = _page_of(ranked, page)
    blocks: list[Block] = [section(f"*{said}*")]
    for before, goal in zip([None, *shown], shown, strict=False):
        if before is None or before.need != goal.need:
            blocks.append(context(f"*{_heading(goal.need)}*"))
        blocks += [section(f"{line(goal)} · {words(goal.owner, 80)}"), *_word(goal)]
    blocks.append(actions(details(shown)))
    blocks += paging(len(goals), page, "team")
    return message(f"{said} {'; '.join(named(goal) for goal in shown)}", *blocks)


def of_person(who: str, goals: Sequence[Goal], page: int = 1, *, whose: str = "") -> Message:
    """A colleague's open goals, to look at; `whose` is their Slack id."""
    name = words(who, 80)
    if not goals:
        return message(_("There is no open goal of {who} that you can see.", who=name))
    said = _("Open goals of {who}: {n}.", who=name, n=len(goals))
    shown = _page_of(goals, page)
    blocks = [section(f"*{said}*"), *(section(line(goal) + serves(goal)) for goal in shown)]
    blocks += [actions(details(shown)), *paging(len(goals), page, f"of {whose}")]
    return message(f"{said} {'; '.join(named(goal) for goal in shown)}", *blocks)


def details(goals: Sequence[Goal]) -> Block:
    """A menu that opens one of these goals."""
    choices = options([(goal.ref[:150], f"{goal.ref} {goal.title}") for goal in goals])
    shown: Block = {"type": "static_select", "action_id": "goal_show", "options": choices}
    return shown | {"placeholder": {"type": "plain_text", "text": _("Look at one")}}


def paging(total: int, page: int, what: str) -> list[Block]:
    """Buttons to the pages before and after, where there are any."""
    last = pages(total)
    page = min(max(page, 1), last)
    if last == 1:
        return []
    turns = []
    if page > 1:
        turns.append(button(_("Back"), "goal_page_back", f"{page - 1} {what}".strip()))
    if page < last:
        turns.append(button(_("More"), "goal_page_next", f"{page + 1} {what}".strip()))
    return [context(_("Page {page} of {last}", page=page, last=last)), actions(*turns)]


def pages(total: int) -> int:
    """How many pages so many goals fill."""
    return max(1, -(-total // PAGE))


def _page_of(goals: Sequence[Goal], page: int) -> Sequence[Goal]:
    first = (min(max(page, 1), pages(len(goals))) - 1) * PAGE
    return goals[first : first + PAGE]


def _all_at_once(goals: Sequence[Goal]) -> list[Block]:
    return [button(_("Update all at once"), "goal_update_all")] if len(goals) > 1 else []


def _open(goals: Sequence[Goal]) -> int:
    return sum(goal.need != UNCONFIRMED for goal in goals)


def _heading(need: str) -> str:
    said = {
        "unanswered": _("Waiting for your agreement"),
        "unconfirmed": _("Done, waiting for your confirmation"),
        "off_track": _("Off track"),
        "overdue": _("Overdue"),
        "at_risk": _("At risk"),
        "stale": _("No news for a while"),
    }
    return said.get(need, _("Under way"))


def _word(goal: Goal) -> list[Block]:
    """The buttons of a goal that waits for the manager's word."""
    if goal.need == UNANSWERED:
        return [answering(goal)]
    if goal.need == UNCONFIRMED:
        return [confirming(goal)]
    return []
