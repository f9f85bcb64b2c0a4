"""The Home tab: what waits for me, my goals, kudos and check-ins; for managers the team, for HR coverage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.language import _, plural
from bot.views import goal as goals
from bot.views.blocks import (
    Block,
    actions,
    button,
    context,
    dated,
    divider,
    header,
    month,
    name,
    names,
    section,
    words,
)
from bot.views.checkin import span
from bot.views.goal import Goal
from bot.views.kudos import Line

UTC = ZoneInfo("UTC")
# Slack's hundred blocks hold this many goals beside everything else.
GOALS_A_PAGE = 12
TODOS_SHOWN = 10
KUDOS_SHOWN = 3
PAGES_SHOWN = 4


@dataclass(frozen=True)
class Todo:
    """One thing that waits for somebody: a sentence, and the button that deals with it."""

    text: str
    label: str = ""
    action: str = ""
    value: str = ""


@dataclass(frozen=True)
class Week:
    """A manager's team in the latest `week` asked about: mentions, and how many blockers stand open."""

    week: str
    answered: int
    asked: int
    silent: Sequence[str] = ()
    blockers: int = 0
    at_risk: Sequence[Goal] = ()
    suggestion: str = ""


@dataclass(frozen=True)
class Coverage:
    """What HR may know of the last whole month; None where a group is too small to be shown."""

    first: date
    people: int
    thanked: int | None
    givers: int | None
    answered: int
    due: int


@dataclass(frozen=True)
class Home:
    """Everything on one person's Home."""

    todos: Sequence[Todo] = ()
    goals: Sequence[Goal] = ()
    page: int = 1
    received: Sequence[Line] = ()
    zone: ZoneInfo = UTC
    weeks_answered: int = 0
    weeks_due: int = 0
    signals: Sequence[Block] = ()
    # The open steps of one's growth plan.
    growth: Sequence[Block] = ()
    # One's 1:1 pages, a row each.
    pages: Sequence[Block] = ()
    team: Week | None = None
    coverage: Coverage | None = None
    # Whether there will be a coverage once a month has been told of.
    awaits_coverage: bool = False


def home(facts: Home) -> Block:
    """The view to publish; at most a hundred blocks however much there is."""
    parts = [
        _todos(facts.todos),
        _goals(facts.goals, facts.page),
        _kudos(facts),
        _checkins(facts),
        _ours(facts.pages),
        _signals(facts.signals),
        _growth(facts.growth),
        _team(facts.team) if facts.team else [],
        _coverage(facts.coverage) if facts.coverage else _no_coverage(facts),
        _footer(),
    ]
    blocks = [block for part in parts if part for block in (divider(), *part)][1:]
    return {"type": "home", "blocks": blocks[:100]}


