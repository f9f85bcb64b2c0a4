"""The Slack manifest, built from what the handlers register and from the methods the bot calls."""

from collections.abc import Callable
from typing import Any, cast

from slack_bolt.async_app import AsyncApp

from handlers import FEATURES

# What each command says of itself in Slack's list: a description and a hint.
COMMANDS = {
    "/kudos": ("Thank people for what they did", "@someone for what they did"),
    "/goal": ("Your goals, and their progress", "[new TITLE | G12 60 on-track note | team | tree | help]"),
    "/checkin": ("Your week in two minutes", "[team | pause until YYYY-MM-DD | resume | help]"),
    "/talent": (
        "What signals say about you, first to you, and your growth plan",
        "[plan | grow TITLE | @report | help]",
    ),
    "/cairn": (
        "Feedback, your settings, your privacy, help",
        "[feedback @someone | settings | privacy | help]",
    ),
}
SHORTCUTS = {
    "cairn_kudos": ("global", "Give kudos", "Thank people for what they did"),
    "cairn_feedback": ("global", "Private feedback", "Tell somebody what helped, and what might help more"),
    "give_kudos": ("message", "Give kudos", "Thank the author of this message"),
}
# The scope each called method needs (empty: none), with the reason the README gives.
METHODS = {
    "auth_test": "",
    "users_list": "users:read",
    "users_info": "users:read",
    "users_profile_get": "users.profile:read",
    "conversations_open": "im:write",
    "conversations_info": "channels:read",
    "conversations_history": "im:history",
    "dnd_teamInfo": "dnd:read",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "chat_delete": "chat:write",
    "views_open": "",
    "views_push": "",
    "views_update": "",
    "files_getUploadURLExternal": "files:write",
    "files_completeUploadExternal": "files:write",
    "views_publish": "",
    "apps_connections_open": "",
}
EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_join": "users:read",
    "user_change": "users:read",
    "app_uninstalled": "",
    "tokens_revoked": "",
}
# Beside those: slash commands themselves, and the email by which every file names a person.
ALWAYS = {"commands", "users:read.email"}
REASONS = {
    "commands": "the slash commands and shortcuts",
    "chat:write": "prompts, read-outs, announcements",
    "im:write": "opening the DM with a person",
    "im:history": "the bot's own DMs only: what people write to it, and whether a message was posted",
    "app_mentions:read": "answering, in their DM, people who mention the bot",
    "users:read": "the directory: names and time zones",
    "users:read.email": "people are named by email in every file",
    "users.profile:read": "the manager, where your profiles hold one",
    "reactions:read": "kudos by reaction",
    "dnd:read": "what the calendar sends waits for the end of Do Not Disturb",
    "files:write": "charts and the spreadsheet of HR's digest",
    "channels:read": "whether the channel of a reaction is public",
}


class Registered:
    """Stands in for the app and writes down what the handlers register."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.shortcuts: list[str] = []
        self.events: list[str] = []
        self.actions: list[str] = []
        self.views: list[str] = []
        for feature in FEATURES:
            feature.register(cast("AsyncApp", self))

    def command(self, name: str) -> Callable[[Any], None]:
        self.commands.append(name)
        return _ignore

    def shortcut(self, constraints: dict[str, str]) -> Callable[[Any], None]:
        self.shortcuts.append(constraints["callback_id"])
        return _ignore

    def event(self, name: str) -> Callable[[Any], None]:
        # Of all messages Slack delivers only those in the bot's own DMs.
        self.events.append("message.im" if name == "message" else name)
        return _ignore

    def action(self, name: str) -> Callable[[Any], None]:
        self.actions.append(name)
        return _ignore

    def view(self, name: str) -> Callable[[Any], None]:
        self.views.append(name)
        return _ignore

    def view_closed(self, _name: str) -> Callable[[Any], None]:
        return _ignore


def _ignore(_listener: Any) -> None:
    """The listener itself is not called here."""


def scopes() -> list[str]:
    """What the bot asks for: no more than its calls and events need."""
    return sorted(({*METHODS.values(), *EVENTS.values()} - {""}) | ALWAYS)


def manifest(*, url: str = "") -> dict[str, Any]:
    """The manifest for HTTP at that address, or for Socket Mode where there is none."""
    request_url = {"request_url": f"{url.rstrip('/')}/slack/events"} if url else {}
    registered = Registered()
    commands = [_command(name, request_url.get("request_url")) for name in registered.commands]
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Cairn",
            "description": "Goals, thanks and weekly check-ins where you already work",
            "long_description": (
                "Cairn is run by your own company; all its data stays in your company's database. People "
                "give kudos, keep their goals up to date and answer a two-minute check-in each week without "
                "leaving Slack. Managers get one read-out a week and one summary a month. It reads no "
                "channel, keeps no leaderboard, and shows HR totals of five people or more."
            ),
            "background_color": "#3f4a45",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Cairn", "always_online": True},
            "shortcuts": [_shortcut(name) for name in registered.shortcuts],
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {**request_url, "bot_events": sorted(registered.events)},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def _shortcut(callback_id: str) -> dict[str, str]:
    kind, name, description = SHORTCUTS[callback_id]
    return {"type": kind, "callback_id": callback_id, "name": name, "description": description}


def _command(name: str, url: str | None) -> dict[str, Any]:
    description, hint = COMMANDS[name]
    command = {"command": name, "description": description, "usage_hint": hint, "should_escape": True}
    return {**command, "url": url} if url else command
