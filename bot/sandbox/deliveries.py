"""Bringing commands, actions and events to the bot, by signed HTTP or over Socket Mode."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.records import Delivery
from bot.sandbox.sockets import Sockets
from bot.sandbox.workspace import Workspace

Kind = Literal["slash_commands", "interactive", "events_api"]
SOCKET_REASONS = {"http_timeout": "timeout", "connection_failed": "error", "http_error": "error"}


class Courier:
    """Delivers and keeps a record. Only events are ever tried again, after each of `retry_waits` seconds.

    With a socket open everything goes over sockets; else to `url`.
    """

    def __init__(self, workspace: Workspace, sockets: Sockets, signing_secret: str) -> None:
        self.workspace = workspace
        self.sockets = sockets
        self.signing_secret = signing_secret
        self.url = ""
        self.patience = 3.0
        self.retry_waits: tuple[float, ...] = (0.0, 0.0, 0.0)
        self.log: list[Delivery] = []
        self.session: aiohttp.ClientSession | None = None

    async def bring(self, kind: Kind, name: str, payload: dict[str, Any]) -> Delivery:
        """Deliver a command or an interaction, once."""
        return await self._send(self._new(kind, name, payload))

    async def announce(self, name: str, payload: dict[str, Any]) -> Delivery:
        """Deliver an event, and again while the bot does not take it; the last try is returned."""
        delivery = await self._send(self._new("events_api", name, payload))
        for attempt, wait in enumerate(self.retry_waits, start=1):
            if delivery.ok or delivery.response_headers.get("x-slack-no-retry") == "1":
                break
            await asyncio.sleep(wait)
            delivery = await self._send(self._again(delivery, attempt))
        return delivery

    async def repeat(self, delivery: Delivery) -> Delivery:
        """The same bytes and headers once more."""
        return await self._send(replace(delivery, at=self.workspace.clock(), status=0, response=None))

    async def retry(self, delivery: Delivery, attempt: int, *, event_id: str = "") -> Delivery:
        """What Slack sends where it took an answer for lost: signed anew, with retry headers, in an envelope
        of its own; with an `event_id`, the same act as another event."""
        again = self._again(replace(delivery, problem="http_timeout"), attempt)
        if event_id:
            again.payload = again.payload | {"event_id": event_id}
            headers = {k: v for k, v in again.headers.items() if k.startswith("x-slack-retry")}
            self._signed(again).headers |= headers
        return await self._send(again)

    def _new(self, kind: Kind, name: str, payload: dict[str, Any]) -> Delivery:
        return self._signed(Delivery(kind, name, payload, self.workspace.clock()))

    def _again(self, delivery: Delivery, attempt: int) -> Delivery:
        again = self._signed(Delivery(delivery.kind, delivery.name, delivery.payload, self.workspace.clock()))
        again.attempt = attempt
        again.headers |= {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": delivery.problem}
        return again

    def _signed(self, delivery: Delivery) -> Delivery:
        """Body and headers as Slack sends them; the timestamp is the real time."""
        delivery.body, content_type = _body(delivery)
        stamp = str(int(time.time()))
        base = b":".join((b"v0", stamp.encode(), delivery.body))
        digest = hmac.new(self.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        delivery.headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
        }
        return delivery

    async def _send(self, delivery: Delivery) -> Delivery:
        started = time.monotonic()
        self.log.append(delivery)
        delivery.problem = ""
        try:
            if self.sockets.open:
                await self._over_socket(delivery)
            else:
                await self._over_http(delivery)
        except TimeoutError:
            delivery.problem = "http_timeout"
        except (aiohttp.ClientError, ConnectionError):
            delivery.problem = "connection_failed"
        delivery.duration = time.monotonic() - started
        self.workspace.touch()
        return delivery

    async def _over_http(self, delivery: Delivery) -> None:
        if self.session is None or not self.url:
            raise ConnectionError("There is no bot to deliver to.")
        limit = aiohttp.ClientTimeout(total=self.patience)
        request = self.session.post(self.url, data=delivery.body, headers=delivery.headers, timeout=limit)
        async with request as response:
            raw = await response.text()
            delivery.response_headers = {key.lower(): value for key, value in response.headers.items()}
            delivery.response = _parsed(raw, response.content_type)
            delivery.status = response.status
        if not 200 <= delivery.status < 300:
            delivery.problem = "http_error"

    async def _over_socket(self, delivery: Delivery) -> None:
        delivery.transport = "socket"
        envelope: dict[str, Any] = {
            "envelope_id": self.workspace.next_id("envelope-"),
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            reason = SOCKET_REASONS.get(delivery.headers.get("x-slack-retry-reason", ""), "")
            envelope |= {"retry_attempt": delivery.attempt, "retry_reason": reason}
        frame = await self.sockets.send(envelope, self.patience)
        delivery.response, delivery.status = frame.get("payload"), 200


def _body(delivery: Delivery) -> tuple[bytes, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload).encode(), "application/json"
    form = (
        delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    )
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _parsed(raw: str, content_type: str) -> Any:
    """A JSON answer as a structure, any other as its text, none as None."""
    if content_type != "application/json":
        return raw or None
    try:
        return json.loads(raw)
    except ValueError:
        return raw
