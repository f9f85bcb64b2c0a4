"""Everything a company is owed by the calendar: each message with its instant, and no other.

Each function reckons one kind. A rule over all kinds together, such as a weekly budget, is a
function from these expectations to others, put at the end of `everything`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from tests.almanac.facts import (
    DAYS,
    MONDAY_TO_FRIDAY,
    NEVER,
    Company,
    Facts,
    Rhythm,
    decent,
    first_time,
    monday,
    week_after,
    week_of,
    working_day_after,
)

SENT, SKIPPED = "sent", "skipped"
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


@dataclass(frozen=True)
class Asked:
    """A week somebody is asked about, or has answered by themselves before that."""

    who: str
    week: str
    fired: datetime
    promised: datetime
    closes: datetime
    rhythm: Rhythm
    message: Owed | None


class Coming(NamedTuple):
    """When something happens, by which facts, and when it was planned by them."""

    at: datetime
    facts: Facts
    planned: datetime


Plan = Callable[[Facts, datetime], datetime]


def everything(company: Company) -> set[Owed]:
    """What the ledger holds at the end, edits left aside."""
    asked = [each for who in company.people for each in weeks_asked(company, who)]
    owed: list[Owed] = [each.message for each in asked if each.message is not None]
    open_weeks = [each for each in asked if each.message is None or each.message.at is not None]
    owed += [row for each in open_weeks for row in reminders(company, each)]
    owed += readouts(company, open_weeks)
    for who in company.people:
        owed += summaries(company, who)
    for reader in ["#hr"] if company.hr_channel else company.people:
        owed += digests(company, reader, "week")
        owed += digests(company, reader, "month")
    return set(owed)


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
    while at < until:
        instant = company.awake(at)
        at = decent(company.facts(owed.who, instant), instant, company.hours)
        if instant < until and at == instant:
            return owed._replace(at=at)
    return owed._replace(reason=TOO_LATE)


def joins(company: Company, who: str) -> datetime:
    """When somebody gets their place in the calendar: on their first day, by UTC."""
    start = company.people[who].start
    first = datetime(start.year, start.month, start.day, tzinfo=UTC) if start else company.begins
    return company.awake(max(first, company.begins))


# The check-in


def nominal(company: Company, facts: Facts, week: str) -> datetime:
    rhythm = company.rhythm(facts.team)
    return facts.moment(monday(week) + timedelta(days=DAYS.index(rhythm.day)), rhythm.at)


def asking_day(company: Company, facts: Facts, week: str) -> date | None:
    last = DAYS.index(company.rhythm(facts.team).day)
    days = [monday(week) + timedelta(days=n) for n in range(last + 1)]
    return max((day for day in days if facts.works(day)), default=None)


def asking_time(company: Company, facts: Facts, week: str) -> datetime:
    day = asking_day(company, facts, week)
    rhythm = company.rhythm(facts.team)
    return nominal(company, facts, week) if day is None else facts.moment(day, rhythm.at)


def closing_time(company: Company, facts: Facts, week: str, asked: date) -> datetime:
    """The third working day after, or when the next week is asked about, if that is sooner."""
    rhythm = company.rhythm(facts.team)
    after = working_day_after(facts, asked, rhythm.close_after)
    following = asking_time(company, facts, week_after(week))
    return min(facts.moment(after, rhythm.at), following) if after else following


def weeks_asked(company: Company, who: str) -> Iterator[Asked]:
    """One person's weeks, the excused left out."""
    now = joins(company, who)
    week = week_of(company.facts(who, now).today(now))
    if asking_time(company, company.facts(who, now), week) < now:
        week = week_after(week)
    while True:

        def plan(facts: Facts, since: datetime, week: str = week) -> datetime:
            usual = asking_time(company, facts, week)
            if facts.away(facts.today(company.awake(max(usual, since)))):
                return max(usual, nominal(company, facts, week))
            return usual

        now, facts, _ = comes(company, who, now, plan)
        if now >= company.ends or (facts.end and facts.today(now) > facts.end):
            return
        asked = _asked(company, who, week, now, facts)
        if asked is not None:
            yield asked
        week = week_after(week)


