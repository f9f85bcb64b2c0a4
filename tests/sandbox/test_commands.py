"""Slash commands over HTTP, through a real Bolt app."""

import pytest

from bot.sandbox import PretendSlack
from tests.sandbox.toy_bot import ToyBot


async def test_the_ack_of_a_command_is_its_reply(slack: PretendSlack, bot: ToyBot) -> None:
    reply = await slack.types("/kudos <@UGRACE> thanks", by="UADA", channel="CKUDOS")
    assert reply == "You said: <@UGRACE|grace> thanks"
    assert reply.ephemeral
    assert reply.status == 200
    assert slack.ephemerals("UADA") == [reply]
    assert slack.ephemerals("UGRACE") == []


async def test_a_command_carries_what_slack_sends(slack: PretendSlack, bot: ToyBot) -> None:
    await slack.types("/kudos hello", by="UADA", channel="CKUDOS")
    command = bot.heard[0]
    assert command["user_id"] == "UADA"
    assert command["channel_name"] == "kudos"
    assert command["team_id"] == "T1"
    assert command["trigger_id"]
    assert command["response_url"].startswith("http://127.0.0.1")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@grace thanks", "<@UGRACE|grace> thanks"),
        ("@Grace Hopper, thanks", "<@UGRACE|grace>, thanks"),
        ("@gracelessly no", "@gracelessly no"),
        ("<@UGRACE> and <@UADA|whoever>", "<@UGRACE|grace> and <@UADA|ada>"),
        ("R&D is <3", "R&amp;D is &lt;3"),
        ("see https://example.com/a?b=1&c=2", "see <https://example.com/a?b=1&amp;c=2>"),
        ("in #kudos and #nowhere", "in <#CKUDOS|kudos> and #nowhere"),
        ("mail grace@grace.example", "mail grace@grace.example"),
    ],
)
async def test_text_is_escaped_as_should_escape_does(
    slack: PretendSlack, bot: ToyBot, typed: str, sent: str
) -> None:
    await slack.types(f"/kudos {typed}", by="UADA", channel="CKUDOS")
    assert bot.heard[0]["text"] == sent


async def test_a_later_response_reaches_the_person(slack: PretendSlack, bot: ToyBot) -> None:
    await slack.types("/quiet now", by="UADA", channel="CKUDOS")
    assert await slack.until(lambda: slack.ephemerals("UADA")) == ["Later: now"]


async def test_a_command_nobody_serves_fails_as_in_slack(slack: PretendSlack, bot: ToyBot) -> None:
    reply = await slack.types("/nothing", by="UADA", channel="CKUDOS")
    assert reply == "/nothing failed with the error dispatch_failed"
    assert reply.status == 404
    assert [delivery.attempt for delivery in slack.deliveries] == [0]


async def test_a_slow_command_times_out(slack: PretendSlack, bot: ToyBot) -> None:
    slack.courier.patience = 0.05
    slack.fail("auth.test", delay=0.3)
    reply = await slack.types("/kudos slowly", by="UADA", channel="CKUDOS")
    assert reply == "/kudos failed with the error operation_timeout"


async def test_without_a_bot_a_command_fails(slack: PretendSlack) -> None:
    reply = await slack.types("/kudos hello", by="UADA", channel="CKUDOS")
    assert reply == "/kudos failed with the error dispatch_failed"
    assert reply.status == 0


async def test_a_command_that_is_not_in_the_manifest_is_not_sent(slack: PretendSlack, bot: ToyBot) -> None:
    slack.commands = [("/kudos", "@someone why")]
    assert await slack.types("/nope", by="UADA", channel="CKUDOS") == "/nope is not a valid command."
    assert slack.deliveries == []


async def test_a_wrong_secret_is_refused_by_bolt(slack: PretendSlack, bot: ToyBot) -> None:
    slack.courier.signing_secret = "wrong"
    reply = await slack.types("/kudos hello", by="UADA", channel="CKUDOS")
    assert reply.status == 401
    assert bot.heard == []


async def test_a_delivery_can_be_brought_again_verbatim(slack: PretendSlack, bot: ToyBot) -> None:
    await slack.types("/kudos once", by="UADA", channel="CKUDOS")
    again = await slack.redeliver(slack.deliveries[0])
    assert again.status == 200
    assert again.headers == slack.deliveries[0].headers
    assert bot.heard[0] == bot.heard[1]
