"""Everything that Slack sends to a bot, in Slack's shapes."""

from typing import Any

from bot.sandbox.channels import Channel
from bot.sandbox.messages import Message
from bot.sandbox.modals import View
from bot.sandbox.tickets import ResponseUrl
from bot.sandbox.view_shapes import view_shape
from bot.sandbox.workspace import Workspace

VERIFICATION_TOKEN = "verification-token"  # noqa: S105 - deprecated in Slack, and secret nowhere.
Json = dict[str, Any]


class Payloads:
    """Builds the payloads of one workspace; each carries a fresh trigger id where Slack gives one."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def command(self, command: str, text: str, user: str, channel: Channel) -> Json:
        """A slash command."""
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self.workspace.team_id,
            "team_domain": self.workspace.domain,
            "channel_id": channel.id,
            "channel_name": channel.shown_name,
            "user_id": user,
            "user_name": self.workspace.member(user).username,
            "command": command,
            "text": text,
            "api_app_id": self.workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": self.response_url(user, channel.id),
            "trigger_id": self.workspace.tickets.trigger(user),
        }

    def message_action(self, message: Message, action: Json, user: str) -> Json:
        """A click in a message. The message itself is missing if it is ephemeral."""
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.only_for is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        channel = self.workspace.channels[message.channel]
        payload = self._interaction("block_actions", user) | {
            "container": container,
            "channel": {"id": channel.id, "name": channel.shown_name},
            "state": {"values": {}},
            "response_url": self.response_url(user, channel.id, message),
            "actions": [action],
        }
        return payload | ({} if message.only_for else {"message": message.shape()})

    def view_action(self, view: View, action: Json) -> Json:
        """A click in a modal or Home."""
        shape = view_shape(self.workspace, view)
        return self._interaction("block_actions", view.user, view.id) | {
            "container": {"type": "view", "view_id": view.id},
            "view": shape,
            "state": shape["state"],
            "actions": [action],
        }

    def submission(self, view: View) -> Json:
        """A submitted modal."""
        return self._interaction("view_submission", view.user, view.id) | {
            "view": view_shape(self.workspace, view),
            "response_urls": self._response_urls(view),
        }

    def closing(self, view: View, *, cleared: bool) -> Json:
        """A closed modal; there is no trigger id for it."""
        payload = self._interaction("view_closed", view.user)
        del payload["trigger_id"]
        return payload | {"view": view_shape(self.workspace, view), "is_cleared": cleared}

    def shortcut(self, callback_id: str, user: str) -> Json:
        """A global shortcut."""
        payload = self._interaction("shortcut", user)
        return payload | {"callback_id": callback_id, "action_ts": self.workspace.now_ts()}

    def message_shortcut(self, callback_id: str, user: str, message: Message) -> Json:
        """A shortcut in the menu of a message."""
        channel = self.workspace.channels[message.channel]
        return self._interaction("message_action", user) | {
            "callback_id": callback_id,
            "action_ts": self.workspace.now_ts(),
            "channel": {"id": channel.id, "name": channel.shown_name},
            "message_ts": message.ts,
            "message": message.shape(),
            "response_url": self.response_url(user, channel.id, message),
        }

    def event(self, event: Json) -> Json:
        """An event in its envelope."""
        channel = self.workspace.channels.get(str(event.get("channel")))
        authorization = {
            "enterprise_id": None,
            "team_id": self.workspace.team_id,
            "user_id": self.workspace.bot.id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self.workspace.team_id,
            "api_app_id": self.workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self.workspace.next_id("Ev"),
            "event_time": int(self.workspace.clock().timestamp()),
            "authorizations": [authorization],
            "is_ext_shared_channel": channel.ext_shared if channel else False,
            "event_context": self.workspace.next_id("4-"),
        }

    def response_url(self, user: str, channel: str, message: Message | None = None) -> str:
        """A response URL for an act of `user`, in `message` if there."""
        now = self.workspace.clock()
        ticket = ResponseUrl(user, channel, now)
        if message is not None:
            ticket.message_ts, ticket.thread_ts = message.ts, message.thread_ts
        return f"{self.workspace.base_url}/response/{self.workspace.tickets.response_url(ticket)}"

    def _interaction(self, kind: str, user: str, view: str | None = None) -> Json:
        member = self.workspace.member(user)
        return {
            "type": kind,
            "token": VERIFICATION_TOKEN,
            "api_app_id": self.workspace.app_id,
            "team": {"id": self.workspace.team_id, "domain": self.workspace.domain},
            "user": {
                "id": user,
                "username": member.username,
                "name": member.username,
                "team_id": member.team_id,
            },
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self.workspace.tickets.trigger(user, view),
        }

    def _response_urls(self, view: View) -> list[Json]:
        """One for each conversation chosen in a select with response_url_enabled."""
        found = []
        shape = view_shape(self.workspace, view)
        for block in view.blocks:
            element = block.get("element") or {}
            if not element.get("response_url_enabled"):
                continue
            entry = shape["state"]["values"][block["block_id"]][element["action_id"]]
            channel = entry.get("selected_conversation") or entry.get("selected_channel")
            if channel:
                found.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel,
                        "response_url": self.response_url(view.user, channel),
                    }
                )
        return found
