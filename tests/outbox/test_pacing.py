"""What Slack asks to wait with waits, for every replica, and nothing else does."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.database import Database
from bot.services.delivery import claim
from bot.services.pacing import Outlook, outlook
from models.delivery import SENT, SKIPPED, UNKNOWN, WAITING, Delivery
from models.pacing import HISTORY, OPEN, POST, UPDATE
from models.workspace import Workspace
from tests.outbox.conftest import Post
from tests.support import rows
from tests.support.cast import CHANNEL, START

HELD = (WAITING, "rate_limited")


async def hire(office: Post, amount: int, *, dm: bool = False) -> list[str]:
    """So many people, with a DM that the bot has opened before or without one."""
    ids = [f"UNEW{n:03}" for n in range(amount)]
    client = office.world.tools.slack()
    for slack_id in ids:
        office.world.slack.add_person(slack_id, name=slack_id)
        channel = (await client.conversations_open(users=slack_id))["channel"]["id"] if dm else None
        await office.change(rows.hire, slack_id=slack_id, now=START, dm_channel=channel)
    office.world.slack.calls.clear()
    return ids


async def given(office: Post, slack_id: str) -> tuple[str, str]:
    """The state and reason of the one message that somebody is owed."""
    who = await office.world.ask(rows.person, workspace_id=office.world.workspace_id, slack_id=slack_id)
    (row,) = [row for row in await office.ledger() if row.person_id == who.id]
    return row.state, row.reason


def count(office: Post, method: str) -> int:
    return len(office.world.slack.calls_to(method))


async def test_a_429_of_opening_a_dm_holds_up_only_those_without_one(office: Post) -> None:
    await hire(office, 1, dm=True)
    await office.owe("UADA", "hello")
    await office.owe("UNEW000", "hello")
    await office.owe_channel(CHANNEL, "news")
    office.world.slack.fail(OPEN, retry_after=30)

    await office.send(0)
    await office.owe("UGRACE", "hello")
    assert await office.send(0) == await office.send(1) == 0, "no replica tries those who have no DM"

    assert await given(office, "UADA") == HELD
    assert await given(office, "UNEW000") == (SENT, "")
    assert office.world.slack.said_in(CHANNEL) == ["news"]
    assert count(office, OPEN) == 1
    office.later(seconds=31)
    assert await office.send(1) == 2
    assert office.world.slack.said_to("UADA") == office.world.slack.said_to("UGRACE") == ["hello"]


async def test_a_429_of_posting_holds_up_no_edit(office: Post) -> None:
    await hire(office, 1, dm=True)
    await office.owe("UADA", "first version", about="it")
    await office.send()
    await office.owe_edit("UADA", of="it", text="second version")
    await office.owe("UNEW000", "hello")
    office.world.slack.fail(POST, retry_after=30)

    await office.send(0)
    office.later(seconds=2)
    await office.owe_channel(CHANNEL, "news")
    await office.send(1)

    assert office.world.slack.said_to("UADA") == ["second version"]
    assert await given(office, "UNEW000") == HELD
    assert (await office.states())[-1] == (WAITING, ""), "another replica does not even try"
    assert count(office, POST) == 2


async def test_a_429_of_editing_holds_up_no_post_to_others_and_keeps_the_order(office: Post) -> None:
    await office.owe("UADA", "first version", about="it")
    await office.send()
    office.later(seconds=2)
    await office.owe_edit("UADA", of="it", text="second version")
    await office.owe("UADA", "afterwards")
    await office.owe("UGRACE", "hello")
    office.world.slack.fail(UPDATE, retry_after=30)

    await office.send(0)
    office.later(seconds=2)
    await office.send(1)
    assert office.world.slack.said_to("UGRACE") == ["hello"]
    assert office.world.slack.said_to("UADA") == ["first version"], "what follows an edit waits for it"
    await office.owe_edit("UGRACE", of="hello", text="hello again")
    assert await office.send(1) == 0, "another replica tries no edit either"
    assert count(office, UPDATE) == 1

    office.later(seconds=31)
    while await office.send(0):
        office.later(seconds=2)
    assert office.world.slack.said_to("UADA") == ["second version", "afterwards"]
    assert office.world.slack.said_to("UGRACE") == ["hello again"]


async def test_a_429_of_looking_holds_up_only_looks(office: Post) -> None:
    await office.owe("UADA", "hello")
    office.world.slack.fail(POST, close="after")
    await office.send()
    office.world.slack.fail(HISTORY, retry_after=30)
    office.later(seconds=10)
    await office.send(0)
    office.later(seconds=10)
    await office.owe("UGRACE", "hello")
    await office.owe("UHANNA", "hello")
    office.world.slack.fail(POST, close="after")
    await office.send(1)
    office.later(seconds=5)
    await office.send(1)

    assert count(office, HISTORY) == 1, "another replica does not look for others either"
    assert sorted([await given(office, "UGRACE"), await given(office, "UHANNA")]) == [
        (SENT, ""),
        (WAITING, UNKNOWN),
    ]
    assert await given(office, "UADA") == (WAITING, UNKNOWN), "it still has to be looked for"
    office.later(seconds=31)
    await office.send(1)
    assert await given(office, "UADA") == (SENT, "found on looking")


async def test_what_is_held_has_cost_neither_budget_nor_an_attempt(office: Post) -> None:
    await office.change(_set_budget, budget=3)
    for slack_id in await hire(office, 6):
        await office.owe(slack_id, "hello")
    office.world.slack.fail(OPEN, times=None, retry_after=30)
    await office.send()

    held = [row for row in await office.ledger() if row.reason == "rate_limited"]
    assert [(row.attempts, row.claimed_at) for row in held] == [(0, None)] * len(held) != []
    assert all(row.try_at == office.real + timedelta(seconds=30) for row in held)
    await office.owe_channel(CHANNEL, "news")
    await office.owe_channel("CGENERAL", "news")
    await office.owe_channel("CGENERAL", "more news")
    assert await office.send() == 2
    office.later(seconds=2)
    assert await office.send() == 1, "all three of the budget were left"


@pytest.mark.parametrize("method", [OPEN, POST])
async def test_a_429_given_to_many_in_flight_makes_few_more_calls(office: Post, method: str) -> None:
    for slack_id in await hire(office, 60, dm=method == POST):
        await office.owe(slack_id, "hello")
    office.world.slack.fail(method, times=None, retry_after=30)

    for _ in range(10):
        await asyncio.gather(office.send(0), office.send(1))
        office.later(seconds=2)

    # Two batches were in flight; of openings four at a time are.
    assert count(office, method) <= (40 if method == POST else 8)
    assert count(office, POST) == (0 if method == OPEN else count(office, method))
    office.world.slack.mend()
    office.later(seconds=60)
    while await office.send():
        office.later(seconds=2)
    assert all(len(office.world.slack.said_to(f"UNEW{n:03}")) == 1 for n in range(60))


async def test_of_two_wishes_the_later_counts(office: Post) -> None:
    await hire(office, 2, dm=True)
    await office.owe("UNEW000", "hello")
    await office.owe("UNEW001", "hello")
    office.world.slack.fail(POST, retry_after=60)
    office.world.slack.fail(POST, retry_after=5)
    await office.send()

    office.later(seconds=30)
    assert await office.send(1) == 0
    office.later(seconds=31)
    assert await office.send(1) == 2


@pytest.mark.parametrize("place", [CHANNEL, "UADA"], ids=["a channel", "a DM"])
async def test_in_one_conversation_a_second_lies_between_two_posts_of_any_replica(
    office: Post, place: str
) -> None:
    for n in range(3):
        await (office.owe_channel if place == CHANNEL else office.owe)(place, f"{n}")

    assert await office.send(0) == 1
    office.later(seconds=0.9)
    assert await office.send(0) == await office.send(1) == 0
    await office.owe("UGRACE", "hello")
    assert await office.send(1) == 1, "another conversation does not wait"
    office.later(seconds=0.2)
    assert await office.send(1) == 1
    office.later(seconds=1.1)
    assert await office.send(0) == 1
    said = office.world.slack.said_in(CHANNEL) if place == CHANNEL else office.world.slack.said_to(place)
    assert said == ["0", "1", "2"]


async def test_the_pace_of_a_conversation_is_counted_from_the_end_of_a_post(office: Post) -> None:
    """The claim may lie long before: Slack counts what arrives."""
    await office.owe_channel(CHANNEL, "first")
    await office.owe_channel(CHANNEL, "second")
    office.world.slack.fail(POST, delay=0.2)
    slow = asyncio.create_task(office.send(0))
    while not office.world.slack.calls_to(POST):
        await asyncio.sleep(0.002)
    office.later(seconds=5)
    await slow

    assert await office.send(1) == 0
    office.later(seconds=1.1)
    assert await office.send(1) == 1


async def test_the_budget_of_a_minute_is_counted_from_the_end_of_a_post(office: Post) -> None:
    await office.change(_set_budget, budget=1)
    await office.owe("UADA", "hello")
    await office.owe("UGRACE", "hello")
    office.world.slack.fail(POST, delay=0.2)
    slow = asyncio.create_task(office.send(0))
    while not office.world.slack.calls_to(POST):
        await asyncio.sleep(0.002)
    office.later(seconds=20)
    await slow

    office.later(seconds=41)
    assert await office.send(1) == 0, "a minute after the claim, but not after the post"
    office.later(seconds=20)
    assert await office.send(1) == 1


async def test_an_edit_neither_waits_for_a_pause_nor_causes_one(office: Post) -> None:
    await office.owe("UADA", "first version", about="it")
    await office.send()
    await office.owe_edit("UADA", of="it", text="second version")
    assert await office.send() == 1

    office.later(seconds=2)
    await office.owe_edit("UADA", of="it", text="third version")
    await office.send()
    await office.owe("UADA", "hello")
    assert await office.send() == 1, "nor does a message after an edit"


async def seen(office: Post) -> Outlook:
    found: Outlook = await office.world.ask(
        outlook, workspace_id=office.world.workspace_id, now=office.world.clock(), real_now=office.real
    )
    return found


async def test_a_look_tells_when_a_claim_is_worth_its_lock(office: Post) -> None:
    assert await seen(office) is Outlook.NOTHING
    await office.owe("UADA", "later", due_at=START + timedelta(hours=1))
    assert await seen(office) is Outlook.NOTHING
    await office.owe("UADA", "hello")
    assert await seen(office) is Outlook.NOW
    await office.owe("UADA", "hello again")
    await office.send()
    assert await seen(office) is Outlook.SOON, "the pace of the conversation"
    office.later(seconds=2)
    assert await seen(office) is Outlook.NOW
    await office.change(_set_budget, budget=1)
    assert await seen(office) is Outlook.SPENT
    office.world.slack.fail(POST, retry_after=90)
    office.later(seconds=60)
    await office.send()
    assert await seen(office) is Outlook.NOTHING, "Slack's wish"


async def test_what_is_of_no_use_any_more_is_worth_a_claim_also_where_the_budget_is_spent(
    office: Post,
) -> None:
    await office.change(_set_budget, budget=1)
    await office.owe("UADA", "your week", until=START + timedelta(days=1))
    office.world.slack.fail(POST, retry_after=90)
    await office.send()
    assert await seen(office) is Outlook.NOTHING
    office.world.clock.move_to(START + timedelta(days=2))

    assert await seen(office) is Outlook.NOW
    await office.owe("UGRACE", "hello")
    office.later(seconds=91)
    assert await office.send() == 1
    assert await given(office, "UADA") == (SKIPPED, "too late to be useful")
    await office.owe("UHEDY", "your week", until=START + timedelta(days=2))
    await office.send()
    assert await given(office, "UHEDY") == (SKIPPED, "too late to be useful")


async def test_a_look_with_nothing_to_send_waits_for_no_lock(office: Post) -> None:
    """Somebody holds the workspace, and on SQLite the one writer, for as long as they like."""
    database: Database = office.world.tools.database
    with database.writing() as other:
        other.execute(select(Workspace.id).where(Workspace.id == office.world.workspace_id).with_for_update())
        async with asyncio.timeout(1.5):
            assert await office.send() == 0


def _set_budget(session: Session, *, workspace_id: int, budget: int) -> None:
    from tests.support import cast

    cast.change(session, workspace_id, "messages_per_minute", str(budget))


async def test_a_lost_claim_of_the_same_sender_is_never_mistaken_for_a_later_one(office: Post) -> None:
    """Giving a claim back counts its attempt down; the fence by attempts must hold all the same."""
    from bot.services.delivery import Outcome, settle

    async def take(sender: str) -> Any:
        found = await office.change(claim, sender=sender, now=START, real_now=office.real)
        return found[0]

    async def end(letter: Any, sender: str, outcome: Outcome) -> bool:
        kept: bool = await office.world.change(
            settle, letter=letter, outcome=outcome, sender=sender, now=START, real_now=office.real
        )
        return kept

    await office.owe("UADA", "hello")
    frozen = await take("a")
    office.later(seconds=61)
    second = await take("b")
    assert await end(second, "b", Outcome(WAITING, "rate_limited", held=OPEN))
    await office.change(_forget_waits)
    third = await take("a")

    assert not await end(frozen, "a", Outcome("failed", "refused"))
    assert await end(third, "a", Outcome("failed", "refused"))


def _forget_waits(session: Session, *, workspace_id: int) -> None:
    from models.pacing import Pacing

    past: datetime = START - timedelta(days=1)
    session.execute(update(Pacing).where(Pacing.workspace_id == workspace_id).values(until=past))
    session.execute(update(Delivery).where(Delivery.workspace_id == workspace_id).values(try_at=None))
