"""Kudos: the answer, the announcement, the DM, the list, the modal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.kudos import LONGEST
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    day,
    field,
    listed,
    message,
    modal,
    name,
    names,
    option,
    options,
    quote,
    section,
    text_input,
    words,
)


@dataclass(frozen=True)
class Thanks:
    """One kudos, as told: `giver` and `receivers` are mentions, `giver_id` is the giver's Slack id."""

    giver: str
    giver_id: str
    receivers: Sequence[str]
    message: str
    values: Sequence[str] = ()
    private: bool = False
    link: str = ""
    # Where it is announced: a channel id, or empty.
    announced_in: str = ""
    # Why the receivers hear nothing yet, or empty.
    held: str = ""


@dataclass(frozen=True)
class Line:
    """One kudos in somebody's list."""

    given: bool
    other: str
    message: str
    at: datetime
    private: bool


def answer(thanks: Thanks) -> Message:
    """What the giver reads."""
    if thanks.held:
        return message("Kept. Cairn is not switched on for everybody yet, so they get no message about it.")
    who = names(thanks.receivers)
    said = f"Sent. {who} will hear about it."
    if thanks.private:
        said = f"Sent privately. Only {who} and you can see it."
    elif not thanks.announced_in:
        said += " There is no recognition channel yet, so it goes to them alone."
    return message(said)


def announcement(thanks: Thanks) -> Message:
    said = f"{name(thanks.giver)} thanks {names(thanks.receivers)}"
    return message(_with_reason(said, thanks), *_card(f"🪨 {said}", thanks))


def told(thanks: Thanks) -> Message:
    """The DM to a receiver."""
    said = f"{name(thanks.giver)} sent you kudos"
    blocks = _card(f"🪨 *{said}*", thanks)
    if thanks.private:
        who = "you two" if len(thanks.receivers) == 1 else "the people thanked and the giver"
        blocks.append(context(f"Sent privately: only {who} can see it."))
    blocks.append(actions(button("Say thanks back", "kudos_open", thanks.giver_id)))
    return message(_with_reason(said, thanks), *blocks)


def reactions_told(lines: Sequence[tuple[str, str]]) -> Message:
    """The day's kudos by reaction for one receiver: who, and a link to what."""
    said = f"Your messages earned kudos today from {names(sorted({giver for giver, _ in lines}))}."
    rows = [f"• {name(giver)}{_for(link)}" for giver, link in lines]
    return message(said, section(f"🪨 *{said}*"), section(listed(rows)))


def reactions_announced(receiver: str, lines: Sequence[tuple[str, str]]) -> Message:
    """The same for the recognition channel."""
    by_link: dict[str, list[str]] = {}
    for giver, link in lines:
        by_link.setdefault(link, []).append(giver)
    rows = [
        f"{names(givers)} {'thanks' if len(givers) == 1 else 'thank'} {name(receiver)}{_for(link)}"
        for link, givers in by_link.items()
    ]
    said = f"Kudos for {name(receiver)} from {names(sorted({giver for giver, _ in lines}))}"
    return message(said, section(listed([f"🪨 {row}" for row in rows])))


def mine(lines: Sequence[Line], *, zone: ZoneInfo) -> Message:
    if not lines:
        return message("No kudos yet, given or received. Begin with: `/kudos @someone for what they did`")
    rows = [
        f"{'→' if line.given else '←'} {name(line.other)}: {words(line.message, 120) or '(no words)'}"
        f" — {day(line.at.astimezone(zone).date())}{' (private)' if line.private else ''}"
        for line in lines
    ]
    received = sum(not line.given for line in lines)
    said = f"Your latest kudos: {received} received, {len(lines) - received} given."
    return message(said, section(f"*{said}*"), section("\n".join(rows)))


def help_text() -> Message:
    return message(
        "`/kudos @ada @grace for the tidy migration #teamwork` thanks people: they get a DM, and it is "
        "announced in the recognition channel. `/kudos` alone opens a form, where it can be private. "
        "`/kudos mine` lists yours. Or add the kudos emoji to a message, or pick *Give kudos* from its menu."
    )


def form(
    *,
    values: Sequence[str],
    receivers: Sequence[str] = (),
    reason: str = "",
    link: str = "",
    memory: str = "",
    private: bool = False,
) -> Block:
    """The modal `kudos`; receivers are Slack ids. A message that is linked may speak for itself."""
    people: Block = {"type": "multi_users_select", "max_selected_items": 20}
    if receivers:
        people["initial_users"] = list(receivers)
    secret = option("Only they and I can see it", "private")
    boxes: Block = {"type": "checkboxes", "options": [secret]}
    blocks = [
        field("receivers", "Who helped?", people),
        field(
            "message",
            "What did they do, and what came of it?",
            text_input(reason, lines=True, most=LONGEST),
            optional=bool(link),
        ),
    ]
    if values:
        choices = options([(value[:150], value) for value in values])
        element: Block = {"type": "multi_static_select", "options": choices}
        blocks.append(field("values", "Which values did it show?", element, optional=True))
    blocks.append(
        field("private", "Privacy", boxes | ({"initial_options": [secret]} if private else {}), optional=True)
    )
    if link:
        blocks.insert(0, context(f"For <{link}|this message>"))
    return modal("kudos", "Give kudos", "Send", blocks, memory=memory)


def _for(link: str) -> str:
    """Which message it was for, where that can be linked."""
    return f" for <{link}|this message>" if link else ""


def _with_reason(said: str, thanks: Thanks) -> str:
    return f"{said}: {words(thanks.message)}" if thanks.message else said


def _card(title: str, thanks: Thanks) -> list[Block]:
    blocks = [section(title + (f"\n{quote(thanks.message, 2600)}" if thanks.message else ""))]
    notes = [f"#{words(value, 60)}" for value in thanks.values]
    if thanks.link:
        notes.append(f"<{thanks.link}|the message>")
    return [*blocks, context("  ".join(notes))] if notes else blocks
