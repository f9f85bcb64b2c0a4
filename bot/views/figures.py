"""The digest's figures as charts and as a spreadsheet: what they show, in words and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import _
from bot.views.blocks import shortened
from bot.views.digest import Digest, Flow, breadths, counted, group, levels, title

# Bars that can be told apart on a phone.
MOST_BARS = 12
LABEL = 44
ALT = 1900


@dataclass(frozen=True)
class Bar:
    """One bar: `value` of `whole`, or beside the others where there is no whole."""

    label: str
    value: int
    whole: int | None = None


@dataclass(frozen=True)
class Chart:
    """A picture of bars, and the same in words for whoever does not see it."""

    name: str
    title: str
    bars: Sequence[Bar]

    @property
    def alt(self) -> str:
        return shortened(f"{self.title}. {'; '.join(map(told, self.bars))}.", ALT)


@dataclass(frozen=True)
class Sheet:
    """A table of the spreadsheet; None is a figure that too few people are behind."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int | None]]


def told(bar: Bar) -> str:
    """A bar in words."""
    return f"{bar.label}: {amount(bar)}"


def amount(bar: Bar) -> str:
    """A bar's number, as it stands beside it."""
    return str(bar.value) if bar.whole is None else _("{part} of {whole}", part=bar.value, whole=bar.whole)


def charts(facts: Digest) -> list[Chart]:
    """A month's pictures; those without a figure are left out."""
    found = [
        Chart("coverage", _("Who was thanked"), _coverage(facts)),
        Chart("teams", _("Thanks between teams"), _flows(facts.flows)),
        Chart("sites", _("Thanks between sites"), _flows(facts.site_flows)),
        Chart("values", _("Values and skills named"), _tags(facts)),
        Chart("participation", _("Taking part"), _participation(facts)),
    ]
    return [chart for chart in found if chart.bars]


def sheets(facts: Digest) -> list[Sheet]:
    """The same figures, all of them, as tables."""
    flow = (_("from"), _("to"), _("kudos"))
    return [
        Sheet(_("Figures"), (_("figure"), _("number"), _("of")), [(title(facts), "", ""), *_figures(facts)]),
        Sheet(_("Between teams"), flow, [(group(f.giver), group(f.receiver), f.kudos) for f in facts.flows]),
        Sheet(
            _("Between sites"), flow, [(group(f.giver), group(f.receiver), f.kudos) for f in facts.site_flows]
        ),
        Sheet(_("Values"), (_("value"), _("kudos")), list(facts.values)),
        Sheet(_("Skills"), (_("skill"), _("kudos")), list(facts.skills)),
        *_levels(facts),
    ]


def _levels(facts: Digest) -> list[Sheet]:
    """Where people stand in the signals that have a total."""
    rows = [
        (counted()[name], said, counts.get(level))
        for name, counts in facts.levels.items()
        for level, said in levels()
    ]
    heading = (_("signal"), _("beside their peers"), _("people"))
    return [Sheet(_("Signals"), heading, rows)] if rows else []


def _coverage(facts: Digest) -> list[Bar]:
    bars = [Bar(_("thanked"), facts.thanked, facts.people)] if facts.thanked is not None else []
    if facts.givers is not None:
        bars.append(Bar(_("thanked somebody"), facts.givers, facts.people))
    for cell, wording in breadths():
        if (number := facts.breadth.get(cell)) is not None:
            bars.append(Bar(_("thanked {how}", how=wording), number, facts.people))
    return bars


def _flows(flows: Sequence[Flow]) -> list[Bar]:
    return [Bar(f"{group(f.giver)} → {group(f.receiver)}", f.kudos) for f in flows[:MOST_BARS]]


def _tags(facts: Digest) -> list[Bar]:
    return [Bar(f"#{tag}", n) for tag, n in (*facts.values, *facts.skills)][:MOST_BARS]


def _participation(facts: Digest) -> list[Bar]:
    bars = [Bar(_("check-ins answered"), facts.answered, facts.due)] if facts.due else []
    if facts.with_goals:
        bars.append(Bar(_("people with news of a goal"), facts.goals_moved, facts.with_goals))
    return bars


def _figures(facts: Digest) -> list[tuple[str, int | None, int | str | None]]:
    return [
        (_("people"), facts.people, ""),
        (_("thanked"), facts.thanked, facts.people),
        (_("thanked somebody"), facts.givers, facts.people),
        *((_("thanked {how}", how=how), facts.breadth.get(cell), facts.people) for cell, how in breadths()),
        (_("kudos"), facts.kudos, ""),
        (_("say what for and name a value or a skill"), facts.named, facts.kudos),
        (_("between teams"), facts.across_teams, facts.kudos),
        (_("between sites"), facts.across_sites, facts.kudos),
        (_("check-ins answered"), facts.answered, facts.due),
        (_("people with news of a goal"), facts.goals_moved, facts.with_goals),
    ]
