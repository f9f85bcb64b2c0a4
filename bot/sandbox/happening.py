"""What happens in a workspace beside the bot: people come and change, channels are archived, apps removed."""

from datetime import datetime
from mimetypes import guess_type
from typing import Any

from bot.sandbox.desk import Desk
from bot.sandbox.members import Member
from bot.sandbox.view_shapes import view_shape


class Happening(Desk):
    """The changes that Slack tells an app about."""

    def add_person(self, user_id: str, name: str, **more: Any) -> Member:
        """Somebody who is here already; `more` are the fields of Member. No event is sent."""
        more.setdefault("team_id", self.workspace.team_id)
        member = Member(user_id, name, **more)
        member.updated = int(self.workspace.clock().timestamp())
        self.workspace.members[user_id] = member
        self.workspace.touch()
        return member

    async def joins(self, user_id: str, name: str, **more: Any) -> Member:
        """Somebody new: team_join."""
        member = self.add_person(user_id, name, **more)
        await self._event({"type": "team_join", "user": self._shape(member)})
        return member

    async def changes(self, user_id: str, **more: Any) -> Member:
        """Somebody's account or profile changes: user_change."""
        member = self.workspace.member(user_id)
        for key, value in more.items():
            if not hasattr(member, key):
                raise TypeError(f"A member has no {key!r}.")
            setattr(member, key, value)
        member.updated = int(self.workspace.clock().timestamp())
        self.workspace.touch()
        await self._event({"type": "user_change", "user": self._shape(member)})
        return member

    def has_file(self, user: str, name: str, content: bytes) -> dict[str, Any]:
        """Somebody has put a file into Slack, as into the file input of a modal. No event is sent."""
        workspace = self.workspace
        file_id = workspace.next_id("F")
        address = f"{workspace.base_url}/files/{file_id}/{name}"
        file: dict[str, Any] = {
            "id": file_id,
            "name": name,
            "title": name,
            "size": len(content),
            "mimetype": guess_type(name)[0] or "application/octet-stream",
            "user": self._person(user),
            "created": int(workspace.clock().timestamp()),
            "url_private": address,
            "url_private_download": address,
            "permalink": address,
        }
        workspace.files[file_id], workspace.uploads[file_id] = file, content
        return file

    def rests(self, user: str, until: datetime, *, since: datetime | None = None) -> None:
        """Somebody's Do Not Disturb lasts until an instant, from now or from another. Slack tells no app."""
        begins = since or self.workspace.clock()
        self.workspace.member(user).dnd = (int(begins.timestamp()), int(until.timestamp()))
        self.workspace.touch()

    def wakes(self, user: str) -> None:
        """Somebody may be disturbed again, and has no schedule."""
        self.workspace.member(user).dnd = None
        self.workspace.touch()

    async def opens_home(self, user: str, tab: str = "home") -> None:
        """Somebody looks at the bot's Home (or `messages`) tab: app_home_opened."""
        place = self._place(None, user)
        home = self.workspace.views.homes.get(user)
        event: dict[str, Any] = {"type": "app_home_opened", "user": user, "channel": place.id, "tab": tab}
        if tab == "home" and home is not None:
            event["view"] = view_shape(self.workspace, home)
        await self._event(event)

    async def archives(self, channel: str, by: str) -> None:
        """A channel is archived: channel_archive."""
        place = self._place(channel, by)
        place.archived = True
        self.workspace.touch()
        if self.workspace.bot.id in place.members:
            await self._event({"type": "channel_archive", "channel": channel, "user": by})

    async def changes_id(self, channel: str, new: str) -> None:
        """A channel gets another id, as when it becomes shared: channel_id_changed."""
        place = self.workspace.channels.pop(channel)
        place.id = new
        self.workspace.channels[new] = place
        messages = self.workspace.messages.pop(channel, [])
        for message in messages:
            message.channel = new
        self.workspace.messages[new] = messages
        self.workspace.touch()
        event = {"type": "channel_id_changed", "old_channel_id": channel, "new_channel_id": new}
        await self._event(event)

    async def leaves(self, user: str, channel: str) -> None:
        """Somebody, or the bot itself, leaves a channel: member_left_channel."""
        place = self._place(channel, user)
        place.members.remove(user)
        self.workspace.touch()
        await self._membership("member_left_channel", user, channel)

    async def enters(self, user: str, channel: str) -> None:
        """Somebody, or the bot itself, comes into a channel: member_joined_channel."""
        self._place(channel, user).members.append(self._person(user))
        self.workspace.touch()
        await self._membership("member_joined_channel", user, channel)

    async def uninstalls(self) -> None:
        """The app is removed: tokens stop working, then tokens_revoked and app_uninstalled."""
        await self.revokes(kept="account_inactive")
        await self._event({"type": "app_uninstalled"})

    async def revokes(self, *, kept: str = "token_revoked") -> None:
        """The bot's token is revoked; calls with it get `kept`."""
        self.workspace.token_error = kept
        tokens: dict[str, list[str]] = {"oauth": [], "bot": [self.workspace.bot.id]}
        await self._event({"type": "tokens_revoked", "tokens": tokens})

    async def _membership(self, kind: str, user: str, channel: str) -> None:
        place = self._place(channel, user)
        if self.workspace.bot.id in place.members or user == self.workspace.bot.id:
            event = {"type": kind, "user": user, "channel": channel, "team": self.workspace.team_id}
            await self._event(event | {"channel_type": "G" if place.private else "C"})

    def _shape(self, member: Member) -> dict[str, Any]:
        with_email = "users:read.email" in self.workspace.scopes
        return member.user(self.workspace.clock(), with_email=with_email, with_locale=True)
