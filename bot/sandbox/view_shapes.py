"""A view in the shape in which Slack returns and sends it."""

from typing import Any

from bot.sandbox.forms import state_values
from bot.sandbox.modals import View
from bot.sandbox.workspace import Workspace


def view_shape(workspace: Workspace, view: View) -> dict[str, Any]:
    """The view object, with the state as its person left it."""
    body = view.body
    return {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": body["type"],
        "blocks": view.blocks,
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": state_values(view)},
        "hash": view.hash,
        "title": body.get("title", {"type": "plain_text", "text": "View Title"}),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": workspace.app_id,
        "external_id": view.external_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
    }
