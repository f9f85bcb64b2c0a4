"""Who is asked, who is excused, who is left alone; and nobody twice."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from bot.rules.checkin import Answers
from bot.services import calendar as services_calendar
from bot.services import checkin, person
from models.absence import Absence
from models.appointment import Appointment
from models.checkin import Checkin
from models.delivery import SKIPPED
from tests.jobs.conftest import Calendar, berlin
from tests.support.cast import TEAM_ID

WEDNESDAY = berlin(2026, 11, 18, 10)
FRIDAY = berlin(2026, 11, 20, 9, 30)
MONDAY = berlin(2026, 11, 23, 9, 30)
CLOSE = berlin(2026, 11, 25, 9, 30)
WEEK = "2026-W47"


def away(session: Session, *, workspace_id: int, who: int, first: date, last: date) -> None:
    session.add(
        Absence(workspace_id=workspace_id, person_id=who, first_day=first, last_day=last, kind="vacation")
    )


async def through(calendar: Calendar, *instants: datetime) -> None:
    for instant in instants:
        await calendar.tick(instant)


async def answer(calendar: Calendar, *, at: datetime, week: str = WEEK, by: str = "UADA") -> None:
    await calendar.do(
        checkin.answer, slack_user_id=by, week=week, answers=Answers("done"), act=f"view-{at}", now=at
    )


async def test_a_fresh_database_has_no_backlog(calendar: Calendar) -> None:
    await calendar.tick(berlin(2026, 11, 20, 9, 31))

    assert await calendar.owed() == []
    assert await calendar.all(Checkin) == []
    assert await calendar.appointments("checkin_prompt", "UADA") == [
        ("2026-W48", berlin(2026, 11, 27, 9, 30))
    ]


async def test_a_tick_of_a_fresh_database_at_the_very_hour_asks(calendar: Calendar) -> None:
    await calendar.tick(FRIDAY)

    assert await calendar.sent("checkin_prompt", "UADA") == [FRIDAY]
    assert await calendar.sent("checkin_prompt", "UHEDY") == [], "it is night in New York"


async def test_every_round_called_twice_does_nothing_more(calendar: Calendar) -> None:
    await calendar.set("digest_day", "mon")
    for instant in (WEDNESDAY, FRIDAY, MONDAY, CLOSE, berlin(2026, 12, 1, 9), berlin(2026, 12, 8, 16)):
        await calendar.tick(instant)
        once = await calendar.picture()
        await calendar.tick(instant)
        assert await calendar.picture() == once


@pytest.mark.parametrize(
    ("country", "prompted", "reminded", "closed"),
    [
        ("DE", berlin(2026, 5, 1, 9, 30), None, None),
        ("", berlin(2026, 5, 1, 9, 30), berlin(2026, 5, 4, 9, 30), berlin(2026, 5, 6, 9, 30)),
    ],
    ids=["Labour Day in Germany", "no country, no holiday"],
)
async def test_a_holiday_moves_the_prompt_to_the_working_day_before(
    calendar: Calendar, country: str, prompted: datetime, reminded: datetime | None, closed: datetime | None
) -> None:
    await calendar.person("UADA", country=country)
    await calendar.tick(berlin(2026, 4, 27, 8))
    if country:
        prompted, reminded, closed = (
            berlin(2026, 4, 30, 9, 30),
            berlin(2026, 5, 4, 9, 30),
            berlin(2026, 5, 6, 9, 30),
        )
    assert reminded is not None

    await through(calendar, berlin(2026, 4, 30, 9, 30), berlin(2026, 5, 1, 9, 30), reminded)

    assert await calendar.sent("checkin_prompt", "UADA") == [prompted]
    assert await calendar.sent("checkin_reminder", "UADA") == [reminded]
    assert (await calendar.weeks("UADA"))["2026-W18"].closes_at == closed


async def test_a_part_time_week_is_asked_about_on_its_last_working_day(calendar: Calendar) -> None:
    await calendar.person("UADA", working_days=["mon", "tue", "wed"])
    await calendar.tick(berlin(2026, 11, 16, 8))
    wednesday = berlin(2026, 11, 18, 9, 30)

    await through(calendar, wednesday, FRIDAY, MONDAY)

    assert await calendar.sent("checkin_prompt", "UADA") == [wednesday]
    assert await calendar.sent("checkin_reminder", "UADA") == [MONDAY]
    assert (await calendar.weeks("UADA"))[WEEK].closes_at == berlin(2026, 11, 25, 9, 30)


@pytest.mark.parametrize("why", ["away", "joined", "paused", "holidays"])
async def test_an_excused_week_asks_nothing_and_says_why(calendar: Calendar, why: str) -> None:
    ada = await calendar.person("UADA")
    await calendar.tick(berlin(2026, 11, 16, 8))
    if why == "away":
        await calendar.do(away, who=ada, first=date(2026, 11, 16), last=date(2026, 11, 22))
    elif why == "joined":
        await calendar.person("UADA", start_date=date(2026, 11, 17))
    elif why == "paused":
        await calendar.do(person.pause, slack_user_id="UADA", until="2026-11-22", now=berlin(2026, 11, 16, 8))
    else:
        await calendar.person("UADA", working_days=["mon"])
        await calendar.do(away, who=ada, first=date(2026, 11, 16), last=date(2026, 11, 16))

    await through(calendar, berlin(2026, 11, 16, 9), FRIDAY, MONDAY, CLOSE)

    assert [row for row in await calendar.owed(slack_id="UADA") if row.period == WEEK] == []
    row = (await calendar.weeks("UADA"))[WEEK]
    assert row.excused
    assert row.prompted_at is None
    assert row.excuse == {"holidays": "away", "paused": "away"}.get(why, why)
    assert await calendar.sent("checkin_prompt", "UGRACE") == [FRIDAY]


async def test_a_pause_that_is_ended_asks_again(calendar: Calendar) -> None:
    await calendar.tick(WEDNESDAY)
    await calendar.do(person.pause, slack_user_id="UADA", until="2026-12-31", now=WEDNESDAY)
    await calendar.tick(WEDNESDAY + timedelta(minutes=1))
    await calendar.do(person.pause, slack_user_id="UADA", until=None, now=WEDNESDAY + timedelta(hours=1))

    await calendar.tick(FRIDAY)

    assert await calendar.sent("checkin_prompt", "UADA") == [FRIDAY]


async def test_people_who_left_or_are_switched_off_are_not_asked(calendar: Calendar) -> None:
    await calendar.tick(WEDNESDAY)
    await calendar.person("UADA", deactivated=True)
    await calendar.person("UGRACE", end_date=date(2026, 11, 19))
    await calendar.person("UMALLORY", outsider="guest")

    await through(calendar, FRIDAY, FRIDAY + timedelta(hours=6))

    assert await calendar.sent("checkin_prompt") == [FRIDAY, berlin(2026, 11, 20, 15, 30)], "Hanna and Hedy"


async def test_somebody_who_comes_back_is_asked_again_from_then_on(calendar: Calendar) -> None:
    await calendar.tick(WEDNESDAY)
    await calendar.person("UADA", deactivated=True)
    await calendar.tick(FRIDAY)
    await calendar.person("UADA", deactivated=False)

    await through(calendar, MONDAY, berlin(2026, 11, 27, 9, 30))

    assert await calendar.sent("checkin_prompt", "UADA") == [berlin(2026, 11, 27, 9, 30)]


async def test_before_the_launch_prompts_are_skipped_and_not_sent_later(calendar: Calendar) -> None:
    await calendar.set("launch", "nobody")
    await through(calendar, WEDNESDAY, FRIDAY)

    assert [(row.state, row.reason) for row in await calendar.owed("checkin_prompt", "UADA")] == [
        (SKIPPED, "not launched")
    ]
    await calendar.set("launch", "everyone")
    await through(calendar, FRIDAY + timedelta(minutes=1), MONDAY, CLOSE)
    assert await calendar.sent(slack_id="UADA") == []
    await calendar.tick(berlin(2026, 11, 27, 9, 30))
    assert await calendar.sent("checkin_prompt", "UADA") == [berlin(2026, 11, 27, 9, 30)]


async def test_who_answers_early_is_not_asked_and_the_week_still_closes(calendar: Calendar) -> None:
    await calendar.tick(WEDNESDAY)
    await answer(calendar, at=WEDNESDAY)

    await through(calendar, FRIDAY, MONDAY, CLOSE)

    assert await calendar.owed("checkin_prompt", "UADA") == []
    assert await calendar.owed("checkin_reminder", "UADA") == []
    assert (await calendar.weeks("UADA"))[WEEK].closed_at == CLOSE
    assert len(await calendar.sent("readout", "UGRACE")) == 1


@pytest.mark.parametrize("act", ["answers", "skips"])
async def test_who_answered_or_skipped_is_not_reminded(calendar: Calendar, act: str) -> None:
    await through(calendar, WEDNESDAY, FRIDAY)
    if act == "answers":
        await answer(calendar, at=FRIDAY)
    else:
        await calendar.do(checkin.skip, slack_user_id="UADA", week=WEEK, now=FRIDAY)

    await calendar.tick(MONDAY)

    assert await calendar.owed("checkin_reminder", "UADA") == []
    assert len(await calendar.owed("checkin_reminder", "UGRACE")) == 1


async def test_after_three_weeks_without_a_tick_what_was_missed_is_skipped_and_nobody_is_flooded(
    calendar: Calendar,
) -> None:
    await calendar.tick(WEDNESDAY)
    await calendar.tick(berlin(2026, 12, 10, 11))

    told = await calendar.owed("checkin_prompt", "UADA")
    assert [(row.period, row.state, row.reason) for row in told] == [
        ("2026-W47", SKIPPED, "too late to be useful"),
        ("2026-W48", SKIPPED, "too late to be useful"),
        ("2026-W49", SKIPPED, "too late to be useful"),
    ]
    assert await calendar.appointments("checkin_prompt", "UADA") == [
        ("2026-W50", berlin(2026, 12, 11, 9, 30))
    ]
    await calendar.tick(berlin(2026, 12, 11, 9, 30))
    assert await calendar.sent("checkin_prompt", "UADA") == [berlin(2026, 12, 11, 9, 30)]


async def test_a_prompt_that_is_late_but_still_of_use_waits_for_the_next_working_hour(
    calendar: Calendar,
) -> None:
    await calendar.tick(WEDNESDAY)
    await calendar.tick(berlin(2026, 11, 21, 3))

    assert await calendar.sent("checkin_prompt", "UADA") == [berlin(2026, 11, 23, 8)]
    assert await calendar.appointments("checkin_reminder", "UADA") == [(WEEK, berlin(2026, 11, 24, 9, 30))]


async def test_one_broken_appointment_holds_up_nobody_else(calendar: Calendar) -> None:
    """Rows that no rule can read, in every round."""
    await calendar.tick(WEDNESDAY)

    def break_things(session: Session, *, workspace_id: int) -> None:
        kinds = ("checkin_prompt", "checkin_reminder", "checkin_closing", "readout", "summary", "digest_week")
        for kind in kinds:
            session.add(
                Appointment(
                    workspace_id=workspace_id,
                    kind=kind,
                    subject_id=ada,
                    period="2026-W99",
                    due_at=datetime(2020, 1, 1, tzinfo=UTC),
                )
            )
        week: dict[str, Any] = {"prompted_at": WEDNESDAY, "closes_at": CLOSE, "answered_at": WEDNESDAY}
        session.add(Checkin(workspace_id=workspace_id, person_id=report, week="2026-W99", **week))
        unanswered = {**week, "answered_at": None}
        session.add(Checkin(workspace_id=workspace_id, person_id=ada, week="2026-W99", **unanswered))

    ada = await calendar.person("UADA", roles=["hr"])
    report = await calendar.hire("UREPORT", manager_id=ada)
    await calendar.do(break_things)

    await through(calendar, FRIDAY, MONDAY, CLOSE)

    assert await calendar.sent("checkin_prompt", "UGRACE") == [FRIDAY]
    assert await calendar.sent("checkin_reminder", "UGRACE") == [MONDAY]
    assert len(await calendar.sent("readout", "UGRACE")) == 1
    assert await calendar.sent("checkin_prompt", "UADA") == [FRIDAY]
    broken = [row for row in await calendar.all(Appointment) if row.period == "2026-W99"]
    assert {row.kind for row in broken} >= {"checkin_prompt", "readout", "summary", "digest_week"}
    assert all(row.due_at == CLOSE + timedelta(minutes=15) for row in broken)


@pytest.mark.parametrize(
    ("at", "zone"),
    [
        (berlin(2026, 11, 19, 12), "Pacific/Auckland"),
        (berlin(2026, 11, 19, 12), "America/New_York"),
        (berlin(2026, 11, 19, 22), "Pacific/Auckland"),
        (berlin(2026, 11, 20, 9), "America/New_York"),
        (berlin(2026, 11, 20, 9, 31), "America/New_York"),
        (berlin(2026, 11, 20, 9, 31), "Pacific/Auckland"),
    ],
    ids=[
        "east, before either hour",
        "west, before either hour",
        "east, after the hour there",
        "west, half an hour before",
        "west, a minute after",
        "east, a minute after",
    ],
)
async def test_whoever_changes_zones_in_a_week_is_asked_once(
    calendar: Calendar, at: datetime, zone: str
) -> None:
    def move(session: Session, *, workspace_id: int) -> None:
        user = {"id": "UADA", "tz": zone, "team_id": TEAM_ID, "updated": 2_000_000_000}
        person.learn(session, workspace_id=workspace_id, team_id=TEAM_ID, users=[user])

    hours = [berlin(2026, 11, 16, 9) + timedelta(hours=13 * n) for n in range(15)]
    theirs = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo(zone))
    instants = sorted({*hours, FRIDAY, theirs, at, at + timedelta(minutes=1)})
    moved = False
    from bot.jobs import prompts, seeding

    for instant in instants:
        if instant > at and not moved:
            await calendar.do(move)
            moved = True
        await seeding.book_newcomers(calendar.tools, now=instant)
        await prompts.prompt_due_people(calendar.tools, now=instant)

    asked = await calendar.owed("checkin_prompt", "UADA")
    assert [row.period for row in asked] == [WEEK]


async def test_somebody_away_from_the_very_day_on_is_excused_rather_than_asked_late(
    calendar: Calendar,
) -> None:
    ada = await calendar.person("UADA")
    await through(calendar, WEDNESDAY)
    await calendar.do(away, who=ada, first=date(2026, 11, 20), last=date(2026, 12, 4))
    await calendar.do(services_calendar.look_again)

    await through(calendar, berlin(2026, 11, 20, 8), FRIDAY, MONDAY, CLOSE)

    assert await calendar.sent("checkin_prompt", "UADA") == []
    assert (await calendar.weeks("UADA"))[WEEK].excused


async def test_settings_that_change_in_the_week_move_the_prompt(calendar: Calendar) -> None:
    await calendar.tick(WEDNESDAY)
    await calendar.set("checkin_time", "11:00")
    await calendar.do(services_calendar.look_again)

    await through(calendar, FRIDAY, berlin(2026, 11, 20, 11))

    assert await calendar.sent("checkin_prompt", "UADA") == [berlin(2026, 11, 20, 11)]
