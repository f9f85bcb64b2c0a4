"""Agreeing about goals: who may say what, and in which order."""

from bot.language import _
from bot.rules.goal import ENDED
from bot.rules.refusal import Refusal

LONGEST_NOTE = 1000


def check_proposable(status: str, ref: str) -> None:
    """Raise Refusal where there is nothing to propose any more."""
    if status != "draft":
        raise Refusal(_("{ref} has been proposed already. `/goal {ref}` shows how it stands.", ref=ref))


def check_agreeable(status: str, ref: str, *, stamp: str, seen: str) -> None:
    """Raise Refusal where a goal has ended, or says something else than what was `seen`."""
    if status in ENDED:
        raise Refusal(_("{ref} has ended, so there is nothing left to agree to.", ref=ref))
    if seen and seen != stamp:
        raise Refusal(
            _("{ref} has changed since that message. `/goal {ref}` shows it as it is now.", ref=ref)
        )


def check_proposed(ref: str, *, offered_to: str) -> None:
    """Raise Refusal where a goal is offered to somebody, who has not accepted it."""
    if offered_to:
        raise Refusal(_("{ref} is offered to {who}: it is theirs to accept.", ref=ref, who=offered_to))


def check_changeable(status: str, ref: str) -> None:
    """Raise Refusal where a goal has ended."""
    if status in ENDED:
        raise Refusal(_("{ref} has ended, so it stays as it is. Start a new one with /goal new", ref=ref))


def check_change(before: object, after: object, note: str) -> None:
    """Raise Refusal where a suggestion changes nothing, or its note is over the limit."""
    if len(note) > LONGEST_NOTE:
        raise Refusal(
            _(
                "That note has {n} characters; up to {most} fit. Say it shorter.",
                n=len(note),
                most=LONGEST_NOTE,
            ),
            field="note",
        )
    if before == after:
        raise Refusal(
            _("Nothing is different yet. Change what you would like to be otherwise."), field="title"
        )


def check_waiting(state: str, ref: str) -> None:
    """Raise Refusal where a suggestion needs no answer any more."""
    if state != "waiting":
        raise Refusal(_("That suggestion has been settled. `/goal {ref}` shows how it stands.", ref=ref))


def check_confirmable(status: str, ref: str) -> None:
    """Raise Refusal where there is no completion to confirm."""
    if status != "done":
        raise Refusal(_("{ref} is not done yet, so there is nothing to confirm.", ref=ref))


def check_reopenable(status: str, ref: str, *, confirmed: bool) -> None:
    """Raise Refusal where a goal is open, or its completion stands."""
    if status not in ENDED:
        raise Refusal(_("{ref} is open.", ref=ref))
    if confirmed:
        raise Refusal(_("{ref} is confirmed as done. Start a new one with /goal new", ref=ref))
