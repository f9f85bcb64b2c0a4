"""What a person sees in answer to something they did."""

from typing import Any

from bot.sandbox.messages import NO_TEXT, Message
from bot.sandbox.records import Delivery


class Reply(str):
    """The answer's text, with its blocks. '' where nothing was shown.

    `status` is the bot's HTTP status (0: none came in time), `error` what Slack said in the
    bot's place, `ephemeral` whether only the person saw it.
    """

    __slots__ = ("blocks", "ephemeral", "error", "message", "status")

    blocks: list[dict[str, Any]]
    status: int
    error: str
    ephemeral: bool
    message: dict[str, Any] | None

    @classmethod
    def of(cls, message: Message | None, delivery: Delivery | None = None, *, error: str = "") -> "Reply":
        """The reply that shows `message`, or Slack's own `error`."""
        blocks = message.blocks if message else []
        reply = cls(error or _text(message))
        reply.blocks = blocks
        reply.status = delivery.status if delivery else 200
        reply.error = error
        reply.ephemeral = message is not None and message.only_for is not None
        reply.message = message.with_channel() if message else None
        return reply

    @property
    def text(self) -> str:
        """The same as a plain string."""
        return str(self)


def words_of(shape: Any) -> str:
    """All text in blocks, in reading order, one line for each piece."""
    if isinstance(shape, list):
        return "\n".join(filter(None, map(words_of, shape)))
    if not isinstance(shape, dict):
        return ""
    here = shape["text"] if isinstance(shape.get("text"), str) else ""
    return "\n".join(
        filter(None, [here, *(words_of(v) for v in shape.values() if isinstance(v, dict | list))])
    )


def _text(message: Message | None) -> str:
    if message is None:
        return ""
    return words_of(message.blocks) if message.text == NO_TEXT else message.text
