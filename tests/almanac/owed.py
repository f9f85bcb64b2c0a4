"""What anything owed by the calendar has in common: when it comes, and when it leaves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from tests.almanac.facts import NEVER, Company, Facts, decent

WAITING = "waiting"
TOO_LATE, OVERTAKEN = "too late to be useful", "overtaken by the next"
# A prompt leaves at least so long to answer; a read-out is of use for so long after its hour.
LEAST, USEFUL = timedelta(hours=4), timedelta(days=5)
# How long after a message those answer who do.
PAUSE_FOR_THOUGHT = timedelta(minutes=30)


class Owed(NamedTuple):
    """One row of the ledger; `at` says when it was sent and is None where it was not."""

    kind: str
    who: str
    period: str
    at: datetime | None
    reason: str = ""


class Coming(NamedTuple):
    """When something happens, by which facts, and when it was planned by them."""

    at: datetime
    facts: Facts
    planned: datetime


Plan = Callable[[Facts, datetime], datetime]


def comes(company: Company, who: str, earliest: datetime, plan: Plan) -> Coming:
    """When something planned happens, and by which facts: each change plans it anew from then on.

    What a change moves into the past happens at the change.
    """
    history = company.history[who]
    ends = [since for since, _ in history[1:]] + [NEVER]
    for (since, facts), end in zip(history, ends, strict=True):
        begin = max(since, earliest)
        if begin >= end:
            continue
        instant = company.awake(max(plan(facts, begin), begin))
        if instant < end:
            return Coming(instant, facts, plan(facts, begin))
    return Coming(NEVER, history[-1][1], NEVER)


def posted(company: Company, owed: Owed, at: datetime, until: datetime) -> Owed:
    """A promised message once it has left, or has waited for a decent hour until it was of no use."""
    instant = company.awake(at)
    while instant < until:
        at = decent(company.facts(owed.who, instant), instant, company.hours)
        if instant >= company.ends:
            break
        if at == instant:
            return owed._replace(at=at)
        instant = company.awake(at)
    return owed._replace(reason=TOO_LATE if instant < company.ends else WAITING)


def joins(company: Company, who: str) -> datetime:
    """When somebody gets their place in the calendar: on their first day, by UTC."""
    start = company.people[who].start
    first = datetime(start.year, start.month, start.day, tzinfo=UTC) if start else company.begins
    return company.awake(max(first, company.begins))
