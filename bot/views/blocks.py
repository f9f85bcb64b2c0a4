"""Block Kit's bricks, cut to Slack's limits; the limits are those of slack's own table."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent

from bot.language import _, language

Block = dict[str, Any]
Message = dict[str, Any]

SECTION = 3000
TEXT = 3900
OPTION = 75
SCALE = ("1", "2", "3", "4", "5")

_TOKEN = re.compile(r"<@([UW][A-Z0-9_]*)(?:\|[^>]*)?>|.", re.DOTALL)
_SPECIAL = re.compile(r"[&<>]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def words(text: str, limit: int = SECTION - 200) -> str:
    """What a person wrote, safe inside mrkdwn: people stay mentioned, nothing else is special.

    Cut, with an ellipsis, where it would pass the limit once escaped.
    """
    if len(text) < limit and not _SPECIAL.search(text):
        return text
    pieces: list[str] = []
    length = 0
    for token in _TOKEN.finditer(text):
        piece = f"<@{token[1]}>" if token[1] else _ESCAPES.get(token[0], token[0])
        length += len(piece)
        if length > limit - 1:
            return "".join(pieces).rstrip() + "…"
        pieces.append(piece)
    return "".join(pieces)


def quote(text: str, limit: int = SECTION - 200) -> str:
    """What a person wrote, each line marked as theirs."""
    return "\n".join(
        f"> {line}" for line in words(text, limit - 2 * text[:limit].count("\n") - 2).split("\n")
    )


def quoted(text: str) -> list[Block]:
    """All of what a person wrote, in as many sections as it takes (a message holds three of them)."""
    pieces = [text[start : start + 1200] for start in range(0, len(text), 1200)]
    room = 6000 // max(1, len(pieces))
    return [section(quote(piece, min(2800, room))) for piece in pieces]


def message(text: str, *blocks: Block, **more: Any) -> Message:
    """A message that reads well aloud (`text`) and looks well (`blocks`)."""
    return {"text": trimmed(text, TEXT), "blocks": list(blocks) or [section(text)], **more}


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def trimmed(text: str, limit: int) -> str:
    """Markup cut to a limit, but never inside a mention, a link or an escape."""
    if len(text) <= limit:
        return text
    return re.sub(r"(<[^>]*|&[a-z]*)$", "", text[: limit - 1]).rstrip() + "…"


def size(blocks: Sequence[Block]) -> int:
    """How many characters of text people read in these sections, contexts, headers and buttons."""
    beside = ("text", "accessory")
    parts = [part for block in blocks for part in (*map(block.get, beside), *block.get("elements", ()))]
    texts = [part.get("text", "") for part in parts if part]
    return sum(len(text if isinstance(text, str) else text["text"]) for text in texts)


def section(text: str, *, button: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": trimmed(text, SECTION)}}
    return block | {"accessory": button} if button else block


def fitting(
    texts: Sequence[str], *, room: int, most: int, below: Sequence[Sequence[Block]] = ()
) -> list[Block]:
    """As many sections as fit into so many characters, and a line that says how many did not.

    `below` is what follows each section, such as its buttons.
    """
    blocks: list[Block] = []
    shown = 0
    for text in texts[:most]:
        room -= len(text)
        if room < 0 and blocks:
            break
        blocks.append(section(text))
        blocks.extend(below[shown] if below else ())
        shown += 1
    if len(texts) > shown:
        rest = len(texts) - shown
        blocks.append(context(_("And {n} more, which did not fit here.", n=rest)))
    return blocks


def bold(text: str) -> str:
    """A sentence that stands out."""
    return f"*{text}*"


def italic(text: str) -> str:
    """Words beside what somebody wrote."""
    return f"_{text}_"


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": trimmed(text, 2000)}]}


def divider() -> Block:
    return {"type": "divider"}


def plain(text: str, limit: int = OPTION) -> Block:
    return {"type": "plain_text", "text": shortened(text, limit) or " ", "emoji": True}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(text: str, action: str, value: str = "", *, style: str = "") -> Block:
    block: Block = {"type": "button", "text": plain(text), "action_id": action}
    if value:
        block["value"] = value
    return block | {"style": style} if style else block


def option(text: str, value: str) -> Block:
    return {"text": plain(text), "value": value}


def options(pairs: Sequence[tuple[str, str]]) -> list[Block]:
    return [option(text, value) for value, text in pairs[:100]]


def picked(choices: list[Block], value: str) -> Block:
    """The initial choice of a select, where there is one."""
    return next(({"initial_option": choice} for choice in choices if choice["value"] == value), {})


def field(name: str, label: str, element: Block, *, optional: bool = False, hint: str = "") -> Block:
    """One input of a modal. Its block and its action carry the same, fixed name."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "optional": optional,
        "element": {**element, "action_id": name},
    }
    return block | {"hint": plain(hint, 2000)} if hint else block