def _asked(company: Company, who: str, week: str, now: datetime, facts: Facts) -> Asked | None:
    day = asking_day(company, facts, week)
    joined = facts.start is not None and facts.start >= monday(week)
    if day is None or joined or facts.away(facts.today(now)):
        return None
    closes = closing_time(company, facts, week, day)
    at = decent(facts, now, company.hours)
    rhythm = company.rhythm(facts.team)
    message: Owed | None = Owed("checkin_prompt", who, week, None, TOO_LATE)
    if at + LEAST <= closes:
        if any(by == who and of == week and then <= now for then, by, of in company.answers):
            message = None
        else:
            message = posted(company, Owed("checkin_prompt", who, week, None), at, closes)
    return Asked(who, week, now, at, closes, rhythm, message)


def answered(company: Company, asked: Asked, after: dict[str, datetime | None]) -> datetime:
    """When a week is answered, given when each kind of message came."""
    habit = after.get(company.habits.get(asked.who, "never"))
    own = [at for at, who, week in company.answers if who == asked.who and week == asked.week]
    return min([*own, habit + PAUSE_FOR_THOUGHT if habit else NEVER])


def reminders(company: Company, asked: Asked) -> Iterator[Owed]:
    """The next working day at the same hour, where the week is still open and unanswered then."""
    message = asked.message
    if message is None or not asked.rhythm.reminds:
        return
    done = answered(company, asked, {"prompt": message.at})
    row = Owed("checkin_reminder", asked.who, asked.week, None)

    def planned(facts: Facts) -> datetime:
        day = working_day_after(facts, facts.today(asked.promised))
        return facts.moment(day, company.rhythm(facts.team).at) if day else NEVER

    now, at = asked.fired, planned(company.facts(asked.who, asked.fired))
    while at < asked.closes:
        changes = [since for since, _ in company.history[asked.who] if now < since < at]
        now = company.awake(min([*changes, at]))
        facts = company.facts(asked.who, now)
        if now >= company.ends or done <= now or not facts.employed(facts.today(now)):
            return
        at = planned(facts)
        if at <= now and now < asked.closes:
            at = decent(facts, now, company.hours)
            if at < asked.closes:
                yield posted(company, row, at, asked.closes)
                return
        if now >= asked.closes:
            break
    else:
        if now == asked.fired:
            return  # It never was due: the week closes first.
    yield row._replace(reason=TOO_LATE)


# Read-outs


def readouts(company: Company, asked: list[Asked]) -> list[Owed]:
    """One for each manager and week, at the manager's first working hour after the last close."""
    closes: dict[tuple[str, str], list[datetime]] = {}
    for each in asked:
        manager = company.facts(each.who, company.awake(each.closes)).manager
        closes.setdefault((manager, each.week), []).append(each.closes)
    found: list[Owed] = []
    for manager in {manager for manager, _ in closes if manager}:
        mine = {week: max(closes[who, week]) for who, week in closes if who == manager}
        found += _readouts_of(company, manager, mine)
    return found


def _readouts_of(company: Company, manager: str, closes: dict[str, datetime]) -> Iterator[Owed]:
    due: dict[str, tuple[datetime, datetime, datetime]] = {}
    for week, last in closes.items():

        def plan(facts: Facts, since: datetime, last: datetime = last) -> datetime:
            return first_time(facts, max(last, since), company.rhythm(facts.team).at)

        now, facts, planned = comes(company, manager, last, plan)
        if now < company.ends and facts.employed(facts.today(now)):
            due[week] = (now, planned, decent(facts, now, company.hours))
    for week, (_, planned, at) in due.items():
        row = Owed("readout", manager, week, None)
        newer = any(later > week and then[0] <= at for later, then in due.items())
        if newer or at - planned > USEFUL:
            yield row._replace(reason=OVERTAKEN)
        else:
            yield posted(company, row, at, planned + USEFUL)


