"""What comes in at the HTTP door that Slack did not send, or that we cannot take now."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp
import pytest
from structlog.testing import capture_logs

from tests.support.world import World


async def post(
    bot: World, body: bytes, *, kind: str = "application/json", age: int = 0, secret: str | None = None
) -> tuple[int, str]:
    """Post a body as Slack would, signed so many seconds ago."""
    signing_secret = bot.slack.courier.signing_secret if secret is None else secret
    timestamp = str(int(time.time()) - age)
    digest = hmac.new(signing_secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(bot.slack.events_url, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


COMMAND = urlencode(
    {"command": "/kudos", "text": "help", "user_id": "UADA", "team_id": "T1", "trigger_id": "1"}
)
FORM = "application/x-www-form-urlencoded"


async def test_a_signed_command_is_answered(http_bot: World) -> None:
    status, text = await post(http_bot, COMMAND.encode(), kind=FORM)

    assert status == 200
    assert "/kudos" in text


@pytest.mark.parametrize(
    ("age", "secret"),
    [(0, "not-the-secret"), (301, None), (-301, None)],
    ids=["wrong key", "old", "from the future"],
)
async def test_what_slack_did_not_sign_now_is_refused(http_bot: World, age: int, secret: str | None) -> None:
    status, _ = await post(http_bot, COMMAND.encode(), kind=FORM, age=age, secret=secret)

    assert status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=0"},
        {"X-Slack-Request-Timestamp": "yesterday", "X-Slack-Signature": "v0=0"},
        {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": "v0=0"},
    ],
)
async def test_an_unsigned_request_is_refused_whatever_it_holds(
    http_bot: World, headers: dict[str, str]
) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(http_bot.slack.events_url, data=b"{", headers=headers) as answer,
    ):
        assert answer.status == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{not json", "application/json"),
        (b"\xff\xfe\xff", "application/json"),
        (b"[]", "application/json"),
        (b"{}", "application/json"),
        (b'{"type": "event_callback"}', "application/json"),
        (b'{"type": "event_callback", "team_id": "T1", "event": []}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"", FORM),
        (b"payload=nonsense", FORM),
        (b"payload=%5B1%5D", FORM),
        (b'payload={"type":"block_actions"}', FORM),
        (b'payload={"type":"view_submission","user":{"id":"UADA"},"view":"x"}', FORM),
        (b"command=/kudos", FORM),
        (b"hello", "text/plain"),
    ],
)
async def test_a_signed_body_that_is_no_slack_payload_is_a_bad_request(
    http_bot: World, body: bytes, kind: str
) -> None:
    status, _ = await post(http_bot, body, kind=kind)

    assert status == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": 7},
        {"state": "x"},
        {"state": {"values": []}},
        {"state": {"values": {"message": []}}},
        {"state": {"values": {"message": {"message": 3}}}},
        {"blocks": "x"},
        {"blocks": [1]},
        {"callback_id": []},
        {"private_metadata": "[1"},
        {"private_metadata": "[1]"},
        {"private_metadata": 7},
    ],
    ids=str,
)
async def test_a_signed_form_that_is_malformed_is_refused_with_one_line_of_log(
    http_bot: World, wrong: dict[str, object]
) -> None:
    view = {"type": "modal", "id": "V1", "callback_id": "kudos", "app_installed_team_id": "T1"}
    payload = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "UADA", "team_id": "T1"},
        "view": view | wrong,
    }
    with capture_logs() as lines:
        status, text = await post(http_bot, urlencode({"payload": json.dumps(payload)}).encode(), kind=FORM)

    assert (status, text) == (400, "not a Slack payload")
    assert [(line["event"], "exc_info" in line) for line in lines] == [("payload_unreadable", False)]


async def test_slacks_url_check_is_answered(http_bot: World) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()

    status, text = await post(http_bot, body)

    assert (status, json.loads(text)) == (200, {"challenge": "abc"})


async def test_an_event_we_do_not_handle_is_acknowledged(http_bot: World) -> None:
    body = {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev1",
        "event": {"type": "emoji_changed", "event_ts": "1.0"},
    }

    assert (await post(http_bot, json.dumps(body).encode()))[0] == 200


async def test_health_is_told_and_metrics_are_counted(http_bot: World) -> None:
    root = http_bot.slack.events_url.removesuffix("/slack/events")
    await http_bot.slack.types("/kudos <@UGRACE> for lunch", by="UADA")
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{root}/healthz") as healthy:
            assert healthy.status == 200
        async with session.get(f"{root}/readyz") as ready:
            assert (ready.status, await ready.json()) == (
                200,
                {"ready": True, "database": "ok", "workspace": "ok"},
            )
        async with session.get(f"{root}/metrics") as metrics:
            exposed = await metrics.text()

    assert 'cairn_received_total{kind="command",outcome="200"}' in exposed
    assert 'cairn_deliveries_waiting{kind="kudos_dm"} 1.0' in exposed
