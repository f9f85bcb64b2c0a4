"""`cairn doctor`: is everything in place, and how to mend what is not."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import manifest, schema
from bot.database import DatabaseAway
from bot.refusals import refusal
from bot.services import setting, workspace
from bot.settings import SettingsError
from bot.tools import Tools

# Slack refuses, and we refuse, signatures older than five minutes.
SKEW = 60


@dataclass(frozen=True)
class Finding:
    """One check. `mend` says what to do where it is not well."""

    name: str
    well: bool
    said: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{'ok  ' if self.well else 'BAD '} {self.name}: {self.said}"
        return line if self.well or not self.mend else f"{line}\n     → {self.mend}"


Check = Callable[[Tools], Awaitable[list[Finding]]]


async def examine(tools: Tools) -> list[Finding]:
    """All findings, in the order in which one would mend them."""
    database = await _database(tools)
    checks: list[Check] = [_slack, _socket]
    if all(finding.well for finding in database):
        checks = [_slack_and_workspace, _socket, _launch, _channels]
    found = [*await _settings(tools), *database]
    return found + [finding for check in checks for finding in await check(tools)]


async def _settings(tools: Tools) -> list[Finding]:
    settings = tools.settings
    token = settings.slack_bot_token
    door = bool(settings.slack_app_token or settings.slack_signing_secret)
    return [
        Finding(
            "bot token",
            token.startswith("xoxb-"),
            "set" if token.startswith("xoxb-") else "missing" if not token else "does not begin with xoxb-",
            "Copy the Bot User OAuth Token from “OAuth & Permissions” of your app into SLACK_BOT_TOKEN.",
        ),
        Finding(
            "transport",
            door,
            "Socket Mode" if settings.socket_mode else "HTTP" if door else "neither is configured",
            "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).",
        ),
    ]


async def _database(tools: Tools) -> list[Finding]:
    try:
        current = await tools.read(schema.revision_is_current)
    except DatabaseAway as error:
        return [Finding("database", False, f"cannot be reached: {error}", "Check DATABASE_URL.")]
    except SettingsError as error:
        return [Finding("database", False, str(error))]
    said = "reached and migrated" if current else "reached, not migrated"
    return [Finding("database", current, said, "Run `cairn migrate`.")]


async def _slack(tools: Tools) -> list[Finding]:
    return (await _asked(tools))[1]


async def _slack_and_workspace(tools: Tools) -> list[Finding]:
    """Slack, and whether the token is one of the workspace that this database serves."""
    team_id, found = await _asked(tools)
    known = await tools.read(workspace.known)
    if not team_id:
        return found
    same = known is None or known.team_id == team_id
    said = f"this database serves {known.team_id if known else team_id}"
    mend = "Use that workspace's token, or another DATABASE_URL."
    return [*found, Finding("workspace", same, said, mend)]


async def _asked(tools: Tools) -> tuple[str, list[Finding]]:
    """The token's workspace (empty where Slack did not say) and what its answer tells."""
    if not tools.settings.slack_bot_token:
        return "", []
    try:
        answer = await tools.slack().auth_test()
    except SlackApiError as error:
        code = refusal(error).code
        return "", [
            Finding(
                "Slack", False, f"refuses the bot token: {code}", "Install the app again, copy the token."
            )
        ]
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return "", [
            Finding("Slack", False, f"cannot be reached: {error}", "Check the network and SLACK_API_URL.")
        ]
    headers = {name.lower(): value for name, value in answer.headers.items()}
    said = f"{answer.get('team')} ({answer['team_id']}) as @{answer.get('user')}"
    return answer["team_id"], [
        Finding("Slack", True, said),
        _scopes(headers.get("x-oauth-scopes", "")),
        _clock(headers.get("date", "")),
    ]


def _scopes(header: str) -> Finding:
    granted = {scope.strip() for scope in header.split(",")}
    missing = [scope for scope in manifest.scopes() if scope not in granted]
    return Finding(
        "scopes",
        not missing,
        f"missing {', '.join(missing)}" if missing else "all granted",
        "Paste the output of `cairn manifest` into “App Manifest” of your app and install it again.",
    )


def _clock(date: str) -> Finding:
    try:
        skew = abs(time.time() - parsedate_to_datetime(date).timestamp())
    except ValueError:
        return Finding("clock", True, "could not be compared: Slack's answer had no date")
    return Finding(
        "clock",
        skew <= SKEW,
        f"{skew:.0f} s off Slack's",
        "Set this machine's clock (NTP); a signature more than five minutes old is refused.",
    )


async def _socket(tools: Tools) -> list[Finding]:
    token = tools.settings.slack_app_token
    if not token:
        return []
    try:
        await tools.slack().apps_connections_open(app_token=token)
    except SlackApiError as error:
        code = refusal(error).code
        mend = "Create an app-level token with connections:write under “Basic Information”."
        return [Finding("Socket Mode", False, f"Slack refuses the app token: {code}", mend)]
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return [Finding("Socket Mode", False, f"cannot be reached: {error}")]
    return [Finding("Socket Mode", True, "the app token works")]


async def _launch(tools: Tools) -> list[Finding]:
    """What is well, but keeps people from hearing anything."""
    said = (await tools.read(setting.of_first)).get("launch")
    hint = " (nobody hears from the bot yet: `cairn config set launch everyone`)" if said == "nobody" else ""
    return [Finding("launch", True, f"{said}{hint}")]


async def _channels(tools: Tools) -> list[Finding]:
    """Whether the bot can post where it is told to."""
    chosen = await tools.read(setting.of_first)
    keys = [key for key in ("recognition_channel", "hr_channel") if chosen.get(key)]
    if not tools.settings.slack_bot_token:
        return []
    return [await _channel(tools, key, chosen.get(key)) for key in keys]


async def _channel(tools: Tools, key: str, channel: str) -> Finding:
    mend = f"Invite the bot to the channel, or name another with `cairn config set {key} …`."
    try:
        about = (await tools.slack().conversations_info(channel=channel))["channel"]
    except SlackApiError as error:
        return Finding(key, False, f"{channel}: {refusal(error).code}", mend)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Finding(key, False, f"{channel} cannot be asked about: {type(error).__name__}")
    wrong = [
        *(["it is archived"] if about.get("is_archived") else []),
        *(["the bot is not in it"] if not about.get("is_member") else []),
        *(["people of other companies are in it"] if about.get("is_ext_shared") else []),
    ]
    said = f"#{about.get('name', channel)}" + (f": {', '.join(wrong)}" if wrong else "")
    return Finding(key, not wrong, said, mend)
