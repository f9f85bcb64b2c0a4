"""People at work: typing commands and messages, clicking, using shortcuts, reacting."""

from typing import Any

from bot.sandbox.channels import Channel
from bot.sandbox.clicking import Found, Wanted, action_of, find_in_messages, find_in_view
from bot.sandbox.desk import Desk
from bot.sandbox.escaping import escaped
from bot.sandbox.messages import Message
from bot.sandbox.records import Delivery
from bot.sandbox.refusals import CannotActError, SlackRefusesError
from bot.sandbox.replies import Reply


class Acting(Desk):
    """What people do in conversations."""

    commands: list[tuple[str, str]]

    async def types(self, text: str, by: str, channel: str | None = None) -> Reply:
        """Type a slash command in a channel, or in the bot's DM. The reply is what the person sees
        by the time the bot has acknowledged: the ack, else an ephemeral message or response."""
        place = self._place(channel, by)
        command, _, words = text.partition(" ")
        if self.commands and command not in {name for name, _ in self.commands}:
            return Reply.of(None, error=f"{command} is not a valid command.")
        words = escaped(self.workspace, words.strip(), named=True)
        before = self._private(self._person(by))
        payload = self.payloads.command(command, words, by, place)
        delivery = await self.courier.bring("slash_commands", command, payload)
        error = _command_error(command, delivery)
        if error:
            self._show(by, place.id, {"text": error})
            return Reply.of(None, delivery, error=error)
        return self._command_reply(command, delivery, by, place, before)

    async def says(
        self, text: str, by: str, channel: str | None = None, thread: str | None = None
    ) -> dict[str, Any]:
        """Write a message; None is the DM with the bot. The bot hears of it only there, or if mentioned
        in a channel it is in."""
        place = self._place(channel, by)
        text = escaped(self.workspace, text, named=False)
        message = self.workspace.post(place, self._person(by), text, thread_ts=thread)
        shape = message.shape() | {"client_msg_id": self.workspace.next_id("msg-")}
        event = shape | {"channel": place.id, "event_ts": message.ts}
        if self.workspace.bot.id in place.members:
            if place.kind == "im":
                await self._event(event | {"channel_type": "im"})
            elif f"<@{self.workspace.bot.id}>" in text:
                await self._event(event | {"type": "app_mention"})
        return message.with_channel()

    async def edits(self, message: dict[str, Any], text: str) -> dict[str, Any]:
        """Change one's own message; in the bot's DM the bot hears of it as message_changed."""
        found = self._message(message)
        previous = found.shape()
        found.text = escaped(self.workspace, text, named=False)
        found.edited = {"user": found.user, "ts": self.workspace.now_ts()}
        change = {"message": found.shape(), "previous_message": previous}
        await self._changed(found, "message_changed", change)
        return found.with_channel()

    async def deletes(self, message: dict[str, Any]) -> None:
        """Delete one's own message; in the bot's DM the bot hears of it as message_deleted."""
        found = self._message(message)
        self.workspace.messages[found.channel].remove(found)
        await self._changed(
            found, "message_deleted", {"deleted_ts": found.ts, "previous_message": found.shape()}
        )

    async def clicks(
        self,
        action_id: str,
        by: str,
        message: dict[str, Any] | None = None,
        value: Any = None,
        *,
        view: dict[str, Any] | None = None,
        block_id: str | None = None,
    ) -> Reply:
        """Click a button, or choose `value` in a menu: in the given message or view, else in the open
        modal, else in the newest message this person sees that has it, else in their Home tab.

        Slack ignores what an ack of a click contains; the reply is what else appeared meanwhile.
        """
        wanted = Wanted(action_id, value, block_id)
        if message is not None:
            found = find_in_messages([self._message(message)], wanted)
        elif view is not None:
            found = find_in_view(self.workspace.views.find(view["id"], None), wanted)
        else:
            found = self._find(self._person(by), wanted)
        if found is None:
            raise CannotActError(f"{by} sees no {wanted}.")
        action = action_of(found, value, self.workspace.now_ts())
        if found.view is not None:
            payload = self.payloads.view_action(found.view, action)
        else:
            payload = self.payloads.message_action(found.holder, action, by)
        return await self._act(action_id, payload, by)

    async def uses_shortcut(self, callback_id: str, by: str) -> Reply:
        """Choose a global shortcut."""
        return await self._act(callback_id, self.payloads.shortcut(callback_id, self._person(by)), by)

    async def uses_message_shortcut(self, callback_id: str, by: str, message: dict[str, Any]) -> Reply:
        """Choose a shortcut in the menu of a message."""
        found = self._message(message)
        payload = self.payloads.message_shortcut(callback_id, self._person(by), found)
        return await self._act(callback_id, payload, by)

    async def reacts(self, name: str, message: dict[str, Any], by: str) -> None:
        """Add a reaction; the bot hears of it in channels it is in."""
        found = self._message(message)
        users = found.reactions.setdefault(name, [])
        if self._person(by) in users:
            raise CannotActError(f"{by} has reacted with :{name}: already.")
        users.append(by)
        await self._reacted("reaction_added", name, found, by)

    async def unreacts(self, name: str, message: dict[str, Any], by: str) -> None:
        """Take a reaction away."""
        found = self._message(message)
        if by not in found.reactions.get(name, []):
            raise CannotActError(f"{by} has not reacted with :{name}:.")
        found.reactions[name].remove(by)
        await self._reacted("reaction_removed", name, found, by)

    async def _act(self, name: str, payload: dict[str, Any], by: str) -> Reply:
        before = self._private(by)
        delivery = await self._interact(name, payload)
        return self._trouble(delivery) or Reply.of(self._shown_since(by, before), delivery)

    def _find(self, user: str, wanted: Wanted) -> Found | None:
        return (
            find_in_view(self.workspace.views.top(user), wanted)
            or find_in_messages(self._seen_by(user), wanted)
            or find_in_view(self.workspace.views.homes.get(user), wanted)
        )

    def _seen_by(self, user: str) -> list[Message]:
        """Every message of the bot that this person sees, newest first."""
        places = [place.id for place in self.workspace.channels.values() if user in place.members]
        seen = [m for place in places for m in self.workspace.visible(place, user)]
        elsewhere = [m for m in self._only_for(user) if m.channel not in places]
        return sorted([*seen, *elsewhere], key=lambda message: float(message.ts), reverse=True)

    def _command_reply(
        self, command: str, delivery: Delivery, by: str, place: Channel, before: dict[str, Any]
    ) -> Reply:
        body = delivery.response
        if isinstance(body, str):
            body = {"text": body}
        if not body or not (body.get("text") or body.get("blocks") or body.get("attachments")):
            return Reply.of(self._shown_since(by, before), delivery)
        try:
            return Reply.of(self._show(by, place.id, body), delivery)
        except SlackRefusesError as refusal:
            delivery.problem = "; ".join([refusal.error, *refusal.messages])
            error = f"{command} failed with the error invalid_command_response"
            return Reply.of(None, delivery, error=error)

    async def _changed(self, message: Message, subtype: str, change: dict[str, Any]) -> None:
        self.workspace.touch()
        place = self.workspace.channels[message.channel]
        if place.kind == "im" and self.workspace.bot.id in place.members:
            event = {
                "type": "message",
                "subtype": subtype,
                "channel": place.id,
                "channel_type": "im",
                "hidden": True,
            }
            await self._event(event | {"ts": self.workspace.now_ts()} | change)

    async def _reacted(self, kind: str, name: str, message: Message, by: str) -> None:
        self.workspace.touch()
        if self.workspace.bot.id not in self.workspace.channels[message.channel].members:
            return
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        event = {"type": kind, "user": by, "reaction": name, "item": item, "item_user": message.user}
        await self._event(event)


def _command_error(command: str, delivery: Delivery) -> str:
    if delivery.problem == "http_timeout":
        return f"{command} failed with the error operation_timeout"
    return "" if delivery.ok else f"{command} failed with the error dispatch_failed"
