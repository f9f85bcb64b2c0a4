"""Ten thousand odd lines and broken payloads: nobody sees a traceback, and the door never says 500."""

import asyncio
import json
import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from bot.app import build_app
from bot.database import Database
from bot.readiness import Readiness
from bot.rules import cairn, feedback, goal, kudos, setting, setting_command, talk
from bot.rules.refusal import Refusal
from bot.sandbox.slack import PretendSlack
from bot.server import build_server
from tests.support import cast
from tests.support.signing import post_to
from tests.support.world import StoppedClock, World, over_socket, tools_for

LINES = 9_000
DELIVERIES, OVER_SOCKET = 700, 200
PIECES = (
    *("<@UADA>", "<@UGRACE|grace>", "<@U", "<!channel>", "<!subteam^S1|@all>", "@grace", "@", "#craft", "#"),
    *("<#C1|craft>", "<https://x.example|x>", "&lt;", "&amp;", "for", "about", "ask", "mine", "team", "help"),
    *(
        "new",
        "done",
        "G1",
        "g999999999",
        "G12",
        "60",
        "-1e308",
        "60%",
        "NaN",
        "∞",
        "½",
        "on-track",
        "at risk",
    ),
    *(
        "pause",
        "until",
        "2026-12-01",
        "0000-00-00",
        "9999-99-99",
        "resume",
        "feedback",
        "settings",
        "privacy",
    ),
    *(
        "setup",
        "checkin_time",
        "10:00",
        "launch",
        "pilot:",
        "values",
        "a|b|c",
        "allowance",
        "²",
        "1:1",
        "tags",
    ),
    *(
        "\n",
        "\t",
        "\x00",
        "\u202e",
        "\ud800",
        "👩🏽‍💻",
        "שלום",
        "x" * 4000,
        "'; DROP TABLE person; --",
        "{0}",
        "%s",
        "{}",
    ),
)
READERS: tuple[Callable[[str], Any], ...] = (
    kudos.parse,
    feedback.parse,
    goal.parse,
    cairn.parse,
    lambda text: talk.read(text, bot="UBOT"),
    lambda text: setting.read(setting_command.parse(text).key, setting_command.parse(text).value or ""),
)


def lines(chance: random.Random, amount: int) -> Iterator[str]:
    """Words of the grammar in any order, whole, cut and glued."""
    for _case in range(amount):
        pieces = chance.choices(PIECES, k=chance.randint(0, 7))
        line = chance.choice((" ", "", "  ")).join(pieces)
        yield line[: chance.randint(0, len(line))] if chance.random() < 0.2 else line


def refusal_of(read: Callable[[str], Any], line: str) -> str | None:
    """The sentence with which a line is refused; None where it is read."""
    try:
        read(line)
    except Refusal as refusal:
        return str(refusal)
    return None


def test_every_line_is_read_or_refused_with_a_sentence() -> None:
    refused = 0
    for number, line in enumerate(lines(random.Random(1), LINES)):
        sentence = refusal_of(READERS[number % len(READERS)], line)
        assert sentence is None or sentence.strip(), line
        refused += sentence is not None
    assert LINES // 10 < refused < LINES


def broken(shape: Any, chance: random.Random) -> Any:
    """A payload in which one thing is missing, of another type, or far too large."""
    odd: tuple[Any, ...] = (
        None,
        "",
        0,
        -1,
        True,
        [],
        {},
        [None],
        {"id": None},
        "x" * 5000,
        "\ud800",
        10**30,
        "<!channel>",
    )
    if isinstance(shape, dict) and shape:
        name = chance.choice(sorted(shape))
        if chance.random() < 0.3 or not isinstance(shape[name], dict | list):
            rest = {key: value for key, value in shape.items() if key != name}
            return rest if chance.random() < 0.5 else {**rest, name: chance.choice(odd)}
        return {**shape, name: broken(shape[name], chance)}
    if isinstance(shape, list) and shape:
        place = chance.randrange(len(shape))
        return [*shape[:place], broken(shape[place], chance), *shape[place + 1 :]]
    return chance.choice(odd)


