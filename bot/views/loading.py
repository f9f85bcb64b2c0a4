"""What stands where a form is about to be."""

from bot.language import _
from bot.views.blocks import SECTION, Block, modal, plain, section, trimmed


def loading() -> Block:
    """A form takes a moment."""
    return _note(_("One moment…"), _("Your form is on its way."))


def instead(sentence: str) -> Block:
    """Nothing came of the form; this is why."""
    return _note(_("Not this time"), sentence)


def _note(title: str, text: str) -> Block:
    view = modal("note", title, "x", [section(trimmed(text, SECTION))])
    del view["submit"]
    return view | {"close": plain(_("Close"), 24)}
