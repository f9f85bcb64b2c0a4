"""Read-outs, summaries, digests and the day's reactions: when they come, to whom, once."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.jobs import bundles
from bot.rules.checkin import Answers
from bot.services import checkin, home, reaction
from bot.services.reaction import Reaction
from models.absence import Absence
from models.appointment import Appointment
from models.channel import Channel
from models.coverage import Coverage
from models.delivery import SENT, SKIPPED
from models.kudos import Kudos
from tests.jobs.conftest import Calendar, berlin
from tests.support import rows
from tests.support.cast import CHANNEL, START
from tests.support.world import World

WEDNESDAY = berlin(2026, 11, 18, 10)
FRIDAY = berlin(2026, 11, 20, 9, 30)
CLOSE = berlin(2026, 11, 25, 9, 30)
WEEK = "2026-W47"


async def through(calendar: Calendar, *instants: datetime) -> None:
    for instant in instants:
        await calendar.tick(instant)


async def live(calendar: Calendar, since: datetime, until: datetime) -> None:
    """Days that go by as they should, seen at the hours at which something happens in Berlin."""
    for day in range((until - since).days + 2):
        for at in (time(9), time(9, 30), time(10, 30), time(15), time(15, 30)):
            instant = datetime.combine(since.date() + timedelta(day), at, tzinfo=since.tzinfo)
            if since <= instant <= until:
                await calendar.tick(instant)


async def answer(calendar: Calendar, by: str, text: str, *, at: datetime = FRIDAY) -> None:
    await calendar.do(
        checkin.answer, slack_user_id=by, week=WEEK, answers=Answers(text), act=f"view-{by}-{at}", now=at
    )


async def away(calendar: Calendar, slack_id: str, first: date, last: date) -> None:
    who = await calendar.person(slack_id)

    def write(session: object, *, workspace_id: int) -> None:
        session.add(  # type: ignore[attr-defined]
            Absence(workspace_id=workspace_id, person_id=who, first_day=first, last_day=last, kind="vacation")
        )

    await calendar.do(write)


async def test_the_readout_comes_as_the_last_week_among_the_reports_closes(calendar: Calendar) -> None:
    """Hedy in New York has reports in Berlin and London."""
    await through(calendar, WEDNESDAY, FRIDAY, FRIDAY + timedelta(hours=1), CLOSE)
    london = CLOSE + timedelta(hours=1)
    assert await calendar.owed("readout", "UHEDY") == []

    await calendar.tick(london)
    new_york = berlin(2026, 11, 25, 15, 30)
    await calendar.tick(new_york - timedelta(seconds=1))
    assert await calendar.owed("readout", "UHEDY") == []
    await calendar.tick(new_york)

    assert await calendar.sent("readout", "UHEDY") == [new_york]
    assert await calendar.sent("readout", "UGRACE") == [CLOSE]


async def test_a_manager_who_is_away_reads_it_on_the_first_working_morning(calendar: Calendar) -> None:
    await calendar.set("reminder", "no")
    await away(calendar, "UGRACE", date(2026, 11, 25), date(2026, 11, 26))
    friday = berlin(2026, 11, 27, 9, 30)

    await through(calendar, WEDNESDAY, FRIDAY, CLOSE, friday)

    assert await calendar.sent("readout", "UGRACE") == [friday]


async def test_after_a_change_of_managers_the_new_one_reads_it_and_the_old_one_does_not(
    calendar: Calendar,
) -> None:
    await through(calendar, WEDNESDAY, FRIDAY)
    await answer(calendar, "UADA", "the migration")
    await calendar.person("UADA", manager_id=await calendar.person("UMALLORY"))

    await through(calendar, CLOSE, CLOSE + timedelta(hours=1))

    assert len(await calendar.sent("readout", "UMALLORY")) == 1
    assert await calendar.owed("readout", "UGRACE") == []


async def test_whoever_has_left_is_not_called_silent(calendar: Calendar) -> None:
    await calendar.person("UHANNA", manager_id=await calendar.person("UGRACE"))
    await through(calendar, WEDNESDAY, FRIDAY)
    await answer(calendar, "UADA", "the migration")
    await calendar.person("UHANNA", deactivated=True)

    await through(calendar, CLOSE, CLOSE + timedelta(hours=1))

    (told,) = await calendar.owed("readout", "UGRACE")
    assert "1 of 1 person answered" in json.dumps(told.body)
    assert "UHANNA" not in json.dumps(told.body)


async def test_mallory_who_manages_nobody_gets_nothing(calendar: Calendar) -> None:
    await through(calendar, WEDNESDAY, FRIDAY, FRIDAY + timedelta(hours=1))
    await answer(calendar, "UADA", "not for Mallory")
    await through(calendar, CLOSE, CLOSE + timedelta(hours=6), berlin(2026, 12, 1, 15))

    assert {row.kind for row in await calendar.owed(slack_id="UMALLORY")} <= {
        "checkin_prompt",
        "checkin_reminder",
    }
    bodies = [
        json.dumps(row.body) for row in await calendar.owed() if "not for Mallory" in json.dumps(row.body)
    ]
    assert len(bodies) == 1, "Grace's read-out alone"


async def test_a_late_answer_changes_the_readout_and_sends_no_second_one(calendar: Calendar) -> None:
    await through(calendar, WEDNESDAY, FRIDAY, CLOSE)
    await answer(calendar, "UADA", "better late", at=CLOSE + timedelta(hours=1))
    await calendar.tick(CLOSE + timedelta(hours=2))

    first, edit = await calendar.owed("readout", "UGRACE")
    assert (first.edits_id, edit.edits_id) == (None, first.id)


async def test_a_readout_that_an_outage_held_for_a_week_is_overtaken(calendar: Calendar) -> None:
    await through(calendar, WEDNESDAY, FRIDAY, CLOSE - timedelta(seconds=1), berlin(2026, 12, 2, 11))

    told = [row for row in await calendar.owed("readout", "UGRACE") if row.period == WEEK]
    assert len(told) == 1


async def test_each_manager_gets_a_summary_on_the_first_working_day_of_the_month(calendar: Calendar) -> None:
    await calendar.set("reminder", "no")
    await calendar.person("UGRACE", country="DE-BY")
    # The first is a Sunday; All Saints' Day in Bavaria makes no difference then.
    monday = berlin(2026, 11, 2, 9)
    new_york = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)

    await live(calendar, berlin(2026, 10, 30, 10), berlin(2026, 11, 3, 9))
    await live(calendar, berlin(2026, 11, 18, 10), berlin(2026, 12, 1, 9))

    assert await calendar.sent("summary", "UGRACE") == [monday, berlin(2026, 12, 1, 9)]
    assert await calendar.sent("summary", "UHEDY") == [new_york]
    assert await calendar.owed("summary", "UADA") == []


async def test_a_holiday_moves_the_summary_on(calendar: Calendar) -> None:
    await calendar.set("reminder", "no")
    await calendar.person("UGRACE", country="DE")

    await live(calendar, berlin(2026, 12, 30, 10), berlin(2027, 1, 4, 9))

    assert await calendar.sent("summary", "UGRACE") == [berlin(2027, 1, 4, 9)]


async def test_hr_gets_the_digest_weekly_and_monthly(calendar: Calendar) -> None:
    await calendar.set("reminder", "no")
    await calendar.tick(WEDNESDAY)
    monday, first = berlin(2026, 11, 23, 9), berlin(2026, 12, 1, 9)

    await through(calendar, monday - timedelta(seconds=1), monday, berlin(2026, 11, 30, 9), first)

    told = await calendar.owed("digest")
    assert {row.person_id for row in told} == {await calendar.person("UHANNA")}
    assert [(row.period, row.due_at) for row in told] == [
        ("2026-W48", monday),
        ("2026-W49", berlin(2026, 11, 30, 9)),
        ("2026-12", first),
    ]


async def test_hrs_home_shows_the_month_as_its_digest_told_it(calendar: Calendar) -> None:
    await calendar.tick(WEDNESDAY)
    first = berlin(2026, 12, 1, 9)
    await calendar.do(home.look, slack_user_id="UHANNA", page=1, now=first)
    await calendar.do(home.look, slack_user_id="UGRACE", page=1, now=first)

    async def shown(who: str) -> str:
        return str(await calendar.do(home.changed, slack_user_id=who, now=first))

    assert "The figures of a month come with its digest" in await shown("UHANNA")
    await calendar.tick(first)

    assert "Coverage in November 2026" in await shown("UHANNA")
    assert "Coverage" not in await shown("UGRACE")
    (kept,) = await calendar.all(Coverage)
    # Somebody who joins later, or a kudos that is taken back, does not show by subtraction.
    await calendar.hire("UBOB", roles=["hr"])
    await calendar.tick(berlin(2026, 12, 2, 9))
    assert [row.figures for row in await calendar.all(Coverage)] == [kept.figures]


async def test_with_an_hr_channel_the_digest_goes_there_and_to_nobody_in_person(calendar: Calendar) -> None:
    await calendar.set("hr_channel", "CHR")
    await calendar.set("timezone", "Europe/Berlin")
    await calendar.tick(WEDNESDAY)

    await through(calendar, berlin(2026, 11, 23, 9), berlin(2026, 12, 1, 9))

    told = await calendar.owed("digest")
    assert [(row.channel, row.person_id) for row in told] == [("CHR", None)] * len(told)
    assert [row.period for row in told] == ["2026-W48", "2026-W49", "2026-12"]


@pytest.mark.parametrize("to_channel", [True, False])
async def test_when_hr_changes_its_mind_about_the_channel_each_digest_comes_once(
    calendar: Calendar, to_channel: bool
) -> None:
    await calendar.set("timezone", "Europe/Berlin")
    await calendar.set("hr_channel", "" if to_channel else "CHR")
    await calendar.tick(WEDNESDAY)
    await calendar.set("hr_channel", "CHR" if to_channel else "")

    await through(calendar, WEDNESDAY + timedelta(hours=1), berlin(2026, 11, 23, 9), berlin(2026, 11, 30, 9))

    told = await calendar.owed("digest")
    assert [(row.period, row.channel) for row in told] == [
        (week, "CHR" if to_channel else None) for week in ("2026-W48", "2026-W49")
    ]


async def test_before_the_launch_all_of_it_is_skipped(calendar: Calendar) -> None:
    await calendar.set("hr_channel", "CHR")
    await calendar.set("launch", "nobody")
    await through(calendar, WEDNESDAY, FRIDAY, CLOSE, berlin(2026, 12, 1, 9), berlin(2026, 12, 1, 15))

    told = await calendar.owed()
    assert {row.kind for row in told} >= {"checkin_prompt", "summary", "digest"}
    assert {(row.state, row.reason) for row in told} == {(SKIPPED, "not launched")}


def _reaction(n: int, giver: str = "UADA") -> Reaction:
    ts = f"1763456{n:03}.000100"
    return Reaction(giver, "UGRACE", "rock", "CGENERAL", ts, f"1763457{n:03}.000100")


async def test_the_days_reactions_are_told_once_in_one_message(calendar: Calendar) -> None:
    def public(session: object, *, workspace_id: int) -> None:
        session.add(  # type: ignore[attr-defined]
            Channel(workspace_id=workspace_id, slack_id="CGENERAL", public=True, asked_at=START)
        )

    await calendar.do(public)
    for n in range(5):
        await calendar.do(reaction.add, reaction=_reaction(n, "UADA" if n % 2 else "UHEDY"), now=WEDNESDAY)
    await calendar.do(
        reaction.take_back,
        reaction=Reaction("UADA", "UGRACE", "rock", "CGENERAL", "1763456001.000100", "1763458000.000100"),
        now=WEDNESDAY,
    )
    four = berlin(2026, 11, 18, 16)

    await through(calendar, four - timedelta(seconds=1), four, four)

    told = await calendar.owed("kudos_dm")
    assert [(row.person_id, row.due_at) for row in told] == [(await calendar.person("UGRACE"), four)]
    assert [row.channel for row in await calendar.owed("kudos_announcement")] == [CHANNEL]
    assert sum(row.told_at is not None for row in await calendar.all(Kudos)) == 4
    assert not [row for row in await calendar.all(Appointment) if row.kind == "kudos_reactions"]


async def test_reactions_in_a_channel_that_is_not_public_are_told_to_the_receiver_alone(
    calendar: Calendar,
) -> None:
    def private(session: object, *, workspace_id: int) -> None:
        session.add(  # type: ignore[attr-defined]
            Channel(workspace_id=workspace_id, slack_id="CGENERAL", public=False, asked_at=START)
        )

    await calendar.do(private)
    await calendar.do(reaction.add, reaction=_reaction(1), now=WEDNESDAY)

    await calendar.tick(berlin(2026, 11, 18, 16))

    assert [row.state for row in await calendar.owed("kudos_dm")] == [SENT]
    assert await calendar.owed("kudos_announcement") == []


@pytest.mark.parametrize(
    ("fault", "known"),
    [({"error": "internal_error"}, 0), ({"status": 503}, 0), ({"error": "channel_not_found"}, 1)],
    ids=["Slack stumbles", "a proxy stumbles", "a channel that the bot cannot see"],
)
async def test_only_what_slack_says_of_a_channel_is_remembered(
    world: World, fault: dict[str, Any], known: int
) -> None:
    await world.change(reaction.add, workspace_id=world.workspace_id, reaction=_reaction(1), now=WEDNESDAY)
    world.slack.fail("conversations.info", **fault)

    async def remembered() -> list[bool]:
        found = await world.ask(rows.all_of, model=Channel, workspace_id=world.workspace_id)
        return [row.public for row in found]

    await bundles.ask_about_channels(world.tools, now=WEDNESDAY)
    assert await remembered() == [False] * known
    await bundles.ask_about_channels(world.tools, now=WEDNESDAY)
    assert await remembered() == [not known]


async def test_where_slack_cannot_be_asked_about_a_channel_the_rounds_go_on(calendar: Calendar) -> None:
    from dataclasses import replace

    from tests.support.world import free_port

    calendar.tools.settings = replace(
        calendar.tools.settings, slack_api_url=f"http://127.0.0.1:{free_port()}/api/"
    )
    await calendar.do(reaction.add, reaction=_reaction(1), now=WEDNESDAY)

    await through(calendar, WEDNESDAY, FRIDAY)
    await calendar.tools.hang_up()

    assert await calendar.sent("checkin_prompt", "UADA") == [FRIDAY]
