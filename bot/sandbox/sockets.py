"""Socket Mode: the WebSockets over which a bot may be reached instead of by HTTP."""

import asyncio
import itertools
import json
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.workspace import Workspace

MOST = 10


class Sockets:
    """The open sockets; each payload goes to one of them, in turn."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.open: list[web.WebSocketResponse] = []
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._turn = itertools.count()
        self._connected = asyncio.Event()

    async def connected(self) -> None:
        """Wait until a bot has connected."""
        await self._connected.wait()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket from its ticket to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.workspace.socket_tickets or len(self.open) >= MOST:
            return web.Response(status=403, text="Unauthorized")
        self.workspace.socket_tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        try:
            await self._greet(socket)
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._take(json.loads(frame.data))
        finally:
            self._forget(socket)
        return socket

    async def send(self, envelope: dict[str, Any], timeout: float) -> dict[str, Any]:  # noqa: ASYNC109
        """Send one envelope and wait for its acknowledgement; TimeoutError without one."""
        socket = self.open[next(self._turn) % len(self.open)]
        answer = self._answers[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(envelope)
            return await asyncio.wait_for(answer, timeout)
        finally:
            del self._answers[envelope["envelope_id"]]

    async def disconnect(self, reason: str) -> None:
        """Tell every socket to go (`warning`: soon; `refresh_requested`: now, and close it)."""
        for socket in list(self.open):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})
            if reason != "warning":
                await socket.close()

    async def close(self) -> None:
        """Close all sockets."""
        for socket in list(self.open):
            await socket.close()

    async def _greet(self, socket: web.WebSocketResponse) -> None:
        self.open.append(socket)
        hello = {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {"host": "local", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.workspace.app_id},
        }
        await socket.send_json(hello)
        self._connected.set()

    def _take(self, frame: dict[str, Any]) -> None:
        answer = self._answers.get(str(frame.get("envelope_id")))
        if answer is not None and not answer.done():
            answer.set_result(frame)

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self.open:
            self.open.remove(socket)
        if not self.open:
            self._connected.clear()
