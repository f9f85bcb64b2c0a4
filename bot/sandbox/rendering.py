"""The page's parts as HTML."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bot.sandbox import charts
from bot.sandbox.dates import local, next_first, next_friday
from bot.sandbox.drawn import Drawn
from bot.sandbox.emoji import EMOJI, drawn
from bot.sandbox.forms import FIELDS, current, options_of, words_in
from bot.sandbox.inspector import recent
from bot.sandbox.methods import METHODS
from bot.sandbox.modals import View
from bot.sandbox.mrkdwn import Writer, link
from bot.sandbox.pieces import Pieces
from bot.sandbox.sights import Line, Sight, initials, tone
from bot.sandbox.slack import PretendSlack
from bot.sandbox.tour import Tour

TEMPLATES = Path(__file__).parent / "templates"
PARTS = ("sidebar", "heading", "tour", "stream", "thread", "modal", "inspector", "clock")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


@dataclass(frozen=True)
class Setting:
    """What the page offers beside what the workspace holds.

    `roles` and `hints` are by user id: what somebody is, and what is worth knowing about them;
    `presets` are names and labels of instants to which the clock can be moved.
    """

    shortcuts: Sequence[tuple[str, str]] = ()
    message_shortcuts: Sequence[tuple[str, str]] = ()
    reactions: Sequence[str] = ("rock", "tada", "heart", "+1", "eyes")
    roles: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    presets: Sequence[tuple[str, str]] = ()
    tour: bool = False


class Parts:
    """Renders the page for one viewer at one place."""

    def __init__(self, slack: PretendSlack, setting: Setting) -> None:
        self.slack = slack
        self.setting = setting
        self.read: dict[tuple[str, str], str] = {}
        # Whom somebody at the page has acted as.
        self.played: set[str] = set()
        self.tour = Tour(slack, self.read, on=setting.tour)
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals |= {
            "shortcuts": setting.shortcuts,
            "message_shortcuts": setting.message_shortcuts,
            "reactions": setting.reactions,
            "presets": setting.presets,
            "roles": setting.roles,
            "has_tour": setting.tour,
            "drawn": drawn,
            "charts": charts,
            "tone": tone,
            "initials": initials,
            "options_of": options_of,
            "link": link,
            "candidates": candidates,
            "is_picture": is_picture,
            "app_name": slack.workspace.bot.name,
            "team_name": slack.workspace.team_name,
            "file_url": self._file_url,
            "known_file": self._known_file,
            "names_of": self._names_of,
            "field_value": self._field_value,
        }
        self.drawn = Drawn(self.environment)
        self.pieces = Pieces()

    def where(self, viewer: str | None, place: str | None) -> tuple[str, str]:
        """A person who exists and a place they can see."""
        viewer = viewer if viewer and self._is_person(viewer) else self._somebody()
        sight = self._sight(viewer, "home")
        entries = [*sight.channels(), *sight.directs(), sight.app()]
        known = {entry.id for entry in entries} | {"home"}
        return viewer, place if place in known else entries[0].id

    def page(self, viewer: str, place: str, thread: str = "", say: str = "") -> str:
        """The whole page; `say` is what stands in the composer."""
        drawn = self.all(viewer, place, thread)
        more = {
            "parts": {name: html for name, (_, html) in drawn.items()},
            "seen": {name: mark for name, (mark, _) in drawn.items()},
            "say": say,
            "ts": thread,
        }
        self.played.add(viewer)
        return self.environment.get_template("page.html").render(self._facts(viewer, place, thread), **more)

    def all(self, viewer: str, place: str, thread: str = "") -> dict[str, tuple[str, str]]:
        """Every part that may change, by the id of its element: a mark of what it holds, and its HTML."""
        facts = self._facts(viewer, place, thread)
        parts = {part: self.environment.get_template(f"{part}.html").render(facts) for part in PARTS}
        drawn = {name: (_mark(html), html) for name, html in parts.items()}
        for mark, html in drawn.values():
            self.pieces.keep(mark, html)
        return drawn

    def changed(
        self, viewer: str, place: str, thread: str, seen: Mapping[str, str]
    ) -> dict[str, tuple[str, str, str]]:
        """The parts that differ from those whose marks the browser has: mark, HTML, and where that says of
        some pieces only that they are the same, the mark of the drawing in which they are."""
        return {
            name: (mark, *self.pieces.difference(str(seen.get(name, "")), html))
            for name, (mark, html) in self.all(viewer, place, thread).items()
            if seen.get(name) != mark
        }

    def people(self, viewer: str, place: str) -> str:
        """Everybody whom one can act as."""
        now = self.slack.workspace.clock()
        people = [
            {
                "id": member.id,
                "name": member.name,
                "title": member.title,
                "role": self.setting.roles.get(member.id, ""),
                "hint": self.setting.hints.get(member.id, ""),
                "tone": tone(member.id),
                "initials": initials(member.name),
                "time": f"{local(now, member.tz):%a %H:%M}",
            }
            for member in self.slack.workspace.people()
        ]
        # A channel or Home is there for the next person as well; a direct message is not.
        at = place if place == "home" or place.startswith("C") else ""
        return self.environment.get_template("people.html").render(people=people, viewer=viewer, at=at)

    def methods(self) -> str:
        """Which methods of the Web API are served, with their scopes and how often they may be called."""
        return self.environment.get_template("methods.html").render(methods=METHODS)

    def names(self) -> dict[str, Any]:
        """What the composer completes."""
        workspace = self.slack.workspace
        people = [
            {"name": f"@{member.username}", "hint": " · ".join(filter(None, [member.name, member.title]))}
            for member in workspace.members.values()
            if not member.deleted
        ]
        channels = [
            {"name": f"#{channel.name}", "hint": channel.topic}
            for channel in workspace.channels.values()
            if channel.kind == "channel" and not channel.private
        ]
        commands = [{"name": name, "hint": hint} for name, hint in self.slack.commands]
        emoji = [{"name": f":{name}:", "hint": sign} for name, sign in EMOJI.items()]
        return {"/": commands, "@": people, "#": channels, ":": emoji}

    def _facts(self, viewer: str, place: str, thread: str) -> dict[str, Any]:
        workspace = self.slack.workspace
        now = workspace.clock()
        sight = self._sight(viewer, place)
        zone = sight.viewer.tz
        facts: dict[str, Any] = {
            "sight": sight,
            "viewer": sight.viewer,
            "place": place,
            "lines": [] if place == "home" else sight.lines(),
            "thread": sight.thread(thread) if thread else [],
            "home": workspace.views.homes.get(viewer),
            "stack": workspace.views.stacks.get(viewer, []),
            "write": Writer(workspace, viewer, now),
            "records": recent(self.slack),
            "limits": self.slack.rate_limits,
            "sockets": len(self.slack.sockets.open),
            "now": local(now, zone),
            "friday": local(next_friday(now, zone), zone),
            "first": local(next_first(now, zone), zone),
            "tour": self.tour.shown(),
        }

        def message(line: Line, *, within: bool = False) -> Markup:
            return self.drawn.message(line, facts, within=within)

        return facts | {"message": message}

    def _sight(self, viewer: str, place: str) -> Sight:
        return Sight(self.slack.workspace, viewer, place, self.read)

    def _is_person(self, user: str) -> bool:
        member = self.slack.workspace.members.get(user)
        return member is not None and self.slack.workspace.is_person(member)

    def _somebody(self) -> str:
        return self.tour.viewer if self._is_person(self.tour.viewer) else self.slack.workspace.people()[0].id

    def _field_value(self, view: View, block: dict[str, Any], element: dict[str, Any]) -> Any:
        """The value of a field in the shape in which HTML takes it: option values, texts, dates."""
        value = current(view, block, element)
        if value is None:
            return ""
        if "selected_options" in FIELDS[element["type"]]:
            return [option["value"] for option in value]
        if "selected_option" in FIELDS[element["type"]]:
            return value["value"]
        if element["type"] == "datetimepicker":
            zone = self.slack.workspace.members[view.user].tz
            return f"{local(datetime.fromtimestamp(value, UTC), zone):%Y-%m-%dT%H:%M}"
        return words_in(value) if element["type"] == "rich_text_input" else value

    def _file_url(self, shape: dict[str, Any]) -> str:
        """Where the page finds an image: an uploaded file by its id or address, else as given."""
        file = self._known_file({"external_id": ""} | (shape.get("slack_file") or {}))
        return f"/shared/{file['id']}" if file else str(shape.get("image_url") or "")

    def _known_file(self, named: dict[str, Any]) -> dict[str, Any] | None:
        """An uploaded file by its id, its external id or its address."""
        for file in self.slack.workspace.files.values():
            own = {file["id"], file.get("url_private"), file.get("external_id")} - {None, ""}
            if own & {named.get("id"), named.get("url"), named.get("external_id")}:
                return file
        return None

    def _names_of(self, users: Sequence[str]) -> str:
        members = self.slack.workspace.members
        return ", ".join(members[user].name if user in members else user for user in users)


def is_picture(file: dict[str, Any]) -> bool:
    return str(file["name"]).lower().endswith(PICTURES)


def _mark(html: str) -> str:
    return hashlib.blake2b(html.encode(), digest_size=8).hexdigest()


def candidates(element: dict[str, Any], sight: Sight) -> list[tuple[str, str]]:
    """What can be chosen in a menu: values with their texts."""
    kind = element["type"]
    if "static" in kind:
        return [(option["value"], option["text"]["text"]) for option in options_of(element)]
    people = [(member.id, member.name) for member in sight.workspace.people()]
    channels = [(entry.id, f"#{entry.name}") for entry in sight.channels()]
    return (people if "channels" not in kind else []) + (channels if "users" not in kind else [])
