"""The forms in which somebody answers a card: the person whose it is, and their manager."""

from collections.abc import Sequence

from bot.language import _
from bot.rules.card import ANOTHER, CONTEST, LONGEST, MOST_LINES, NOTE, WRONG, Line
from bot.views.blocks import Block, modal, options, picked, text_input
from bot.views.blocks import field as entry


def reply_form(kind: str, *, lines: Sequence[Line] = (), memory: str = "") -> Block:
    """The modals `card_note`, `card_wrong` and `contest`; `lines` are those of which one may be wrong."""
    beside = _("Your manager reads it beside the card.")
    heading, label, hint = {
        NOTE: (_("Add a note"), _("Your note"), beside),
        WRONG: (_("This fact is wrong"), _("What is right?"), beside),
        CONTEST: (
            _("Contest"),
            _("How do you see it?"),
            _("The card rests until your manager has answered you."),
        ),
    }[kind]
    callback = {NOTE: "card_note", WRONG: "card_wrong", CONTEST: "contest"}[kind]
    text = entry("text", label, text_input(lines=True, most=LONGEST), hint=hint)
    which = [_which(lines)] if kind == WRONG and lines else []
    return modal(callback, heading, _("Save"), [*which, text], memory=memory)


def _which(lines: Sequence[Line]) -> Block:
    """The lines of a card to choose from."""
    told = [(str(place), _(each.said, **each.facts)) for place, each in enumerate(lines[:MOST_LINES])]
    choices = options([*told, (ANOTHER, _("Something else"))])
    only = picked(choices, "0") if len(told) == 1 else {}
    element = {"type": "static_select", "options": choices, **only}
    return entry("line", _("Which line is wrong?"), element)


def keep_form(*, memory: str = "") -> Block:
    """The modal `contest_keep`: a manager's answer."""
    text = entry(
        "text",
        _("How do you see it?"),
        text_input(lines=True, most=LONGEST),
        hint=_("They read it beside the card."),
    )
    return modal("contest_keep", _("Answer"), _("Send"), [text], memory=memory)
