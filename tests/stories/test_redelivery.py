"""Slack delivers again what it took for lost, and sometimes as another event: one act has one effect."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.identity import ask_again, identify
from bot.sandbox.records import Delivery
from models.appointment import Appointment
from models.checkin import Checkin
from models.consent import Consent
from models.delivery import Delivery as Owed
from models.goal import Goal, GoalUpdate
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from models.workspace import active_ids
from tests.stories.test_checkins import FRIDAY
from tests.support import rows
from tests.support.world import World

TABLES = (Kudos, KudosReceiver, Goal, GoalUpdate, Checkin, Consent, Person, Appointment, Owed)
GOAL = {"title": "Ship search", "measure": "pages", "start": "0", "target": "100", "due": "2026-12-31"}


async def everything(bot: World) -> dict[str, list[dict[str, Any]]]:
    """Every value of every row."""
    found = {}
    for table in TABLES:
        kept = await bot.ask(rows.all_of, model=table, workspace_id=bot.workspace_id)
        names = table.__table__.columns.keys()
        found[table.__name__] = [{name: getattr(row, name) for name in names} for row in kept]
    return found


async def reacts(bot: World) -> None:
    said = await bot.slack.says("Done", by="UGRACE", channel="CGENERAL")
    await bot.slack.reacts("rock", said, by="UADA")


async def takes_a_reaction_back(bot: World) -> None:
    said = await bot.slack.says("Done", by="UGRACE", channel="CGENERAL")
    await bot.slack.reacts("rock", said, by="UADA")
    await bot.slack.unreacts("rock", said, by="UADA")


async def types_thanks(bot: World) -> None:
    await bot.slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")


async def sends_thanks(bot: World) -> None:
    await bot.slack.types("/kudos", by="UADA")
    assert await bot.slack.submits("UADA", {"receivers": ["UGRACE"], "message": "for staying late"}) == {}


async def proposes_a_goal(bot: World) -> None:
    await bot.slack.types("/goal new Ship search", by="UADA")
    assert await bot.slack.submits("UADA", GOAL | {"relevance": "people look for things"}) == {}


async def types_progress(bot: World) -> None:
    await proposes_a_goal(bot)
    reply = await bot.slack.types("/goal G1 60 on-track nearly there", by="UADA")
    assert "G1" in reply.text


async def ends_a_goal(bot: World) -> None:
    await proposes_a_goal(bot)
    await bot.slack.types("/goal G1 done", by="UADA")


async def answers_the_week(bot: World) -> None:
    await bot.tick(FRIDAY)
    await bot.slack.clicks("checkin_open", by="UADA")
    assert await bot.slack.submits("UADA", {"progress": "Search is live", "mood": "4"}) == {}


async def skips_the_week(bot: World) -> None:
    await bot.tick(FRIDAY)
    await bot.slack.clicks("checkin_skip", by="UADA")


async def pauses(bot: World) -> None:
    await bot.slack.types("/checkin pause until 2026-12-01", by="UADA")


async def somebody_joins(bot: World) -> None:
    await bot.slack.joins("UNEW", "Nova New", email="nova@example.com", tz="Asia/Tokyo")


ACTS = (
    reacts,
    takes_a_reaction_back,
    types_thanks,
    sends_thanks,
    proposes_a_goal,
    types_progress,
    ends_a_goal,
    answers_the_week,
    skips_the_week,
    pauses,
    somebody_joins,
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_an_act_delivered_again_and_again_changes_nothing_more(
    bot: World, act: Callable[[World], Awaitable[None]]
) -> None:
    await bot.tick()
    await act(bot)
    first = bot.slack.deliveries[-1]
    before = await everything(bot)

    retries = [bot.slack.courier.retry(first, attempt) for attempt in (1, 2, 3)]
    again = await asyncio.gather(*retries)
    again.append(await bot.slack.courier.retry(first, 1, event_id="Ev0THER"))

    assert all(each.ok for each in again)
    assert [each.headers["x-slack-retry-num"] for each in again] == ["1", "2", "3", "1"]
    assert await everything(bot) == before


async def test_three_copies_that_arrive_at_once_are_one_act(bot: World) -> None:
    place = bot.slack.workspace.channels["CGENERAL"]
    typed = bot.slack.payloads.command("/kudos", "<@UGRACE> for lunch", "UADA", place)
    said = await bot.slack.says("Done", by="UGRACE", channel="CGENERAL")
    item = {"type": "message", "channel": "CGENERAL", "ts": said["ts"]}
    event = {"type": "reaction_added", "user": "UADA", "reaction": "rock", "item": item}
    reaction = event | {"item_user": "UGRACE", "event_ts": bot.slack.workspace.now_ts()}

    bring = bot.slack.courier.bring
    copies = [bring("slash_commands", "/kudos", typed) for _ in range(3)]
    # Three envelopes, each with an event id of its own.
    copies += [
        bring("events_api", "reaction_added", bot.slack.payloads.event(dict(reaction))) for _ in range(3)
    ]
    delivered: list[Delivery] = await asyncio.gather(*copies)

    assert all(each.ok for each in delivered)
    kept = await bot.ask(rows.all_of, model=Kudos, workspace_id=bot.workspace_id)
    assert sorted(each.source for each in kept) == ["command", "reaction"]
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == ["<@UADA> sent you kudos: lunch"]


async def test_the_same_words_typed_twice_are_two_acts_and_two_messages(bot: World) -> None:
    for _ in range(2):
        await types_thanks(bot)
        await proposes_a_goal(bot)
        await bot.slack.types("/goal G1 60 on-track the same note", by="UADA")

    await bot.deliver()
    kept = await everything(bot)
    thanks = [said for said in bot.slack.said_to("UGRACE") if "kudos" in said]
    assert thanks == ["<@UADA> sent you kudos: the tidy migration"] * 2
    assert (len(kept["Kudos"]), len(kept["Goal"]), len(kept["GoalUpdate"])) == (2, 2, 2)


async def test_an_old_notice_of_revocation_does_not_silence_a_new_token(bot: World) -> None:
    """Slack repeats it for minutes, and the bot may have got its new token meanwhile."""
    await bot.slack.revokes()
    notice = bot.slack.deliveries[-1]
    assert await bot.ask(active_ids) == []
    await ask_again(bot.tools)
    assert await bot.ask(active_ids) == [], "the token is still refused"

    bot.slack.workspace.token_error = None
    await identify(bot.tools)
    await bot.slack.courier.retry(notice, 3)
    assert await bot.ask(active_ids) == []

    await ask_again(bot.tools)
    assert await bot.ask(active_ids) == [bot.workspace_id]
