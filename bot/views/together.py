"""Several things for one person in one message."""

from collections.abc import Sequence

from bot.views.blocks import TEXT, Message, divider, size, trimmed

# Slack's limit for blocks, and what is known to fit of text.
BLOCKS = 50
ROOM = 8_500


def together(messages: Sequence[Message]) -> Message | None:
    """One message with each of these under the other; None where they are too long for one."""
    blocks = [block for message in messages for block in (divider(), *message["blocks"])][1:]
    if len(blocks) > BLOCKS or size(blocks) > ROOM:
        return None
    return {"text": trimmed("\n\n".join(message["text"] for message in messages), TEXT), "blocks": blocks}
