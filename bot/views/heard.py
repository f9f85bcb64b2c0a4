"""What is said in answer to a message, beside what the commands say."""

from bot.language import _
from bot.views.blocks import Message, actions, button, message, section


def press(typed: str) -> Message:
    """A form opens only from a button; `typed` is the command that it is for."""
    said = _("That opens a form: press the button.")
    return message(said, section(said), actions(button(_("Open the form"), "form_open", typed[:2000])))