# Summaries and digests


def months(company: Company) -> Iterator[date]:
    day = company.begins.date().replace(day=1)
    while day <= company.ends.date() + timedelta(days=31):
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def first_working_day(facts: Facts, month: date) -> date:
    """Of a month; its first where there is none."""
    days = [month + timedelta(days=n) for n in range(31)]
    return next((day for day in days if day.month == month.month and facts.works(day)), month)


def summaries(company: Company, who: str) -> Iterator[Owed]:
    """The first working day of the month, to whoever has reports then."""
    now = _reports_since(company, who)
    for month in months(company):

        def plan(facts: Facts, since: datetime, month: date = month) -> datetime:
            return facts.moment(first_working_day(facts, month), company.summary_time)

        if plan(company.facts(who, now), now) < _reports_since(company, who):
            continue
        now, facts, _ = comes(company, who, now, plan)
        if now >= company.ends or not facts.employed(facts.today(now)):
            return
        at, row = decent(facts, now, company.hours), Owed("summary", who, f"{month:%Y-%m}", None)
        if not _has_reports(company, who, now):
            continue
        if facts.today(at).replace(day=1) != month:
            yield row._replace(reason=OVERTAKEN)
        else:
            after = (month + timedelta(days=31)).replace(day=1)
            yield posted(company, row, at, plan(facts, now, after))


def _has_reports(company: Company, who: str, now: datetime) -> bool:
    today = company.facts(who, now).today(now)
    reports = (company.facts(each, now) for each in company.people)
    return any(facts.manager == who and facts.employed(today) for facts in reports)


def _reports_since(company: Company, who: str) -> datetime:
    """When somebody first is a manager in the calendar."""
    found = (since for each in company.people for since, facts in company.history[each] if facts.manager == who)
    return company.awake(max(joins(company, who), min(found, default=NEVER)))


def digests(company: Company, who: str, kind: str) -> Iterator[Owed]:
    """HR's, for a week or a month; the channel has the workspace's zone and Monday to Friday."""
    if who == "#hr":
        channel = Facts(zone=company.zone, days=MONDAY_TO_FRIDAY)
        company = Company(company.begins, company.ends, {who: channel}, outages=company.outages, hr_channel="#",
                          hours=company.hours, summary_time=company.summary_time, digest_day=company.digest_day)
    elif not company.people[who].hr:
        return
    begin = now = joins(company, who)
    for period in list(months(company)) if kind == "month" else _mondays(company):

        def plan(facts: Facts, since: datetime, period: date = period) -> datetime:
            day = _digest_day(company, facts, kind, period)
            return facts.moment(day, company.summary_time) if day else NEVER

        if plan(company.facts(who, now), now) < begin:
            continue
        now, facts, _ = comes(company, who, now, plan)
        if now >= company.ends or not facts.employed(facts.today(now)):
            return
        at, after = decent(facts, now, company.hours), _next_period(kind, period)
        row = Owed("digest", who, f"{period:%Y-%m}" if kind == "month" else week_of(period), None)
        if not period <= facts.today(at) < after:
            yield row._replace(reason=OVERTAKEN)
        else:
            yield posted(company, row, at, plan(facts, now, after))


def _mondays(company: Company) -> list[date]:
    first = company.begins.date() - timedelta(days=company.begins.weekday())
    return [first + timedelta(weeks=n) for n in range((company.ends - company.begins).days // 7 + 2)]


def _next_period(kind: str, period: date) -> date:
    return (period + timedelta(days=31)).replace(day=1) if kind == "month" else period + timedelta(days=7)


def _digest_day(company: Company, facts: Facts, kind: str, period: date) -> date | None:
    if kind == "month":
        return first_working_day(facts, period)
    day = period + timedelta(days=DAYS.index(company.digest_day))
    return working_day_after(facts, day - timedelta(days=1))
