"""Slack's mrkdwn as safe HTML: everything is escaped, and only what is understood becomes a tag."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from bot.sandbox.dates import slack_date
from bot.sandbox.emoji import drawn
from bot.sandbox.workspace import Workspace

FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<token>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<strong>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<em>[^\s_](?:[^\n]*?[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<del>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
    r"|:(?P<emoji>[a-z0-9_+'-]+(?:::skin-tone-\d)?):"
)
ITEM = re.compile(r"\s*(?:[•◦▪*-]|\d+[.)])\s+(.*)")
QUOTE = re.compile(r"\s*(?:>|&gt;)\s?(.*)")
SAFE = ("http://", "https://", "mailto:")


class Writer:
    """Writes text for one viewer: mentions by name, times in the viewer's zone."""

    def __init__(self, workspace: Workspace, viewer: str, now: datetime) -> None:
        self.workspace = workspace
        self.viewer = viewer
        self.zone = workspace.members[viewer].tz or "UTC"
        self.now = now

    def text(self, shape: dict[str, str] | None) -> Markup:
        """A text object of either kind."""
        if not shape:
            return Markup()
        return self.mrkdwn(shape["text"]) if shape["type"] == "mrkdwn" else self.plain(shape["text"])

    def plain(self, text: str) -> Markup:
        """Plain text, in which only emoji are drawn."""
        return escape(re.sub(r":([a-z0-9_+'-]+):", lambda found: drawn(found[1]), text))

    def mrkdwn(self, text: str) -> Markup:
        """Text in mrkdwn: code, quotes and lists by lines, the rest within them."""
        parts = FENCE.split(text)
        return Markup().join(
            _code(part) if place % 2 else self._lines(part) for place, part in enumerate(parts)
        )

    def _lines(self, text: str) -> Markup:
        if not text.strip():
            return Markup()
        lines = text.strip("\n").split("\n")
        return Markup().join(self._group(kind, list(group)) for kind, group in groupby(lines, _kind))

    def _group(self, kind: str, lines: list[str]) -> Markup:
        if kind == "quote":
            inner = Markup("<br>").join(self.inline(_inside(QUOTE, line)) for line in lines)
            return Markup("<blockquote>{}</blockquote>").format(inner)
        if kind in ("ul", "ol"):
            rows = Markup().join(
                Markup("<li>{}</li>").format(self.inline(_inside(ITEM, line))) for line in lines
            )
            start = re.match(r"\s*(\d+)", lines[0])
            first = Markup(' start="{}"').format(start[1]) if start else Markup()
            return Markup("<{0}{1}>{2}</{0}>").format(kind, first, rows)
        return Markup("<p>{}</p>").format(Markup("<br>").join(self.inline(line) for line in lines))

    def inline(self, text: str) -> Markup:
        """One line of mrkdwn."""
        return Markup().join(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[Markup]:
        at = 0
        for found in INLINE.finditer(text):
            yield _escaped(text[at : found.start()])
            yield self._piece(str(found.lastgroup), str(found[str(found.lastgroup)]))
            at = found.end()
        yield _escaped(text[at:])

    def _piece(self, kind: str, inner: str) -> Markup:
        if kind == "code":
            return Markup("<code>{}</code>").format(html.unescape(inner))
        if kind == "emoji":
            return escape(drawn(inner))
        if kind == "token":
            return self._token(inner)
        return Markup("<{0}>{1}</{0}>").format(kind, self.inline(inner))

    def _token(self, token: str) -> Markup:
        """What stands between < and >: a mention, a channel, a date or a link."""
        target, _, label = token.partition("|")
        writers: dict[str, Callable[[str, str], Markup]] = {
            "@": self.person,
            "#": self.channel,
            "!": self._special,
        }
        writer = writers.get(target[:1])
        return writer(target[1:], label) if writer else link(html.unescape(target), html.unescape(label))

    def person(self, user_id: str, label: str = "") -> Markup:
        """A mention, marked where it means the viewer."""
        member = self.workspace.members.get(user_id)
        name = member.name if member else label or user_id
        mine = " me" if user_id == self.viewer else ""
        return Markup('<span class="mention{}">@{}</span>').format(mine, name)

    def channel(self, channel_id: str, label: str = "") -> Markup:
        """A channel, as a link to it."""
        channel = self.workspace.channels.get(channel_id)
        name = channel.name if channel else label or channel_id
        address = f"/?as={self.viewer}&at={channel_id}"
        return Markup('<a class="mention" href="{}">#{}</a>').format(address, name)

    def date(self, shape: dict[str, Any]) -> Markup:
        """A date in rich text."""
        shown = slack_date(int(shape["timestamp"]), str(shape["format"]), self.zone, self.now)
        address = str(shape.get("url") or "")
        return link(address, shown) if address else Markup("<time>{}</time>").format(shown)

    def _special(self, target: str, label: str) -> Markup:
        if target.startswith("date^"):
            _, stamp, form, *address = target.split("^")
            shown = slack_date(int(stamp), html.unescape(form), self.zone, self.now)
            return link(address[0], shown) if address else Markup("<time>{}</time>").format(shown)
        return Markup('<span class="mention">@{}</span>').format(label or target)


def link(target: str, label: str = "") -> Markup:
    """A link, if it leads somewhere harmless; else its text."""
    if not target.startswith(SAFE):
        return escape(label or target)
    template = Markup('<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>')
    return template.format(target, label or target.removeprefix("mailto:"))


def _code(text: str) -> Markup:
    return Markup("<pre><code>{}</code></pre>").format(html.unescape(text))


def _escaped(text: str) -> Markup:
    """Slack's three entities first become characters, then everything is escaped for HTML."""
    return escape(html.unescape(text))


def _kind(line: str) -> str:
    if QUOTE.match(line):
        return "quote"
    if ITEM.match(line):
        return "ol" if line.strip()[0].isdigit() else "ul"
    return "p"


def _inside(pattern: re.Pattern[str], line: str) -> str:
    found = pattern.match(line)
    return found[1] if found else line
