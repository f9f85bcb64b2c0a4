"""What happened to one message, as the ledger tells it afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.rules.refusal import Refusal
from bot.services import ledger, story
from bot.services.delivery import claim
from models import delivery
from tests.outbox.conftest import Post
from tests.support.cast import CHANNEL, START

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


async def told(office: Post, name: str = "1") -> dict[str, Any]:
    found: dict[str, Any] = await office.world.ask(
        story.tell,
        workspace_id=office.world.workspace_id,
        name=name,
        now=office.world.clock(),
        real_now=office.real,
    )
    return found


async def sentences(office: Post, name: str = "1") -> list[str]:
    """The story without its first sentence, which names the message."""
    lines: list[str] = (await told(office, name))["story"][1:]
    return lines


async def test_a_message_is_named_by_kind_and_person_and_never_by_its_words(office: Post) -> None:
    await office.owe("UADA", "secret words", period="2026-W47")
    row = (await office.ledger())[0]

    by_id, by_key = await told(office, str(row.id)), await told(office, row.key)

    assert by_id == by_key
    assert by_id["story"][0] == (
        f"Word of a kudos of 2026-W47 for Ada Lovelace <ada@example.com> (delivery {row.id}, key {row.key})."
    )
    assert "secret" not in str(by_id)


async def test_a_channels_message_is_named_by_the_channel(office: Post) -> None:
    await office.owe_channel(CHANNEL, "news")
    assert (await told(office))["story"][0].startswith(f"Announcement of a kudos for channel {CHANNEL} (")


async def test_a_message_that_went_well(office: Post) -> None:
    await office.owe("UADA", "hello")
    await office.send()
    row = (await office.ledger())[0]

    assert await sentences(office) == [
        "Promised 2026-11-18 09:00:00 UTC, due at once.",
        "Tried once, last 2026-11-18 09:00:00 UTC by the machine's clock.",
        f"Sent 2026-11-18 09:00:00 UTC as message {row.slack_ts} in {row.slack_channel}.",
    ]


async def test_why_a_message_waited_is_known_also_once_it_is_sent(office: Post) -> None:
    office.world.slack.fail("chat.postMessage", retry_after=30)
    await office.owe("UADA", "hello")
    await office.send()
    assert "Waiting: Slack asked for patience until 2026-11-18 09:00:30 UTC." in await sentences(office)
    office.later(seconds=31)
    await office.send()

    assert (await sentences(office))[1:3] == [
        "It waited: Slack asked for patience (ratelimited).",
        "Tried once, last 2026-11-18 09:00:31 UTC by the machine's clock.",
    ]


async def test_what_the_receivers_hours_put_off(office: Post) -> None:
    await office.owe("UADA", "your week", until=START + timedelta(days=6))
    office.world.clock.move_to(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
    await office.send()

    assert await sentences(office) == [
        "Promised 2026-11-18 09:00:00 UTC, due 2026-11-23 07:00:00 UTC, "
        "of use until 2026-11-24 09:00:00 UTC.",
        "It waited: outside the receiver's hours.",
        "Not tried yet.",
        "Waiting: it is not due yet.",
    ]
    office.world.clock.move_to(MONDAY)
    await office.send()
    assert "It waited: outside the receiver's hours." in await sentences(office)


async def test_what_was_skipped_and_what_failed(office: Post) -> None:
    await office.owe_channel(CHANNEL, "held", held="not launched")
    await office.owe_channel(CHANNEL, "refused")
    await office.owe_channel(CHANNEL, "lost")
    office.world.slack.fail("chat.postMessage", error="is_archived")
    await office.send()

    assert (await sentences(office, "1"))[1:] == ["Skipped 2026-11-18 09:00:00 UTC: not launched."]
    assert (await sentences(office, "2"))[2:] == ["Failed 2026-11-18 09:00:00 UTC: is_archived."]


async def test_a_channels_message_whose_fate_is_unknown(office: Post) -> None:
    await office.owe_channel(CHANNEL, "lost")
    office.world.slack.fail("chat.postMessage", status=500)
    await office.send()

    assert (await sentences(office))[-1] == (
        "Failed 2026-11-18 09:00:00 UTC: nobody knows whether it arrived, and a second copy would be "
        "worse than none."
    )


async def test_what_a_message_waits_for(office: Post) -> None:
    await office.owe("UADA", "first")
    await office.owe("UADA", "second")
    assert (await sentences(office, "1"))[-1].startswith("Waiting: it may leave now")
    assert (await sentences(office, "2"))[-1] == "Waiting: delivery 1 goes to the same place before it."

    await office.change(claim, sender="killed", now=START, real_now=office.real)
    assert (await sentences(office, "1"))[-1] == (
        "Waiting: a sender has it in hand until 2026-11-18 09:01:00 UTC at most."
    )


async def test_a_lost_answer_a_wait_and_a_refused_token(office: Post) -> None:
    office.world.slack.fail("chat.postMessage", status=500)
    await office.owe("UADA", "hello")
    await office.send()
    lines = await sentences(office)
    assert lines[1].startswith("It waited: the answer to an attempt was lost, so the bot looks")
    assert lines[-1].startswith("Waiting: the next attempt is at 2026-11-18 09:00:0")

    office.later(minutes=5)
    office.world.slack.fail("conversations.history", error="token_revoked")
    await office.send()
    assert (await sentences(office))[-1] == (
        "Waiting: Slack has refused the token since 2026-11-18 09:00:00 UTC; see `cairn doctor`."
    )


async def test_a_message_and_its_change_name_each_other(office: Post) -> None:
    await office.owe("UADA", "hello")
    await office.send()
    await office.owe_edit("UADA", of="hello", text="hello again")

    original, change = await told(office, "1"), await told(office, "2")

    assert original["story"][-1] == "Changed by delivery 2 (waiting)."
    assert original["edited_by"] == [2]
    assert change["story"][0].endswith(", a change of delivery 1.")
    assert change["edit_of"] == 1


async def test_a_message_that_goes_as_a_part_of_another(office: Post) -> None:
    await office.owe("UADA", "carrier")
    await office.owe("UADA", "part")

    def join(session: Session, *, workspace_id: int) -> None:
        part = delivery.by_id(session, workspace_id, 2)
        assert part is not None
        part.rides_id = 1

    await office.change(join)

    part = await told(office, "2")
    assert part["story"][0].endswith(", a part of delivery 1.")
    assert part["story"][-1] == "Waiting: it goes with delivery 1, whose story says when."
    assert part["part_of"] == 1


@pytest.mark.parametrize("name", ["2", "nothing", "", "9" * 40])
async def test_an_unknown_message_is_refused_in_a_sentence(office: Post, name: str) -> None:
    await office.owe("UADA", "hello")
    with pytest.raises(Refusal, match="There is no delivery"):
        await told(office, name)


async def test_the_table_names_the_messages_it_counts(office: Post) -> None:
    for name in ("one", "two", "three"):
        await office.owe("UADA", name)
    await office.owe_channel(CHANNEL, "held", held="not launched")
    await office.owe("UADA", "five")
    found = await office.world.ask(ledger.rows, workspace_id=office.world.workspace_id, since=None, now=START)

    head, announcement, dm, skipped, hint = ledger.table(found).split("\n")

    assert head.endswith("  ids")
    assert announcement.split() == ["2026-11-18", "kudos_announcement", "1", "0", "1", "0", "0", "4"]
    assert dm.split() == ["2026-11-18", "kudos_dm", "4", "0", "0", "0", "4", "1-3,", "5"]
    assert skipped == "skipped: not launched (1): 4"
    assert hint.endswith("cairn deliveries --story ID")


def test_of_many_runs_of_ids_the_first_are_shown() -> None:
    assert ledger.runs(range(1, 40, 2)) == "1, 3, 5, 7, 9, 11, …"
    assert ledger.runs([3, 1, 2]) == "1-3"
