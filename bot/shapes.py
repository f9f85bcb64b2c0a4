"""Whether what came from Slack is shaped as Slack shapes it, before any listener takes that for granted."""

import json
from typing import Any

INTERACTIONS = {
    "block_actions": ("actions", list),
    "view_submission": ("view", dict),
    "view_closed": ("view", dict),
    "shortcut": ("callback_id", str),
    "message_action": ("message", dict),
    "block_suggestion": ("action_id", str),
}


def is_event(payload: Any) -> bool:
    """Whether this is an event, or that Slack holds some back."""
    if not isinstance(payload, dict):
        return False
    event = payload.get("event")
    if payload.get("type") == "event_callback" and isinstance(event, dict):
        return isinstance(event.get("type"), str)
    return payload.get("type") == "app_rate_limited"


def is_command(payload: Any) -> bool:
    """Whether this is a slash command that somebody gave."""
    return isinstance(payload, dict) and all(payload.get(name) for name in ("user_id", "trigger_id"))


def is_interaction(payload: Any) -> bool:
    """Whether this is what somebody pressed, sent, closed or asked for in a form, a message or a menu."""
    if not isinstance(payload, dict) or not isinstance(payload.get("user"), dict):
        return False
    if payload.get("view") is not None and not is_view(payload["view"]):
        return False
    name, shape = INTERACTIONS.get(str(payload.get("type")), ("", str))
    return bool(name) and isinstance(payload.get(name), shape)


def is_view(view: Any) -> bool:
    """Whether this is a modal or a Home tab as it was opened, with what has been typed into it."""
    if not isinstance(view, dict) or not isinstance(view.get("id"), str):
        return False
    blocks, state = _given(view, "blocks", []), _given(view, "state", {})
    return (
        isinstance(_given(view, "callback_id", ""), str)
        and isinstance(blocks, list)
        and all(isinstance(block, dict) for block in blocks)
        and isinstance(state, dict)
        and _are_values(_given(state, "values", {}))
        and _is_memory(view.get("private_metadata") or "{}")
    )


def _given(shape: dict[str, Any], name: str, default: Any) -> Any:
    """What stands under a name; nothing and null are the same."""
    value = shape.get(name)
    return default if value is None else value


def _are_values(values: Any) -> bool:
    """Elements by block and action."""
    return isinstance(values, dict) and all(
        isinstance(block, dict) and all(isinstance(element, dict) for element in block.values())
        for block in values.values()
    )


def _is_memory(text: Any) -> bool:
    """What a form of ours remembers."""
    try:
        return isinstance(text, str) and isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
