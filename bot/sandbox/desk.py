"""What all acts of people share: the workspace, and the way to the bot."""

from collections.abc import Iterable
from typing import Any

from bot.sandbox.channels import Channel
from bot.sandbox.deliveries import Courier
from bot.sandbox.messages import Message
from bot.sandbox.payloads import Payloads
from bot.sandbox.records import Delivery
from bot.sandbox.refusals import CannotActError
from bot.sandbox.replies import Reply
from bot.sandbox.response_urls import show
from bot.sandbox.tickets import ResponseUrl
from bot.sandbox.workspace import Workspace

# The scope without which Slack does not send an event; events that are not here need none.
EVENT_SCOPES = {
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "app_mention": "app_mentions:read",
    "message": "im:history",
    "team_join": "users:read",
    "user_change": "users:read",
    "channel_archive": "channels:read",
    "channel_id_changed": "channels:read",
    "member_left_channel": "channels:read",
    "member_joined_channel": "channels:read",
}


class Desk:
    """The base of everything that people do."""

    workspace: Workspace
    courier: Courier
    payloads: Payloads
    subscriptions: set[str] | None

    def _person(self, user: str) -> str:
        member = self.workspace.members.get(user)
        if member is None:
            raise CannotActError(f"There is nobody with the id {user!r} here.")
        return member.id

    def _place(self, channel: str | None, user: str) -> Channel:
        """The conversation in which a person acts; None is their direct message with the bot."""
        if channel is None:
            return self.workspace.open_dm([self._person(user), self.workspace.bot.id])[0]
        place = self.workspace.channels.get(channel)
        if place is None:
            raise CannotActError(f"There is no channel {channel!r} here.")
        return place

    def _message(self, message: dict[str, Any]) -> Message:
        return self.workspace.message(message["channel"], message["ts"])

    async def _interact(self, name: str, payload: dict[str, Any]) -> Delivery:
        return await self.courier.bring("interactive", name, payload)

    async def _event(self, event: dict[str, Any]) -> Delivery | None:
        """Send an event if the app listens to its type and may hear it."""
        kind = event["type"]
        name = f"message.{event['channel_type']}" if kind == "message" else kind
        scope = EVENT_SCOPES.get(kind)
        deaf = self.subscriptions is not None and name not in self.subscriptions
        if deaf or (scope and scope not in self.workspace.scopes):
            return None
        event.setdefault("event_ts", self.workspace.now_ts())
        return await self.courier.announce(name, self.payloads.event(event))

    def _show(self, user: str, channel: str, body: dict[str, Any]) -> Message:
        return show(self.workspace, ResponseUrl(user, channel, self.workspace.clock()), body)

    def _shown_since(self, user: str, before: dict[str, Any]) -> Message | None:
        """The newest message that only this person sees and that is new or changed since `before`."""
        fresh = [
            message
            for message in self._only_for(user)
            if before.get(message.ts) != (message.text, message.blocks)
        ]
        return max(fresh, key=lambda message: float(message.ts), default=None)

    def _private(self, user: str) -> dict[str, Any]:
        """What only this person sees now, by timestamp."""
        return {message.ts: (message.text, message.blocks) for message in self._only_for(user)}

    def _only_for(self, user: str) -> Iterable[Message]:
        for messages in self.workspace.messages.values():
            yield from (message for message in messages if message.only_for == user)

    def _trouble(self, delivery: Delivery) -> Reply | None:
        """What Slack shows where the bot did not take an act."""
        if delivery.ok:
            return None
        return Reply.of(None, delivery, error="We had some trouble connecting. Try again?")
