"""What serves what: the tree of goals, and one goal with all that belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.language import _, plural
from bot.rules.cascade import Rolled
from bot.rules.goal import ENDED
from bot.views.agreement import Open, deciding, differences, facts, waits
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    confidence,
    context,
    dated,
    message,
    percent,
    section,
    trimmed,
    words,
)
from bot.views.completion import told
from bot.views.goal import Goal, amount, answering, bar, confirming, named, status
from bot.views.goal_list import details, paging

CHILDREN = 8
DEEPEST = 6
Terms = Mapping[str, Any]


@dataclass(frozen=True)
class Branch:
    """A goal in the tree: how deep it stands, and how far along it is."""

    goal: Goal
    depth: int
    rolled: Rolled


@dataclass(frozen=True)
class Tree:
    """A page of the tree, how many goals there are on all of them, and how many are left out as `ended`."""

    branches: Sequence[Branch]
    total: int
    page: int = 1
    ended: int = 0


@dataclass(frozen=True)
class News:
    """One update of a goal; `who` is a mention."""

    at: date
    value: float | None
    confidence: str
    note: str
    who: str


@dataclass(frozen=True)
class Card:
    """One goal and what belongs to it, for somebody in a role to it (owner, manager, stakeholder, viewer).

    `larger` is how far the goal is along that it serves; `contribution` how much of that comes
    from here; `moved` the agreed changes of what had been agreed: when, before, after;
    `asked` a suggestion that waits for their answer.
    """

    goal: Goal
    role: str
    rolled: Rolled
    children: Sequence[tuple[Goal, Rolled]] = ()
    larger: Rolled | None = None
    contribution: float | None = None
    news: Sequence[News] = ()
    moved: Sequence[tuple[date, Terms, Terms]] = field(default=())
    asked: Open | None = None


def tree(found: Tree, *, ref: str = "") -> Message:
    """Goals under the one they serve, each with how far along it is."""
    shown = found.branches
    if not shown:
        return message(
            _("The company and the teams have no open goal. Who leads a team can begin one with `/goal new`.")
        )
    said = plural("What serves what: {n} goal.", "What serves what: {n} goals.", found.total)
    blocks: list[Block] = [section(f"*{said}*")]
    blocks += [section(_branch(each)) for each in shown]
    blocks.append(actions(details([each.goal for each in shown])))
    blocks += paging(found.total, found.page, f"tree {ref}".strip())
    blocks += [context(_ended(found.ended))] if found.ended else []
    blocks.append(context(method()))
    return message(f"{said} {'; '.join(named(each.goal) for each in shown)}", *blocks)


def _ended(amount: int) -> str:
    return plural(
        "{n} goal that ended is left out, yet counts. `/goal tree` with a goal shows all under it.",
        "{n} goals that ended are left out, yet count. `/goal tree` with a goal shows all under it.",
        amount,
    )


def method() -> str:
    """How progress is rolled up, in a sentence."""
    return _(
        "Progress: a goal's own measure first; without one, the plain mean of the goals right under it. "
        "What cannot be told yet is left out and counted."
    )


def far(rolled: Rolled) -> str:
    """How far along, and by what."""
    if rolled.share is None:
        return _("progress cannot be told yet")
    if rolled.own or not rolled.told:
        return bar(rolled.share)
    if rolled.told == rolled.under:
        return _("{bar} from the goals under it", bar=bar(rolled.share))
    return _(
        "{bar} from {told} of {under} goals under it",
        bar=bar(rolled.share),
        told=rolled.told,
        under=rolled.under,
    )


def card(facts_of: Card) -> Message:
    """One goal with everything that can be done about it."""
    goal = facts_of.goal
    blocks: list[Block] = [section("\n".join([facts(goal), *_owner(goal)]))]
    if facts_of.children or not facts_of.rolled.own:
        blocks.append(context(far(facts_of.rolled)))
    if facts_of.larger is not None:
        blocks.append(context(_larger(facts_of)))
    if facts_of.children:
        shown = [
            f"• {named(each)} {far(rolled)}{_state(each)}" for each, rolled in facts_of.children[:CHILDREN]
        ]
        rest = len(facts_of.children) - len(shown)
        more = ["• " + _("{n} more", n=rest)] if rest else []
        blocks.append(section("\n".join([_("*Goals that serve it*"), *shown, *more])))
    if facts_of.news:
        rows = [_news(each, goal.unit) for each in facts_of.news]
        blocks.append(section("\n".join([_("*Latest news*"), *rows])))
    blocks += [context(_moved(*each)) for each in facts_of.moved[-2:]]
    blocks += [*told(goal), *_asked(facts_of.asked)]
    if not goal.offered:
        blocks += _buttons(goal, facts_of.role)
    return message(", ".join([named(goal), *_spoken(facts_of)]), *blocks)


def _owner(goal: Goal) -> list[str]:
    return [_("Owner: {who}", who=words(goal.owner, 80))] if goal.owner else []


def _branch(branch: Branch) -> str:
    # Wide spaces: ordinary ones at the beginning of a line are not shown everywhere.
    deep = "\u2003\u2003" * min(branch.depth, DEEPEST)
    arrow = f"{deep}↳ " if branch.depth else ""
    goal = branch.goal
    who = f" · {words(goal.owner, 80)}" if goal.owner else ""
    state = _state(goal)
    return f"{arrow}*{words(goal.ref, 60)}* {words(goal.title, 160)}\n{deep}{far(branch.rolled)}{state}{who}"


def _state(goal: Goal) -> str:
    """How it ended, or how its owner sees it."""
    if goal.status in ENDED:
        return "".join(f" · {each}" for each in status(goal))
    return f" · {confidence(goal.confidence)}" if goal.updated and goal.confidence else ""


def _larger(facts_of: Card) -> str:
    goal = facts_of.goal
    larger = f"{words(goal.parent, 60)} {words(goal.parent_title, 160)}"
    said = _("It serves {goal}: {far}.", goal=larger, far=far(facts_of.larger or Rolled(None)))
    if facts_of.contribution is not None:
        points = round(100 * facts_of.contribution)
        said += " " + _("{points} of these points are yours.", points=points)
    return said


def _news(news: News, unit: str) -> str:
    parts = [amount(news.value, unit)] if news.value is not None else []
    parts += [confidence(news.confidence)] if news.confidence else []
    parts += [words(" ".join(news.note.split()), 200)] if news.note else []
    return f"• {dated(news.at)}, {words(news.who, 80)}: {' · '.join(parts)}"


def _moved(at: date, before: Terms, after: Terms) -> str:
    changed = trimmed("; ".join(differences(before, after)), 500)
    return _("Changed by agreement on {day}: {changes}", day=dated(at), changes=changed)


def _asked(open_: Open | None) -> list[Block]:
    """What somebody suggests, and the buttons that answer it."""
    if open_ is None:
        return []
    return [section(waits(open_)), deciding(open_.goal, open_.change.id, offers=open_.offers)]


def _buttons(goal: Goal, role: str) -> list[Block]:
    """What somebody in this role can do about the goal now."""
    if role in ("manager", "stakeholder") and goal.need == "unconfirmed":
        return [confirming(goal)]
    if role not in ("owner", "manager"):
        return []
    if goal.status in ENDED:
        more = [button(_("Result and lesson"), "goal_close_open", f"{goal.ref} {goal.status}")]
        again = [button(_("Open it again"), "goal_reopen", goal.ref)] if not goal.confirmed else []
        return [actions(*more, *again)]
    first = [answering(goal)] if role == "manager" and goal.need == "unanswered" else []
    presses = [button(_("Update"), "goal_update_open", goal.ref)]
    if goal.status == "draft":
        presses = [button(_("Propose"), "goal_propose", goal.ref)]
    if not first:
        presses.append(button(_("Change"), "goal_change_open", goal.ref))
    presses.append(button(_("Close"), "goal_close_open", f"{goal.ref} done"))
    return [*first, actions(*presses)]


def _spoken(facts_of: Card) -> list[str]:
    goal = facts_of.goal
    parts = [confidence(goal.confidence)] if goal.confidence else []
    if facts_of.rolled.share is not None:
        parts.append(percent(facts_of.rolled.share))
    if goal.due:
        parts.append(_("due {day}", day=dated(goal.due)))
    return parts
