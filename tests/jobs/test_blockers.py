"""What nobody answers goes up: to the manager after two working days, then one above; once, in hours."""

from datetime import date, datetime, timedelta

from bot.jobs import blockers
from bot.rules.checkin import Answers
from bot.services import blocker_answer, checkin
from models.absence import Absence
from models.blocker import Blocker
from models.delivery import SKIPPED, WAITING
from tests.jobs.conftest import Calendar, berlin

WEEK = "2026-W47"
WEDNESDAY = berlin(2026, 11, 18, 10)
# Two working days after Wednesday at ten, and two more.
FRIDAY = berlin(2026, 11, 20, 10)
TUESDAY = berlin(2026, 11, 24, 10)
KIND = "blocker_escalation"


async def stuck(
    calendar: Calendar, text: str = "No staging", *, at: datetime = WEDNESDAY, **more: str
) -> str:
    """Ada names a blocker; its name."""
    said = Answers("x", blockers=text, **more)  # type: ignore[arg-type]
    act = f"view-{at}"
    await calendar.do(checkin.answer, slack_user_id="UADA", week=WEEK, answers=said, act=act, now=at)
    ref: str = (await calendar.all(Blocker))[-1].ref
    return ref


async def alone(calendar: Calendar, at: datetime) -> None:
    """This round alone, as nothing else happens."""
    await blockers.escalate_due_blockers(calendar.tools, now=at)


async def test_the_manager_hears_after_two_working_days_and_one_above_after_two_more(
    calendar: Calendar,
) -> None:
    await stuck(calendar)

    await alone(calendar, FRIDAY - timedelta(seconds=1))
    assert await calendar.owed(KIND) == []
    await alone(calendar, FRIDAY)
    await alone(calendar, FRIDAY)
    assert await calendar.sent(KIND) == await calendar.sent(KIND, "UGRACE") == [FRIDAY]
    await alone(calendar, TUESDAY - timedelta(seconds=1))
    assert len(await calendar.owed(KIND)) == 1
    await alone(calendar, TUESDAY)
    await alone(calendar, TUESDAY + timedelta(days=9))

    # Hedy lives in New York: her day begins at eight there.
    assert await calendar.sent(KIND, "UHEDY") == [berlin(2026, 11, 24, 14)]
    (row,) = await calendar.all(Blocker)
    assert (row.raised_at, row.escalated_at) == (FRIDAY, TUESDAY)


async def test_an_answer_ends_it_before_the_first_step_and_between_the_two(calendar: Calendar) -> None:
    first = await stuck(calendar)
    await calendar.do(blocker_answer.acknowledge, slack_user_id="UGRACE", ref=first, now=WEDNESDAY)
    await alone(calendar, FRIDAY)
    assert await calendar.owed(KIND) == []

    second = await stuck(calendar, "No staging\nNo budget", at=WEDNESDAY + timedelta(hours=1))
    await alone(calendar, FRIDAY + timedelta(hours=1))
    assert len(await calendar.owed(KIND, "UGRACE")) == 1
    await calendar.do(blocker_answer.resolve, slack_user_id="UADA", ref=second, now=FRIDAY)
    await alone(calendar, TUESDAY + timedelta(hours=1))
    assert await calendar.owed(KIND, "UHEDY") == []


async def test_what_has_not_left_yet_is_taken_back_by_the_answer(calendar: Calendar) -> None:
    ref = await stuck(calendar)
    # Found late in the evening, so that it waits for the next working hour.
    await alone(calendar, FRIDAY.replace(hour=20))
    (waiting,) = await calendar.owed(KIND)
    assert (waiting.state, waiting.due_at) == (WAITING, berlin(2026, 11, 23, 8))

    await calendar.do(blocker_answer.acknowledge, slack_user_id="UGRACE", ref=ref, now=FRIDAY)

    (taken,) = await calendar.owed(KIND)
    assert (taken.state, taken.reason) == (SKIPPED, "answered meanwhile")


async def test_holidays_and_absences_of_whoever_is_stuck_do_not_count(calendar: Calendar) -> None:
    who = await calendar.person("UADA")

    def leave(session: object, *, workspace_id: int) -> None:
        away = {"first_day": date(2026, 11, 19), "last_day": date(2026, 11, 20), "kind": "sick"}
        session.add(Absence(workspace_id=workspace_id, person_id=who, **away))  # type: ignore[attr-defined]

    await stuck(calendar)
    await calendar.do(leave)
    await alone(calendar, FRIDAY)
    assert await calendar.owed(KIND) == []

    await alone(calendar, TUESDAY)
    assert await calendar.sent(KIND) == [TUESDAY]


async def test_after_a_change_of_managers_the_new_one_is_told(calendar: Calendar) -> None:
    await stuck(calendar)
    await calendar.person("UADA", manager_id=await calendar.person("UMALLORY"))

    await alone(calendar, FRIDAY)

    assert await calendar.owed(KIND, "UGRACE") == []
    assert await calendar.sent(KIND, "UMALLORY") == [FRIDAY]


async def test_without_a_manager_nobody_is_told(calendar: Calendar) -> None:
    await calendar.person("UADA", manager_id=None)
    await stuck(calendar)

    await alone(calendar, TUESDAY)

    assert await calendar.owed(KIND) == []


async def test_a_full_week_lets_it_go_with_the_next_message(calendar: Calendar) -> None:
    """It counts toward the budget, and is not dropped."""
    await calendar.set("interruption_budget", "1")
    await stuck(calendar, at=berlin(2026, 11, 16, 10))
    await calendar.tick(berlin(2026, 11, 18, 9))
    await calendar.tick(berlin(2026, 11, 18, 10))

    (owed,) = await calendar.owed(KIND)
    # The week's one message is Friday's check-in prompt.
    assert owed.due_at.date() == date(2026, 11, 20)
    await calendar.tick(berlin(2026, 11, 20, 9, 30))
    both = await calendar.owed(slack_id="UGRACE")
    assert {row.kind for row in both} == {KIND, "checkin_prompt"}
    assert len([row for row in both if row.rides_id is None]) == 1


async def test_rounds_that_are_repeated_change_nothing_more(calendar: Calendar) -> None:
    await stuck(calendar)
    await calendar.tick(FRIDAY)
    before = await calendar.picture()

    await calendar.tick(FRIDAY)

    assert await calendar.picture() == before
