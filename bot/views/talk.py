<<<<<<< HEAD
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
=======
"""What is said in answer to a message, beside what the commands say."""

from bot.language import _
from bot.views.blocks import Message, actions, button, message, section


def press(typed: str) -> Message:
    """A form opens only from a button; `typed` is the command that it is for."""
    said = _("That opens a form: press the button.")
    return message(said, section(said), actions(button(_("Open the form"), "form_open", typed[:2000])))
>>>>>>> f12523e (The first day in Slack, privacy with a file of one's own, and messages to the bot)