async def seen(world: World) -> list[dict[str, Any]]:
    """Some of everything that Slack delivers, as it was delivered."""
    slack = world.slack
    said = await slack.says("The build is green again", by="UGRACE", channel="CGENERAL")
    await slack.reacts("rock", said, by="UADA")
    await slack.unreacts("rock", said, by="UADA")
    await slack.says("kudos <@UGRACE> for lunch", by="UADA")
    await slack.says("<@UBOT> hello", by="UADA", channel="CGENERAL")
    for text in (
        "/kudos",
        "/cairn feedback",
        "/cairn settings",
        "/goal new Tidy up",
        "/checkin",
        "/cairn privacy",
    ):
        await slack.types(text, by="UADA")
        if slack.modal("UADA") is not None:
            await slack.submits("UADA", {})
            while slack.modal("UADA") is not None:
                await slack.closes("UADA", everything=True)
    await slack.types("/cairn feedback <@UADA> your demo was clear", by="UGRACE")
    await slack.types("/cairn feedback ask <@UADA> about tea", by="UGRACE")
    await world.deliver()
    for action in ("feedback_share", "feedback_unshare", "feedback_reply", "feedback_decline"):
        await slack.clicks(action, by="UADA")
        await world.tools.settled()
    await slack.uses_shortcut("cairn_kudos", by="UADA")
    await slack.uses_message_shortcut("give_kudos", by="UADA", message=said)
    await slack.joins("UNEW", "Nova New")
    await slack.opens_home("UADA")
    return [delivery.payload for delivery in slack.deliveries]


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::UserWarning")
async def test_a_broken_payload_is_never_a_500_and_shows_no_traceback(http_bot: World) -> None:
    payloads = await seen(http_bot)
    site = build_server(http_bot.tools, build_app(http_bot.tools), Readiness(http_bot.tools))
    secret, chance = http_bot.slack.courier.signing_secret, random.Random(2)
    statuses: dict[int, int] = {}
    with capture_logs():
        for _case in range(DELIVERIES):
            payload = broken(chance.choice(payloads), chance)
            if chance.random() < 0.1:
                payload = broken(payload, chance)
            status, text = await post_to(site, secret, *_encoded(payload))
            assert status in (200, 400), (status, payload)
            assert "Traceback" not in text
            statuses[status] = statuses.get(status, 0) + 1
    await http_bot.tools.settled()
    assert "Traceback" not in str([call.args for call in http_bot.slack.calls])
    assert statuses[200] > DELIVERIES // 3
    assert statuses[400] > 0


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::UserWarning")
async def test_a_broken_payload_is_acknowledged_over_a_socket_too_and_the_line_holds(
    slack: PretendSlack, database: Database, clock: StoppedClock
) -> None:
    workspace_id = await database.transact(cast.fill_database)
    async with (
        tools_for(slack, slack.api_root, database, clock, socket_mode=True) as tools,
        over_socket(tools, slack),
    ):
        bot = World(slack, tools, clock, workspace_id)
        payloads, chance = await seen(bot), random.Random(4)
        cases = [broken(chance.choice(payloads), chance) for _case in range(OVER_SOCKET)]
        envelopes = [
            {"envelope_id": f"fuzz-{case}", "payload": payload, **_kind_of(payload)}
            for case, payload in enumerate(cases)
        ]
        with capture_logs() as logged:
            # What is answered with no 200 is left to Slack: no acknowledgement comes.
            sent = (slack.sockets.send(each, timeout=3) for each in envelopes)
            answers = await asyncio.gather(*sent, return_exceptions=True)
        assert {type(each) for each in answers} <= {dict, TimeoutError}
        assert "Traceback" not in str(answers)
        assert sum(isinstance(each, dict) for each in answers) > OVER_SOCKET // 3
        # What is no payload at all gets a line in the log, which names no words.
        named = {entry["event"]: set(entry) for entry in logged}
        assert named["payload_unreadable"] == {"event", "log_level"}
        assert "view_submission" not in {
            entry["type"] for entry in logged if entry["event"] == "listener_failed"
        }
        await tools.settled()
        assert "Traceback" not in str([call.args for call in slack.calls])
        assert (await slack.types("/kudos help", by="UADA")).text


def _kind_of(payload: Any) -> dict[str, Any]:
    """The type that Slack gives the envelope of a payload."""
    if isinstance(payload, dict) and "command" in payload:
        return {"type": "slash_commands", "accepts_response_payload": True}
    if isinstance(payload, dict) and "event" in payload:
        return {"type": "events_api"}
    return {"type": "interactive"}


async def test_what_is_no_payload_at_all_is_a_400(http_bot: World) -> None:
    site = build_server(http_bot.tools, build_app(http_bot.tools), Readiness(http_bot.tools))
    secret, chance = http_bot.slack.courier.signing_secret, random.Random(3)
    for _case in range(300):
        body = chance.choice(
            (b"", b"{", b"payload=", b"payload={}", b"[]", b"null", b"command=", b"\xff\xfe")
        )
        body += bytes(chance.choices(range(256), k=chance.randint(0, 40)))
        kind = chance.choice(("application/json", "application/x-www-form-urlencoded", "text/plain", ""))
        status, text = await post_to(site, secret, body, kind)
        assert status in (200, 400), body
        assert "Traceback" not in text


def _encoded(payload: Any) -> tuple[bytes, str]:
    """As Slack sends it: events as JSON, commands as a form, interactions as a form with a payload."""
    form = "application/x-www-form-urlencoded"
    if isinstance(payload, dict) and "command" in payload:
        fields = {
            key: value if isinstance(value, str) else json.dumps(value) for key, value in payload.items()
        }
        return urlencode(fields, errors="replace").encode(), form
    if isinstance(payload, dict) and ("event" in payload or payload.get("type") == "event_callback"):
        return json.dumps(payload).encode(), "application/json"
    return urlencode({"payload": json.dumps(payload)}).encode(), form
