"""Prompts by the wall clocks of many zones, against an oracle that only looks at clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.jobs import prompts, seeding
from tests.jobs.conftest import Calendar

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Pacific/Auckland",
)
QUARTER = timedelta(minutes=15)


def clock_shows(zone: str, weekday: int, at: str, first: date, weeks: int) -> list[datetime]:
    """Every instant at which a clock on the wall shows that time on that weekday, found by looking at it
    every quarter of an hour."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    instants = (start + n * QUARTER for n in range(weeks * 7 * 96))
    local = ((each, each.astimezone(ZoneInfo(zone))) for each in instants)
    return [each for each, wall in local if wall.weekday() == weekday and f"{wall:%H:%M}" == at]


@pytest.mark.parametrize(
    "first",
    [date(2026, 9, 21), date(2026, 10, 19), date(2027, 3, 8), date(2027, 3, 29)],
    ids=[
        "as summer time begins in Auckland",
        "as it ends in Berlin and New York",
        "as it begins in New York and Berlin",
        "as it ends in Auckland",
    ],
)
async def test_everybody_is_asked_at_half_past_nine_on_friday_on_their_own_clock(
    calendar: Calendar, first: date
) -> None:
    people = {f"U{n}": zone for n, zone in enumerate(ZONES)}
    for slack_id, zone in people.items():
        await calendar.hire(slack_id, timezone=zone)
    expected = {each: clock_shows(zone, 4, "09:30", first, 4) for each, zone in people.items()}
    await seeding.book_newcomers(calendar.tools, now=datetime(first.year, first.month, first.day, tzinfo=UTC))

    for instant in sorted({each for instants in expected.values() for each in instants}):
        await prompts.prompt_due_people(calendar.tools, now=instant - timedelta(seconds=1))
        await prompts.prompt_due_people(calendar.tools, now=instant)

    for slack_id in people:
        assert await calendar.sent("checkin_prompt", slack_id) == expected[slack_id]


async def test_reminder_and_closing_follow_on_the_first_and_third_working_day(calendar: Calendar) -> None:
    """Across the night in which Berlin's clocks go back."""
    await calendar.tick(datetime(2026, 10, 19, tzinfo=UTC))
    friday, monday, wednesday = (
        clock_shows("Europe/Berlin", weekday, "09:30", day, 1)[0]
        for weekday, day in ((4, date(2026, 10, 19)), (0, date(2026, 10, 26)), (2, date(2026, 10, 26)))
    )
    assert monday - friday == timedelta(hours=73)

    await calendar.tick(friday)
    assert await calendar.appointments("checkin_reminder", "UADA") == [("2026-W43", monday)]
    await calendar.tick(monday)
    await calendar.tick(wednesday - timedelta(seconds=1))
    assert (await calendar.weeks("UADA"))["2026-W43"].closed_at is None
    await calendar.tick(wednesday)

    assert await calendar.sent("checkin_prompt", "UADA") == [friday]
    assert await calendar.sent("checkin_reminder", "UADA") == [monday]
    assert (await calendar.weeks("UADA"))["2026-W43"].closed_at == wednesday


async def test_a_team_has_its_own_rhythm(calendar: Calendar) -> None:
    await calendar.set("checkin_day", "thu", team="Platform")
    await calendar.set("checkin_time", "14:00", team="Platform")
    await calendar.set("reminder", "no", team="Platform")
    await calendar.set("close_after_days", "1", team="Platform")
    await calendar.tick(datetime(2026, 11, 16, tzinfo=UTC))
    thursday = clock_shows("Europe/Berlin", 3, "14:00", date(2026, 11, 16), 1)[0]

    await calendar.tick(thursday)

    assert await calendar.sent("checkin_prompt") == [thursday, thursday], "Ada and Grace, nobody else"
    assert await calendar.appointments("checkin_reminder", "UADA") == []
    assert (await calendar.weeks("UADA"))["2026-W47"].closes_at == thursday + timedelta(days=1)