def pages(amount: int) -> int:
    """How many pages so many goals take."""
    return max(1, -(-amount // GOALS_A_PAGE))


def _todos(todos: Sequence[Todo]) -> list[Block]:
    blocks = [header(_("Today"))]
    if not todos:
        return [*blocks, section(_("Nothing waits for you. 🌤️"))]
    blocks += [_todo(each) for each in todos[:TODOS_SHOWN]]
    if len(todos) > TODOS_SHOWN:
        blocks.append(context(_("And {n} more.", n=len(todos) - TODOS_SHOWN)))
    return blocks


def _todo(each: Todo) -> Block:
    pressed = button(each.label, each.action, each.value) if each.action else None
    return section(f"• {each.text}", button=pressed)


def _goals(found: Sequence[Goal], page: int) -> list[Block]:
    blocks = [header(_("My goals"))]
    if not found:
        blocks.append(section(_("You have no open goals.")))
    page = min(max(1, page), pages(len(found)))
    shown = found[(page - 1) * GOALS_A_PAGE : page * GOALS_A_PAGE]
    blocks += [
        section(goals.line(each), button=button(_("Update"), "goal_update_open", each.ref)) for each in shown
    ]
    return [*blocks, actions(button(_("New goal"), "goal_new_open"), *_turning(page, pages(len(found))))]


def _turning(page: int, last: int) -> list[Block]:
    """Buttons to the pages beside this one."""
    turns = []
    if page > 1:
        turns.append(button(_("← Earlier due"), "home_page_back", str(page - 1)))
    if page < last:
        turns.append(button(_("Later due →"), "home_page_on", str(page + 1)))
    return turns


def _kudos(facts: Home) -> list[Block]:
    rows = [_thanked(each, facts.zone) for each in facts.received[:KUDOS_SHOWN]]
    body = "\n".join(rows) or _("None yet. Thanks often come back to those who give them.")
    return [header(_("Kudos for me")), section(body), actions(button(_("Give kudos"), "kudos_open"))]


def _thanked(each: Line, zone: ZoneInfo) -> str:
    said = words(each.message, 200) or _("(no words)")
    return f"• {name(each.other)}: {said} — {dated(each.at.astimezone(zone).date())}"


def _checkins(facts: Home) -> list[Block]:
    if not facts.weeks_due and any(each.action == "checkin_open" for each in facts.todos):
        said = _("Your first week is open.")
    elif not facts.weeks_due:
        said = _("You have not been asked about a week yet.")
    elif facts.weeks_due == 1:
        said = _("You answered the last week.") if facts.weeks_answered else _("The last week has no answer.")
    else:
        said = plural(
            "Answered {done} of the last {n} week.",
            "Answered {done} of the last {n} weeks.",
            facts.weeks_due,
            done=facts.weeks_answered,
        )
    return [
        header(_("My check-ins")),
        section(said, button=button(_("This week's check-in"), "checkin_open")),
    ]


def _ours(rows: Sequence[Block]) -> list[Block]:
    return [header(_("My 1:1s")), *rows[:PAGES_SHOWN]] if rows else []


def _signals(cards: Sequence[Block]) -> list[Block]:
    return [header(_("My signals")), *cards] if cards else []


def _growth(steps: Sequence[Block]) -> list[Block]:
    return [header(_("My growth plan")), *steps] if steps else []


def _team(week: Week) -> list[Block]:
    rows = [
        _(
            "{week}: {answered} of {asked} answered.",
            week=span(week.week),
            answered=week.answered,
            asked=week.asked,
        )
        if week.asked
        else _("Nobody has been asked about a week yet.")
    ]
    if week.silent:
        rows.append(_("No answer yet: {people}.", people=names(week.silent)))
    if week.blockers:
        rows.append(plural("{n} blocker stands open.", "{n} blockers stand open.", week.blockers))
    rows += [goals.line(each) for each in week.at_risk[:5]]
    if week.suggestion:
        rows.append(f"💬 {week.suggestion}")
    return [header(_("My team")), section("\n".join(rows))]


def _coverage(facts: Coverage) -> list[Block]:
    rows = [
        _part(_("Thanked at least once"), facts.thanked, facts.people),
        _part(_("Gave thanks"), facts.givers, facts.people),
        _part(_("Check-ins answered"), facts.answered, facts.due),
    ]
    return [header(_("Coverage in {month}", month=month(facts.first))), section("\n".join(rows))]


def _no_coverage(facts: Home) -> list[Block]:
    said = _("The figures of a month come with its digest, on the first working day after it.")
    return [header(_("Coverage")), section(said)] if facts.awaits_coverage else []


def _part(what: str, some: int | None, of: int) -> str:
    if some is None:
        return _("{what}: too few people to say", what=what)
    return _("{what}: {some} of {of}", what=what, some=some, of=of)


def _footer() -> list[Block]:
    return [
        context(
            _(
                "Cairn reads no channel. `/cairn privacy` shows all that is held about you and who looked; "
                "`/cairn settings` is yours to change."
            )
        )
    ]
