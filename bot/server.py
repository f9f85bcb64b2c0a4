"""The HTTP door: verify the raw body (401), parse it (400), then Bolt; health and metrics beside it."""

import hashlib
import hmac
import json
import time
import traceback
from pathlib import PurePath
from typing import Any
from urllib.parse import parse_qs

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import metrics, shapes
from bot.deadline import answering
from bot.readiness import Readiness
from bot.tools import Tools

log = structlog.get_logger()
# Slack's own bodies stay well below this.
LARGEST = 1_000_000


def build_server(tools: Tools, app: AsyncApp | None, readiness: Readiness) -> Starlette:
    """The routes of design.md. Without an app (Socket Mode) only health and metrics are served."""
    routes = [
        Route("/healthz", _healthz),
        Route("/readyz", readiness.answer),
        Route("/metrics", readiness.metrics),
    ]
    if app is not None:
        routes.append(Route("/slack/events", Door(tools, app).receive, methods=["POST"]))
    return Starlette(routes=routes)


async def _healthz(_request: Request) -> Response:
    return PlainTextResponse("ok")


class Door:
    """What Slack posts to."""

    def __init__(self, tools: Tools, app: AsyncApp) -> None:
        self._app = app
        self._secret = tools.settings.slack_signing_secret.encode()
        self._warned = float("-inf")

    async def receive(self, request: Request) -> Response:
        """401 for what Slack did not sign, 400 for what is no Slack payload, else Bolt's answer."""
        started = time.perf_counter()
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response(status_code=400)
        kind = "unsigned"
        answer = self._unsigned(request, body)
        if answer is None:
            kind = kind_of(body, request.headers.get("content-type", ""))
            with answering():
                answer = await self._dispatch(request, body) if kind else _unreadable()
        metrics.RECEIVED.labels(kind=kind or "unreadable", outcome=str(answer.status_code)).inc()
        metrics.ANSWERED.observe(time.perf_counter() - started)
        return answer

    def _unsigned(self, request: Request, body: bytes) -> Response | None:
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        good = _is_recent(timestamp) and self._is_signed(timestamp, body, signature)
        if len(body) > LARGEST:
            return PlainTextResponse("larger than anything Slack sends", status_code=413)
        if not good:
            self._warn()
        return None if good else PlainTextResponse("not signed by Slack", status_code=401)

    def _warn(self) -> None:
        """Once a minute at most: a mistyped secret or a wrong clock would otherwise leave no trace."""
        if time.monotonic() - self._warned > 60:
            self._warned = time.monotonic()
            log.warning("signature_refused", hint="check SLACK_SIGNING_SECRET and this machine's clock")

    def _is_signed(self, timestamp: str, body: bytes, signature: str) -> bool:
        """Slack's own verifier wants the body as text, which an attacker's need not be."""
        signed = hmac.new(self._secret, f"v0:{timestamp}:".encode() + body, hashlib.sha256)
        return hmac.compare_digest(f"v0={signed.hexdigest()}".encode(), signature.encode())

    async def _dispatch(self, request: Request, body: bytes) -> Response:
        try:
            asked = to_async_bolt_request(request, body)
            answer = await self._app.async_dispatch(asked)
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            # Bolt reads who and where before any listener, and takes the shapes for granted.
            log.warning("payload_malformed", error=type(error).__name__, where=_where(error))
            return PlainTextResponse("not a Slack payload", status_code=400)
        # What nobody here handles is acknowledged, or Slack would send it again, or show an error.
        return Response() if answer.status == 404 else to_starlette_response(answer)


def _where(error: Exception) -> str:
    """The file and line at which reading a payload failed: one line of log is enough for what others send."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{PurePath(frame.filename).name}:{frame.lineno}"


def _is_recent(timestamp: str) -> bool:
    """A signature older than five minutes may have been overheard."""
    return len(timestamp) < 12 and timestamp.isdecimal() and abs(time.time() - int(timestamp)) <= 300


def _unreadable() -> Response:
    log.warning("payload_unreadable")
    return PlainTextResponse("not a Slack payload", status_code=400)


def kind_of(body: bytes, content_type: str) -> str:
    """event, command, interaction, ssl_check or url_verification; empty for what Slack does not send."""
    try:
        text = body.decode("utf-8")
        if content_type.startswith("application/json"):
            return _json_kind(json.loads(text))
        form = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
        return _form_kind(form)
    except (ValueError, RecursionError):
        return ""


def _json_kind(payload: Any) -> str:
    if not isinstance(payload, dict):
        return ""
    if payload.get("type") == "url_verification" and isinstance(payload.get("challenge"), str):
        return "url_verification"
    return "event" if shapes.is_event(payload) else ""


def _form_kind(form: dict[str, str]) -> str:
    if "ssl_check" in form:
        return "ssl_check"
    if "command" in form:
        return "command" if shapes.is_command(form) else ""
    return "interaction" if "payload" in form and shapes.is_interaction(json.loads(form["payload"])) else ""
