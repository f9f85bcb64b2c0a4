"""The clockwork, against oracles that find the same days and moments in another way.

Days are found by counting along a calendar day by day, weeks by the C library's `%G-W%V`,
and moments by walking through every minute and looking at the clock on the wall.
"""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.rules import cadence
from bot.rules.cadence import WEEKDAYS, Hours, Rhythm, Works

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Australia/Lord_Howe",  # changes by half an hour
    "Australia/Sydney",
    "Pacific/Chatham",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Africa/Casablanca",  # turns back for Ramadan
    "Africa/Cairo",  # changes at midnight
    "Atlantic/Azores",
    "UTC",
)

days = st.dates(date(2000, 1, 3), date(2099, 12, 1))
zones = st.sampled_from(ZONES).map(ZoneInfo)
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
weekdays = st.sampled_from(WEEKDAYS)


def monday_to_friday(day: date) -> bool:
    return day.strftime("%a") not in ("Sat", "Sun")


def never(day: date) -> bool:
    return day is None


def working(pattern: set[str], off: set[date]) -> Works:
    """Works on these weekdays, except on those days."""
    return lambda day: WEEKDAYS[day.weekday()] in pattern and day not in off


@st.composite
def calendars(draw: st.DrawFn, around: date) -> Works:
    """Somebody's working days: a weekly pattern of at least one day, with holidays around a date."""
    pattern = draw(st.sets(weekdays, min_size=1))
    off = draw(st.sets(st.integers(-10, 50), max_size=15))
    return working(pattern, {around + timedelta(days=n) for n in off})


def days_from(first: date) -> Iterator[date]:
    day = first
    while True:
        yield day
        day = date.fromordinal(day.toordinal() + 1)


