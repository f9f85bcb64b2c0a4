"""The monthly summary for a manager: whom to talk with, and about what; then the team as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.language import _, plural
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    header,
    message,
    month,
    name,
    names,
    section,
    size,
)
from bot.views.card import Shown, conversation, not_for
from bot.views.talk import outcomes

# Blocks and characters of the reports in a message, with room for the rest.
BLOCKS, ROOM = 42, 6600


@dataclass(frozen=True)
class Report:
    """One report with what is worth a conversation; `ref` names them and the month in a button.
    `outcome` is what a conversation came to that is recorded already."""

    who: str
    ref: str
    cards: Sequence[Shown]
    outcome: str = ""


@dataclass(frozen=True)
class Team:
    """The team as a whole. `weeks_due` leaves excused weeks out; `stale` names goals without news."""

    people: int
    goals_moved: int = 0
    goals_open: int = 0
    stale: Sequence[str] = ()
    weeks_answered: int = 0
    weeks_due: int = 0
    kudos: int = 0
    kudos_givers: int = 0


@dataclass(frozen=True)
class Summary:
    """A month, given by its first day: the reports in the order of their names."""

    month: date
    team: Team
    reports: Sequence[Report] = field(default_factory=tuple)
    # Whom nobody has thanked for eight weeks.
    unthanked: Sequence[str] = field(default_factory=tuple)


def summary(facts: Summary) -> Message:
    """First what this is not for; then report by report; nobody is compared with anybody."""
    when = month(facts.month)
    if not facts.reports and not facts.unthanked:
        quiet = _("{month}: nothing in your team stands out this time.", month=when)
        whole = f"{not_for()} {quiet} {_team(facts.team)}".strip()
        return message(whole, section(whole))
    title = _("{month}: your team", month=when)
    blocks = [header(title), context(not_for()), *_reports(facts.reports)]
    if facts.unthanked:
        blocks.append(section(_unthanked(facts.unthanked)))
    team = _team(facts.team)
    if team:
        blocks.append(context(team))
    return message(f"{not_for()} {title}. {_spoken(facts)} {team}".strip(), *blocks)


def _spoken(facts: Summary) -> str:
    if not facts.reports:
        return ""
    return _("Worth a conversation: {who}.", who=names([each.who for each in facts.reports]))


def _reports(reports: Sequence[Report]) -> list[Block]:
    """As many reports as fit, and how many did not."""
    blocks: list[Block] = []
    for told, each in enumerate(reports):
        more = _report(each)
        if blocks and (len(blocks) + len(more) > BLOCKS or size([*blocks, *more]) > ROOM):
            rest = len(reports) - told
            blocks.append(
                context(
                    plural(
                        "And {n} more, who did not fit here: `/talent @somebody` shows them.",
                        "And {n} more, who did not fit here: `/talent @somebody` shows them.",
                        rest,
                    )
                )
            )
            break
        blocks += more
    return blocks


def _report(report: Report) -> list[Block]:
    shown = [divider(), section(f"*{name(report.who)}*"), *conversation(report.cards)]
    if report.outcome:
        return [*shown, context(_("Talked about it: {outcome}", outcome=outcomes()[report.outcome]))]
    return [*shown, actions(button(_("Talked about it"), "talk_open", report.ref))]


def _unthanked(people: Sequence[str]) -> str:
    return _(
        "💬 Nobody has thanked {who} here for eight weeks. Is there something to thank them for?",
        who=names(people, 10),
    )


def _team(team: Team) -> str:
    facts = [_goals(team), _answers(team), _thanks(team)]
    told = " · ".join(fact for fact in facts if fact)
    return _("The team: {facts}.", facts=told) if told else ""


def _goals(team: Team) -> str:
    if not team.goals_open:
        return ""
    goals = plural("{n} goal", "{n} goals", team.goals_open)
    if team.stale:
        return _(
            "{moved} of {goals} moved, no news of {stale}",
            moved=team.goals_moved,
            goals=goals,
            stale=names(team.stale, 5),
        )
    return _("{moved} of {goals} moved", moved=team.goals_moved, goals=goals)


def _answers(team: Team) -> str:
    if not team.weeks_due:
        return ""
    checkins = plural("{n} check-in", "{n} check-ins", team.weeks_due)
    return _("{answered} of {checkins} answered", answered=team.weeks_answered, checkins=checkins)


def _thanks(team: Team) -> str:
    if not team.kudos:
        return ""
    people = plural("{n} person", "{n} people", team.kudos_givers)
    return _("{kudos} kudos from {people}", kudos=team.kudos, people=people)
