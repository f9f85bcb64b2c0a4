"""The check-in: who is asked about which week and when, reminded, and when the week closes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.almanac.facts import (
    DAYS,
    NEVER,
    Company,
    Facts,
    Rhythm,
    decent,
    monday,
    week_after,
    week_of,
    working_day_after,
)
from tests.almanac.owed import (
    LEAST,
    PAUSE_FOR_THOUGHT,
    TOO_LATE,
    Owed,
    comes,
    joins,
    posted,
)


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
