"""The page's parts as HTML."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from bot.sandbox.dates import local, next_first, next_friday
from bot.sandbox.emoji import drawn
from bot.sandbox.forms import FIELDS, current, options_of
from bot.sandbox.inspector import recent
from bot.sandbox.modals import View
from bot.sandbox.mrkdwn import Writer, link
from bot.sandbox.sights import Sight
from bot.sandbox.slack import PretendSlack

TEMPLATES = Path(__file__).parent / "templates"
PARTS = ("sidebar", "heading", "stream", "modal", "inspector", "clock")


class Parts:
    """Renders the page for one viewer at one place."""

    def __init__(
        self,
        slack: PretendSlack,
        shortcuts: Sequence[tuple[str, str]],
        message_shortcuts: Sequence[tuple[str, str]],
        reactions: Sequence[str],
    ) -> None:
        self.slack = slack
        self.read: dict[tuple[str, str], str] = {}
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals |= {
            "shortcuts": shortcuts,
            "message_shortcuts": message_shortcuts,
            "reactions": reactions,
            "drawn": drawn,
            "options_of": options_of,
            "link": link,
            "candidates": candidates,
            "app_name": slack.workspace.bot.name,
            "team_name": slack.workspace.team_name,
        }

    def where(self, viewer: str | None, place: str | None) -> tuple[str, str]:
        """A person who exists and a place they can see."""
        people = [person["id"] for person in self._sight("USLACKBOT", "home").people()]
        viewer = viewer if viewer and viewer in people else str(people[0])
        sight = self._sight(viewer, "home")
        entries = [*sight.channels(), *sight.directs(), sight.app()]
        known = {entry.id for entry in entries} | {"home"}
        return viewer, place if place in known else entries[0].id

    def page(self, viewer: str, place: str) -> str:
        """The whole page."""
        parts = self.all(viewer, place)
        return self.environment.get_template("page.html").render(parts=parts, **self._facts(viewer, place))

    def all(self, viewer: str, place: str) -> dict[str, str]:
        """Every part that may change, by the id of its element."""
        facts = self._facts(viewer, place)
        return {part: self.environment.get_template(f"{part}.html").render(facts) for part in PARTS}

    def names(self) -> dict[str, Any]:
        """What the composer completes."""
        workspace = self.slack.workspace
        people = [
            {"name": f"@{member.username}", "hint": member.name}
            for member in workspace.members.values()
            if not member.deleted
        ]
        channels = [
            {"name": f"#{channel.name}", "hint": channel.topic}
            for channel in workspace.channels.values()
            if channel.kind == "channel" and not channel.private
        ]
        commands = [{"name": name, "hint": hint} for name, hint in self.slack.commands]
        return {"/": commands, "@": people, "#": channels}

    def _facts(self, viewer: str, place: str) -> dict[str, Any]:
        workspace = self.slack.workspace
        now = workspace.clock()
        sight = self._sight(viewer, place)
        zone = sight.viewer.tz
        return {
            "sight": sight,
            "viewer": sight.viewer,
            "place": place,
            "lines": [] if place == "home" else sight.lines(),
            "home": workspace.views.homes.get(viewer),
            "stack": workspace.views.stacks.get(viewer, []),
            "write": Writer(workspace, viewer, now),
            "field_value": self._field_value,
            "people": sight.people(),
            "records": recent(self.slack),
            "now": local(now, zone),
            "friday": local(next_friday(now, zone), zone),
            "first": local(next_first(now, zone), zone),
            "file_url": self._file_url,
        }

    def _sight(self, viewer: str, place: str) -> Sight:
        return Sight(self.slack.workspace, viewer, place, self.read)

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
        return value

    def _file_url(self, shape: dict[str, Any]) -> str:
        """Where the page finds an image: an uploaded file by its id or address, else as given."""
        named = shape.get("slack_file") or {}
        for file in self.slack.workspace.files.values():
            if named and (file["id"] == named.get("id") or file.get("url_private") == named.get("url")):
                return f"/shared/{file['id']}"
        return str(shape.get("image_url") or "")


def candidates(element: dict[str, Any], sight: Sight) -> list[tuple[str, str]]:
    """What can be chosen in a menu: values with their texts."""
    kind = element["type"]
    if "static" in kind:
        return [(option["value"], option["text"]["text"]) for option in options_of(element)]
    people = [(person["id"], person["name"]) for person in sight.people()]
    channels = [(entry.id, f"#{entry.name}") for entry in sight.channels()]
    return (people if "channels" not in kind else []) + (channels if "users" not in kind else [])
