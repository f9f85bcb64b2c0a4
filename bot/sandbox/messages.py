"""One message, as Slack keeps it."""

from dataclasses import dataclass, field
from typing import Any

# What Slack shows in notifications when an app sends blocks and no text.
NO_TEXT = "This content can't be displayed."


@dataclass
class Message:
    """A message in a channel. `only_for` names the one person who sees an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    team: str = "T1"
    only_for: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    edited: dict[str, str] | None = None

    def shape(self, *, with_metadata: bool = True) -> dict[str, Any]:
        """The message object; metadata only for those who ask for it, as in conversations.history."""
        shape: dict[str, Any] = {
            "type": "message",
            "user": self.user,
            "text": self.text,
            "ts": self.ts,
            "team": self.team,
        }
        shape |= {key: value for key, value in self._sometimes().items() if value}
        if with_metadata and self.metadata:
            shape["metadata"] = self.metadata
        return shape

    def with_channel(self) -> dict[str, Any]:
        """The message object with the channel and, if so, that it is ephemeral: what tests look at."""
        shape = self.shape() | {"channel": self.channel}
        return shape | ({"is_ephemeral": True} if self.only_for else {})

    def reaction_shapes(self) -> list[dict[str, Any]]:
        """Reactions with who gave them, in the order in which each first came."""
        return [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in self.reactions.items()
            if users
        ]

    def _sometimes(self) -> dict[str, Any]:
        return {
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "attachments": self.attachments,
            "files": self.files,
            "edited": self.edited,
            "reactions": self.reaction_shapes(),
        }
