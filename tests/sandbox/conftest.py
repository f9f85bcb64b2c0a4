"""A small cast in a pretend workspace, and a toy bot that serves it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import MovableClock, PretendSlack
from tests.sandbox.toy_bot import ToyBot


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2027, 1, 8, 9, 30, tzinfo=UTC))


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[PretendSlack]:
    slack = PretendSlack(clock=clock)
    slack.add_person(
        "UADA", name="Ada Lovelace", email="ada@example.com", tz="Europe/Berlin", manager="UGRACE"
    )
    slack.add_person("UGRACE", name="Grace Hopper", email="grace@example.com", title="Manager")
    slack.add_person("UGONE", name="Gone Person", email="gone@example.com", deleted=True)
    slack.add_channel("CKUDOS", name="kudos", members=["UADA", "UGRACE"], bot=True)
    slack.add_channel("CGENERAL", name="general", members=["UADA", "UGRACE"])
    async with slack.listening():
        yield slack


@pytest.fixture
def client(slack: PretendSlack) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_root)


@pytest.fixture
async def bot(slack: PretendSlack) -> AsyncIterator[ToyBot]:
    bot = ToyBot(slack)
    async with bot.serving() as url:
        slack.events_url = url
        yield bot
