"""What the bot says about itself."""

from bot.language import _
from bot.views.blocks import Message, context, message, quoted, section
from bot.views.blocks import words as escaped


def help_text() -> Message:
    """All commands in one glance."""
    commands = (
        _("*/kudos @someone for what they did* — thank people. `/kudos mine` lists yours."),
        _("*/goal* — your goals. `/goal new` begins one; `/goal G12 60 on-track what happened` updates one."),
        _("*/checkin* — your week in two minutes. `/checkin pause until YYYY-MM-DD` for time off from it."),
        _("*/cairn feedback @someone your words* — private feedback, for their eyes only."),
        _("*/cairn settings* — yours, and the company's for its admins. */cairn privacy* — what is held."),
        _("*/cairn 1:1 @someone* — the agenda, notes and actions of your 1:1, for the two of you."),
        _(
            "*/talent* — what Cairn's signals say about you, and your growth plan. */goal tree* — what "
            "serves what."
        ),
        _("Each of them answers `help`."),
    )
    privacy = _(
        "Cairn reads no channel. Your manager sees your check-in answers; mood and workload only if you "
        "share them. HR sees who took part, and totals of five people or more."
    )
    blocks = [section("\n".join(commands)), context(privacy)]
    spoken = _("Cairn's commands: /kudos, /goal, /checkin, /talent, /cairn. Each of them answers help.")
    return message(spoken, *blocks)


def unknown(typed: str) -> Message:
    """A wish that is none of ours, given back."""
    sentence = _(
        "I don't know this one. `/cairn` also takes feedback, 1:1, settings, privacy, setup and help."
    )
    return _with_words(sentence, typed)


def apology(words: str) -> Message:
    """Something of ours broke; nothing was saved."""
    return _with_words(_("Sorry, something went wrong on our side, and this was not saved."), words)


def away(words: str) -> Message:
    """The database cannot be reached."""
    return _with_words(_("I can't save anything just now. Please try again in a few minutes."), words)


def unsure(words: str) -> Message:
    """The database was lost amid the commit."""
    sentence = _("I can't tell whether this was saved. Please look before you send it again.")
    return _with_words(sentence, words)


def unsure_in_form() -> Message:
    """The same in a form, which counts once however often it is sent."""
    return _with_words(_("I can't tell whether this was saved. Please send it again: it counts once."), "")


def slack_away(words: str) -> Message:
    """Slack did not open a form in time."""
    return _with_words(_("Slack did not answer in time. Please try once more."), words)


def nobody(words: str) -> Message:
    """Slack knows nobody of the id that was named."""
    said = _("Slack knows nobody of that name here. Pick the person from the list that Slack offers.")
    return _with_words(said, words)


def refused(sentence: str, words: str) -> Message:
    """What to do instead."""
    return _with_words(sentence, words)


def _with_words(sentence: str, typed: str) -> Message:
    said = escaped(sentence, 1500)
    if not typed.strip():
        return message(said)
    wrote = _("You wrote:")
    return message(f"{said} {wrote} {escaped(typed)}", section(said), context(wrote), *quoted(typed))
