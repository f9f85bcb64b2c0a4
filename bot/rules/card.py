"""Own cards: when a person sees theirs, what the manager sees of them, what may be said to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.language import _
from bot.rules import cadence, mentions
from bot.rules.cadence import HORIZON, Works
from bot.rules.refusal import Refusal

# How long before the manager the person has their card.
HEAD_START = timedelta(hours=48)
LONGEST = 1000
# Lines of evidence that a card shows.
MOST_LINES = 5
# What somebody chooses who says that something else is wrong than a line.
ANOTHER = "another"
NOTE, WRONG, CONTEST, LATER = "note", "wrong", "contest", "later"
OUTCOMES = ("agreed", "fine", "later")


@dataclass(frozen=True)
class Line:
    """One line of evidence: a sentence with places for `facts`, and what it is about.

    `kind` (checkin, goal, update, kudos) and `ref` name the fact, `ids` are the database's, and
    `link` is where it can be read in Slack, if anywhere.
    """

    said: str
    facts: dict[str, Any] = field(default_factory=dict)
    kind: str = ""
    ref: str = ""
    at: str = ""
    ids: Sequence[int] = ()
    link: str = ""


@dataclass(frozen=True)
class Cue:
    """One signal as it stands for a person on a day: what a card is made of."""

    person_id: int
    signal: str
    as_of: date
    band: str
    confidence: str
    window: str
    formula: str
    to_manager: bool
    lines: Sequence[Line] = ()


def covered(month: str) -> date:
    """The first day of the month that the summary in `month` (2026-12) looks back on."""
    return (date.fromisoformat(f"{month}-01") - timedelta(days=1)).replace(day=1)


def parse(text: str) -> str:
    """The Slack id that `/talent @somebody` names. Raises Refusal with the words given back."""
    mentions.check_plain(mentions.PLAIN_MENTION.search(text))
    people, rest = mentions.split(text)
    if len(people) != 1 or rest:
        raise Refusal(
            _(
                "Try `/talent` or `/talent plan` for yours, `/talent grow` and a step to plan one, "
                "or `/talent @somebody` for one direct report."
            )
        )
    return people[0]


def own_time(summary_at: datetime, at: time, zone: ZoneInfo, works: Works) -> datetime | None:
    """When a person sees their card: the last of their working days that is at least 48 hours before the
    summary, with another working day of theirs between; None where there is none for two months."""
    summary_day = cadence.local_day(summary_at, zone)
    between = 0
    for back in range(1, HORIZON):
        day = summary_day - timedelta(days=back)
        if not works(day):
            continue
        moment = cadence.instant(day, at, zone)
        if between and summary_at - moment >= HEAD_START:
            return moment
        between += 1
    return None


def check_words(text: str) -> str:
    """What somebody says to a card. Raises Refusal where it is empty or too long."""
    text = text.strip()
    if not text:
        raise Refusal(_("Say it in a sentence, so that your manager knows what you mean."))
    if len(text) > LONGEST:
        raise Refusal(_("Please say it in at most {most} characters.", most=LONGEST))
    return text


def check_line(choice: str, lines: int) -> int | None:
    """The place of the line that somebody says is wrong, from 0; None where it is none of the `lines` shown.

    Raises Refusal where nothing is chosen, or what is not there.
    """
    if choice == ANOTHER or not lines:
        return None
    if not choice.isdecimal() or int(choice) >= min(lines, MOST_LINES):
        raise Refusal(_("Choose the line that is wrong."), field="line")
    return int(choice)


def check_outcome(outcome: str) -> str:
    """Raises Refusal for an outcome there is not."""
    if outcome not in OUTCOMES:
        raise Refusal(_("Choose what came of the conversation."))
    return outcome
