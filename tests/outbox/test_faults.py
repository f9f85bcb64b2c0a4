"""What Slack and the network do wrong; nothing is lost, and nothing is said twice."""

import asyncio
from typing import Any

import pytest

from bot.services import workspace
from bot.services.delivery import Letter, Outcome, begin_posting, claim, settle
from models.delivery import CLAIMED, FAILED, SENT, WAITING
from models.workspace import Workspace
from tests.outbox.conftest import Post
from tests.support.cast import CHANNEL, START, TEAM_ID


async def _place(office: Post) -> Workspace:
    from models import workspace as table

    found: Workspace = await office.world.ask(table.by_id, workspace=office.world.workspace_id)
    return found


async def test_429_pauses_the_workspace_for_as_long_as_slack_asks(office: Post) -> None:
    await office.owe("UADA", "hello")
    office.world.slack.fail("chat.postMessage", retry_after=30)

    assert await office.send(0) == 1
    await office.owe("UGRACE", "hello")
    office.later(seconds=29)
    assert await office.send(0) == await office.send(1) == 0
    assert (WAITING, "rate_limited") in await office.states()
    office.later(seconds=2)
    assert await office.send(0) == 2

    assert office.world.slack.said_to("UADA") == ["hello"]
    assert office.world.slack.said_to("UGRACE") == ["hello"]


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "restricted_action", "invalid_blocks"])
async def test_what_slack_refuses_for_good_is_failed_with_its_reason(office: Post, code: str) -> None:
    await office.owe_channel(CHANNEL, "news")
    office.world.slack.fail("chat.postMessage", error=code)

    await office.send()

    assert await office.states() == [(FAILED, code)]
    assert (await office.ledger())[0].body is None
    assert await office.send() == 0


async def test_a_refusal_for_one_person_holds_up_nobody_else(office: Post) -> None:
    office.world.slack.workspace.members["UADA"].deleted = True
    await office.owe("UADA", "hello")
    await office.owe("UGRACE", "hello")

    await office.send()

    assert await office.states() == [(FAILED, "user_disabled"), (SENT, "")]


@pytest.mark.parametrize(
    "fault",
    [
        {"close": "after"},
        {"status": 503, "done": True},
        {"status": 502, "done": True},
        {"status": 200, "done": True},
    ],
    ids=["the connection drops", "503", "502", "200 with a page of text"],
)
async def test_posted_but_not_told_so_the_dm_is_looked_at_and_nothing_is_posted_twice(
    office: Post, fault: dict[str, Any]
) -> None:
    await office.owe("UADA", "hello")
    office.world.slack.fail("chat.postMessage", **fault)

    await office.send()
    assert await office.states() == [(WAITING, "unknown")]
    office.later(seconds=10)
    await office.send()

    assert office.world.slack.said_to("UADA") == ["hello"]
    assert await office.states() == [(SENT, "found on looking")]
    assert (await office.ledger())[0].slack_ts


@pytest.mark.parametrize("fault", [{"close": "before"}, {"status": 503}], ids=["the connection drops", "503"])
async def test_not_posted_and_not_told_so_the_dm_is_looked_at_and_it_is_posted(
    office: Post, fault: dict[str, Any]
) -> None:
    await office.owe("UADA", "hello")
    office.world.slack.fail("chat.postMessage", **fault)

    await office.send()
    office.later(seconds=10)
    await office.send()

    assert len(office.world.slack.calls_to("conversations.history")) == 1
    assert office.world.slack.said_to("UADA") == ["hello"]


@pytest.mark.parametrize(
    "fault",
    [
        {"retry_after": 5},
        {"error": "internal_error"},
        {"error": "service_unavailable"},
        {"status": 503},
        {"close": "before"},
    ],
    ids=["429", "internal_error", "service_unavailable", "503", "the connection drops"],
)
async def test_a_look_that_fails_is_made_again_before_anything_is_posted(
    office: Post, fault: dict[str, Any]
) -> None:
    await office.owe("UADA", "hello")
    office.world.slack.fail("chat.postMessage", close="after")
    office.world.slack.fail("conversations.history", times=2, **fault)

    for _ in range(4):
        await office.send()
        office.later(seconds=60)

    assert office.world.slack.said_to("UADA") == ["hello"]
    assert await office.states() == [(SENT, "found on looking")]
    assert len(office.world.slack.calls_to("chat.postMessage")) == 1


