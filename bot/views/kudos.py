"""Kudos: the answer, the announcement, the DM, the list, the modal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language import _, plural
from bot.rules.kudos import LONGEST
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    dated,
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

# How many words HR is offered at once.
TAGS = 20


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
    # The reason says little; and how many more thanks the week's allowance has (None: no limit).
    thin: bool = False
    left: int | None = None


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
        return message(
            _("Kept. Cairn is not switched on for everybody yet, so they get no message about it.")
        )
    who = names(thanks.receivers)
    if thanks.private:
        said = [_("Sent privately. Only {who} and you can see it.", who=who)]
    else:
        said = [_("Sent. {who} will hear about it.", who=who)]
        if not thanks.announced_in:
            said.append(_("There is no recognition channel yet, so it goes to them alone."))
    if thanks.left is not None:
        said.append(
            plural("You can thank {n} more this week.", "You can thank {n} more this week.", thanks.left)
        )
    spoken = " ".join(said)
    if not thanks.thin:
        return message(spoken)
    tip = _("Next time, say what they did and what came of it: it is the part people remember.")
    return message(f"{spoken} {tip}", section(spoken), context(tip))


def announcement(thanks: Thanks) -> Message:
    said = _("{giver} thanks {receivers}", giver=name(thanks.giver), receivers=names(thanks.receivers))
    return message(_with_reason(said, thanks), *_card(f"🪨 {said}", thanks))


def told(thanks: Thanks) -> Message:
    """The DM to a receiver."""
    said = _("{giver} sent you kudos", giver=name(thanks.giver))
    blocks = _card(f"🪨 *{said}*", thanks)
    if thanks.private:
        alone = _("Sent privately: only you two can see it.")
        several = _("Sent privately: only the people thanked and the giver can see it.")
        blocks.append(context(alone if len(thanks.receivers) == 1 else several))
    blocks.append(actions(button(_("Say thanks back"), "kudos_open", thanks.giver_id)))
    return message(_with_reason(said, thanks), *blocks)


def reactions_told(lines: Sequence[tuple[str, str]]) -> Message:
    """The day's kudos by reaction for one receiver: who, and a link to what."""
    said = _("Your messages earned kudos today from {givers}.", givers=_givers(lines))
    rows = [f"• {name(giver)}{_for(link)}" for giver, link in lines]
    return message(said, section(f"🪨 *{said}*"), section(listed(rows)))


def reactions_announced(receiver: str, lines: Sequence[tuple[str, str]]) -> Message:
    """The same for the recognition channel."""
    by_link: dict[str, list[str]] = {}
    for giver, link in lines:
        by_link.setdefault(link, []).append(giver)
    rows = [f"{_thank(givers, receiver)}{_for(link)}" for link, givers in by_link.items()]
    said = _("Kudos for {receiver} from {givers}", receiver=name(receiver), givers=_givers(lines))
    return message(said, section(listed([f"🪨 {row}" for row in rows])))


def _givers(lines: Sequence[tuple[str, str]]) -> str:
    return names(sorted({giver for giver, _link in lines}))


def _thank(givers: Sequence[str], receiver: str) -> str:
    said = {"givers": names(givers), "receiver": name(receiver)}
    return plural("{givers} thanks {receiver}", "{givers} thank {receiver}", len(givers), **said)


def mine(lines: Sequence[Line], *, zone: ZoneInfo) -> Message:
    if not lines:
        return message(_("No kudos yet, given or received. Begin with: `/kudos @someone for what they did`"))
    private = " " + _("(private)")
    wordless = _("(no words)")
    rows = [
        f"{'→' if line.given else '←'} {name(line.other)}: {words(line.message, 120) or wordless}"
        f" — {dated(line.at.astimezone(zone).date())}{private if line.private else ''}"
        for line in lines
    ]
    received = sum(not line.given for line in lines)
    said = _(
        "Your latest kudos: {received} received, {given} given.",
        received=received,
        given=len(lines) - received,
    )
    return message(said, section(f"*{said}*"), section("\n".join(rows)))


@dataclass(frozen=True)
class Tag:
    """A word that people tag thanks with and that is no value yet, and how often they did."""

    word: str
    times: int


def tags(found: Sequence[Tag]) -> Message:
    """For HR: the words that people used, each to be taken as a value."""
    if not found:
        return message(_("Every tag that people used is one of your values."))
    said = plural(
        "{n} word is used that is no value yet.", "{n} words are used that are no value yet.", len(found)
    )
    rows = [
        section(
            f"*#{words(each.word, 100)}* — {_times(each)}",
            button=button(_("Take as a value"), "tag_accept", each.word[:2000]),
        )
        for each in found[:TAGS]
    ]
    note = context(_("Counted in public kudos of the last six months. Nobody is told when you take one."))
    return message(said, section(f"*{said}*"), *rows, note)


def _times(tag: Tag) -> str:
    return plural("{n} time", "{n} times", tag.times)


def accepted(word: str, values: Sequence[str]) -> Message:
    """What is said once a word has become a value."""
    return message(
        _(
            "#{word} is a value from now on. The values are: {values}.",
            word=words(word, 100),
            values=words(", ".join(values), 1000),
        )
    )


def help_text() -> Message:
    return message(
        _(
            "`/kudos @ada @grace for the tidy migration #teamwork` thanks people: they get a DM, and it is "
            "announced in the recognition channel. `/kudos` alone opens a form, where it can be private. "
            "`/kudos mine` lists yours; `/kudos tags` shows HR which words could be values. Or add the kudos "
            "emoji to a message, or pick *Give kudos* from its menu."
        )
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
    secret = option(_("Only they and I can see it"), "private")
    boxes: Block = {"type": "checkboxes", "options": [secret]}
    blocks = [
        field("receivers", _("Who helped?"), people),
        field(
            "message",
            _("What did they do, and what came of it?"),
            text_input(reason, lines=True, most=LONGEST),
            optional=bool(link),
        ),
    ]
    if values:
        choices = options([(value[:150], value) for value in values])
        element: Block = {"type": "multi_static_select", "options": choices}
        blocks.append(field("values", _("Which values did it show?"), element, optional=True))
    blocks.append(
        field(
            "private", _("Privacy"), boxes | ({"initial_options": [secret]} if private else {}), optional=True
        )
    )
    if link:
        blocks.insert(0, context(_("For <{link}|this message>", link=link)))
    return modal("kudos", _("Give kudos"), _("Send"), blocks, memory=memory)


def _for(link: str) -> str:
    """Which message it was for, where that can be linked."""
    return " " + _("for <{link}|this message>", link=link) if link else ""


def _with_reason(said: str, thanks: Thanks) -> str:
    return f"{said}: {words(thanks.message)}" if thanks.message else said


def _card(title: str, thanks: Thanks) -> list[Block]:
    blocks = [section(title + (f"\n{quote(thanks.message, 2600)}" if thanks.message else ""))]
    notes = [f"#{words(value, 60)}" for value in thanks.values]
    if thanks.link:
        notes.append(_("<{link}|the message>", link=thanks.link))
    return [*blocks, context("  ".join(notes))] if notes else blocks
