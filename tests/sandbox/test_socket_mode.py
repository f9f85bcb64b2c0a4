"""The same over Socket Mode, with Bolt's own handler."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from bot.sandbox import PretendSlack
from tests.sandbox.toy_bot import ToyBot


@pytest.fixture
async def bot(slack: PretendSlack) -> AsyncIterator[ToyBot]:
    bot = ToyBot(slack)
    handler = AsyncSocketModeHandler(bot.app, slack.app_token, ping_interval=0.2)
    handler.client.logger.setLevel("CRITICAL")
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.sockets.connected()
    yield bot
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_a_command_is_answered_in_its_ack(slack: PretendSlack, bot: ToyBot) -> None:
    assert await slack.types("/kudos hello", by="UADA", channel="CKUDOS") == "You said: hello"
    assert slack.deliveries[0].transport == "socket"


async def test_a_modal_goes_both_ways(slack: PretendSlack, bot: ToyBot) -> None:
    await slack.types("/thanks", by="UADA", channel="CKUDOS")
    bot.answer = {"response_action": "errors", "errors": {"message_block": "No."}}
    errors = await slack.submits("UADA", {"receivers": ["UGRACE"], "message": "thanks"})
    assert errors == {"message_block": "No."}


async def test_an_event_is_acknowledged(slack: PretendSlack, bot: ToyBot) -> None:
    await slack.says("hello", by="UADA")
    assert [event["type"] for event in bot.events] == ["message"]
    assert slack.deliveries[0].ok


async def test_a_command_nobody_takes_fails(slack: PretendSlack, bot: ToyBot) -> None:
    slack.courier.patience = 0.1
    reply = await slack.types("/nothing", by="UADA", channel="CKUDOS")
    assert reply == "/nothing failed with the error operation_timeout"


async def test_the_bot_comes_back_after_a_disconnect(slack: PretendSlack, bot: ToyBot) -> None:
    await slack.disconnects("refresh_requested")
    await slack.until(lambda: len(slack.calls_to("apps.connections.open")) == 2)
    await slack.sockets.connected()
    assert await slack.types("/kudos again", by="UADA", channel="CKUDOS") == "You said: again"
