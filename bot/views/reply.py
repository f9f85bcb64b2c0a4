"""A manager's private answer to somebody's check-in."""

from bot.language import _
from bot.views.blocks import (
    Block,
    Message,
    context,
    field,
    message,
    modal,
    name,
    quote,
    quoted,
    section,
    text_input,
    words,
)
from bot.views.checkin import span

LONGEST = 3000


def form(week: str, who: str, progress: str, *, memory: str) -> Block:
    """The modal `checkin_reply`, with what is being answered above it."""
    blocks = [section(_("To {who}, about {week}. Only they will see it.", who=name(who), week=span(week)))]
    if progress:
        blocks.append(section(quote(progress, 1500)))
    blocks.append(field("text", _("What would you like to say?"), text_input(lines=True, most=LONGEST)))
    return modal("checkin_reply", _("Reply"), _("Send"), blocks, memory=memory)


def told(week: str, by: str, text: str) -> Message:
    """To the person whose check-in it is."""
    said = _("{who} answers your check-in for {week}:", who=name(by), week=span(week))
    spoken = f"{said} {words(text, 3000)}"
    return message(spoken, section(said), *quoted(text), context(_("Only you see this.")))


def sent(who: str) -> Message:
    """To the manager."""
    return message(_("Sent. Only {who} will see it.", who=name(who)))
