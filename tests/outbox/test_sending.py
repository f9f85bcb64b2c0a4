"""Messages leave in order, once, within the budget, and their words are forgotten."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.services.delivery import claim
from models import delivery as table
from models.delivery import CLAIMED, FAILED, SENT, SKIPPED, WAITING
from tests.outbox.conftest import Post
from tests.support import cast, rows
from tests.support.cast import CHANNEL, START


async def test_what_is_owed_is_sent_and_its_words_are_forgotten(office: Post) -> None:
    await office.owe("UADA", "hello")
    await office.owe_channel(CHANNEL, "news")

    assert await office.send() == 2

    assert office.world.slack.said_to("UADA") == ["hello"]
    assert office.world.slack.said_in(CHANNEL) == ["news"]
    for row in await office.ledger():
        assert (row.state, row.body, row.settled_at) == (SENT, None, START)
        assert row.slack_ts
    assert await office.send() == 0


async def test_a_message_carries_its_kind_and_an_opaque_key(office: Post) -> None:
    await office.owe("UADA", "hello")
    await office.send()

    call = office.world.slack.calls_to("chat.postMessage")[0]
    row = (await office.ledger())[0]
    metadata = office.world.slack.messages(office.world.slack.dm_of("UADA") or "")[0]["metadata"]
    assert metadata == {"event_type": "cairn", "event_payload": {"kind": "kudos_dm", "key": row.key}}
    assert "hello" not in row.key
    assert call.ok


async def test_the_dm_is_opened_once_and_remembered(office: Post) -> None:
    for n in range(3):
        await office.owe("UADA", f"{n}")
    while await office.send():
        office.later(seconds=2)

    assert len(office.world.slack.calls_to("conversations.open")) == 1
    assert office.world.slack.said_to("UADA") == ["0", "1", "2"]


async def test_what_is_due_later_stays(office: Post) -> None:
    await office.owe("UADA", "later", due_at=START + timedelta(hours=1))

    assert await office.send() == 0
    office.world.clock.move_to(START + timedelta(hours=1))
    assert await office.send() == 1


async def test_in_one_conversation_a_failure_that_passes_keeps_the_order(office: Post) -> None:
    await office.owe("UADA", "first")
    await office.owe("UADA", "second")
    office.world.slack.fail("chat.postMessage", error="internal_error")

    await office.send()
    assert office.world.slack.said_to("UADA") == []
    office.later(seconds=10)
    while await office.send():
        office.later(seconds=2)

    assert office.world.slack.said_to("UADA") == ["first", "second"]


async def test_two_rooms_keep_to_one_budget(office: Post) -> None:
    await office.change(cast.change, key="messages_per_minute", text="5")
    for n in range(12):
        who = await office.change(rows.hire, slack_id=f"UNEW{n}", now=START)
        assert who
        office.world.slack.add_person(f"UNEW{n}", name=f"New {n}")
        await office.owe(f"UNEW{n}", f"{n}")

    assert sum(await asyncio.gather(office.send(0), office.send(1))) == 5
    office.later(seconds=59)
    assert sum(await asyncio.gather(office.send(0), office.send(1))) == 0
    office.later(seconds=2)
    assert sum(await asyncio.gather(office.send(0), office.send(1))) == 5
    office.later(seconds=61)
    assert sum(await asyncio.gather(office.send(0), office.send(1))) == 2
    assert len(office.world.slack.calls_to("chat.postMessage")) == 12


async def test_many_rooms_at_once_send_each_message_once(office: Post) -> None:
    for n in range(10):
        await office.change(rows.hire, slack_id=f"UNEW{n}", now=START)
        office.world.slack.add_person(f"UNEW{n}", name=f"New {n}")
        await office.owe(f"UNEW{n}", "hello")

    await asyncio.gather(*(office.send(n % 2) for n in range(6)))

    assert [office.world.slack.said_to(f"UNEW{n}") for n in range(10)] == [["hello"]] * 10


async def test_an_edit_follows_its_message_and_changes_it(office: Post) -> None:
    await office.owe("UADA", "first version", about="it")
    await office.owe_edit("UADA", of="it", text="second version")

    while await office.send():
        office.later(seconds=2)

    assert office.world.slack.said_to("UADA") == ["second version"]
    assert [call.method for call in office.world.slack.calls if call.method.startswith("chat.")] == [
        "chat.postMessage",
        "chat.update",
    ]
    assert await office.states() == [(SENT, ""), (SENT, "")]


async def test_an_edit_promised_twice_is_made_once(office: Post) -> None:
    await office.owe("UADA", "first version", about="it")
    await office.send()
    for _ in range(2):
        await office.owe_edit("UADA", of="it", text="second version")

    assert len(await office.ledger()) == 2


async def test_an_edit_whose_outcome_is_unknown_is_simply_made_again(office: Post) -> None:
    await office.owe("UADA", "first version", about="it")
    await office.send()
    await office.owe_edit("UADA", of="it", text="second version")
    office.world.slack.fail("chat.update", close="after")

    await office.send()
    office.later(seconds=10)
    await office.send()

    assert office.world.slack.said_to("UADA") == ["second version"]
    assert await office.states() == [(SENT, ""), (SENT, "")]


async def test_a_message_that_was_never_sent_gets_no_edit(office: Post) -> None:
    await office.owe("UADA", "first version", about="it")
    office.world.slack.fail("conversations.open", error="user_disabled")
    await office.send()
    assert await office.states() == [(FAILED, "user_disabled")]

    await office.owe_edit("UADA", of="it", text="second version")

    assert len(await office.ledger()) == 1


async def test_an_edit_of_a_message_that_then_fails_fails_too_without_asking_slack(office: Post) -> None:
    await office.owe("UADA", "first version", about="it")
    await office.owe_edit("UADA", of="it", text="second version")
    office.world.slack.fail("conversations.open", error="user_disabled")

    while await office.send():
        office.later(seconds=2)

    assert [state for state, _ in await office.states()] == [FAILED, FAILED]
    assert office.world.slack.calls_to("chat.update") == []


async def test_a_claim_takes_each_message_for_one_sender(office: Post) -> None:
    await office.owe("UADA", "hello")

    def take(sender: str) -> object:
        return office.change(claim, sender=sender, now=START, real_now=office.real)

    first, second = await asyncio.gather(take("a"), take("b"))  # type: ignore[call-overload]
    assert sorted([len(first), len(second)]) == [0, 1]
    row = (await office.ledger())[0]
    assert (row.state, row.attempts) == (CLAIMED, 1)
    assert row.lease_until is not None


async def test_what_the_calendar_sends_keeps_to_working_hours_also_when_it_is_late(office: Post) -> None:
    until = START + timedelta(days=6)
    await office.owe("UADA", "your week", until=until)
    await office.owe("UADA", "thanks", due_at=START)
    saturday = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    office.world.clock.move_to(saturday)

    while await office.send():
        office.later(seconds=2)
    assert office.world.slack.said_to("UADA") == ["thanks"], "what waits for Monday holds up nothing"
    assert (await office.ledger())[0].due_at == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

    office.world.clock.move_to(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    await office.send()
    assert office.world.slack.said_to("UADA") == ["thanks", "your week"]


async def test_what_is_of_no_use_any_more_is_skipped_with_the_reason(office: Post) -> None:
    for n in range(50):
        await office.owe("UADA", f"week {n}", until=START + timedelta(days=6))
    await office.owe("UADA", "thanks")
    office.world.clock.move_to(START + timedelta(days=21))

    await office.send()

    assert office.world.slack.said_to("UADA") == ["thanks"]
    states = await office.states()
    assert states[:50] == [(SKIPPED, "too late to be useful")] * 50
    assert all(row.body is None for row in await office.ledger())


async def test_a_late_message_to_a_channel_waits_for_the_workspaces_working_hours(office: Post) -> None:
    await office.owe_channel(CHANNEL, "digest", until=START + timedelta(days=6))
    office.world.clock.move_to(datetime(2026, 11, 21, 12, 0, tzinfo=UTC))

    await office.send()

    assert await office.states() == [(WAITING, "")]
    assert (await office.ledger())[0].due_at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_nothing_is_sent_for_a_workspace_whose_token_is_not_known_here(office: Post) -> None:
    await office.owe("UADA", "hello")
    office.world.tools.tenants.clear()

    assert await office.send() == 0
    assert await office.states() == [(WAITING, "")]


async def test_draining_ends_when_nothing_is_left(office: Post) -> None:
    await office.owe("UADA", "hello")

    assert await office.rooms[0].drain(patience=1) == 0
    assert (
        await office.world.ask(table.unsettled, workspace=office.world.workspace_id, now=office.world.clock())
        == 0
    )
