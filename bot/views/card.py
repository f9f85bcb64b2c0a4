"""Talent-signal cards: one's own, a report's, and what is said to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.language import _, plural
from bot.rules.card import CONTEST, MOST_LINES, NOTE, WRONG, Line
from bot.views.blocks import (
    Block,
    Message,
    actions,
    bold,
    button,
    context,
    day,
    header,
    message,
    month,
    name,
    quote,
    section,
    shortened,
    size,
    words,
)
from bot.views.checkin import span
from bot.views.signals import wording

# Letters of each line of a card, and replies; blocks and letters of all cards in a message.
LONGEST_LINE, MOST_WORDS = 240, 3
BLOCKS, ROOM = 36, 5800
OPEN_BUTTONS = {NOTE: "card_note_open", WRONG: "card_wrong_open", CONTEST: "contest_open"}


@dataclass(frozen=True)
class Words:
    """What somebody said to a card: `kind` is note, wrong or contest; `about` the line that is wrong."""

    kind: str
    text: str
    about: Line | None = None


@dataclass(frozen=True)
class Shown:
    """One card as it is shown; `ref` names it in buttons. `state` is open, contested, kept or withdrawn."""

    ref: str
    signal: str
    band: str
    confidence: str
    window: str
    lines: Sequence[Line] = ()
    formula: str = ""
    state: str = "open"
    words: Sequence[Words] = field(default_factory=tuple)
    answer: str = ""


def own(for_month: date, cards: Sequence[Shown]) -> Message:
    """The DM with a person's own cards, two days before the manager has theirs."""
    said = _(
        "Before your manager’s summary of {month}: this is what it can show about you.",
        month=month(for_month),
    )
    hint = _(
        "You see it first. Add a note, say that a fact is wrong, or contest it: then it waits until your "
        "manager has answered you. It is not for decisions on pay, promotion or dismissal."
    )
    return message(
        f"{said} {'; '.join(title(each) for each in cards)}.",
        section(f"*{said}*"),
        context(hint),
        *blocks(cards),
    )


def mine(for_month: date | None, cards: Sequence[Shown]) -> Message:
    """`/talent`"""
    if for_month is None or not cards:
        return message(
            _("There is nothing about you that stands out. You would see it here before anybody else.")
        )
    said = _("Your signals of {month}", month=month(for_month))
    return message(f"{said}: {'; '.join(title(each) for each in cards)}.", header(said), *blocks(cards))


def of_report(who: str, for_month: date | None, cards: Sequence[Shown]) -> Message:
    """`/talent @report`, for their direct manager"""
    person = name(who)
    if for_month is None or not cards:
        return message(_("There is nothing about {who} that is worth a conversation of its own.", who=person))
    said = _("What is worth a conversation with {who}, {month}", who=person, month=month(for_month))
    return message(said, section(f"*{said}*"), context(not_for()), *conversation(cards))


def help_text() -> Message:
    return message(
        _(
            "`/talent` shows what Cairn’s signals say about you, before anybody else sees it. "
            "`/talent @somebody` shows a manager what is worth a conversation with a direct report.\n"
            "`/talent plan` is your growth plan, and `/talent grow` with a few words adds a step to it; "
            "`/talent grow @somebody` suggests one to a direct report."
        )
    )


def not_for() -> str:
    """What signals are not for, said first."""
    return _("To prepare conversations. Not for decisions on pay, promotion or dismissal.")


def blocks(cards: Sequence[Shown]) -> list[Block]:
    """A person's own cards with their buttons, for the DM, `/talent` and Home."""
    return _fitting([_own(each) for each in cards])


def conversation(cards: Sequence[Shown]) -> list[Block]:
    """A manager's cards about one person: what is seen, an opening question, what the person says to it."""
    return _fitting([_told(each) for each in cards])


def _fitting(cards: Sequence[list[Block]]) -> list[Block]:
    """As many cards as a message holds, and how many it did not."""
    shown: list[Block] = []
    for told, blocks_of in enumerate(cards):
        if shown and (len(shown) + len(blocks_of) > BLOCKS or size([*shown, *blocks_of]) > ROOM):
            rest = len(cards) - told
            return [*shown, context(plural("And {n} more: `/talent`.", "And {n} more: `/talent`.", rest))]
        shown += blocks_of
    return shown


def title(card: Shown) -> str:
    """A card's headline."""
    said = wording(card.signal)
    return {"high": said.high, "low": said.low}.get(card.band) or said.name


def _own(card: Shown) -> list[Block]:
    said = wording(card.signal)
    shown = [
        section("\n".join([f"*{title(card)}* · {_sure(card)}", *_lines(card)])),
        context(f"{said.advice(card.band)}\n{_worked_out(card)}"),
        *_said(card, own=True),
    ]
    return [*shown, actions(*_buttons(card))] if card.state != "withdrawn" else shown


