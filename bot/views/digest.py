"""HR's recognition digest: coverage and flow in totals; nobody by name, nobody in an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.language import _, plural
from bot.rules.digest import SMALLEST
from bot.views.blocks import Block, Message, context, header, listed, message, month, percent, section, words

ONE, FEW, MANY = "one", "few", "many"
# How many rows of a table stand in the message; all of them stand in the spreadsheet.
LISTED = 10


@dataclass(frozen=True)
class Flow:
    """How much thanks went from one team, or site, to another."""

    giver: str
    receiver: str
    kudos: int


@dataclass(frozen=True)
class Digest:
    """A span's figures, from `first` on. None stands for a figure that too few people are behind.

    A week's digest holds head counts only, which cannot be added up: a month less its weeks would
    tell of a few days. `week` is empty for a month, `asked` the week of the check-ins told about.
    """

    first: date
    people: int
    thanked: int | None
    givers: int | None
    week: str = ""
    kudos: int | None = None
    breadth: Mapping[str, int | None] = field(default_factory=dict)
    named: int | None = None
    across_teams: int | None = None
    across_sites: int | None = None
    flows: Sequence[Flow] = ()
    site_flows: Sequence[Flow] = ()
    values: Sequence[tuple[str, int]] = ()
    skills: Sequence[tuple[str, int]] = ()
    asked: str = ""
    answered: int = 0
    due: int = 0
    # People with an open goal, and those of them with news of one.
    with_goals: int = 0
    goals_moved: int = 0
    # By signal, how many people are high, usual or low, where that may be shown.
    levels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def title(facts: Digest) -> str:
    if facts.week:
        return _("Recognition in week {week}", week=int(facts.week[-2:]))
    return _("Recognition in {month}", month=month(facts.first))


def digest(facts: Digest) -> Message:
    """The week's head counts, or the month's figures."""
    said = title(facts)
    if facts.people < SMALLEST:
        few = plural(
            "Fewer than {n} person takes part, so there are no figures yet.",
            "Fewer than {n} people take part, so there are no figures yet.",
            SMALLEST,
        )
        return message(f"{said}. {few}", header(said), section(few))
    lines = [
        line
        for line in (_coverage(facts), *_thanks(facts), _checkins(facts), _goals(facts), *_levels(facts))
        if line
    ]
    blocks: list[Block] = [header(said), section("\n".join(lines)), *_tables(facts), context(_left_out())]
    return message(f"{said}. {' '.join(lines)}", *blocks)


def aggregate(facts: Digest) -> Message:
    """The month for leadership: the company as a whole, without its groups."""
    return digest(whole(facts))


def whole(facts: Digest) -> Digest:
    """The figures without those of teams, sites, values and skills."""
    return replace(facts, flows=(), site_flows=(), values=(), skills=())


def _coverage(facts: Digest) -> str:
    if facts.thanked is None or facts.givers is None:
        return _(
            "{people} people. How many were thanked, and by how many, would tell of fewer than {smallest}.",
            people=facts.people,
            smallest=SMALLEST,
        )
    return _(
        "Of {people} people, {thanked} were thanked, by {givers} different people.",
        people=facts.people,
        thanked=facts.thanked,
        givers=facts.givers,
    )


def _thanks(facts: Digest) -> list[str]:
    if facts.week:
        return []
    if facts.kudos is None:
        return [_("Too few people gave or received kudos to say how many.")]
    if not facts.kudos:
        return [_("There were no kudos.")]
    return [_amount(facts), _breadth(facts), *_crossing(facts)]


def _amount(facts: Digest) -> str:
    if facts.named is None:
        return plural("{n} kudos.", "{n} kudos.", facts.kudos or 0)
    return plural(
        "{n} kudos; {named} of them say what for and name a value or a skill.",
        "{n} kudos; {named} of them say what for and name a value or a skill.",
        facts.kudos or 0,
        named=_part(facts.named, facts.kudos or 0),
    )


def _breadth(facts: Digest) -> str:
    told = [f"{wording}: {facts.breadth[cell]}" for cell, wording in breadths() if facts.breadth.get(cell)]
    return _("People thanked {told}.", told=", ".join(told)) if told else ""


def breadths() -> list[tuple[str, str]]:
    """By how many others somebody was thanked, in words."""
    return [(ONE, _("by one other")), (FEW, _("by two or three")), (MANY, _("by four or more"))]


def _crossing(facts: Digest) -> list[str]:
    told = []
    if facts.across_teams is not None:
        told.append(_("Between teams: {part}.", part=_part(facts.across_teams, facts.kudos or 0)))
    if facts.across_sites is not None:
        told.append(_("Between sites: {part}.", part=_part(facts.across_sites, facts.kudos or 0)))
    return told


def _checkins(facts: Digest) -> str:
    if not facts.due:
        return _("No check-in was due.")
    part = _part(facts.answered, facts.due)
    if facts.asked:
        return _("Check-ins of week {week} answered: {part}.", week=int(facts.asked[-2:]), part=part)
    return _("Check-ins answered: {part}.", part=part)


def _goals(facts: Digest) -> str:
    if not facts.with_goals:
        return ""
    return _("People with news of a goal: {part}.", part=_part(facts.goals_moved, facts.with_goals))


def _levels(facts: Digest) -> list[str]:
    """What signals say of the whole, with nobody's name and in no order of people."""
    said = []
    for name, counts in facts.levels.items():
        told = ", ".join(f"{words_of} {counts[level]}" for level, words_of in levels() if level in counts)
        if told:
            said.append(_("{signal}, people beside their peers: {told}.", signal=counted()[name], told=told))
    return said


def counted() -> dict[str, str]:
    """The signals of which the whole is told, in words."""
    return {
        "delivery_reliability": _("Commitments on time"),
        "recognition_breadth": _("Thanked by different people"),
    }


def levels() -> list[tuple[str, str]]:
    """Where people stand beside their peers, in words."""
    return [("high", _("above")), ("usual", _("as usual")), ("low", _("below"))]


def _part(part: int, whole: int) -> str:
    return _("{part} of {whole} ({share})", part=part, whole=whole, share=percent(part / whole))


def _tables(facts: Digest) -> list[Block]:
    tables = [
        (_("Values named"), [f"#{words(tag, 60)} {n}" for tag, n in facts.values]),
        (_("Skills named"), [f"#{words(tag, 60)} {n}" for tag, n in facts.skills]),
        (_("Between teams"), [_flow(each) for each in facts.flows]),
        (_("Between sites"), [_flow(each) for each in facts.site_flows]),
    ]
    return [section(f"*{name}*\n{listed(rows, LISTED)}") for name, rows in tables if rows]


def _flow(flow: Flow) -> str:
    return f"{words(group(flow.giver), 60)} → {words(group(flow.receiver), 60)}: {flow.kudos}"


def group(name: str) -> str:
    """A team or a site, also where the directory names none."""
    return name or _("not named")


def _left_out() -> str:
    return _(
        "Figures with fewer than {smallest} people behind them are left out, and so are others that would "
        "give them away.",
        smallest=SMALLEST,
    )
