"""Whether what came from Slack is shaped as Slack shapes it, before any listener takes that for granted."""

import json
from typing import Any


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
