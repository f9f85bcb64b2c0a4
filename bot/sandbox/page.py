"""The local workspace in the browser: one page on which one can act as anybody.

The server renders everything; the page's small script sends what people do and puts the parts that
changed in their places. It hears of changes by server-sent events, and says which parts it has.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.clock import MovableClock
from bot.sandbox.inspector import detail
from bot.sandbox.moves import Moves
from bot.sandbox.page_acts import PageActs
from bot.sandbox.refusals import CannotActError, SlackRefusesError
from bot.sandbox.rendering import Parts, Setting, is_picture
from bot.sandbox.slack import PretendSlack

STATIC = Path(__file__).parent / "static"
# Nothing is ever loaded from elsewhere, and no script runs but the page's own.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: https: http:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HOSTS = ("127.0.0.1", "localhost")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """The page of one pretend Slack.

    `moves` is what the bot does when the clock is moved; `setting` what the page offers beside what
    the workspace holds.
    """

    def __init__(
        self,
        slack: PretendSlack,
        *,
        clock: MovableClock,
        moves: Moves | None = None,
        setting: Setting | None = None,
    ) -> None:
        self.slack = slack
        self.parts = Parts(slack, setting or Setting())
        self.acts = PageActs(slack, clock, moves or Moves(), self.parts.tour)
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def listening(self, port: int = 0) -> AsyncIterator[str]:
        """Serve the pretend Slack and its page, and yield the page's address."""
        async with self.slack.listening(port, self.routes()):
            try:
                yield f"{self.slack.workspace.base_url}/"
            finally:
                for task in self._tasks:
                    task.cancel()

    def routes(self) -> list[web.RouteDef]:
        """Everything the browser asks for."""
        return [
            web.get("/", _local(self.show)),
            web.get("/parts", _local(self.show_parts)),
            web.get("/changes", _local(self.changes)),
            web.get("/names", _local(self.names)),
            web.get("/people", _local(self.people)),
            web.get("/methods", _local(self.methods)),
            web.get("/inspect/{kind}/{place}", _local(self.inspect)),
            web.get("/shared/{file}", _local(self.shared)),
            web.get("/archives/{channel}/{ts}", _local(self.archived)),
            web.get("/static/{name}", _local(self.static)),
            web.post("/act/{verb}", _local(self.act)),
        ]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The whole page."""
        query = request.query
        viewer, place = self.parts.where(query.get("as"), query.get("at"))
        tab = "home" if place == "home" else "messages" if place == self.slack.dm_of(viewer) else ""
        if tab:
            self._soon(self.slack.opens_home(viewer, tab))
        page = self.parts.page(viewer, place, query.get("thread", ""), query.get("say", ""))
        return web.Response(text=page, content_type="text/html")

    async def show_parts(self, request: web.Request) -> web.StreamResponse:
        """The parts that have changed since the browser saw them."""
        query = request.query
        viewer, place = self.parts.where(query.get("as"), query.get("at"))
        seen = json.loads(query.get("seen") or "{}")
        parts = self.parts.changed(viewer, place, query.get("thread", ""), seen)
        return web.json_response({"version": self.slack.workspace.version, "parts": parts})

    async def act(self, request: web.Request) -> web.StreamResponse:
        """Something that somebody did; answers with what went wrong and with what has changed."""
        if request.content_type != "application/json":
            return web.Response(status=415)
        body = json.loads(await request.text())
        viewer, place = self.parts.where(body.get("as"), body.get("at"))
        begun = time.monotonic()
        result = await self._do(request.match_info["verb"], viewer, place, body)
        # How much of the answer's time was the bot's, for whoever measures the page.
        took = f"bot;dur={(time.monotonic() - begun) * 1000:.1f}"
        thread = str(body.get("thread") or "")
        parts = self.parts.changed(viewer, place, thread, body.get("seen") or {})
        # Answers may overtake each other on their way; the browser keeps to the newest.
        version = self.slack.workspace.version
        answer = {"error": "", "errors": {}, **result, "version": version, "parts": parts}
        return web.json_response(answer, headers={"Server-Timing": took})

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """A server-sent event after every change, at most twenty a second."""
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await stream.prepare(request)
        try:
            told = -1
            while True:
                # What changed while the last word was on its way is told at once.
                if told == self.slack.workspace.version:
                    await self._change()
                told = self.slack.workspace.version
                await stream.write(f"data: {told}\n\n".encode())
        except ConnectionError:
            return stream

    async def names(self, request: web.Request) -> web.StreamResponse:
        """What the composer completes: commands, people, channels."""
        return web.json_response(self.parts.names())

    async def people(self, request: web.Request) -> web.StreamResponse:
        """Everybody whom one can act as, with what they are and their local time."""
        viewer, place = self.parts.where(request.query.get("as"), request.query.get("at"))
        return web.Response(text=self.parts.people(viewer, place), content_type="text/html")

    async def methods(self, request: web.Request) -> web.StreamResponse:
        """Which Web API methods are served here; any other is an error."""
        return web.Response(text=self.parts.methods(), content_type="text/html")

    async def inspect(self, request: web.Request) -> web.StreamResponse:
        """One record of the inspector."""
        return web.Response(
            text=detail(self.slack, request.match_info["kind"], int(request.match_info["place"]))
        )

    async def shared(self, request: web.Request) -> web.StreamResponse:
        """A file that was shared, as an image where it is one, else to be saved."""
        file = self.slack.workspace.files.get(request.match_info["file"])
        content = self.slack.workspace.uploads.get(request.match_info["file"])
        if file is None or content is None:
            return web.Response(status=404)
        image = is_picture(file)
        kind = "image/" + file["name"].rsplit(".", 1)[-1].lower() if image else "application/octet-stream"
        disposition = {} if image else {"Content-Disposition": "attachment"}
        return web.Response(body=content, content_type=kind, headers=disposition)

    async def archived(self, request: web.Request) -> web.StreamResponse:
        """A permalink: the channel, at the message."""
        stamp = request.match_info["ts"].removeprefix("p")
        raise web.HTTPFound(f"/?at={request.match_info['channel']}#m{stamp[:-6]}.{stamp[-6:]}")

    async def static(self, request: web.Request) -> web.StreamResponse:
        """The script and the style."""
        path = STATIC / request.match_info["name"]
        if path.name not in {file.name for file in STATIC.iterdir()}:
            return web.Response(status=404)
        kinds = {".js": "text/javascript", ".css": "text/css"}
        return web.Response(body=path.read_bytes(), content_type=kinds.get(path.suffix, "text/plain"))

    async def _do(self, verb: str, viewer: str, place: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            return await self.acts.do(verb, viewer, place, body)
        except (CannotActError, SlackRefusesError, ValueError) as problem:
            return {"error": str(problem)}

    async def _change(self) -> None:
        """Wait for a change, but not longer than proxies and browsers keep quiet connections."""
        try:
            async with asyncio.timeout(15):
                await self.slack.workspace.change()
        except TimeoutError:
            return
        await asyncio.sleep(0.05)

    def _soon(self, work: Awaitable[None]) -> None:
        """Let the bot hear of something while the page is already shown."""

        async def run() -> None:
            await work

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _local(handler: Handler) -> Handler:
    """Only for browsers that came by this machine's own name: other names are somebody's trick."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if request.host.rsplit(":", 1)[0] not in HOSTS:
            return web.Response(status=421)
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = POLICY
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers["Cache-Control"] = "no-store"
        return response

    return guarded
