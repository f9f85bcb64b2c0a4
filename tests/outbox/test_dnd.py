"""What the calendar sends waits for the end of Do Not Disturb; what people send does not."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.services.delivery import claim
from models.delivery import SENT, SKIPPED, UNKNOWN, WAITING
from models.pacing import DND_INFO
from tests.outbox.conftest import Post
from tests.support import cast, rows
from tests.support.cast import START

UNTIL = START + timedelta(days=2)
HOUR = timedelta(hours=1)
QUIET = (WAITING, "do not disturb")


async def test_the_calendars_message_waits_and_a_persons_does_not(office: Post) -> None:
    office.world.slack.rests("UADA", START + HOUR)
    await office.owe("UADA", "your week", until=UNTIL)
    await office.owe("UADA", "thanks")
    await office.owe("UGRACE", "your week", until=UNTIL)

    while await office.send():
        office.later(seconds=2)
    assert office.world.slack.said_to("UADA") == ["thanks"]
    assert office.world.slack.said_to("UGRACE") == ["your week"]
    row = (await office.ledger())[0]
    assert (row.state, row.reason, row.due_at) == (*QUIET, START + HOUR)
    assert (row.attempts, row.claimed_at, row.lease_until) == (0, None, None), "it was not tried"

    office.world.clock.move_to(START + HOUR)
    office.later(hours=1)
    await office.send()
    assert office.world.slack.said_to("UADA") == ["thanks", "your week"]
    assert await office.states() == [(SENT, "")] * 3


async def test_a_window_that_begins_later_puts_nothing_off_now(office: Post) -> None:
    office.world.slack.rests("UADA", START + 20 * HOUR, since=START + 9 * HOUR)
    await office.owe("UADA", "your week", until=UNTIL)

    await office.send()

    assert office.world.slack.said_to("UADA") == ["your week"]


async def test_after_do_not_disturb_come_the_working_hours(office: Post) -> None:
    office.world.slack.rests("UADA", START + 9 * HOUR)
    await office.owe("UADA", "your week", until=UNTIL)

    await office.send()

    assert (await office.ledger())[0].due_at == datetime(2026, 11, 19, 7, 0, tzinfo=UTC)


async def test_what_is_of_no_use_after_do_not_disturb_is_skipped_when_it_stops_being_of_use(
    office: Post,
) -> None:
    office.world.slack.rests("UADA", START + 4 * HOUR)
    await office.owe("UADA", "your week", until=START + 2 * HOUR)
    await office.send()
    assert await office.states() == [QUIET]

    office.world.clock.move_to(START + 2 * HOUR)
    await office.send()

    assert await office.states() == [(SKIPPED, "too late to be useful")]
    assert office.world.slack.said_to("UADA") == []


async def test_who_prolongs_it_is_left_alone_again(office: Post) -> None:
    office.world.slack.rests("UADA", START + HOUR)
    await office.owe("UADA", "your week", until=UNTIL)
    await office.send()
    office.world.clock.move_to(START + HOUR)
    office.world.slack.rests("UADA", START + 3 * HOUR)

    await office.send()

    assert office.world.slack.said_to("UADA") == []
    assert (await office.ledger())[0].due_at == START + 3 * HOUR


async def test_a_message_of_unknown_fate_stays_one(office: Post) -> None:
    await office.owe("UADA", "your week", until=UNTIL)
    office.world.slack.fail("chat.postMessage", close="after")
    await office.send()
    office.world.slack.rests("UADA", START + 2 * HOUR)
    office.world.clock.move_to(START + HOUR)
    office.later(hours=1)
    await office.send()
    assert await office.states() == [(WAITING, UNKNOWN)]

    office.world.clock.move_to(START + 2 * HOUR)
    office.later(hours=1)
    await office.send()
    assert await office.states() == [(SENT, "found on looking")]
    assert office.world.slack.said_to("UADA") == ["your week"]


@pytest.mark.parametrize(
    "fault",
    [
        {"retry_after": 20},
        {"error": "missing_scope"},
        {"error": "user_not_visible"},
        {"status": 503},
        {"status": 200},
        # The client asks once more by itself where a connection that was kept has been cut.
        {"close": "before", "times": 2},
    ],
    ids=["429", "missing_scope", "user_not_visible", "503", "200 with a page of text", "a cut connection"],
)
async def test_where_slack_does_not_say_the_message_leaves(office: Post, fault: dict[str, Any]) -> None:
    office.world.slack.rests("UADA", START + HOUR)
    await office.owe("UADA", "your week", until=UNTIL)
    office.world.slack.fail(DND_INFO, **fault)

    assert await office.send() == 1

    assert office.world.slack.said_to("UADA") == ["your week"]
    assert await office.states() == [(SENT, "")]


async def test_a_slack_that_takes_its_time_over_it_is_not_waited_for(
    office: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.quiet.PATIENCE", 0.05)
    await office.owe("UADA", "your week", until=UNTIL)
    office.world.slack.fail(DND_INFO, delay=5.0)

    async with asyncio.timeout(4):
        await office.send()

    assert office.world.slack.said_to("UADA") == ["your week"]


async def test_a_scope_that_is_missing_is_not_asked_for_before_every_batch(office: Post) -> None:
    office.world.slack.workspace.scopes.discard("dnd:read")
    for n, slack_id in enumerate(("UADA", "UGRACE", "UMALLORY")):
        await office.owe(slack_id, f"{n}", until=UNTIL)
        await office.send(n % 2)

    assert await office.states() == [(SENT, "")] * 3
    assert len(office.world.slack.calls_to(DND_INFO)) == 1
    office.later(minutes=11)
    await office.owe("UHANNA", "4", until=UNTIL)
    await office.send()
    assert len(office.world.slack.calls_to(DND_INFO)) == 2


async def test_fifty_people_are_asked_about_at_once_and_their_answers_shared(office: Post) -> None:
    """Slack answers twenty such questions a minute, while a batch may be a single message."""
    await office.change(cast.change, key="messages_per_minute", text="60")
    for n in range(60):
        office.world.slack.add_person(f"UNEW{n:02}", name=f"New {n}")
        await office.change(rows.hire, slack_id=f"UNEW{n:02}", now=START)
        await office.owe(f"UNEW{n:02}", "your week", until=UNTIL)
    office.world.slack.rests("UNEW45", START + HOUR)

    sent = [await office.send(turn % 2) for turn in range(2)]

    assert sent == [59, 0]
    asked = [call.args["users"].split(",") for call in office.world.slack.calls_to(DND_INFO)]
    assert [len(users) for users in asked] == [50, 10]
    assert len({user for users in asked for user in users}) == 60
    assert office.world.slack.said_to("UNEW45") == []


async def test_what_slack_said_is_true_for_ten_minutes(office: Post) -> None:
    await office.owe("UADA", "first", until=UNTIL)
    await office.send()
    office.world.slack.rests("UADA", START + HOUR)
    for minutes in (9, 11):
        office.world.clock.move_to(START + timedelta(minutes=minutes))
        office.later(minutes=10)
        await office.owe("UADA", f"after {minutes}", until=UNTIL)
        await office.send()

    assert office.world.slack.said_to("UADA") == ["first", "after 9"]


async def test_nobody_is_asked_about_for_what_people_send_or_in_channels(office: Post) -> None:
    await office.owe("UADA", "thanks")
    await office.owe_channel(cast.CHANNEL, "digest", until=UNTIL)

    assert await office.send() == 2

    assert office.world.slack.calls_to(DND_INFO) == []


async def test_a_sender_that_lost_its_claim_meanwhile_puts_nothing_off(office: Post) -> None:
    office.world.slack.rests("UADA", START + HOUR)
    await office.owe("UADA", "your week", until=UNTIL)
    office.world.slack.fail(DND_INFO, delay=0.2)
    slow = asyncio.create_task(office.send(0))
    while not office.world.slack.calls_to(DND_INFO):
        await asyncio.sleep(0.002)
    office.later(seconds=61)
    (taken,) = await office.change(claim, sender="other", now=START, real_now=office.real)

    assert await slow == 0

    row = (await office.ledger())[0]
    assert (row.state, row.claimed_by, row.attempts) == ("claimed", "other", taken.attempts)
    assert office.world.slack.said_to("UADA") == []
