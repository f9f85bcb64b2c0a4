"""The monthly summary for a manager: plain facts, one report after the other, by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.language import plural
from bot.views.blocks import Message, context, fitting, header, message, name, names, section

# Sections and characters that a message holds, with room for the rest.
MOST_PEOPLE = 40
ROOM = 7000


@dataclass(frozen=True)
class Month:
    """One report's month. `weeks_due` leaves excused weeks out; `stale` names goals without news."""

    who: str
    goals_moved: int
    goals_open: int
    stale: Sequence[str]
    weeks_answered: int
    weeks_due: int
    kudos: int
    kudos_givers: int


def summary(month: date, reports: Sequence[Month]) -> Message:
    """First what this is not for, then the facts; nobody is compared with anybody."""
    title = f"{month:%B %Y}: your team"
    not_for = (
        "Facts from the record, to prepare your conversations. Not for pay, promotion or dismissal decisions."
    )
    thanked = [each.who for each in reports if not each.kudos]
    blocks = [header(title), context(not_for)]
    told = [f"*{name(each.who)}*\n{_facts(each)}" for each in reports]
    blocks += fitting(told, room=ROOM, most=MOST_PEOPLE)
    if thanked:
        blocks.append(
            section(
                f"💬 Nobody thanked {names(thanked, 10)} here this month. "
                "Is there something to thank them for?"
            )
        )
    return message(f"{title}. {not_for} {plural('{n} report', '{n} reports', len(reports))}.", *blocks)


def _facts(each: Month) -> str:
    facts = [_goals(each), _answers(each), _thanks(each)]
    return " · ".join(fact for fact in facts if fact)


def _goals(each: Month) -> str:
    if not each.goals_open:
        return "no open goal"
    text = f"{each.goals_moved} of {plural('{n} goal', '{n} goals', each.goals_open)} moved"
    return text + (f", no news of {names(each.stale, 5)}" if each.stale else "")


def _answers(each: Month) -> str:
    if not each.weeks_due:
        return "no check-in was due"
    return f"{each.weeks_answered} of {plural('{n} check-in', '{n} check-ins', each.weeks_due)} answered"


def _thanks(each: Month) -> str:
    if not each.kudos:
        return ""
    return f"{each.kudos} kudos from {plural('{n} person', '{n} people', each.kudos_givers)}"
