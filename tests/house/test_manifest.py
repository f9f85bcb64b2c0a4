"""The manifest says what the handlers register and asks for what the bot calls: no more, no less."""

import ast
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot import manifest
from bot.manifest import Registered
from handlers import FEATURES
from tests.house.source import at, outside
from tests.views.checking import BUTTONS, MODALS

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "slack-manifest.schema.json").read_text(encoding="utf-8")
)
URL = "https://cairn.example"
# What Slack's documentation says each method and event needs; empty: nothing beyond a token.
SCOPES_OF_METHODS = {
    "apps_connections_open": "",  # the app token's connections:write, not the bot's
    "auth_test": "",
    "chat_delete": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_history": "im:history",  # of the bot's own DMs
    "conversations_info": "channels:read",
    "conversations_open": "im:write",
    "dnd_teamInfo": "dnd:read",
    "files_completeUploadExternal": "files:write",
    "files_getUploadURLExternal": "files:write",
    "team_info": "team:read",
    "users_info": "users:read",
    "users_list": "users:read",
    "users_profile_get": "users.profile:read",
    "views_open": "",
    "views_publish": "",
    "views_push": "",
    "views_update": "",
}
SCOPES_OF_EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_join": "users:read",
    "tokens_revoked": "",
    "user_change": "users:read",
}
# The commands themselves, and the email by which every file names a person.
ALWAYS = {"commands", "users:read.email"}


def called_methods() -> dict[str, str]:
    """The methods of Slack's Web API that the bot calls, each with one place where it does."""
    methods = {
        name
        for name in dir(AsyncWebClient)
        if "_" in name and not name.startswith("_") and callable(getattr(AsyncWebClient, name))
    } - {"api_call"}
    return {
        node.attr: at(module, node)
        for module in outside("bot/sandbox", "models")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in methods
    }


def scopes(made: dict[str, Any]) -> set[str]:
    return set(made["oauth_config"]["scopes"]["bot"])


BOTH = pytest.mark.parametrize(
    "made",
    [
        pytest.param(manifest.manifest(url=URL), id="HTTP"),
        pytest.param(manifest.manifest(), id="Socket Mode"),
    ],
)


@BOTH
def test_the_manifest_is_valid_by_slacks_published_schema(made: dict[str, Any]) -> None:
    validator = jsonschema.validators.validator_for(SCHEMA)
    validator.check_schema(SCHEMA)
    assert not [error.message for error in validator(SCHEMA).iter_errors(made)]


def test_the_schema_would_notice() -> None:
    made = manifest.manifest()
    made["display_information"]["name"] = "x" * 36
    assert list(jsonschema.validators.validator_for(SCHEMA)(SCHEMA).iter_errors(made))


@BOTH
def test_the_manifest_lists_what_is_registered(made: dict[str, Any]) -> None:
    registered = Registered()
    features, events = made["features"], made["settings"]["event_subscriptions"]
    assert [each["command"] for each in features["slash_commands"]] == registered.commands
    assert [each["callback_id"] for each in features["shortcuts"]] == registered.shortcuts
    assert events["bot_events"] == sorted(registered.events)
    assert made["settings"]["interactivity"]["is_enabled"]
    assert all(each["should_escape"] for each in features["slash_commands"])


@BOTH
def test_the_scopes_are_exactly_those_of_the_methods_called_and_the_events(made: dict[str, Any]) -> None:
    of_methods = {SCOPES_OF_METHODS[name] for name in called_methods()}
    of_events = {SCOPES_OF_EVENTS[name] for name in Registered().events}
    assert scopes(made) == (of_methods | of_events | ALWAYS) - {""}


def test_the_methods_listed_are_those_called() -> None:
    assert set(manifest.METHODS) == set(called_methods()), called_methods()
    assert set(manifest.EVENTS) == set(Registered().events)


def test_every_scope_has_its_reason_and_no_reason_is_left_over() -> None:
    assert set(manifest.REASONS) == set(manifest.scopes())


def test_no_scope_lets_the_bot_read_a_channel() -> None:
    reading = {"channels:history", "groups:history", "mpim:history", "search:read", "files:read"}
    assert not scopes(manifest.manifest()) & reading


def test_over_http_everything_goes_to_one_address_and_over_sockets_there_is_none() -> None:
    made = manifest.manifest(url=f"{URL}/")
    wanted = f"{URL}/slack/events"
    assert {each["url"] for each in made["features"]["slash_commands"]} == {wanted}
    assert made["settings"]["interactivity"]["request_url"] == wanted
    assert made["settings"]["event_subscriptions"]["request_url"] == wanted
    assert not made["settings"]["socket_mode_enabled"]
    assert "url" not in json.dumps(manifest.manifest())
    assert manifest.manifest()["settings"]["socket_mode_enabled"]


def test_modals_and_buttons_are_handled_under_their_fixed_names() -> None:
    registered = Registered()
    assert set(MODALS) <= set(registered.views)
    assert BUTTONS - {"goal_agree", "contest_open"} <= set(registered.actions)
    assert set(registered.shortcuts) == {"give_kudos", "cairn_kudos", "cairn_feedback"}


Ack = Callable[..., Awaitable[None]]
HANDLERS = [
    pytest.param(feature.COMMAND, cast("Any", feature).command, id=feature.COMMAND)
    for feature in FEATURES
    if hasattr(feature, "COMMAND")
]


def test_every_registered_command_is_asked_for_help_here() -> None:
    assert sorted(Registered().commands) == sorted(str(each.id) for each in HANDLERS)


@pytest.mark.parametrize(("command", "handler"), HANDLERS)
async def test_a_command_answers_help_by_itself(
    command: str, handler: Callable[..., Awaitable[None]]
) -> None:
    answers: list[dict[str, Any]] = []

    async def ack(**answer: Any) -> None:
        answers.append(answer)

    # Help needs neither the database nor Slack: there are none here.
    typed = {"text": "help", "user_id": "UADA", "trigger_id": "1"}
    await handler(ack=ack, command=typed, tools=None, workspace_id=0)
    (answer,) = answers
    assert command in json.dumps(answer)
    assert answer["blocks"]
