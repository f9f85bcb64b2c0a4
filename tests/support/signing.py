"""A request as Slack signs it, brought to the door without a socket."""

import hashlib
import hmac
import time
from typing import Any

from starlette.applications import Starlette


async def post_to(site: Starlette, secret: str, body: bytes, content_type: str) -> tuple[int, str]:
    """Post a body to `/slack/events`; the status and the text of the answer."""
    stamp = str(int(time.time()))
    signed = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    headers = [
        (b"content-type", content_type.encode()),
        (b"x-slack-request-timestamp", stamp.encode()),
        (b"x-slack-signature", f"v0={signed}".encode()),
    ]
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/slack/events",
        "raw_path": b"/slack/events",
        "query_string": b"",
        "headers": headers,
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "http_version": "1.1",
    }
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await site(scope, receive, send)
    text = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return sent[0]["status"], text.decode(errors="replace")
