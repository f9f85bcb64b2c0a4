"""Senders that stand still, and budgets that count every attempt."""

import asyncio

from bot.services.delivery import claim
from models.delivery import SENT
from tests.outbox.conftest import Post
from tests.support import cast
from tests.support.cast import START


async def test_a_sender_that_stood_still_for_longer_than_its_lease_posts_nothing(office: Post) -> None:
    await office.owe("UADA", "hello")
    office.world.slack.fail("conversations.open", delay=0.3)
    slow = asyncio.create_task(office.send(0))
    while not office.world.slack.calls_to("conversations.open"):
        await asyncio.sleep(0.002)
    office.later(seconds=61)

    await office.send(1)
    await slow

    assert len(office.world.slack.calls_to("chat.postMessage")) == 1
    assert office.world.slack.calls_to("chat.delete") == []
    assert await office.states() == [(SENT, "")]


async def test_a_claim_that_is_no_longer_fresh_is_renewed_before_the_post(office: Post) -> None:
    await office.owe("UADA", "hello")
    office.world.slack.fail("conversations.open", delay=0.3)
    slow = asyncio.create_task(office.send(0))
    while not office.world.slack.calls_to("conversations.open"):
        await asyncio.sleep(0.002)
    office.later(seconds=50)
    await slow

    assert await office.states() == [(SENT, "")]
    (row,) = await office.ledger()
    assert row.posting


async def test_every_attempt_counts_toward_the_budget_whatever_became_of_it(office: Post) -> None:
    await office.change(cast.change, key="messages_per_minute", text="5")
    for who in ("UADA", "UGRACE", "UHEDY"):
        await office.owe(who, "hello")
    office.world.slack.fail("chat.postMessage", times=None, status=503)

    for _ in range(5):
        await office.send()
        office.later(seconds=10)

    assert len(office.world.slack.calls_to("chat.postMessage")) == 5


async def test_a_claim_within_the_same_minute_leaves_what_the_first_has_left(office: Post) -> None:
    await office.change(cast.change, key="messages_per_minute", text="2")
    for who in ("UADA", "UGRACE", "UHEDY"):
        await office.owe(who, "hello")

    first = await office.change(claim, sender="a", now=START, real_now=office.real)
    office.later(seconds=5)
    second = await office.change(claim, sender="b", now=START, real_now=office.real)
    office.later(seconds=58)
    third = await office.change(claim, sender="b", now=START, real_now=office.real)

    assert (len(first), len(second), len(third)) == (2, 0, 2)


async def test_a_sender_that_wakes_and_gets_no_answer_deletes_the_copy_it_does_not_know_of(
    office: Post,
) -> None:
    """Its request left as it woke, and its patience had run out meanwhile."""
    await office.owe("UADA", "hello")
    office.world.slack.fail("chat.postMessage", delay=0.5, close="after")
    slow = asyncio.create_task(office.send(0))
    while not office.world.slack.calls_to("chat.postMessage"):
        await asyncio.sleep(0.002)
    office.world.slack.workspace.messages.clear()
    office.later(seconds=61)
    await office.send(1)
    (counts,) = await office.ledger()
    dm = office.world.slack.dm_of("UADA") or ""
    metadata = {"event_type": "cairn", "event_payload": {"kind": "kudos_dm", "key": counts.key}}
    office.world.slack.workspace.post(
        office.world.slack.workspace.channels[dm], "UBOT", "hello", metadata=metadata
    )

    await slow

    (left,) = office.world.slack.messages(dm)
    assert left["ts"] == counts.slack_ts
