"""What a person reads with the first message they ever get."""

from bot.language import _
from bot.views.blocks import TEXT, Block, Message, context, divider, trimmed


def introduced(message: Message) -> Message:
    """The message with the four lines before it; in the text that is read aloud they come after."""
    four = _lines()
    before: list[Block] = [context("\n".join(four)), divider()]
    spoken = trimmed("\n".join((message["text"], *four)), TEXT)
    return {**message, "text": spoken, "blocks": [*before, *message["blocks"]]}


def _lines() -> tuple[str, ...]:
    """What it is, what it knows, who sees what, and how to pause."""
    return (
        _("*Hello, this is Cairn.* Your company runs it; it keeps goals, thanks and weekly check-ins."),
        _("It reads no channel. It knows what you give it, and the company directory."),
        _(
            "Your manager sees your check-in answers; mood and workload only if you share them. "
            "HR sees who took part, and totals of five people or more."
        ),
        _(
            "Time off from it: `/checkin pause until YYYY-MM-DD` with the day you choose. "
            "Questions: `/cairn help`"
        ),
    )
