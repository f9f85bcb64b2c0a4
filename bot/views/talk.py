"""“Talked about it”: the form in which a manager records a conversation and what came of it."""

from bot.language import _
from bot.rules.card import OUTCOMES
from bot.views.blocks import Block, field, modal, options


def outcomes() -> dict[str, str]:
    """What may come of a conversation, in words."""
    return {
        "agreed": _("We agreed on something"),
        "fine": _("Nothing needs to change"),
        "later": _("We go on talking"),
    }


def form(*, memory: str = "") -> Block:
    """The modal `talk`"""
    named = outcomes()
    choices: Block = {"type": "radio_buttons", "options": options([(each, named[each]) for each in OUTCOMES])}
    return modal(
        "talk",
        _("Talked about it"),
        _("Save"),
        [field("outcome", _("What came of it?"), choices)],
        memory=memory,
    )
