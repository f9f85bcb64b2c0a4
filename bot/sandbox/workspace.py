"""The state of the pretend workspace: people, conversations, messages, views and files."""

import asyncio
import copy
import itertools
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.sandbox.channels import Channel
from bot.sandbox.members import Member
from bot.sandbox.messages import Message
from bot.sandbox.modals import View, Views, elements_of
from bot.sandbox.refusals import SlackRefusesError
from bot.sandbox.tickets import Tickets


class Workspace:
    """One team and the one app installed in it. Nothing here knows about HTTP."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        team_id: str,
        team_name: str,
        bot: Member,
        bot_id: str,
        app_id: str,
    ) -> None:
        self.clock = clock
        self.team_id = team_id
        self.team_name = team_name
        self.domain = team_name.lower().replace(" ", "-")
        self.bot, self.bot_id, self.app_id = bot, bot_id, app_id
        self.base_url = ""
        self.members: dict[str, Member] = {bot.id: bot}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = {}
        self.profile_fields: dict[str, dict[str, str]] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, bytes] = {}
        self.views = Views()
        self.tickets = Tickets()
        self.socket_tickets: set[str] = set()
        self.scopes: set[str] = set()
        self.token_error: str | None = None
        self.version = 0
        self._changed = asyncio.Event()
        self._last_ts = 0
        self._count = itertools.count(1)

    def touch(self) -> None:
        """Tell everybody who waits that something is different now."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self) -> None:
        """Wait until something changes."""
        await self._changed.wait()

    def next_id(self, prefix: str) -> str:
        """A new id such as V12; the counter is shared, so ids never repeat."""
        return f"{prefix}{next(self._count)}"

    def now_ts(self) -> str:
        """A message timestamp: the clock in microseconds, pushed forward until it is new."""
        stamp = max(self._last_ts + 1, int(self.clock().timestamp() * 1_000_000))
        self._last_ts = stamp
        return f"{stamp // 1_000_000}.{stamp % 1_000_000:06d}"

    def member(self, user_id: str | None) -> Member:
        """A member by id, or Slack's user_not_found."""
        member = self.members.get(user_id or "")
        if member is None:
            raise SlackRefusesError("user_not_found")
        return member

    def is_person(self, member: Member) -> bool:
        """Whether this account is somebody's own: no bot, and not gone."""
        return not member.is_bot and not member.deleted and member.id != "USLACKBOT"

    def people(self) -> list[Member]:
        """Everybody here who is a person."""
        return [member for member in self.members.values() if self.is_person(member)]

    def channel(self, channel_id: str | None) -> Channel:
        """A conversation that the bot may know of, or Slack's channel_not_found."""
        channel = self.channels.get(channel_id or "")
        if channel is None or (channel.scope_family != "channels" and self.bot.id not in channel.members):
            raise SlackRefusesError("channel_not_found")
        return channel

    def open_dm(self, users: list[str]) -> tuple[Channel, bool]:
        """The conversation of exactly these people, and whether it was there before."""
        members = sorted(set(users))
        for channel in self.channels.values():
            if channel.kind != "channel" and sorted(channel.members) == members:
                return channel, True
        kind = "im" if len(members) <= 2 else "mpim"
        others = [user for user in users if user != self.bot.id]
        channel_id = "D" + others[0][1:] if len(others) == 1 and self.bot.id in users else self.next_id("D")
        if channel_id in self.channels or kind == "mpim":
            channel_id = self.next_id("D" if kind == "im" else "GDM")
        name = (
            ""
            if kind == "im"
            else "mpdm-" + "--".join(self.members[user].username for user in members) + "-1"
        )
        channel = Channel(channel_id, name=name, kind="im" if kind == "im" else "mpim", members=members)
        channel.created = int(self.clock().timestamp())
        self.channels[channel.id] = channel
        return channel, False

    def post(
        self, channel: Channel, user: str, text: str, *, at: datetime | None = None, **more: Any
    ) -> Message:
        """Put a message into a conversation, as the bot if `user` is the bot; one of before is posted `at`
        its time, the oldest first."""
        mine: dict[str, Any] = {"bot_id": self.bot_id, "app_id": self.app_id} if user == self.bot.id else {}
        blocks = self.with_ids(more.pop("blocks", None) or [])
        ts = f"{at.timestamp():.6f}" if at else self.now_ts()
        message = Message(channel.id, ts, user, text, blocks, team=self.team_id, **mine, **more)
        self.messages.setdefault(channel.id, []).append(message)
        self.touch()
        return message

    def message(self, channel_id: str, ts: str | None) -> Message:
        """A message by channel and timestamp, or Slack's message_not_found."""
        for message in reversed(self.messages.get(channel_id, [])):
            if message.ts == ts:
                return message
        raise SlackRefusesError("message_not_found")

    def visible(self, channel_id: str, user: str) -> list[Message]:
        """What one person sees in a conversation, oldest first."""
        return [m for m in self.messages.get(channel_id, []) if m.only_for in (None, user)]

    def with_ids(self, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A copy of the blocks in which every block and interactive element has its id, as Slack does."""
        filled = copy.deepcopy(blocks)
        for block in filled:
            if not block.get("block_id"):
                block["block_id"] = self.next_id("b")
        for _, element in elements_of(filled):
            if not element.get("action_id"):
                element["action_id"] = self.next_id("a")
        return filled

    def new_view(self, user: str, body: dict[str, Any]) -> View:
        """A view that is not on any stack yet."""
        view_id = self.next_id("V")
        return View(view_id, user, self.view_body(body), self.view_hash(), root=view_id)

    def view_body(self, body: dict[str, Any]) -> dict[str, Any]:
        """A view as Slack stores it: with ids in its blocks."""
        return body | {"blocks": self.with_ids(body["blocks"])}

    def view_hash(self) -> str:
        """A hash that changes with each version of a view."""
        return f"{int(self.clock().timestamp())}.{self.next_id('h')}"
