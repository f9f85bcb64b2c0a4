"""The commands, as whole processes: exit codes, one clear line, data on stdout."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import pytest
from sqlalchemy.engine import make_url

from bot.sandbox.slack import PretendSlack
from tests.support import cast
from tests.support.command import cairn, started
from tests.support.world import free_port

FRIDAY = "2026-11-20T09:30:00+01:00"


@pytest.fixture
async def slack() -> AsyncIterator[PretendSlack]:
    """The pretend workspace on the real clock, because signatures of another process are on it too."""
    pretend = PretendSlack(team_id=cast.TEAM_ID)
    cast.fill_slack(pretend)
    async with pretend.listening():
        yield pretend


@pytest.fixture
def tokens(slack: PretendSlack) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.courier.signing_secret,
        "SLACK_API_URL": slack.api_root,
    }


async def ready(port: int) -> dict[str, object]:
    """Wait until the bot says that it is ready."""
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    told: dict[str, object] = await answer.json()
                    if answer.status == 200:
                        return told
            except aiohttp.ClientConnectorError:
                pass
            await asyncio.sleep(0.05)


async def people(folder: Path, **environment: str) -> None:
    """A directory of Grace and her report Ada."""
    (folder / "people.csv").write_text(
        "email,slack_user_id,name,manager_email,team,timezone\n"
        "ada@example.com,UADA,Ada,grace@example.com,Platform,Europe/Berlin\n"
        "grace@example.com,UGRACE,Grace,,Platform,Europe/Berlin\n"
    )
    assert (await cairn(folder, "people", "import", "people.csv", **environment)).code == 0
    assert (await cairn(folder, "config", "set", "launch", "everyone", **environment)).code == 0


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_run_serves_and_a_sigterm_finishes_it_well(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str], transport: str
) -> None:
    port = free_port()
    if transport == "socket":
        tokens["SLACK_APP_TOKEN"] = slack.app_token
    slack.events_url = f"http://127.0.0.1:{port}/slack/events"
    process = await started(tmp_path, "run", **tokens, PORT=str(port))
    told = await ready(port)
    reply = await slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")

    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        out, err = await process.communicate()

    assert reply.text.startswith("Kept.")
    assert ("socket" in told) == (transport == "socket")
    assert (process.returncode, out) == (0, b"")
    assert b"Traceback" not in err
    assert b"tidy migration" not in err


async def test_socket_mode_reconnects_when_slack_asks_it_to(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    port = free_port()
    process = await started(tmp_path, "run", **tokens, SLACK_APP_TOKEN=slack.app_token, PORT=str(port))
    await ready(port)
    await slack.disconnects("refresh_requested")
    async with asyncio.timeout(10):
        await slack.sockets.connected()

    reply = await slack.types("/cairn help", by="UADA")

    process.send_signal(signal.SIGTERM)
    await process.communicate()
    assert "/kudos" in reply.text


async def test_run_starts_while_slack_is_away_and_is_ready_when_it_is_back(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    slack.fail("auth.test", times=1, status=503)
    port = free_port()
    process = await started(tmp_path, "run", **tokens, PORT=str(port))

    told = await ready(port)

    process.send_signal(signal.SIGTERM)
    await process.communicate()
    assert told["workspace"] == "ok"
    assert process.returncode == 0


async def test_tick_does_what_is_due_and_doing_it_twice_does_nothing_more(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    await people(tmp_path)

    first = await cairn(tmp_path, "tick", "--at", FRIDAY, **tokens)
    second = await cairn(tmp_path, "tick", "--at", FRIDAY, **tokens)

    assert (first.code, first.err.count("Traceback"), second.code) == (0, 0, 0)
    assert len(slack.said_to("UADA")) == len(slack.said_to("UGRACE")) == 1
    ledger = json.loads(
        (await cairn(tmp_path, "deliveries", "--since", "2026-11-01", "--format", "json")).out
    )
    assert {(row["kind"], row["state"]) for row in ledger} == {("checkin_prompt", "sent")}


async def test_the_ledger_begins_at_a_day_or_an_instant_and_tells_the_story_of_each_message(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    await people(tmp_path)
    await cairn(tmp_path, "tick", "--at", FRIDAY, **tokens)

    async def since(start: str) -> list[dict[str, object]]:
        ended = await cairn(tmp_path, "deliveries", "--since", start, "--format", "json")
        rows: list[dict[str, object]] = json.loads(ended.out)
        return rows

    assert len(await since("2026-11-20")) == len(await since("2026-11-20T09:30:00+01:00")) == 2
    assert await since("2026-11-20T09:30:01+01:00") == []

    row = (await since("2026-11-20"))[0]
    plain = await cairn(tmp_path, "deliveries", "--story", str(row["id"]))
    data = await cairn(tmp_path, "deliveries", "--story", str(row["key"]), "--format", "json")
    unknown = await cairn(tmp_path, "deliveries", "--story", "77")

    assert plain.out.startswith("Check-in prompt of 2026-W47 for ")
    assert "Sent 2026-11-20 08:30:00 UTC as message" in plain.out
    assert json.loads(data.out)["story"] == plain.out.splitlines()
    assert (unknown.code, unknown.out) == (1, "")
    assert unknown.err == "There is no delivery '77'. `cairn deliveries` shows the ids of those there are.\n"


async def test_a_fresh_database_has_no_backlog(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    await people(tmp_path)

    await cairn(tmp_path, "tick", "--at", "2026-11-20T10:30:00+01:00", **tokens)

    assert slack.calls_to("chat.postMessage") == []


async def test_a_token_of_another_workspace_is_refused(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    await cairn(tmp_path, "people", "sync", **tokens)
    slack.workspace.team_id = "T2"

    ended = await cairn(tmp_path, "tick", **tokens)

    assert ended.code == 2
    assert "serves workspace T1; the token is one of T2" in ended.err


async def test_a_refused_token_is_one_clear_line(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    ended = await cairn(tmp_path, "run", **{**tokens, "SLACK_BOT_TOKEN": "xoxb-wrong"}, PORT=str(free_port()))

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.strip().splitlines()[-1].startswith("Slack refuses SLACK_BOT_TOKEN (invalid_auth)")


async def test_people_sync_takes_the_directory(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    ended = await cairn(tmp_path, "people", "sync", **tokens)

    assert (ended.code, ended.out) == (0, "5 added, 0 changed\n"), "the bot and Slackbot are no people"


@pytest.mark.parametrize(
    ("trouble", "why"), [({"status": 500}, "HTTP 500"), ({"error": "missing_scope"}, "missing_scope")]
)
async def test_people_sync_says_in_one_line_that_slack_gave_no_directory(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str], trouble: dict[str, Any], why: str
) -> None:
    slack.fail("users.list", times=9, **trouble)

    ended = await cairn(tmp_path, "people", "sync", **tokens)

    assert (ended.code, ended.out) == (1, "")
    assert f"Slack does not give its directory ({why})." in ended.err.splitlines()[-1]
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("words", "environment", "line"),
    [
        (("run",), {}, "Set SLACK_BOT_TOKEN"),
        (("run",), {"SLACK_BOT_TOKEN": "xoxb-1"}, "Set SLACK_SIGNING_SECRET"),
        (("tick", "--at", "2026-11-20T09:30:00"), {"SLACK_BOT_TOKEN": "xoxb-1"}, "--at needs an offset"),
        (("tick", "--at", "soon"), {"SLACK_BOT_TOKEN": "xoxb-1"}, "--at needs an instant"),
        (("deliveries", "--since", "soon"), {}, "--since needs a day such as 2026-11-27, or an instant"),
        (
            ("deliveries", "--since", "2026-11-20T09:30"),
            {},
            "--since needs an offset, such as 2026-11-20T09:30+",
        ),
        (("deliveries", "--since", "2026-11-20", "--story", "1"), {}, "--since or --story, not both"),
        (("config", "set", "lunch", "12:00"), {}, "There is no setting 'lunch'. Possible are: allowance,"),
        (("config", "set", "checkin_day", "someday"), {}, "checkin_day must be one of mon, tue,"),
        (("config", "set", "timezone", "Europe/Atlantis"), {}, "timezone must be a time zone name such as"),
        (("config", "set", "values", "a", "--team", "X"), {}, "values is set for the whole workspace"),
        (("config", "get", "lunch"), {}, "There is no setting 'lunch'"),
        (("manifest", "--url", "http://example.com"), {}, "https:// addresses only"),
        (("deliveries",), {"DATABASE_URL": "mysql://x"}, "DATABASE_URL must begin with"),
        (("deliveries",), {"PORT": "many"}, "PORT must be a number"),
        (("dance",), {}, "No such command 'dance'"),
        (("import", "nowhere"), {}, "does not exist"),
    ],
)
async def test_wrong_usage_is_said_in_one_line_and_exit_code_2(
    tmp_path: Path, words: tuple[str, ...], environment: dict[str, str], line: str
) -> None:
    ended = await cairn(tmp_path, *words, **environment)

    assert (ended.code, ended.out) == (2, "")
    assert line in ended.err
    assert "Traceback" not in ended.err


async def test_a_bad_row_is_exit_code_1_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("email,start_date\nada@example.com,yesterday\n")

    ended = await cairn(tmp_path, "import", ".")

    assert ended.code == 1
    assert "people.csv:2: start_date" in ended.out
    await cairn(tmp_path, "export", "out")
    assert len((tmp_path / "out" / "people.csv").read_text().splitlines()) == 1


async def test_settings_are_set_for_all_and_for_a_team(tmp_path: Path) -> None:
    await cairn(tmp_path, "config", "set", "checkin_day", "thu", "--team", "Platform")

    of_team = await cairn(tmp_path, "config", "get", "checkin_day", "--team", "Platform")
    of_all = await cairn(tmp_path, "config", "get", "checkin_day")
    unknown = await cairn(tmp_path, "config", "get", "checkin_day", "--team", "Nowhere")

    assert (of_team.out, of_all.out, unknown.out) == ("thu\n", "fri\n", "fri\n")
    assert "Warning: Nobody in the directory belongs to team 'Nowhere'." in unknown.err


async def test_a_team_that_nobody_belongs_to_is_set_with_a_warning(tmp_path: Path) -> None:
    await people(tmp_path)

    pilot = await cairn(tmp_path, "config", "set", "launch", "pilot:Platform|Platfrom")
    team = await cairn(tmp_path, "config", "set", "checkin_day", "thu", "--team", "Sales")
    right = await cairn(tmp_path, "config", "set", "checkin_day", "thu", "--team", "Platform")

    known = "Teams there are: Platform.\n"
    assert (pilot.code, pilot.out) == (0, "launch=pilot:Platform|Platfrom\n")
    assert pilot.err == f"Warning: Nobody in the directory belongs to team 'Platfrom'. {known}"
    assert (team.code, team.out) == (0, "checkin_day=thu\n")
    assert team.err == f"Warning: Nobody in the directory belongs to team 'Sales'. {known}"
    assert (right.code, right.err) == (0, "")


async def test_an_unmigrated_postgresql_is_refused_in_one_line_and_migrate_mends_it(
    tmp_path: Path, postgresql_url: str
) -> None:
    name = f"commands_{free_port()}"
    with psycopg.connect(postgresql_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    url = make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)

    refused = await cairn(tmp_path, "deliveries", DATABASE_URL=url)
    migrated = await cairn(tmp_path, "migrate", DATABASE_URL=url)
    again = await cairn(tmp_path, "migrate", DATABASE_URL=url)
    works = await cairn(tmp_path, "deliveries", DATABASE_URL=url)

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.strip() == "The database is not migrated to this version: run `cairn migrate`."
    assert (migrated.code, again.code, works.code) == (0, 0, 0)


async def test_an_absent_database_is_one_line(tmp_path: Path) -> None:
    ended = await cairn(tmp_path, "deliveries", DATABASE_URL=f"postgresql://127.0.0.1:{free_port()}/none")

    assert ended.code == 1
    assert ended.err.startswith("The database cannot be reached")
    assert "Traceback" not in ended.err


async def test_the_doctor_finds_all_well_and_says_how_to_mend_what_is_not(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    await cairn(tmp_path, "migrate")
    well = await cairn(tmp_path, "doctor", **tokens)
    slack.workspace.scopes.discard("im:history")
    ill = await cairn(tmp_path, "doctor", **tokens)

    assert well.code == 0, well.out
    assert "nobody hears from the bot yet" in well.out
    assert (ill.code, "missing im:history" in ill.out, "cairn manifest" in ill.out) == (1, True, True)


async def test_the_doctor_looks_at_the_channels_that_are_named(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    await cairn(tmp_path, "config", "set", "recognition_channel", "CKUDOS")
    well = await cairn(tmp_path, "doctor", **tokens)
    slack.workspace.channels["CKUDOS"].archived = True
    slack.workspace.channels["CKUDOS"].members.remove(slack.workspace.bot.id)
    ill = await cairn(tmp_path, "doctor", **tokens)
    await cairn(tmp_path, "config", "set", "recognition_channel", "CNOWHERE")
    lost = await cairn(tmp_path, "doctor", **tokens)

    assert "ok   recognition_channel: #kudos" in well.out
    assert "BAD  recognition_channel: #kudos: it is archived, the bot is not in it" in ill.out
    assert "Invite the bot to the channel, or name another" in ill.out
    assert "BAD  recognition_channel: CNOWHERE: channel_not_found" in lost.out
    assert (ill.code, lost.code) == (1, 1)


async def test_the_doctor_does_not_blame_the_workspace_for_a_missing_token(
    tmp_path: Path, slack: PretendSlack, tokens: dict[str, str]
) -> None:
    await cairn(tmp_path, "people", "sync", **tokens)

    ended = await cairn(tmp_path, "doctor")

    assert "bot token: missing" in ended.out
    assert "Use that workspace's token" not in ended.out


async def test_the_demo_opens_and_ends_cleanly(tmp_path: Path) -> None:
    port = free_port()
    process = await started(tmp_path, "demo", "--port", str(port), "--no-browser")
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}/" in (await process.stdout.readline()).decode()
        async with session.get(f"http://127.0.0.1:{port}/") as page:
            assert "Ada Okafor" in await page.text()

    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(10):
        _, err = await process.communicate()

    assert (process.returncode, err) == (0, b"")
