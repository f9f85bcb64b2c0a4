"""`cairn run` as a process, asked about itself over HTTP."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.sandbox.slack import PretendSlack
from tests.support.command import started
from tests.support.world import free_port

PATIENCE = 30.0


class Running:
    """One `cairn run` and its port."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self.process = process
        self._root = f"http://127.0.0.1:{port}"

    async def readiness(self) -> tuple[int, dict[str, Any]]:
        """What `/readyz` says; status 0 while nobody listens."""
        try:
            limit = aiohttp.ClientTimeout(total=5)
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.get(f"{self._root}/readyz") as answer,
            ):
                return answer.status, await answer.json()
        except aiohttp.ClientConnectionError:
            return 0, {}

    async def becomes(self, status: int) -> dict[str, Any]:
        """Wait until `/readyz` answers with this status."""
        async with asyncio.timeout(PATIENCE):
            while True:
                told, checks = await self.readiness()
                if told == status:
                    return checks
                await asyncio.sleep(0.05)


@asynccontextmanager
async def running(
    folder: Path, slack: PretendSlack, url: str, *options: str, **more: str
) -> AsyncIterator[Running]:
    """The bot over HTTP; Slack's deliveries come to it. It is given the time to end well."""
    port = free_port()
    environment = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.courier.signing_secret,
        "SLACK_API_URL": slack.api_root,
        "DATABASE_URL": url,
        "PORT": str(port),
        "LOG_LEVEL": "ERROR",
        **more,
    }
    process = await started(folder, "run", *options, **environment)
    slack.events_url = f"http://127.0.0.1:{port}/slack/events"
    # Read all along: a full pipe would stop the process.
    told = asyncio.create_task(process.communicate())
    try:
        yield Running(process, port)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        _, err = await told
        print(err.decode()[-4000:])
