"""/metrics: the ledger adds up whoever wrote it, and says how late messages are."""

from datetime import timedelta

from prometheus_client import REGISTRY
from sqlalchemy.orm import Session
from starlette.requests import Request

from bot.readiness import Readiness
from bot.services import post
from models import person
from tests.outbox.conftest import Post
from tests.support.cast import CHANNEL, START

KINDS = ("kudos_dm", "kudos_announcement", "checkin_prompt")


async def shown(office: Post) -> dict[tuple[str, str], float]:
    """The ledger by kind and state, after a scrape, with the whole under `due`."""
    answer = await Readiness(office.world.tools).metrics(Request({"type": "http"}))
    assert answer.status_code == 200
    found = {
        (kind, state): value
        for kind in KINDS
        for state in ("sent", "skipped", "failed", "waiting")
        if (value := REGISTRY.get_sample_value("cairn_ledger", {"kind": kind, "state": state}))
    }
    due = {
        (kind, "due"): value
        for kind in KINDS
        if (value := REGISTRY.get_sample_value("cairn_ledger_due", {"kind": kind}))
    }
    return found | due


def lag() -> float | None:
    return REGISTRY.get_sample_value("cairn_delivery_lag_seconds")


def _skip(session: Session, *, workspace_id: int) -> None:
    (ada,) = person.by_slack_ids(session, workspace_id, ["UADA"]).values()
    post.note_skipped(session, person=ada, kind="checkin_prompt", about="2026-W47", reason="away", now=START)


async def test_what_is_due_is_sent_skipped_failed_or_waiting(office: Post) -> None:
    """Planned and skipped, sent by one replica, failed by another, claimed, waiting, skipped as too late."""
    await office.change(_skip)
    await office.owe("UADA", "sent")
    await office.send(0)
    await office.owe("UGRACE", "failed")
    office.world.slack.fail("chat.postMessage", error="channel_not_found")
    await office.send(1)
    await office.owe("UHANNA", "too late", until=START + timedelta(days=1), due_at=START + timedelta(hours=1))
    await office.owe("UHEDY", "waiting", due_at=START + timedelta(days=3))
    await office.owe_channel(CHANNEL, "held", held="not launched")

    assert await shown(office) == {
        ("checkin_prompt", "skipped"): 1,
        ("checkin_prompt", "due"): 1,
        ("kudos_dm", "sent"): 1,
        ("kudos_dm", "failed"): 1,
        ("kudos_dm", "waiting"): 2,
        ("kudos_dm", "due"): 4,
        ("kudos_announcement", "skipped"): 1,
        ("kudos_announcement", "due"): 1,
    }
    office.world.clock.move_to(START + timedelta(days=2))
    await office.send(0)
    after = await shown(office)
    assert (after["kudos_dm", "skipped"], after["kudos_dm", "waiting"]) == (1, 1)
    for kind in KINDS:
        parts = sum(value for (each, state), value in after.items() if each == kind and state != "due")
        assert parts == after[kind, "due"]


async def test_what_is_in_hand_is_still_waiting(office: Post) -> None:
    from bot.services.delivery import claim

    await office.owe("UADA", "hello")
    await office.change(claim, sender="a", now=START, real_now=office.real)

    assert await shown(office) == {("kudos_dm", "waiting"): 1, ("kudos_dm", "due"): 1}


async def test_the_ledger_shown_is_that_of_a_week(office: Post) -> None:
    await office.owe("UADA", "old")
    await office.send()
    office.world.clock.move_to(START + timedelta(days=8))

    assert await shown(office) == {}


async def test_lag_is_the_wait_of_the_oldest_that_is_due(office: Post) -> None:
    await office.owe("UHEDY", "for later", due_at=START + timedelta(days=3))
    await shown(office)
    assert lag() == 0
    await office.owe("UADA", "hello")
    await office.owe("UGRACE", "hello", due_at=START + timedelta(seconds=60))
    office.world.clock.move_to(START + timedelta(seconds=90))
    await shown(office)
    assert lag() == 90

    await office.send()
    await shown(office)
    assert lag() == 0


async def test_lateness_is_observed_once_for_each_message_sent(office: Post) -> None:
    def observed(name: str, **more: str) -> float:
        labels = {"kind": "kudos_dm", **more}
        return REGISTRY.get_sample_value(f"cairn_delivery_lateness_seconds_{name}", labels) or 0.0

    before = observed("count"), observed("sum"), observed("bucket", le="60.0")
    await office.owe("UADA", "hello")
    office.world.slack.fail("chat.postMessage", error="internal_error")
    await office.send()
    office.world.clock.move_to(START + timedelta(seconds=45))
    office.later(seconds=45)
    await office.send()
    after = observed("count"), observed("sum"), observed("bucket", le="60.0")

    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 45, 1]
    assert [row.settled_at - row.due_at for row in await office.ledger() if row.settled_at] == [
        timedelta(seconds=45)
    ]


async def test_a_429_is_counted_by_its_method(office: Post) -> None:
    def counted() -> float:
        labels = {"method": "conversations.open"}
        return REGISTRY.get_sample_value("cairn_rate_limited_total", labels) or 0.0

    before = counted()
    await office.owe("UADA", "hello")
    office.world.slack.fail("conversations.open", retry_after=30)
    await office.send()

    assert counted() - before == 1
