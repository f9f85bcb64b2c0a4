"""What managers and HR get: read-outs, summaries, digests."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tests.almanac.checkins import Asked, answered, reminders
from tests.almanac.facts import (
    DAYS,
    MONDAY_TO_FRIDAY,
    NEVER,
    Company,
    Facts,
    decent,
    first_time,
    week_of,
    working_day_after,
)
from tests.almanac.owed import (
    OVERTAKEN,
    USEFUL,
    Owed,
    Plan,
    comes,
    joins,
    posted,
)


def readouts(company: Company, asked: list[Asked], told: set[Owed] | None = None) -> list[Owed]:
    """One for each manager and week, at the manager's first working hour after the last close.

    Where it is known what people were `told`, whoever answers when reminded did so if they were.
    """
    teams: dict[str, dict[str, list[Asked]]] = {}
    for each in asked:
        manager = company.facts(each.who, company.awake(each.closes)).manager
        if manager:
            teams.setdefault(manager, {}).setdefault(each.week, []).append(each)
    return [row for manager, weeks in teams.items() for row in _readouts_of(company, manager, weeks, told)]


def _readouts_of(
    company: Company, manager: str, weeks: dict[str, list[Asked]], told: set[Owed] | None
) -> Iterator[Owed]:
    due: dict[str, tuple[datetime, datetime, datetime]] = {}
    for week, asked in weeks.items():
        last = max(each.closes for each in asked)

        def plan(facts: Facts, since: datetime, last: datetime = last) -> datetime:
            return first_time(facts, max(last, since), company.rhythm(facts.team).at)

        now, facts, planned = comes(company, manager, last, plan)
        if now >= company.ends or not facts.employed(facts.today(now)):
            continue
        if any(_is_of_interest(company, each, facts.today(now), told) for each in asked):
            due[week] = (now, planned, decent(facts, now, company.hours))
    for week, (_, planned, at) in due.items():
        row = Owed("readout", manager, week, None)
        newer = any(later > week and then[0] <= at for later, then in due.items())
        if newer or at - planned > USEFUL:
            yield row._replace(reason=OVERTAKEN)
        else:
            yield posted(company, row, at, planned + USEFUL)


def _is_of_interest(company: Company, asked: Asked, today: date, told: set[Owed] | None) -> bool:
    """Whether somebody's week is read of on a day: of those who have left, only if they answered."""
    left = company.facts(asked.who, asked.closes).end
    if left is None or today <= left:
        return True
    came = reminders(company, asked) if told is None else told
    reminder = next((row.at for row in came if row[:3] == ("checkin_reminder", asked.who, asked.week)), None)
    prompt = asked.message.at if asked.message else None
    return answered(company, asked, {"prompt": prompt, "reminder": reminder}) != NEVER


def months(company: Company) -> Iterator[date]:
    """From the month before: somewhere it may not be over yet."""
    day = (company.begins.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    while day <= company.ends.date() + timedelta(days=31):
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def first_working_day(facts: Facts, month: date) -> date:
    """Of a month; its first where there is none."""
    days = [month + timedelta(days=n) for n in range(31)]
    return next((day for day in days if day.month == month.month and facts.works(day)), month)


def summaries(company: Company, who: str) -> Iterator[Owed]:
    """The first working day of the month, to whoever has reports then."""
    begin = now = _reports_since(company, who)
    for month in months(company):

        def plan(facts: Facts, since: datetime, month: date = month) -> datetime:
            return facts.moment(first_working_day(facts, month), company.summary_time)

        if _is_past(company, who, begin, _next_period("month", month), plan):
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
            yield posted(company, row, at, plan(facts, now, _next_period("month", month)))


def _is_past(company: Company, who: str, begin: datetime, after: date, plan: Plan) -> bool:
    """Whether a period was over, or its hour gone by, when somebody came into the calendar."""
    facts = company.facts(who, begin)
    return after <= facts.today(begin) or plan(facts, begin) < begin


def _has_reports(company: Company, who: str, now: datetime) -> bool:
    today = company.facts(who, now).today(now)
    reports = (company.facts(each, now) for each in company.people)
    return any(facts.manager == who and facts.employed(today) for facts in reports)


def _reports_since(company: Company, who: str) -> datetime:
    """When somebody first is a manager in the calendar."""
    found = (
        since for each in company.people for since, facts in company.history[each] if facts.manager == who
    )
    return company.awake(max(joins(company, who), min(found, default=NEVER)))


def digests(company: Company, who: str, kind: str) -> Iterator[Owed]:
    """HR's, for a week or a month; the channel has the workspace's zone and Monday to Friday."""
    if who == "#hr":
        channel = Facts(zone=company.zone, days=MONDAY_TO_FRIDAY)
        company = Company(
            company.begins,
            company.ends,
            {who: channel},
            outages=company.outages,
            hr_channel="#",
            hours=company.hours,
            summary_time=company.summary_time,
            digest_day=company.digest_day,
        )
    elif not company.people[who].hr:
        return
    begin = now = joins(company, who)
    for period in list(months(company)) if kind == "month" else _mondays(company):

        def plan(facts: Facts, since: datetime, period: date = period) -> datetime:
            day = _digest_day(company, facts, kind, period)
            return facts.moment(day, company.summary_time) if day else NEVER

        if _is_past(company, who, begin, _next_period(kind, period), plan):
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
    """From the week before: where it is still Sunday, that week is not over."""
    first = company.begins.date() - timedelta(days=company.begins.weekday() + 7)
    return [first + timedelta(weeks=n) for n in range((company.ends - company.begins).days // 7 + 3)]


def _next_period(kind: str, period: date) -> date:
    return (period + timedelta(days=31)).replace(day=1) if kind == "month" else period + timedelta(days=7)


def _digest_day(company: Company, facts: Facts, kind: str, period: date) -> date | None:
    if kind == "month":
        return first_working_day(facts, period)
    day = period + timedelta(days=DAYS.index(company.digest_day))
    return working_day_after(facts, day - timedelta(days=1))
