"""Events: which are sent, in which shape, and how often."""

import pytest

from bot.sandbox import PretendSlack
from tests.sandbox.toy_bot import ToyBot


async def test_a_reaction_is_told_with_its_author(slack: PretendSlack, bot: ToyBot) -> None:
    said = await slack.says("I fixed it", by="UGRACE", channel="CKUDOS")
    await slack.reacts("rock", said, by="UADA")
    await slack.unreacts("rock", said, by="UADA")
    assert [event["type"] for event in bot.events] == ["reaction_added", "reaction_removed"]
    assert bot.events[0]["item_user"] == "UGRACE"
    assert bot.events[0]["item"] == {"type": "message", "channel": "CKUDOS", "ts": said["ts"]}


async def test_nothing_is_told_from_channels_without_the_bot(slack: PretendSlack, bot: ToyBot) -> None:
    said = await slack.says(f"<@{slack.workspace.bot.id}> hello", by="UGRACE", channel="CGENERAL")
    await slack.reacts("rock", said, by="UADA")
    assert slack.deliveries == []


async def test_messages_are_told_in_the_dm_and_on_mention_only(slack: PretendSlack, bot: ToyBot) -> None:
    await slack.says("hello", by="UGRACE")
    await slack.says("nothing", by="UGRACE", channel="CKUDOS")
    await slack.says("@bot help", by="UGRACE", channel="CKUDOS")
    assert [event["type"] for event in bot.events] == ["message", "app_mention"]
    assert bot.events[0]["channel_type"] == "im"
    assert bot.events[1]["text"] == "<@UBOT> help"
    assert [delivery.name for delivery in slack.deliveries] == ["message.im", "app_mention"]


async def test_people_who_come_and_change_are_told(slack: PretendSlack, bot: ToyBot) -> None:
    await slack.joins("UNEW", name="New Person", email="new@example.com")
    await slack.changes("UADA", tz="Asia/Tokyo")
    assert bot.events[0]["user"]["profile"]["email"] == "new@example.com"
    assert bot.events[1]["user"]["tz"] == "Asia/Tokyo"


async def test_home_and_removal_are_told(slack: PretendSlack, bot: ToyBot) -> None:
    await slack.opens_home("UADA")
    assert bot.events[0]["tab"] == "home"
    await slack.revokes()
    assert slack.workspace.token_error == "token_revoked"


async def test_events_outside_the_scopes_are_not_sent(slack: PretendSlack, bot: ToyBot) -> None:
    slack.workspace.scopes -= {"im:history"}
    await slack.says("hello", by="UGRACE")
    slack.subscriptions = {"app_mention"}
    await slack.joins("UNEW", name="New Person")
    assert slack.deliveries == []


async def test_an_event_that_fails_is_tried_three_more_times(slack: PretendSlack) -> None:
    await slack.says("hello", by="UGRACE")
    assert [delivery.attempt for delivery in slack.deliveries] == [0, 1, 2, 3]
    assert slack.deliveries[1].headers["x-slack-retry-reason"] == "connection_failed"
    assert slack.deliveries[3].headers["x-slack-retry-num"] == "3"
    ids = {delivery.payload["event_id"] for delivery in slack.deliveries}
    assert len(ids) == 1


async def test_an_edit_in_the_dm_is_a_subtype(slack: PretendSlack, bot: ToyBot) -> None:
    said = await slack.says("helo", by="UGRACE")
    await slack.edits(said, "hello")
    await slack.deletes(said)
    assert [event.get("subtype") for event in bot.events] == [None, "message_changed", "message_deleted"]
    assert bot.events[1]["previous_message"]["text"] == "helo"


@pytest.mark.parametrize("bot_inside", [True, False])
async def test_an_archived_channel_is_told_where_the_bot_is(
    slack: PretendSlack, bot: ToyBot, bot_inside: bool
) -> None:
    channel = "CKUDOS" if bot_inside else "CGENERAL"
    await slack.archives(channel, by="UADA")
    assert bool(slack.deliveries) is bot_inside
