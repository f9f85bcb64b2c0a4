"""The page of a pretend workspace, as a browser asks for it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox import MovableClock, PretendSlack
from bot.sandbox.moves import Moves
from bot.sandbox.page import Page
from bot.sandbox.rendering import Setting


class Browser:
    """Asks and acts as Ada in #kudos."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def get(self, path: str = "", **headers: str) -> tuple[int, str]:
        async with self.session.get(self.url + path, headers=headers) as answer:
            return answer.status, await answer.text()

    async def act(self, verb: str, **body: Any) -> dict[str, Any]:
        who = {"as": "UADA", "at": "CKUDOS"}
        async with self.session.post(f"{self.url}act/{verb}", json={**who, **body}) as answer:
            result: dict[str, Any] = await answer.json()
            result["parts"] = {name: html for name, (_, html, _) in result["parts"].items()}
            return result


@pytest.fixture
def slack(clock: MovableClock) -> PretendSlack:
    slack = PretendSlack(clock=clock, commands=[("/kudos", "@someone why"), ("/thanks", "")])
    slack.add_person(
        "UADA", name="Ada Lovelace", email="ada@example.com", tz="Europe/Berlin", title="Engineer"
    )
    slack.add_person("UEVE", name="<script>alert(1)</script>", email="eve@example.com")
    slack.add_channel("CKUDOS", name="kudos", members=["UADA", "UEVE"], bot=True)
    return slack


@pytest.fixture
def moves() -> list[datetime]:
    return []


@pytest.fixture
async def browser(slack: PretendSlack, clock: MovableClock, moves: list[datetime]) -> AsyncIterator[Browser]:
    async def moved(instant: datetime) -> None:
        moves.append(instant)

    setting = Setting(
        message_shortcuts=[("give", "Give kudos")],
        roles={"UADA": "manager"},
        hints={"UADA": "begin here"},
        presets=[("prompt", "Next prompt")],
        tour=True,
    )

    def instant(name: str, viewer: str) -> datetime | None:
        return clock.now() + timedelta(days=2) if (name, viewer) == ("prompt", "UADA") else None

    page = Page(slack, clock=clock, moves=Moves(moved, instant=instant), setting=setting)
    async with page.listening() as url, aiohttp.ClientSession() as session:
        yield Browser(session, url)
