"""What people see: the questions that tests ask afterwards."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.sandbox.desk import Desk
from bot.sandbox.messages import Message


class Seeing(Desk):
    """What is to be seen in the workspace."""

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """Everything in a conversation, oldest first, ephemeral messages marked `is_ephemeral`."""
        return [message.with_channel() for message in self.workspace.messages.get(channel, [])]

    def dm_of(self, user: str) -> str | None:
        """The id of this person's DM with the bot, if one was opened."""
        for channel in self.workspace.channels.values():
            if channel.kind == "im" and set(channel.members) == {user, self.workspace.bot.id}:
                return channel.id
        return None

    def said_to(self, user: str) -> list[str]:
        """The texts of the bot's lasting messages in this person's DM."""
        return self.said_in(self.dm_of(user) or "")

    def said_in(self, channel: str) -> list[str]:
        """The texts of the bot's lasting messages in a channel."""
        return [message.text for message in self._by_bot(channel) if message.only_for is None]

    def ephemerals(self, user: str) -> list[str]:
        """The texts that only this person saw, oldest first."""
        found = sorted(self._only_for(user), key=lambda message: float(message.ts))
        return [message.text for message in found]

    async def until(self, condition: Callable[[], Any], timeout: float = 3.0) -> Any:  # noqa: ASYNC109
        """Wait until `condition()` is true and return its value; TimeoutError after `timeout` seconds.

        It is asked again after every change in the workspace: for what a bot does after its ack.
        """
        async with asyncio.timeout(timeout):
            while not (value := condition()):
                await self.workspace.change()
        return value

    def _by_bot(self, channel: str) -> list[Message]:
        messages = self.workspace.messages.get(channel, [])
        return [message for message in messages if message.user == self.workspace.bot.id]
