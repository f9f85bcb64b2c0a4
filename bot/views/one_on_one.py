"""A 1:1's shared page: the form, and the lines that Home and `/cairn 1:1` show of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.language import _, plural
from bot.rules.one_on_one import LONGEST_NOTE, MOST
from bot.views.blocks import (
    Block,
    Message,
    button,
    context,
    dated,
    field,
    fitting,
    message,
    modal,
    name,
    option,
    quote,
    section,
    text_input,
)

# Notes that stand in the form, and pages in a list.
NOTES, LISTED = 5, 20
ROOM = 6000


@dataclass(frozen=True)
class Point:
    """One line of the page; `by` wrote it or, of an action, owns it. Both are mentions."""

    ref: str
    text: str
    by: str


@dataclass(frozen=True)
class Page:
    """What two people share, as one of them sees it. `suggested` are a name and a text each;
    `earlier` are the notes of the meeting before."""

    other: str
    other_id: str
    agenda: Sequence[Point] = ()
    actions: Sequence[Point] = ()
    notes: Sequence[Point] = ()
    earlier: Sequence[Point] = ()
    suggested: Sequence[tuple[str, str]] = ()
    met: date | None = None


def form(page: Page, *, memory: str) -> Block:
    """The modal `one_on_one`."""
    other = name(page.other)
    last = _(" · You last met on {day}.", day=dated(page.met)) if page.met else ""
    blocks = [
        section(_("Your 1:1 with {other}. Only the two of you see this page.", other=other) + last),
        *_ticks("talked", _("Agenda: tick what you have talked about"), _texts(page.agenda)),
        field("agenda", _("Add to the agenda"), _lines(), optional=True, hint=_("One thing a line.")),
        *_ticks("suggested", _("From check-ins and goals: tick to add"), page.suggested),
        *_notes(_("Notes"), page.notes),
        *_notes(_("Notes of last time"), page.earlier),
        field("note", _("Add a note"), _lines(), optional=True),
        *_ticks("done", _("Actions: tick what is done"), _texts(page.actions)),
        field("actions", _("Add actions"), _lines(), optional=True, hint=_("One thing a line.")),
        field("owner", _("Who does the new actions?"), _owner(), optional=True),
        *_ticks("met", _("When you are done"), [("yes", _("We have met: begin a fresh page"))]),
        context(_("What is still open goes on to the next page.")),
    ]
    return modal("one_on_one", _("1:1"), _("Save"), blocks, memory=memory)


def saved(page: Page, *, met: bool) -> Message:
    """To whoever wrote on it."""
    if met:
        return message(
            _("A fresh page for your next 1:1 with {other}; what is open is on it.", other=name(page.other))
        )
    return message(_("Saved on the page of your 1:1 with {other}.", other=name(page.other)))


def added(other: str) -> Message:
    """To whoever put a point on the agenda."""
    return message(_("It is on the agenda of your 1:1 with {other}.", other=name(other)))


def rows(pages: Sequence[Page]) -> list[Block]:
    """A line a page with a button that opens it, for Home and for lists."""
    return [
        section(_row(page), button=button(_("Open"), "one_on_one_open", page.other_id))
        for page in pages[:LISTED]
    ]


def listing(pages: Sequence[Page]) -> Message:
    """`/cairn 1:1`"""
    if not pages:
        return message(_("You share no 1:1 page yet. `/cairn 1:1 @name` begins one."))
    said = _("Your 1:1 pages: {n}", n=len(pages))
    hint = context(_("`/cairn 1:1 @name` opens one. Only the two of you see it."))
    return message(said, section(f"*{said}*"), *rows(pages), hint)


def help_text() -> Message:
    """`/cairn 1:1 help`"""
    lines = (
        _("`/cairn 1:1 @name` opens the page that you two share: agenda, notes, actions."),
        _("`/cairn 1:1` lists your pages. Only the two people of a 1:1 see its page."),
    )
    return message("\n".join(lines))


def _row(page: Page) -> str:
    agenda = plural("{n} point on the agenda", "{n} points on the agenda", len(page.agenda))
    actions = plural("{n} open action", "{n} open actions", len(page.actions))
    holds = ([agenda] if page.agenda else []) + ([actions] if page.actions else [])
    return _(
        "*1:1 with {other}*: {holds}",
        other=name(page.other),
        holds=", ".join(holds) or _("nothing on it yet"),
    )


def _texts(points: Sequence[Point]) -> list[tuple[str, str]]:
    return [(point.ref, point.text) for point in points]


def _ticks(name: str, label: str, lines: Sequence[tuple[str, str]]) -> list[Block]:
    choices = [option(" ".join(text.split()), value) for value, text in lines[:MOST]]
    more = len(lines) - len(choices)
    rest = [context(_("And {n} more, which come up once these are ticked.", n=more))] if more else []
    boxes: Block = {"type": "checkboxes", "options": choices}
    return [field(name, label, boxes, optional=True), *rest] if choices else []


def _notes(label: str, notes: Sequence[Point]) -> list[Block]:
    shown = [f"*{name(note.by)}*\n{quote(note.text, 1200)}" for note in reversed(notes)]
    return [section(f"*{label}*"), *fitting(shown, room=ROOM, most=NOTES)] if shown else []


def _lines() -> Block:
    return text_input(lines=True, most=LONGEST_NOTE)


def _owner() -> Block:
    choices = [option(_("I do"), "me"), option(_("The other one does"), "other")]
    return {"type": "radio_buttons", "options": choices, "initial_option": choices[0]}
