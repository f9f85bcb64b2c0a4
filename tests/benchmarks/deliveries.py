"""Slash commands as Slack sends them over HTTP, signed before the clock starts."""

import hashlib
import hmac
import random
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from tests.benchmarks.crowd import SIZE, TEAM_ID, slack_id

SECRET = "signing-secret"
REASONS = (
    "for the tidy migration",
    "for the calm night on call #care",
    "who found the leak #craft #sql",
    "who stayed until it worked",
)


def act_of(run: str, number: int) -> str:
    """The key under which a kudos of this run is stored."""
    return f"command:{run}.{number}"


def signed_kudos(run: str, amount: int) -> list[bytes]:
    """So many different `/kudos`, each from somebody to one, two or three others; `run` seeds them."""
    chance = random.Random(run)
    return [_request(_command(f"{run}.{number}", chance)) for number in range(amount)]


def _command(trigger: str, chance: random.Random) -> bytes:
    giver, *receivers = chance.sample(range(SIZE), chance.choice((2, 2, 3, 4)))
    mentions = " ".join(f"<@{slack_id(number)}|person{number}>" for number in receivers)
    form = {
        "token": "verification-token",
        "team_id": TEAM_ID,
        "team_domain": "pretend",
        "channel_id": "CGENERAL",
        "channel_name": "general",
        "user_id": slack_id(giver),
        "user_name": f"person{giver}",
        "command": "/kudos",
        "text": f"{mentions} {chance.choice(REASONS)}".strip(),
        "api_app_id": "APRETEND",
        "is_enterprise_install": "false",
        "response_url": f"https://hooks.slack.example/commands/{trigger}",
        "trigger_id": trigger,
    }
    return urlencode(form).encode()


def _request(body: bytes) -> bytes:
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return b"\r\n".join((*_headers(stamp, digest, len(body)), b"", body))


def _headers(stamp: str, digest: str, length: int) -> Iterator[bytes]:
    yield b"POST /slack/events HTTP/1.1"
    yield b"Host: 127.0.0.1"
    yield b"Content-Type: application/x-www-form-urlencoded"
    yield b"User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)"
    yield f"X-Slack-Request-Timestamp: {stamp}".encode()
    yield f"X-Slack-Signature: v0={digest}".encode()
    yield f"Content-Length: {length}".encode()
