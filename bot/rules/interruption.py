"""The weekly interruption budget: at most so many scheduled messages a person and local ISO week.

What falls on the same day goes in one message. Where the week is full, goal nudges yield
first, then reminders, then digests; the others wait for the next message and go with it.
The check-in prompt is what they go with: it comes at its time, and everything makes room for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

WEEKLY_BUDGET: Final = "weekly budget"


class Rank(IntEnum):
    """How much a scheduled message matters; those below MERGED yield where the week is full."""

    NUDGE = 0
    REMINDER = 1
    DIGEST = 2
    MERGED = 3
    PROMPT = 4


# What counts toward the budget. Kudos, feedback and answers to what somebody did are not scheduled.
RANKS: Final = {
    "goal_nudge": Rank.NUDGE,
    "checkin_reminder": Rank.REMINDER,
    "digest": Rank.DIGEST,
    "readout": Rank.MERGED,
    "own_card": Rank.MERGED,
    "summary": Rank.MERGED,
    "blocker_escalation": Rank.MERGED,
    "checkin_prompt": Rank.PROMPT,
}


# Kinds that Slack knows by another name: in a message's metadata stands what it is about.
SHOWN: Final = {"blocker_escalation": "blocker"}


@dataclass(frozen=True)
class Week:
    """A person's local ISO week on one of its days: how many messages it has had, today's included;
    the later days on which one is waiting; and what is still to be promised on later days, by rank."""

    budget: int
    had: int
    waiting: Collection[date]
    ahead: Collection[tuple[date, Rank]]


def decide(rank: Rank, day: date, week: Week) -> date | None:
    """The day on which a scheduled message goes that is due on `day`; None where it yields.

    One that may not be dropped, in a full week, goes with a later one of that week for which
    there is room, else on the next Monday.
    """
    prompts = {other for other, their in week.ahead if their is Rank.PROMPT}
    certain = {*week.waiting, *prompts}
    later = certain | {other for other, their in week.ahead if their > min(rank, Rank.DIGEST)}
    if rank is Rank.PROMPT or week.had + len(later) < week.budget:
        return day
    if rank < Rank.MERGED:
        return None
    room = week.budget - week.had - len(certain)
    others = sorted(later - certain)
    days = certain | set(others[len(others) - room :] if room > 0 else ())
    return min(days) if days else day + timedelta(days=7 - day.weekday())
