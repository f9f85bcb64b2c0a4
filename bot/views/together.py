"""Several things for one person in one message."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.language import plural
from bot.views.blocks import TEXT, Message, bold, divider, section, size, trimmed

# Slack's limit for blocks, and what is known to fit of text.
BLOCKS = 50
ROOM = 8_500
# What its answers may add to a message of several questions.
SPARE = 500
# The ids of a part's blocks are this, its key and a number.
PART = "part:"


def together(messages: Sequence[Message], *, room: int = ROOM) -> Message | None:
    """One message with each of these under the other; None where they are too long for one."""
    blocks = [block for message in messages for block in (divider(), *message["blocks"])][1:]
    if len(blocks) > BLOCKS or size(blocks) > room:
        return None
    return {"text": trimmed("\n\n".join(message["text"] for message in messages), TEXT), "blocks": blocks}


def gathered(parts: Sequence[tuple[str, Message]], *, room: int = ROOM) -> Message | None:
    """The same with a line before them that says how many they are; the ids of its blocks tell to which
    part, by its key, they belong."""
    said = plural("{n} thing for you", "{n} things for you", len(parts))
    first = {"text": f"{said}.", "blocks": [section(bold(said))]}
    return together([first, *(_marked(f"{PART}{key}:", message) for key, message in parts)], room=room)


def is_part(block_id: str) -> bool:
    """Whether a block belongs to one of several parts."""
    return block_id.startswith(PART)


def answered(shown: Mapping[str, Any], block_id: str, answer: Message) -> Message:
    """What a message looks like once something in this block of it was answered: the answer takes the place
    of its part, or of all where there is but one."""
    if not is_part(block_id):
        return answer
    mark = block_id[: block_id.rindex(":") + 1]
    places = [n for n, block in enumerate(shown["blocks"]) if str(block.get("block_id")).startswith(mark)]
    before, after = shown["blocks"][: places[0]], shown["blocks"][places[-1] + 1 :]
    return {"text": shown["text"], "blocks": [*before, *_marked(mark, answer)["blocks"], *after]}


def _marked(mark: str, message: Message) -> Message:
    blocks = [{**block, "block_id": f"{mark}{n}"} for n, block in enumerate(message["blocks"])]
    return {**message, "blocks": blocks}
