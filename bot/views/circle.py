"""The note to whoever runs the programme: three people who thank mostly one another."""

from collections.abc import Sequence

from bot.language import _, plural
from bot.views.blocks import Message, context, listed, message, names, section

MOST = 10


def circles(found: Sequence[Sequence[str]]) -> Message:
    """`found` names the three of each circle by their mentions. A question, and nothing about their work."""
    said = plural(
        "{n} circle of three people who thank mostly one another",
        "{n} circles of three people who thank mostly one another",
        len(found),
    )
    lines = [names(each) for each in found]
    return message(
        f"{said}: {'; '.join(lines[:MOST])}.",
        section(f"*{said}*\n{listed(lines, MOST)}"),
        context(
            _(
                "From the public thanks of half a year: each thanked both others three times or more, and at "
                "least half of what each received came from the two. Signals count such thanks less by "
                "themselves. It says nothing about their work: close teams look like this too. Does the "
                "programme reach the people around them? Nothing else is to be done. They see in "
                "`/cairn privacy` that you were told; their managers are not."
            )
        ),
    )
