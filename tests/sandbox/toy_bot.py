"""A tiny real Bolt app, with one of everything, to hold the pretend Slack against."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox import PretendSlack


def plain(text: str) -> dict[str, Any]:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def button(action_id: str, text: str = "Open", **more: Any) -> dict[str, Any]:
    """An actions block with one button."""
    element = {"type": "button", "action_id": action_id, "text": plain(text), **more}
    return {"type": "actions", "elements": [element]}


def field(action_id: str, element: dict[str, Any], *, optional: bool = False) -> dict[str, Any]:
    """An input block whose block id ends in _block."""
    return {
        "type": "input",
        "block_id": f"{action_id}_block",
        "label": plain(action_id.title()),
        "optional": optional,
        "element": {"action_id": action_id, **element},
    }


def options(*values: str) -> list[dict[str, Any]]:
    """Options with a capitalised text for each value."""
    return [{"text": plain(value.title()), "value": value} for value in values]


def thanks_modal(**more: Any) -> dict[str, Any]:
    """A modal with several kinds of inputs."""
    blocks = [
        field("receivers", {"type": "multi_users_select"}),
        field("message", {"type": "plain_text_input", "multiline": True, "min_length": 3}),
        field("values", {"type": "checkboxes", "options": options("care", "craft")}, optional=True),
        field("mood", {"type": "static_select", "options": options("good", "bad")}, optional=True),
    ]
    return {
        "type": "modal",
        "callback_id": "thanks",
        "title": plain("Thanks"),
        "submit": plain("Send"),
        "blocks": blocks,
        **more,
    }


class ToyBot:
    """Remembers what it was sent, and answers a little."""

    def __init__(self, slack: PretendSlack) -> None:
        self.slack = slack
        self.heard: list[dict[str, Any]] = []
        self.submitted: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {}
        logger = logging.getLogger("toy")
        logger.setLevel(logging.CRITICAL)
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_root)
        self.app = AsyncApp(signing_secret=slack.courier.signing_secret, client=client, logger=logger)
        self._register()

    def _register(self) -> None:
        self.app.command("/kudos")(self.kudos)
        self.app.command("/thanks")(self.opens)
        self.app.command("/quiet")(self.quiet)
        self.app.view("thanks")(self.submission)
        self.app.view_closed("thanks")(self.listen)
        self.app.action("open")(self.opens)
        self.app.action("tell")(self.tell)
        self.app.shortcut("wave")(self.opens)
        self.app.shortcut("give")(self.opens)
        for event in ("reaction_added", "reaction_removed", "message", "app_mention", "team_join"):
            self.app.event(event)(self.listen)
        for event in ("user_change", "app_home_opened", "app_uninstalled", "tokens_revoked"):
            self.app.event(event)(self.listen)

    async def kudos(self, ack: Any, command: dict[str, Any]) -> None:
        self.heard.append(command)
        await ack(f"You said: {command['text']}")

    async def quiet(self, ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack()
        await respond("Later: " + command["text"])

    async def opens(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        self.heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=thanks_modal(notify_on_close=True))
        await ack()

    async def tell(self, ack: Any, respond: Any, body: dict[str, Any]) -> None:
        self.heard.append(body)
        await respond("You clicked.", replace_original=False)
        await ack()

    async def submission(self, ack: Any, body: dict[str, Any]) -> None:
        self.submitted.append(body)
        await ack(**self.answer)

    async def listen(self, ack: Any, body: dict[str, Any]) -> None:
        self.heard.append(body)
        await ack()

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events it heard."""
        return [body["event"] for body in self.heard if "event" in body]

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve on a free port of this machine and yield the address for deliveries."""
        handler = AsyncSlackRequestHandler(self.app)

        async def endpoint(request: Request) -> Response:
            return await handler.handle(request)

        site = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
        listener = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(site, log_config=None, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        finally:
            server.should_exit = True
            await task