async def test_where_the_dm_may_not_be_looked_at_the_outcome_stays_unknown(office: Post) -> None:
    await office.owe("UADA", "hello")
    office.world.slack.workspace.scopes.discard("im:history")
    office.world.slack.fail("chat.postMessage", close="after")

    await office.send()
    office.later(seconds=10)
    await office.send()

    assert office.world.slack.said_to("UADA") == ["hello"]
    assert await office.states() == [(FAILED, "unknown")]


@pytest.mark.parametrize("fault", [{"close": "after"}, {"status": 503, "done": True}])
async def test_in_a_channel_an_unknown_outcome_is_failed_and_not_repeated(
    office: Post, fault: dict[str, Any]
) -> None:
    await office.owe_channel(CHANNEL, "news")
    office.world.slack.fail("chat.postMessage", **fault)

    await office.send()
    office.later(minutes=10)
    await office.send()

    assert office.world.slack.said_in(CHANNEL) == ["news"]
    assert await office.states() == [(FAILED, "unknown")]


async def test_after_a_lease_has_ended_another_sender_looks_first(office: Post) -> None:
    """The first sender was killed after its post and before it could write that down."""
    await office.owe("UADA", "hello")
    await office.change(claim, sender="killed", now=START, real_now=office.real)
    key = (await office.ledger())[0].key
    client = office.world.tools.slack()
    opened = await client.conversations_open(users="UADA")
    metadata = {"event_type": "cairn", "event_payload": {"kind": "kudos_dm", "key": key}}
    await client.chat_postMessage(channel=opened["channel"]["id"], text="hello", metadata=metadata)

    office.later(seconds=59)
    assert await office.send() == 0
    office.later(seconds=2)
    assert await office.send() == 1

    assert office.world.slack.said_to("UADA") == ["hello"]
    assert await office.states() == [(SENT, "found on looking")]


async def test_a_channel_message_whose_sender_died_before_posting_is_sent_by_another(office: Post) -> None:
    await office.owe_channel(CHANNEL, "news")
    await office.change(claim, sender="killed", now=START, real_now=office.real)

    office.later(seconds=61)
    await office.send()

    assert office.world.slack.said_in(CHANNEL) == ["news"]
    assert await office.states() == [(SENT, "")]


async def test_after_a_post_had_begun_a_channel_cannot_be_asked(office: Post) -> None:
    await office.owe_channel(CHANNEL, "news")
    (letter,) = await office.change(claim, sender="killed", now=START, real_now=office.real)
    assert await office.world.tools.database.transact(
        begin_posting, letter=letter, sender="killed", real_now=office.real
    )

    office.later(seconds=61)
    await office.send()

    assert office.world.slack.said_in(CHANNEL) == []
    assert await office.states() == [(FAILED, "unknown")]


async def test_a_sender_that_lost_its_claim_deletes_its_own_copy(office: Post) -> None:
    await office.owe("UADA", "hello")
    office.world.slack.fail("chat.postMessage", delay=1.0)
    slow = asyncio.create_task(office.send(0))
    while not office.world.slack.calls_to("chat.postMessage"):
        await asyncio.sleep(0.002)
    office.later(seconds=61)

    await office.send(1)
    assert office.world.slack.said_to("UADA") == ["hello"]
    assert not slow.done()
    await slow

    assert office.world.slack.said_to("UADA") == ["hello"]
    assert len(office.world.slack.calls_to("chat.delete")) == 1
    assert await office.states() == [(SENT, "")]


async def test_a_copy_that_another_sender_found_is_not_deleted(office: Post) -> None:
    """The first post was done, its answer was slow, and the second sender looked meanwhile."""
    await office.owe("UADA", "hello")
    await office.send(0)
    row = (await office.ledger())[0]
    assert row.slack_channel is not None
    letter = Letter(
        id=row.id,
        workspace_id=row.workspace_id,
        key=row.key,
        kind=row.kind,
        body={},
        channel=row.slack_channel,
        person_id=row.person_id,
        slack_user_id="UADA",
        period="",
        attempts=7,
        unsure=True,
        edits=None,
        due_at=row.due_at,
        claimed_at=office.real,
    )

    await office.rooms[1]._deliver(letter)

    assert office.world.slack.said_to("UADA") == ["hello"]
    assert office.world.slack.calls_to("chat.delete") == []


