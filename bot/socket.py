"""The other transport: Slack's deliveries over a WebSocket that we open."""

import asyncio
import time

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot import metrics, shapes
from bot.deadline import answering
from bot.readiness import Readiness
from bot.tools import Tools

log = structlog.get_logger()
LONGEST_WAIT = 30.0
SHAPES = {
    "events_api": shapes.is_event,
    "slash_commands": shapes.is_command,
    "interactive": shapes.is_interaction,
}


class Socket(AsyncSocketModeHandler):
    """Bolt's handler, with deliveries handled beside each other and finished before it closes.

    Bolt's client reconnects by itself when Slack sends `disconnect` or the line breaks.
    """

    def __init__(self, app: AsyncApp, tools: Tools, readiness: Readiness) -> None:
        super().__init__(app, tools.settings.slack_app_token, web_client=tools.slack())
        self._readiness = readiness
        readiness.connected = False
        self._in_hand: set[asyncio.Task[None]] = set()
        self._closing = False

    async def run(self, stop: asyncio.Event) -> None:
        """Connect, however long that takes, and stay connected until told to stop."""
        wait = 1.0
        while not stop.is_set():
            try:
                await self.client.connect()  # type: ignore[no-untyped-call]
                break
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
                log.warning("socket_not_connected", error=type(error).__name__, wait=wait)
                await _stopped(stop, within=wait)
                wait = min(LONGEST_WAIT, wait * 2)
        while not await _stopped(stop, within=1.0):
            self._readiness.connected = await self.client.is_connected()

    async def handle(  # type: ignore[override]
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        """Start on a delivery without holding up the next; one that comes while closing is left to Slack."""
        if self._closing:
            return
        task = asyncio.create_task(self._handle(client, req))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def _handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:
        started = time.perf_counter()
        is_shaped = SHAPES.get(req.type, lambda _payload: False)(req.payload)
        try:
            if is_shaped:
                with answering():
                    await super().handle(client, req)
            else:
                log.warning("payload_unreadable")
                await client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
        except Exception as error:  # noqa: BLE001 - a task of its own, so nobody else would hear of it
            log.error("socket_delivery_failed", error=type(error).__name__)
        outcome = "handled" if is_shaped else "unreadable"
        metrics.RECEIVED.labels(kind=f"socket_{req.type}", outcome=outcome).inc()
        metrics.ANSWERED.observe(time.perf_counter() - started)

    async def finish(self) -> None:
        """Answer what is in hand, then close."""
        self._closing = True
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=5)
        await self.close_async()  # type: ignore[no-untyped-call]


async def _stopped(stop: asyncio.Event, *, within: float) -> bool:
    try:
        async with asyncio.timeout(within):
            await stop.wait()
    except TimeoutError:
        return False
    return True