def walked(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first minute at which a wall clock shows that time on that day.

    Where the clock jumps over it, as many minutes are counted from before the jump as if it had not.
    """
    wanted = datetime.combine(day, at)
    minute = datetime.combine(day, time(), UTC) - timedelta(hours=30)
    shown = minute.astimezone(zone).replace(tzinfo=None)
    while True:
        after = minute + timedelta(minutes=1)
        shown_after = after.astimezone(zone).replace(tzinfo=None)
        if shown == wanted:
            return minute
        if shown < wanted < shown_after:
            return minute + (wanted - shown)
        minute, shown = after, shown_after


CHANGES = [
    pytest.param(zone, date.fromisoformat(day), time.fromisoformat(at), utc, id=name)
    for name, zone, day, at, utc in (
        ("half past nine in winter", "Europe/Berlin", "2026-03-28", "09:30", "2026-03-28T08:30"),
        (
            "half past nine on the day of the change",
            "Europe/Berlin",
            "2026-03-29",
            "09:30",
            "2026-03-29T07:30",
        ),
        ("half past two, skipped in spring", "Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30"),
        (
            "half past two, twice in autumn: the first",
            "Europe/Berlin",
            "2026-10-25",
            "02:30",
            "2026-10-25T00:30",
        ),
        ("half past nine after autumn's change", "Europe/Berlin", "2026-10-25", "09:30", "2026-10-25T08:30"),
        ("half past two, skipped in New York", "America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30"),
        ("half past one, twice in New York", "America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),
        (
            "half an hour skipped on Lord Howe",
            "Australia/Lord_Howe",
            "2026-10-04",
            "02:15",
            "2026-10-03T15:45",
        ),
        ("half an hour twice on Lord Howe", "Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45"),
        ("midnight skipped in Cairo", "Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00"),
        ("a quarter past an hour in Chatham", "Pacific/Chatham", "2026-09-27", "02:50", "2026-09-26T14:05"),
        ("no changes in Kolkata", "Asia/Kolkata", "2026-07-01", "09:30", "2026-07-01T04:00"),
        ("the day before in New Zealand", "Pacific/Auckland", "2026-01-01", "09:30", "2025-12-31T20:30"),
    )
]


@pytest.mark.parametrize(("zone", "day", "at", "utc"), CHANGES)
def test_a_wall_clock_time_is_the_same_moment_as_on_the_wall(
    zone: str, day: date, at: time, utc: str
) -> None:
    found = cadence.instant(day, at, ZoneInfo(zone))
    assert found == walked(day, at, ZoneInfo(zone))
    assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize("zone", ZONES)
def test_every_wall_clock_time_of_a_year_that_changes_is_found_by_walking(zone: str) -> None:
    place = ZoneInfo(zone)
    noons = [datetime(2026, 1, 1, 12, tzinfo=place) + timedelta(days=n) for n in range(365)]
    offsets = [noon.utcoffset() for noon in noons]
    changed = [
        noon.date() for noon, one, other in zip(noons[1:], offsets[1:], offsets, strict=False) if one != other
    ]
    for day in [*changed, date(2026, 7, 1)]:
        for at in (
            time(0),
            time(0, 30),
            time(1, 45),
            time(2, 15),
            time(2, 30),
            time(3),
            time(9, 30),
            time(23, 59),
        ):
            assert cadence.instant(day, at, place) == walked(day, at, place), (day, at)


@given(days, clocks, zones)
def test_where_the_wall_shows_a_time_at_all_the_moment_shows_it(day: date, at: time, zone: ZoneInfo) -> None:
    found = cadence.instant(day, at, zone).astimezone(zone)
    shown = found.replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    # Only a skipped time may show as another, and then later by no more than the change.
    assert shown == wanted or timedelta(0) < shown - wanted <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("first", "hours"),
    [
        pytest.param(date(2026, 3, 27), 167, id="over the change in spring"),
        pytest.param(date(2026, 10, 23), 169, id="over the change in autumn"),
        pytest.param(date(2026, 11, 20), 168, id="in an ordinary week"),
    ],
)
def test_half_past_nine_stays_half_past_nine(first: date, hours: int) -> None:
    one = cadence.instant(first, time(9, 30), BERLIN)
    other = cadence.instant(first + timedelta(days=7), time(9, 30), BERLIN)
    assert other - one == timedelta(hours=hours)


@given(days)
def test_weeks_are_those_of_the_c_library(day: date) -> None:
    week = cadence.week_of(day)
    assert week == day.strftime("%G-W%V")
    assert cadence.monday_of(week) == datetime.strptime(f"{week}-1", "%G-W%V-%u").replace(tzinfo=UTC).date()


@given(days, st.integers(-120, 120))
def test_so_many_weeks_later_is_seven_times_as_many_days_later(day: date, weeks: int) -> None:
    later = date.fromordinal(day.toordinal() + 7 * weeks)
    assert cadence.following(day.strftime("%G-W%V"), weeks) == later.strftime("%G-W%V")


@pytest.mark.parametrize(
    ("day", "week"),
    [
        pytest.param(date(2026, 12, 31), "2026-W53", id="a year of 53 weeks"),
        pytest.param(date(2027, 1, 3), "2026-W53", id="its last Sunday lies in the next year"),
        pytest.param(date(2027, 1, 4), "2027-W01", id="the Monday after"),
        pytest.param(date(2024, 12, 30), "2025-W01", id="a first week that begins in the old year"),
        pytest.param(date(2025, 12, 28), "2025-W52", id="the end of a year of 52 weeks"),
    ],
)
def test_weeks_at_the_turn_of_the_year(day: date, week: str) -> None:
    assert cadence.week_of(day) == week


def test_after_the_last_week_of_a_year_comes_the_first_of_the_next() -> None:
    assert cadence.following("2026-W53") == "2027-W01"
    assert cadence.following("2025-W52") == "2026-W01"
    assert cadence.following("2027-W01", -1) == "2026-W53"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-47", "2025-W53", "2026-W54", "2026-W00", "W47-2026", "x-Wy"]
)
def test_what_is_no_week_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        cadence.monday_of(text)


@given(days, weekdays, st.data())
def test_a_week_is_asked_about_on_its_day_or_the_working_day_before(
    day: date, weekday: str, data: st.DataObject
) -> None:
    works = data.draw(calendars(day))
    week = day.strftime("%G-W%V")
    names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    of_week = [
        each for each in (day + timedelta(days=n) for n in range(-6, 7)) if each.strftime("%G-W%V") == week
    ]
    upto = [each for each in of_week if names.index(each.strftime("%a")) <= WEEKDAYS.index(weekday)]
    expected = [each for each in upto if works(each)]
    assert cadence.prompt_day(week, weekday, works) == (expected[-1] if expected else None)
    assert cadence.nominal_day(week, weekday) == upto[-1]


@given(days, st.integers(1, 5), st.data())
def test_the_nth_working_day_after_is_found_by_counting(day: date, count: int, data: st.DataObject) -> None:
    works = data.draw(calendars(day))
    following = [
        each for each, _ in zip(days_from(day + timedelta(days=1)), range(cadence.HORIZON), strict=False)
    ]
    expected = [each for each in following if works(each)][count - 1 : count]
    assert cadence.working_day_after(day, works, count) == (expected or following[-1:])[0]


def test_somebody_who_never_works_gets_the_day_at_the_horizon() -> None:
    day = date(2026, 11, 20)
    assert cadence.working_day_after(day, never) == day + timedelta(days=cadence.HORIZON)


@pytest.mark.parametrize(
    ("asked", "off", "closes"),
    [
        pytest.param("2026-11-20", [], "2026-11-25", id="asked on Friday, closed on Wednesday"),
        pytest.param("2026-11-19", ["2026-11-20"], "2026-11-25", id="asked on Thursday before a free Friday"),
        pytest.param(
            "2026-12-18", ["2026-12-24", "2026-12-25"], "2026-12-23", id="closed before the holidays"
        ),
        pytest.param(
            "2026-12-23", ["2026-12-24", "2026-12-25"], "2026-12-30", id="closed after the holidays"
        ),
        pytest.param(
            "2026-11-20",
            ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"],
            "2026-11-23",
            id="closed when the next week is asked about, which is early too",
        ),
        pytest.param(
            "2026-11-20",
            [f"2026-11-{n}" for n in range(23, 28)],
            "2026-11-27",
            id="closed where a week of absence would have been asked about",
        ),
    ],
)
def test_an_asked_week_closes_on_the_third_working_day_after(asked: str, off: list[str], closes: str) -> None:
    works = working(set(WEEKDAYS[:5]), set(map(date.fromisoformat, off)))
    found = cadence.closing_day(date.fromisoformat(asked), Rhythm(), works)
    assert found == date.fromisoformat(closes)


@given(days, weekdays, st.integers(1, 5), st.data())
def test_a_week_closes_after_it_was_asked_and_not_after_the_next_is_asked(
    day: date, weekday: str, close_after: int, data: st.DataObject
) -> None:
    works = data.draw(calendars(day))
    week = day.strftime("%G-W%V")
    asked = cadence.prompt_day(week, weekday, works)
    assume(asked is not None)
    assert asked is not None
    closes = cadence.closing_day(asked, Rhythm(day=weekday, close_after=close_after), works)
    assert closes > asked
    after = cadence.following(week)
    assert closes <= (cadence.prompt_day(after, weekday, works) or cadence.nominal_day(after, weekday))
    between = [
        each
        for each, _ in zip(days_from(asked + timedelta(days=1)), range(40), strict=False)
        if each <= closes
    ]
    assert sum(map(works, between)) <= close_after


@given(days, st.data())
def test_the_first_working_day_of_a_month_lies_in_it(day: date, data: st.DataObject) -> None:
    works = data.draw(calendars(day.replace(day=1)))
    _, length = calendar.monthrange(day.year, day.month)
    month = [date(day.year, day.month, n) for n in range(1, length + 1)]
    expected = next((each for each in month if works(each)), month[0])
    assert cadence.first_working_day(day, works) == expected


def test_a_month_spent_away_has_its_first_day_as_its_first_working_day() -> None:
    december = working(set(WEEKDAYS), {date(2026, 12, n) for n in range(1, 32)})
    assert cadence.first_working_day(date(2026, 12, 15), december) == date(2026, 12, 1)


@given(days)
def test_the_next_month_begins_on_the_day_after_the_last(day: date) -> None:
    _, length = calendar.monthrange(day.year, day.month)
    expected = day.replace(day=length) + timedelta(days=1)
    assert cadence.next_month(day) == expected
    assert cadence.month_of(day) == day.isoformat()[:7]


# Minutes since 1970, from 2020 to 2035.
moments = st.integers(26_297_280, 34_186_000).map(lambda minute: datetime.fromtimestamp(60 * minute, UTC))


@given(moments, zones)
def test_the_local_day_is_the_one_in_the_window(moment: datetime, zone: ZoneInfo) -> None:
    offset = zone.utcoffset(moment.astimezone(zone))
    assert offset is not None
    assert cadence.local_day(moment, zone) == (moment + offset).date()


@given(moments, clocks, zones, st.data())
def test_the_first_working_time_is_the_earliest_of_all_working_days(
    moment: datetime, at: time, zone: ZoneInfo, data: st.DataObject
) -> None:
    today = moment.astimezone(zone).date()
    works = data.draw(calendars(today))
    candidates = [
        cadence.instant(each, at, zone)
        for each, _ in zip(days_from(today - timedelta(days=1)), range(cadence.HORIZON), strict=False)
        if works(each)
    ]
    expected = min(each for each in candidates if each >= moment)
    assert cadence.first_working_time(moment, at, zone, works) == expected


@given(moments, zones, st.data())
def test_a_decent_hour_is_now_or_the_start_of_the_next_working_day(
    moment: datetime, zone: ZoneInfo, data: st.DataObject
) -> None:
    today = moment.astimezone(zone).date()
    works = data.draw(calendars(today))
    hours = Hours(time(8), time(18))
    found = cadence.next_decent_hour(moment, hours, zone, works)
    local = found.astimezone(zone)
    assert found >= moment
    assert works(local.date())
    assert hours.start <= local.time() < hours.end
    if works(today) and hours.start <= moment.astimezone(zone).time() < hours.end:
        assert found == moment
    else:
        assert local.time() == hours.start
        skipped = [each for each, _ in zip(days_from(today), range(90), strict=False) if each < local.date()]
        assert not any(works(each) for each in skipped[1:])


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        pytest.param("2026-11-20T07:59+01:00", "2026-11-20T08:00+01:00", id="a minute too early waits"),
        pytest.param("2026-11-20T08:00+01:00", "2026-11-20T08:00+01:00", id="eight o'clock is decent"),
        pytest.param("2026-11-20T17:59+01:00", "2026-11-20T17:59+01:00", id="a minute before six is decent"),
        pytest.param("2026-11-20T18:00+01:00", "2026-11-23T08:00+01:00", id="six on Friday waits for Monday"),
        pytest.param("2026-11-21T12:00+01:00", "2026-11-23T08:00+01:00", id="Saturday waits for Monday"),
        pytest.param("2026-10-24T12:00+02:00", "2026-10-26T08:00+01:00", id="over the change of the clocks"),
    ],
)
def test_nothing_unasked_comes_outside_working_hours(now: str, sent: str) -> None:
    found = cadence.next_decent_hour(datetime.fromisoformat(now), Hours(), BERLIN, monday_to_friday)
    assert found == datetime.fromisoformat(sent)