async def test_of_two_copies_the_one_that_is_written_down_first_counts(office: Post) -> None:
    await office.owe("UADA", "hello")
    (first,) = await office.change(claim, sender="a", now=START, real_now=office.real)
    office.later(seconds=61)
    (second,) = await office.change(claim, sender="b", now=START, real_now=office.real)
    assert (first.unsure, second.unsure) == (False, True)

    def failed(letter: Any, sender: str) -> Any:
        return settled(letter, sender, Outcome(FAILED, "refused"))

    def told(letter: Any, sender: str, ts: str) -> Any:
        return settled(letter, sender, Outcome(SENT, channel="D1", ts=ts))

    def settled(letter: Any, sender: str, outcome: Outcome) -> Any:
        return office.world.change(
            settle, letter=letter, outcome=outcome, sender=sender, now=START, real_now=office.real
        )

    assert not await failed(first, "a")
    assert await told(first, "a", "1.0"), "nobody else has settled it, so this post counts"
    assert not await told(second, "b", "2.0"), "and the second copy does not"
    assert await told(second, "b", "1.0"), "unless it is the first, found on looking"
    assert (await office.ledger())[0].slack_ts == "1.0"


async def test_a_revoked_token_ends_sending_and_a_new_one_sends_what_waited(office: Post) -> None:
    await office.owe("UADA", "hello")
    await office.owe("UGRACE", "hello")
    office.world.slack.workspace.token_error = "token_revoked"

    await office.send()

    assert (await _place(office)).revoked_at == START
    assert await office.states() == [(WAITING, "token_revoked")] * 2, "nothing promised is lost"
    assert await office.send() == 0
    office.world.slack.workspace.token_error = None
    await office.world.change(
        workspace.adopt, team_id=TEAM_ID, name="", url="", bot_user_id="UBOT", bot_id="BBOT", now=START
    )
    office.later(seconds=1)
    await office.send()
    assert office.world.slack.said_to("UADA") == office.world.slack.said_to("UGRACE") == ["hello"]


async def test_where_slack_cannot_be_reached_everything_waits_in_order(office: Post) -> None:
    from dataclasses import replace

    from tests.support.world import free_port

    for n in range(3):
        await office.owe("UADA", f"{n}")
    reachable = office.world.tools.settings
    office.world.tools.settings = replace(reachable, slack_api_url=f"http://127.0.0.1:{free_port()}/api/")
    for _ in range(8):
        await office.send()
        office.later(minutes=20)
    states = await office.states()
    assert [state for state, _ in states] == [WAITING] * 3
    assert states[0][1].startswith("cannot reach Slack")

    office.world.tools.settings = reachable
    while await office.send():
        office.later(seconds=2)
    assert office.world.slack.said_to("UADA") == ["0", "1", "2"]


async def test_what_fails_again_and_again_is_given_up_after_a_day(office: Post) -> None:
    from datetime import timedelta

    await office.owe("UADA", "hello")
    office.world.slack.fail("chat.postMessage", error="internal_error", times=None)
    await office.send()
    office.later(minutes=20)
    office.world.clock.move_to(START + timedelta(hours=25))

    await office.send()

    assert await office.states() == [(FAILED, "gave up: internal_error")]


async def test_the_calendars_messages_are_waited_with_for_as_long_as_they_are_of_use(office: Post) -> None:
    from datetime import timedelta

    await office.owe("UADA", "your week", until=START + timedelta(days=5))
    office.world.slack.fail("chat.postMessage", error="internal_error", times=3)
    for _ in range(3):
        await office.send()
        office.later(hours=1)
    office.world.clock.move_to(START + timedelta(hours=25))

    await office.send()

    assert office.world.slack.said_to("UADA") == ["your week"]


async def test_waits_grow_and_stay_within_ten_minutes(office: Post) -> None:
    await office.owe("UADA", "hello")
    office.world.slack.fail("chat.postMessage", error="internal_error", times=None)
    waits = []
    for _ in range(14):
        await office.send()
        row = (await office.ledger())[0]
        assert row.try_at is not None
        waits.append((row.try_at - office.real).total_seconds())
        office.real = row.try_at

    assert waits[0] <= 2
    assert 300 <= waits[-1] <= 600
    assert max(waits) <= 600


async def test_the_ledger_accounts_for_everything(office: Post) -> None:
    from bot.services import ledger

    await office.owe("UADA", "sent")
    await office.owe("UGRACE", "waiting")
    await office.owe_channel(CHANNEL, "failed")
    await office.owe_channel(CHANNEL, "skipped", held="not launched")
    await office.change(claim, sender="killed", now=START, real_now=office.real)
    found = await office.world.ask(ledger.rows, workspace_id=office.world.workspace_id, since=None, now=START)

    assert [row["state"] for row in found] == ["waiting", "waiting", "waiting", "skipped"]
    table = ledger.table(found)
    assert "skipped: not launched (1)" in table
    assert "sent" in table
    assert not any("body" in row or "text" in row for row in found)
    assert (await office.ledger())[0].state == CLAIMED
