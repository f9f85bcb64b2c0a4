"""What a person reads with the first message they ever get."""

from bot.language import LANGUAGES, _, language, speaking
from bot.views.blocks import TEXT, Block, Message, context, divider, trimmed


def introduced(message: Message) -> Message:
    """The message with the four lines before it; in the text that is read aloud they come after."""
    four = _lines()
    spoken = trimmed("\n".join((message["text"], *four)), TEXT)
    return {**message, "text": spoken, "blocks": [*_before(language()), *message["blocks"]]}


def introduces(message: Message) -> bool:
    """Whether the four lines stand before a message, in any language."""
    return any(message.get("blocks", [])[:2] == _before(name) for name in LANGUAGES)


def passed_on(message: Message, other: Message) -> Message:
    """The other message with the four lines that this one would have begun with."""
    four = message["blocks"][0]["elements"][0]["text"]
    spoken = trimmed("\n".join((other["text"], four)), TEXT)
    return {**other, "text": spoken, "blocks": [*message["blocks"][:2], *other["blocks"]]}


def _before(name: str) -> list[Block]:
    with speaking(name):
        return [context("\n".join(_lines())), divider()]


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
