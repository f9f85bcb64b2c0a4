"""Blockers: in a read-out, in the DMs about one, and what came of it."""

from dataclasses import dataclass
from datetime import date

from bot.language import _
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    dated,
    message,
    name,
    quote,
    section,
    words,
)

# What one blocker may take of a message that holds several.
LONGEST = 600


@dataclass(frozen=True)
class Blocker:
    """A blocker as one reader sees it; `since` is the reporter's local day, the rest are mentions.

    Without a `ref` it is known only from an imported text, and nobody can act on it.
    """

    ref: str
    who: str
    text: str
    since: date
    owner: str = ""
    acknowledged_by: str = ""
    resolved_by: str = ""

    @property
    def is_open(self) -> bool:
        return not self.resolved_by


def line(blocker: Blocker, *, most: int = LONGEST) -> str:
    """Who reported it, since when it has stood, who owns it, and what became of it."""
    facts = [f"*{name(blocker.who)}*", _("since {day}", day=dated(blocker.since))]
    if blocker.owner:
        facts.append(_("owner: {who}", who=name(blocker.owner)))
    if blocker.resolved_by:
        facts.append(_("✅ resolved by {who}", who=name(blocker.resolved_by)))
    elif blocker.acknowledged_by:
        facts.append(_("👀 seen by {who}", who=name(blocker.acknowledged_by)))
    return f"{' · '.join(facts)}\n{quote(blocker.text, most)}"


def buttons(blocker: Blocker, *, agenda: bool = False) -> list[Block]:
    """What somebody who may clear it can do about it; nothing once it is over."""
    if not blocker.ref or not blocker.is_open:
        return []
    elements = []
    if not blocker.acknowledged_by:
        elements.append(button(_("Acknowledge"), "blocker_ack", blocker.ref))
    elements.append(button(_("Offer help"), "blocker_help", blocker.ref))
    elements.append(button(_("It is resolved"), "blocker_resolve", blocker.ref))
    if agenda:
        elements.append(button(_("Add to our 1:1"), "one_on_one_add", f"blocker:{blocker.ref}"))
    return [actions(*elements)]


def told_owner(blocker: Blocker) -> Message:
    """To whoever was named as the owner."""
    said = _("{who} is stuck and thinks that you can help.", who=name(blocker.who))
    return _about(said, blocker)


def told_manager(blocker: Blocker) -> Message:
    """To the manager, after two working days without an answer."""
    said = _("{who} has been stuck for two working days, and nobody has answered.", who=name(blocker.who))
    return _about(said, blocker, agenda=True)


def told_above(blocker: Blocker, manager: str) -> Message:
    """To the one above, after two more."""
    said = _(
        "{who} is still stuck. {manager} was told two working days ago; you may have a way around it.",
        who=name(blocker.who),
        manager=name(manager),
    )
    return _about(said, blocker)


def over() -> Message:
    """In place of what somebody was told, once it was taken back or somebody else was named."""
    return message(_("Nothing is needed from you here any more."))


def acknowledged(blocker: Blocker, by: str) -> Message:
    """To the reporter."""
    return _short(_("{who} has seen what is in your way.", who=name(by)), blocker)


def help_offered(blocker: Blocker, by: str) -> Message:
    """To the reporter."""
    return _short(_("{who} offers to help you with this. A word to them is enough.", who=name(by)), blocker)


def resolved(blocker: Blocker, by: str) -> Message:
    """To the reporter."""
    return _short(_("{who} says that this is out of your way.", who=name(by)), blocker)


def noted(blocker: Blocker) -> Message:
    """To whoever pressed *Acknowledge*."""
    return message(_("{who} will hear that you have seen it.", who=name(blocker.who)))


def help_noted(blocker: Blocker) -> Message:
    """To whoever pressed *Offer help*."""
    return message(_("{who} will hear that you offer help.", who=name(blocker.who)))


def resolution_noted(blocker: Blocker) -> Message:
    """To whoever pressed *It is resolved*."""
    return message(_("Good. It is marked as resolved, and {who} will see it.", who=name(blocker.who)))


def already(blocker: Blocker) -> Message:
    """To whoever presses a button that has served."""
    if blocker.resolved_by:
        return message(_("That is resolved already; {who} said so.", who=name(blocker.resolved_by)))
    return message(_("{who} has seen it already.", who=name(blocker.acknowledged_by)))


def _about(said: str, blocker: Blocker, *, agenda: bool = False) -> Message:
    spoken = f"{said} {words(blocker.text, 1500)}"
    rows = [section(f"*{said}*"), section(line(blocker, most=2000)), *buttons(blocker, agenda=agenda)]
    return message(spoken, *rows, context(_("Only those who can help with it see this.")))


def _short(said: str, blocker: Blocker) -> Message:
    return message(f"{said} {words(blocker.text, 1500)}", section(said), section(quote(blocker.text, 2000)))
