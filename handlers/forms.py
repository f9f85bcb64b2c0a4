"""What comes with a payload: typed words, a modal's inputs, and what a modal remembers."""

import html
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

Payload = Mapping[str, Any]


def clean(text: str) -> str:
    """A person's words without what no file and no database can keep: control characters and half pairs."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))


def typed(command: Payload) -> str:
    """The text of a slash command, with Slack's escapes of &, < and > undone."""
    return clean(html.unescape(command.get("text") or "")).strip()


def act_of_command(command: Payload) -> str:
    """The name of this one act; the same words typed twice are two acts. A message says its own (`act`)."""
    return str(command.get("act") or f"command:{command['trigger_id']}")


def act_of_view(view: Payload) -> str:
    """The name of one modal's submission."""
    return f"view:{view['id']}"


def act_of_button(body: Payload, action: Payload) -> str:
    """The name of pressing one button once."""
    container = body.get("container") or {}
    place = container.get("message_ts") or container.get("view_id") or ""
    return f"button:{place}:{action.get('action_id')}:{action.get('value')}:{body['user']['id']}"


def inputs(view: Payload) -> dict[str, Any]:
    """A modal's values by action id, whatever their element: text, choice, choices or date."""
    blocks: Payload = view.get("state", {}).get("values", {})
    return {name: _value(element) for block in blocks.values() for name, element in block.items()}


def _value(element: Payload) -> Any:
    kind = element.get("type", "")
    if kind == "multi_users_select":
        return element.get("selected_users") or []
    if kind in ("checkboxes", "multi_static_select"):
        return [option["value"] for option in element.get("selected_options") or []]
    if kind in ("static_select", "radio_buttons"):
        return (element.get("selected_option") or {}).get("value") or ""
    if kind == "users_select":
        return element.get("selected_user") or ""
    if kind == "conversations_select":
        return element.get("selected_conversation") or ""
    if kind == "datepicker":
        return element.get("selected_date") or ""
    return clean(element.get("value") or "").strip()


def remember(**facts: Any) -> str:
    """What a modal is to bring back with its submission."""
    return json.dumps({name: fact for name, fact in facts.items() if fact})


def remembered(view: Payload) -> dict[str, Any]:
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
