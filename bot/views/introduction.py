"""What a person reads with the first message they ever get."""

from bot.views.blocks import TEXT, Block, Message, context, divider, trimmed

LINES = (
    "*Hello, this is Cairn.* Your company runs it; it keeps goals, thanks and weekly check-ins.",
    "It reads no channel. It knows what you give it, and the company directory.",
    "Your manager sees your check-in answers; mood and workload only if you share them. "
    "HR sees who took part, and totals of five people or more.",
    "Time off from it: `/checkin pause until YYYY-MM-DD` with the day you choose. Questions: `/cairn help`",
)


def introduced(message: Message) -> Message:
    """The message with the four lines before it; in the text that is read aloud they come after."""
    lines: list[Block] = [context("\n".join(LINES)), divider()]
    spoken = trimmed("\n".join((message["text"], *LINES)), TEXT)
    return {**message, "text": spoken, "blocks": [*lines, *message["blocks"]]}
