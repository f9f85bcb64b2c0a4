"""Conversations: channels, direct messages and group messages."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass
class Channel:
    """One conversation; `members` holds user ids, the bot's own among them where it was invited."""

    id: str
    name: str = ""
    kind: Literal["channel", "im", "mpim"] = "channel"
    members: list[str] = field(default_factory=list)
    private: bool = False
    archived: bool = False
    ext_shared: bool = False
    created: int = 0
    topic: str = ""

    @property
    def scope_family(self) -> str:
        """The word Slack's scopes use for this kind: channels, groups, im or mpim."""
        if self.kind == "channel":
            return "groups" if self.private else "channels"
        return self.kind

    @property
    def type_name(self) -> str:
        """The word of conversations.list and of `channel_type` in events."""
        if self.kind == "channel":
            return "private_channel" if self.private else "public_channel"
        return self.kind

    @property
    def shown_name(self) -> str:
        """The name that commands and actions carry."""
        if self.kind == "im":
            return "directmessage"
        return self.name if self.kind == "channel" and not self.private else "privategroup"

    def shape(self, bot: str) -> dict[str, Any]:
        """The conversation object, as seen by `bot`."""
        if self.kind == "im":
            return self._im(bot)
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "channel" and not self.private,
            "is_group": self.private,
            "is_im": False,
            "is_mpim": self.kind == "mpim",
            "is_private": self.private or self.kind == "mpim",
            "is_archived": self.archived,
            "is_general": self.name == "general",
            "is_member": bot in self.members,
            "is_shared": self.ext_shared,
            "is_ext_shared": self.ext_shared,
            "is_org_shared": False,
            "created": self.created,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "num_members": len(self.members),
        }

    def _im(self, bot: str) -> dict[str, Any]:
        other = next((member for member in self.members if member != bot), bot)
        return {
            "id": self.id,
            "created": self.created,
            "is_im": True,
            "is_org_shared": False,
            "is_archived": self.archived,
            "user": other,
            "is_user_deleted": False,
        }
