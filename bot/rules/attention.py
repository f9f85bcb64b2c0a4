"""What a goal needs from people: an answer, a hand, some news."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.goal import ENDED, STALE_AFTER

# The order in which a team's goals are looked at.
UNANSWERED, UNCONFIRMED, OFF_TRACK, OVERDUE, AT_RISK, STALE, FINE = (
    *("unanswered", "unconfirmed", "off_track", "overdue", "at_risk", "stale"),
    "fine",
)
ORDER = (UNANSWERED, UNCONFIRMED, OFF_TRACK, OVERDUE, AT_RISK, STALE, FINE)
NEEDS_A_HAND = (OFF_TRACK, OVERDUE, AT_RISK)


@dataclass(frozen=True)
class Standing:
    """`overdue`: its day is over. `silent`: whole weeks without news where it counts as stale, else 0."""

    overdue: bool = False
    silent: int = 0


def standing(*, status: str, due: date | None, since: datetime, now: datetime, today: date) -> Standing:
    """How an open goal stands by the calendar; `since` is its last update, else when it was begun.

    Only what has been proposed or agreed can be late: a draft owes nobody anything.
    """
    if status in ENDED or status == "draft":
        return Standing()
    quiet = now - since
    weeks = quiet // timedelta(weeks=1) if quiet >= STALE_AFTER else 0
    return Standing(overdue=due is not None and due < today, silent=weeks)


def need(*, status: str, confirmed: bool, confidence: str, standing: Standing, offered: bool = False) -> str:
    """The first thing a goal needs, one of ORDER. One that is `offered` waits for its owner."""
    if status == "proposed":
        return FINE if offered else UNANSWERED
    if status == "done" and not confirmed:
        return UNCONFIRMED
    if status in (*ENDED, "draft"):
        return FINE
    if confidence == OFF_TRACK:
        return OFF_TRACK
    if standing.overdue:
        return OVERDUE
    if confidence == AT_RISK:
        return AT_RISK
    return STALE if standing.silent else FINE