def text_input(value: str = "", *, lines: bool = False, most: int = 3000, placeholder: str = "") -> Block:
    element: Block = {"type": "plain_text_input", "multiline": lines, "max_length": most}
    if value:
        element["initial_value"] = value[:most]
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def modal(callback: str, title: str, submit: str, blocks: Sequence[Block], *, memory: str = "") -> Block:
    """A modal; `memory` comes back with its submission."""
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "submit": plain(submit, 24),
        "close": plain(_("Not now"), 24),
        "blocks": list(blocks),
        "private_metadata": memory,
    }


def number(value: float | None, unit: str = "") -> str:
    """A value as people write it: no needless decimals; % as close to its number as their language has it."""
    if value is None:
        return "–"
    rounded = round(value, 2) + 0.0
    if unit == "%":
        return percent(rounded / 100, digits=2)
    return f"{format_decimal(rounded, '#,##0.##', locale=language())} {words(unit, 40)}".strip()


def percent(share: float, *, digits: int = 0) -> str:
    """A share of 1 in hundredths, with at most so many decimals."""
    pattern = Locale.parse(language()).percent_formats[None].pattern
    return format_percent(
        share, pattern.replace("0", f"0.{'#' * digits}" if digits else "0"), locale=language()
    )


def confidence(state: str) -> str:
    """How sure somebody is of a goal, by colour and word; empty where they have not said."""
    return {
        "on_track": _("🟢 on track"),
        "at_risk": _("🟡 at risk"),
        "off_track": _("🔴 off track"),
    }.get(state, "")


def day(value: date) -> str:
    # How a day is written: Unicode's date patterns (weekday, day, month).
    return format_date(value, _("EEE d MMM"), locale=language())


def dated(value: date) -> str:
    """A day that may lie in another year than the reader's."""
    # How a day is written with its year: Unicode's date patterns (weekday, day, month, year).
    return format_date(value, _("EEE d MMM y"), locale=language())


def month(value: date) -> str:
    """The month that a day lies in, by name."""
    return format_date(value, "LLLL y", locale=language())


def moment(value: datetime, zone: ZoneInfo) -> str:
    local = value.astimezone(zone)
    return f"{day(local.date())}, {format_time(local, 'HH:mm', locale=language())}"


def name(mention: str) -> str:
    """Somebody's mention, or the name of somebody who is not in Slack."""
    return words(mention, 60)


def names(mentions: Sequence[str], most: int = 20) -> str:
    """`A`, `A and B`, `A, B and C`; of more than so many, how many more."""
    shown = [name(each) for each in mentions[:most]]
    if len(mentions) > most:
        shown.append(_("{n} more", n=len(mentions) - most))
    *first, last = shown or [""]
    return _("{several} and {last}", several=", ".join(first), last=last) if first else last


def listed(rows: Sequence[str], most: int = 20) -> str:
    """A row a line; of more than so many, how many more."""
    rest = [_("And {n} more.", n=len(rows) - most)] if len(rows) > most else []
    return "\n".join([*rows[:most], *rest])
