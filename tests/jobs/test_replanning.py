"""What has been booked is worked out anew when something about the person changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from bot.services import calendar as services_calendar
from bot.services import person
from models.absence import Absence
from models.delivery import SENT, SKIPPED
from tests.jobs.conftest import Calendar, berlin
from tests.support.cast import TEAM_ID

WEDNESDAY = berlin(2026, 11, 18, 10)
FRIDAY = berlin(2026, 11, 20, 9, 30)
MONDAY = berlin(2026, 11, 23, 9, 30)
CLOSE = berlin(2026, 11, 25, 9, 30)
WEEK = "2026-W47"
NEW_YORK = ZoneInfo("America/New_York")


async def through(calendar: Calendar, *instants: datetime) -> None:
    for instant in instants:
        await calendar.tick(instant)


async def away(calendar: Calendar, slack_id: str, first: date, last: date) -> None:
    """An absence that is imported."""
    who = await calendar.person(slack_id)

    def write(session: Session, *, workspace_id: int) -> None:
        session.add(
            Absence(workspace_id=workspace_id, person_id=who, first_day=first, last_day=last, kind="sick")
        )
        session.flush()
        services_calendar.look_again(session, workspace_id=workspace_id)

    await calendar.do(write)


async def move(calendar: Calendar, slack_id: str, zone: str) -> None:
    """Slack says that somebody is in another zone."""

    def hear(session: Session, *, workspace_id: int) -> None:
        user = {"id": slack_id, "tz": zone, "team_id": TEAM_ID, "updated": 2_000_000_000}
        person.learn(session, workspace_id=workspace_id, team_id=TEAM_ID, users=[user])

    await calendar.do(hear)


async def test_a_pause_begins_on_the_persons_own_day(calendar: Calendar) -> None:
    """In Los Angeles it is Thursday evening when Friday has begun by UTC."""
    await calendar.person("UADA", timezone="America/Los_Angeles", team="Late")
    await calendar.set("checkin_day", "thu", team="Late")
    await calendar.set("checkin_time", "17:30", team="Late")
    await calendar.tick(WEDNESDAY)
    five = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

    await calendar.do(person.pause, slack_user_id="UADA", until="2026-11-19", now=five)
    await through(calendar, five, five + timedelta(minutes=30), five + timedelta(hours=16))

    assert await calendar.owed("checkin_prompt", "UADA") == []
    assert (await calendar.weeks("UADA"))[WEEK].excuse == "away"


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
async def test_a_reminder_keeps_to_the_clock_of_where_somebody_has_gone(
    calendar: Calendar, zone: str
) -> None:
    await through(calendar, WEDNESDAY, FRIDAY)
    await move(calendar, "UADA", zone)
    there = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo(zone))

    await through(calendar, FRIDAY + timedelta(hours=1), *sorted({there, MONDAY}))

    assert await calendar.sent("checkin_reminder", "UADA") == [there]


async def test_a_reminder_that_an_outage_swallowed_is_recorded(calendar: Calendar) -> None:
    await through(calendar, WEDNESDAY, FRIDAY, CLOSE + timedelta(hours=2))

    told = await calendar.owed("checkin_reminder", "UADA")
    assert [(row.period, row.state, row.reason) for row in told] == [(WEEK, SKIPPED, "too late to be useful")]


async def test_a_week_that_closes_the_next_morning_has_no_reminder_to_miss(calendar: Calendar) -> None:
    await calendar.set("close_after_days", "1")

    await through(calendar, WEDNESDAY, FRIDAY)
    assert await calendar.appointments("checkin_reminder", "UADA") == []
    await calendar.tick(MONDAY)

    assert await calendar.owed("checkin_reminder", "UADA") == []


async def test_back_from_a_long_holiday_a_manager_reads_the_last_week_alone(calendar: Calendar) -> None:
    await away(calendar, "UGRACE", date(2026, 11, 23), date(2026, 12, 11))
    closes = [CLOSE + timedelta(weeks=n) for n in range(3)]
    back = berlin(2026, 12, 14, 9, 30)

    await through(
        calendar, WEDNESDAY, *sorted([FRIDAY + timedelta(weeks=n) for n in range(3)] + closes), back
    )

    told = await calendar.owed("readout", "UGRACE")
    assert {(row.period, row.state, row.reason) for row in told} == {
        ("2026-W47", SKIPPED, "overtaken by the next"),
        ("2026-W48", SKIPPED, "overtaken by the next"),
        ("2026-W49", SENT, ""),
    }
    assert await calendar.sent("readout", "UGRACE") == [back]


async def test_a_readout_keeps_its_hour_when_its_manager_falls_ill_the_day_before(calendar: Calendar) -> None:
    """Booked as the week closed in London; then Hedy is ill on Wednesday in New York."""
    await through(calendar, WEDNESDAY, FRIDAY, FRIDAY + timedelta(hours=1), CLOSE, CLOSE + timedelta(hours=1))
    await away(calendar, "UHEDY", date(2026, 11, 25), date(2026, 11, 25))
    thursday = datetime(2026, 11, 26, 9, 30, tzinfo=NEW_YORK)

    await through(calendar, berlin(2026, 11, 25, 15, 30), thursday - timedelta(seconds=1))
    assert await calendar.owed("readout", "UHEDY") == []
    await calendar.tick(thursday)

    assert await calendar.sent("readout", "UHEDY") == [thursday]


async def test_a_readout_comes_by_the_clock_of_where_its_manager_has_gone(calendar: Calendar) -> None:
    await away(calendar, "UGRACE", date(2026, 11, 25), date(2026, 11, 25))
    await through(calendar, WEDNESDAY, FRIDAY, CLOSE)
    await move(calendar, "UGRACE", "America/New_York")
    thursday = datetime(2026, 11, 26, 9, 30, tzinfo=NEW_YORK)

    await through(calendar, CLOSE + timedelta(hours=1), berlin(2026, 11, 26, 9, 30), thursday)

    assert await calendar.sent("readout", "UGRACE") == [thursday]


@pytest.fixture
async def two_rhythms(calendar: Calendar) -> Calendar:
    """Ada is asked on Tuesday, a colleague with the same manager on Friday."""
    await calendar.person("UADA", team="Quick")
    for key, text in (("checkin_day", "tue"), ("close_after_days", "1")):
        await calendar.set(key, text, team="Quick")
    await calendar.hire("UCOLLEAGUE", manager_id=await calendar.person("UGRACE"))
    await calendar.tick(berlin(2026, 11, 16, 8))
    return calendar


TUESDAY, ADA_CLOSES = berlin(2026, 11, 17, 9, 30), berlin(2026, 11, 18, 9, 30)


async def test_a_readout_waits_for_those_who_are_asked_later_in_the_week(two_rhythms: Calendar) -> None:
    await through(two_rhythms, TUESDAY, ADA_CLOSES, FRIDAY, MONDAY)
    assert await two_rhythms.owed("readout", "UGRACE") == []

    await two_rhythms.tick(CLOSE)

    assert await two_rhythms.sent("readout", "UGRACE") == [CLOSE]


async def test_a_readout_does_not_wait_for_those_who_are_not_asked(two_rhythms: Calendar) -> None:
    await away(two_rhythms, "UCOLLEAGUE", date(2026, 11, 16), date(2026, 11, 20))

    await through(two_rhythms, TUESDAY, ADA_CLOSES)

    assert await two_rhythms.sent("readout", "UGRACE") == [ADA_CLOSES]


async def test_a_readout_that_waited_in_vain_comes_on_the_next_morning(two_rhythms: Calendar) -> None:
    await through(two_rhythms, TUESDAY, ADA_CLOSES)
    await away(two_rhythms, "UCOLLEAGUE", date(2026, 11, 16), date(2026, 11, 27))

    await through(two_rhythms, berlin(2026, 11, 18, 11), berlin(2026, 11, 19, 9, 30), FRIDAY)

    assert await two_rhythms.sent("readout", "UGRACE") == [berlin(2026, 11, 19, 9, 30)]
