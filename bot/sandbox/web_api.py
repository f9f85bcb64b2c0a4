"""The HTTP side of the pretend Slack: tokens, scopes, faults and limits before any method is run.

It is served by aiohttp alone: the Socket Mode WebSocket needs a server that speaks WebSocket with
what is installed anyway, a cut connection needs access to the transport, and one server is enough.
"""

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from bot.sandbox.arguments import Arguments
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.methods import METHODS, Method
from bot.sandbox.rates import Rates
from bot.sandbox.records import Call
from bot.sandbox.refusals import SlackRefusesError
from bot.sandbox.response_urls import respond
from bot.sandbox.sockets import Sockets
from bot.sandbox.workspace import Workspace


class WebApi:
    """Answers the bot's calls and keeps a record of each."""

    def __init__(self, workspace: Workspace, sockets: Sockets, *, bot_token: str, app_token: str) -> None:
        self.workspace = workspace
        self.sockets = sockets
        self.bot_token, self.app_token = bot_token, app_token
        self.rate_limits = False
        self.rates = Rates()
        self.faults = Faults()
        self.calls: list[Call] = []

    def routes(self) -> list[web.RouteDef]:
        """Everything that a bot may ask of Slack."""
        return [
            web.route("*", "/api/{method}", self.method),
            web.get("/link/", self.sockets.serve),
            web.post("/response/{name}", self.response),
            web.post("/upload/{file}", self.upload),
            web.get("/files/{file}/{name}", self.file),
        ]

    async def method(self, request: web.Request) -> web.StreamResponse:
        """One call of a Web API method."""
        started = time.monotonic()
        token, args = await _read(request)
        call = Call(request.match_info["method"], dict(args), self.workspace.clock())
        self.calls.append(call)
        response = await self._answer(request, call, token, args)
        call.duration = time.monotonic() - started
        self.workspace.touch()
        return response

    async def response(self, request: web.Request) -> web.StreamResponse:
        """A call to a response URL."""
        body = await _json(request)
        call = Call("response_url", body, self.workspace.clock())
        self.calls.append(call)
        try:
            respond(self.workspace, request.match_info["name"], body)
            call.answer, call.status = {"ok": True}, 200
        except SlackRefusesError as refusal:
            call.answer = refusal.answer()
            call.status = 404 if refusal.error in ("used_url", "expired_url") else 400
        return web.json_response(call.answer, status=call.status)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, as many as were announced."""
        file = self.workspace.files.get(request.match_info["file"])
        content = await _bytes(request)
        if file is None or len(content) != file["size"]:
            return web.Response(status=400, text="The size differs from the one announced.")
        self.workspace.uploads[file["id"]] = content
        return web.Response(text=f"OK - {len(content)}")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file back, for the bot's token only."""
        content = self.workspace.uploads.get(request.match_info["file"])
        if content is None or request.headers.get("Authorization") != f"Bearer {self.bot_token}":
            return web.Response(status=404)
        return web.Response(body=content, content_type="application/octet-stream")

    async def _answer(
        self, request: web.Request, call: Call, token: str | None, args: Arguments
    ) -> web.StreamResponse:
        fault = self.faults.take(call.method)
        if fault is None:
            self._run(call, token, args)
            return self._response(call)
        if fault.done:
            self._run(call, token, args)
        await asyncio.sleep(fault.delay)
        if not fault.only_slow:
            return self._fail(request, call, fault)
        if not fault.done:
            self._run(call, token, args)
        return self._response(call)

    def _run(self, call: Call, token: str | None, args: Arguments) -> None:
        """Do what was asked, or refuse."""
        try:
            method = self._allowed(call, token, args)
            call.answer, call.status = {"ok": True, **method.do(self.workspace, args)}, 200
        except SlackRefusesError as refusal:
            call.answer = refusal.answer()
            call.status = 429 if refusal.error == "ratelimited" else 200

    def _allowed(self, call: Call, token: str | None, args: Arguments) -> Method:
        method = METHODS.get(call.method)
        if method is None:
            raise SlackRefusesError("unknown_method", req_method=call.method)
        self._check_token(method, token)
        self._check_rate(call, method, args)
        granted = self._granted(method)
        if method.scopes and not granted & set(method.scopes):
            raise SlackRefusesError(
                "missing_scope", needed=method.scopes[0], provided=",".join(sorted(granted))
            )
        return method

    def _check_token(self, method: Method, token: str | None) -> None:
        if not token:
            raise SlackRefusesError("not_authed")
        if token not in (self.bot_token, self.app_token):
            raise SlackRefusesError("invalid_auth")
        if (token == self.app_token) is not method.app_level:
            raise SlackRefusesError("not_allowed_token_type")
        if self.workspace.token_error and not method.app_level:
            raise SlackRefusesError(self.workspace.token_error)

    def _check_rate(self, call: Call, method: Method, args: Arguments) -> None:
        if not self.rate_limits:
            return
        channel = args.text("channel") if call.method == "chat.postMessage" else None
        wait = self.rates.wait_for(call.method, method.per_minute, channel)
        if wait:
            raise SlackRefusesError("ratelimited", retry_after=wait)

    def _granted(self, method: Method) -> set[str]:
        return {"connections:write"} if method.app_level else self.workspace.scopes

    def _response(self, call: Call) -> web.Response:
        method = METHODS.get(call.method)
        headers = {"x-slack-req-id": str(len(self.calls))}
        if method is not None:
            headers["x-oauth-scopes"] = ",".join(sorted(self._granted(method)))
            headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
        if call.status == 429:
            headers["Retry-After"] = str(call.answer.pop("retry_after"))
        return web.json_response(call.answer, status=call.status, headers=headers)

    def _fail(self, request: web.Request, call: Call, fault: Fault) -> web.Response:
        """Answer with the fault. With `done` the call's own answer stays on record."""
        if fault.close:
            call.status = 0
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if fault.retry_after is not None:
            call.answer, call.status = {"ok": False, "error": "ratelimited"}, 429
            return web.json_response(call.answer, status=429, headers={"Retry-After": str(fault.retry_after)})
        call.answer = {"ok": False, "error": fault.error or "internal_error"}
        call.status = fault.status or 200
        if fault.status:
            return web.Response(status=fault.status, text="upstream connect error")
        return web.json_response(call.answer)


async def _read(request: web.Request) -> tuple[str | None, Arguments]:
    """Token and arguments, from wherever Slack takes them: header, query, form or JSON."""
    body: dict[str, Any] = {}
    if request.content_type == "application/json":
        body = await _json(request)
    elif request.can_read_body:
        body = dict(await request.post())
    args = Arguments.of(request.query, body)
    given = str(args.pop("token", "") or "")
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bearer or given or None, args


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


async def _bytes(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    form = await request.post()
    for part in form.values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""
