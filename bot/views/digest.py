"""HR's recognition digest: coverage and flow in totals; nobody by name, nobody in an order."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import plural
from bot.rules.digest import SMALLEST
from bot.views.blocks import Block, Message, context, header, listed, message, section, words


@dataclass(frozen=True)
class Flow:
    """How much thanks went from one team to another."""

    giver_team: str
    receiver_team: str
    kudos: int


@dataclass(frozen=True)
class Digest:
    """One span's figures. None stands for a figure that too few people are behind."""

    title: str
    people: int
    kudos: int | None
    thanked: int | None
    givers: int | None
    across_teams: int | None
    values: Sequence[tuple[str, int]] = ()
    flows: Sequence[Flow] = ()
    # The check-ins' weeks in words: on a Monday those of last week are still open.
    asked: str = "these weeks"
    answered: int = 0
    due: int = 0


def digest(facts: Digest) -> Message:
    if facts.people < SMALLEST:
        return message(
            f"{facts.title}: fewer than {SMALLEST} people take part, so there are no figures yet.",
            header(facts.title),
            section(f"Fewer than {SMALLEST} people take part, so there are no figures yet."),
        )
    lines = [line for line in (_coverage(facts), _crossing(facts), _participation(facts)) if line]
    said = " ".join(lines)
    blocks: list[Block] = [header(facts.title), section("\n".join(lines))]
    if facts.values:
        named = [f"#{words(value, 60)} {amount}" for value, amount in facts.values]
        blocks.append(section(f"*Values named*\n{listed(named)}"))
    if facts.flows:
        rows = [f"{words(f.giver_team, 60)} → {words(f.receiver_team, 60)}: {f.kudos}" for f in facts.flows]
        blocks.append(section(f"*Between teams*\n{listed(rows)}"))
    blocks.append(
        context(
            f"Figures with fewer than {SMALLEST} people behind them are left out, "
            "and so are others that would give them away."
        )
    )
    return message(f"{facts.title}. {said}", *blocks)


def _coverage(facts: Digest) -> str:
    if facts.kudos is None:
        return f"Too few people gave or received kudos to say how many (fewer than {SMALLEST})."
    if not facts.kudos:
        return f"No kudos among {plural('{n} person', '{n} people', facts.people)}."
    hidden = f"left out (it would tell of fewer than {SMALLEST})"
    thanked = hidden if facts.thanked is None else str(facts.thanked)
    givers = hidden if facts.givers is None else str(facts.givers)
    return f"{facts.kudos} kudos. Of {facts.people} people, thanked: {thanked}; thanking: {givers}."


def _crossing(facts: Digest) -> str:
    if not facts.kudos:
        return ""
    if facts.across_teams is None:
        return "How much of it crossed teams: too few people to say."
    return f"{facts.across_teams} of {facts.kudos} crossed from one team to another."


def _participation(facts: Digest) -> str:
    if not facts.due:
        return f"No check-in of {facts.asked} was due."
    return f"Check-ins of {facts.asked}: {facts.answered} of {facts.due} answered."