def _told(card: Shown) -> list[Block]:
    said = wording(card.signal)
    if card.state == "contested":
        waiting = _("*{what}* is contested, and rests until you have answered.", what=title(card))
        return [section(waiting), *_said(card, own=False), actions(*_answers(card))]
    top = "\n".join([f"*{title(card)}* · {_sure(card)}", *_lines(card), f"💬 {said.asked(card.band)}"])
    return [section(top), context(_worked_out(card)), *_said(card, own=False)]


def _worked_out(card: Shown) -> str:
    """The formula in one plain sentence, with its version."""
    return _(
        "How it is worked out ({version}): {formula}",
        version=words(card.formula, 60),
        formula=wording(card.signal).formula,
    )


def _sure(card: Shown) -> str:
    strength = {
        "person_only": _("a hint, shown to you only"),
        "worth_a_conversation": _("worth a conversation"),
        "clear_change": _("a clear change"),
    }.get(card.band, _("compared with peers"))
    sure = {"low": _("low confidence"), "medium": _("medium confidence"), "high": _("high confidence")}
    return f"{strength}, {sure.get(card.confidence, sure['low'])}"


def _lines(card: Shown) -> list[str]:
    return [f"• {_line(each)}" for each in card.lines[:MOST_LINES]]


def _line(line: Line) -> str:
    said = words(shortened(_(line.said, **line.facts), LONGEST_LINE))
    about = _about(line)
    if not about:
        return said
    return f"{said} ({f'<{line.link}|{about}>' if line.link else about})"


def _about(line: Line) -> str:
    """What a line of evidence is about: the week, the day of a kudos, the goal."""
    if not line.ref:
        return ""
    match line.kind:
        case "checkin":
            return span(line.ref)
        case "kudos":
            return _("kudos of {day}", day=day(date.fromisoformat(line.at)))
        case "learning":
            return _("a step of {day}", day=day(date.fromisoformat(line.at)))
        case "goal" | "update":
            return words(line.ref, 60)
    return ""


def _said(card: Shown, *, own: bool) -> list[Block]:
    heads = {
        NOTE: _("Your note") if own else _("Their note"),
        WRONG: _("You say that a fact is wrong") if own else _("They say that a fact is wrong"),
        CONTEST: _("You contest it") if own else _("They contest it"),
    }
    told = [
        "\n".join([f"*{heads[each.kind]}*", *_in_question(each), quote(each.text, 400)])
        for each in card.words[-MOST_WORDS:]
    ]
    shown = [section("\n".join(told))] if told else []
    if card.state == "contested" and own:
        shown.append(context(_("It rests until your manager has answered.")))
    if card.answer:
        shown.append(section(bold(_("Answer")) + "\n" + quote(card.answer, 500)))
    if card.state == "withdrawn":
        shown.append(context(_("Withdrawn: the contest was accepted.")))
    return shown


def _in_question(said: Words) -> list[str]:
    """The line that somebody says is wrong."""
    return [f"• {_line(said.about)}"] if said.about else []


def _buttons(card: Shown) -> list[Block]:
    found = [
        button(_("Add a note"), OPEN_BUTTONS[NOTE], card.ref),
        button(_("This fact is wrong"), OPEN_BUTTONS[WRONG], card.ref),
    ]
    if card.state == "open":
        found.append(button(_("Contest"), OPEN_BUTTONS[CONTEST], card.ref))
    return [*found, button(_("Not now"), "card_later", card.ref)]


def _answers(card: Shown) -> list[Block]:
    return [
        button(_("They are right"), "contest_accept", card.ref, style="primary"),
        button(_("I see it otherwise"), "contest_keep_open", card.ref),
    ]


def contested(who: str, card: Shown) -> Message:
    """The DM to a manager whose report contests a card after the summary."""
    said = _("{who} sees something in your summary otherwise.", who=name(who))
    return message(said, section(f"*{said}*"), *_told(card))


def answered(who: str, card: Shown) -> Message:
    """The DM to whoever contested a card, once the manager has answered."""
    if card.state == "withdrawn":
        said = _("{who} agrees with you: “{what}” is withdrawn.", who=name(who), what=title(card))
    else:
        said = _("{who} has answered you about “{what}”.", who=name(who), what=title(card))
    return message(said, section(f"*{said}*"), *_said(card, own=True))


def replied(kind: str) -> Message:
    """What somebody hears who has said something to their card."""
    return message(
        {
            NOTE: _("Your note goes with the card."),
            WRONG: _("Noted. What you say stands beside the card."),
            CONTEST: _("Contested. The card rests until your manager has answered you."),
        }.get(kind, _("All right. You find it with `/talent` whenever you like."))
    )


def settled(card: Shown) -> Message:
    """What a manager hears who has answered a contest."""
    return message(
        _("Thank you. They have your answer.") if card.state != "withdrawn" else _("Withdrawn. They know.")
    )


def talked(who: str) -> Message:
    return message(_("Noted that you talked with {who}.", who=name(who)))
