"""auth.*, team.*, apps.*: which workspace this is, and the way into Socket Mode."""

from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.workspace import Workspace


def auth_test(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """auth.test"""
    return {
        "url": f"{workspace.base_url}/",
        "team": workspace.team_name,
        "user": workspace.bot.username,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def info(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """team.info"""
    team = {
        "id": workspace.team_id,
        "name": workspace.team_name,
        "domain": workspace.domain,
        "email_domain": "example.com",
        "icon": {"image_default": True},
    }
    return {"team": team}


def profile(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """team.profile.get: the custom fields that profiles here have."""
    fields = [
        {"id": key, "ordering": place, "hint": "", "possible_values": None, **field}
        for place, (key, field) in enumerate(workspace.profile_fields.items())
    ]
    return {"profile": {"fields": fields, "sections": []}}


def open_connection(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """apps.connections.open: a WebSocket address that works once."""
    ticket = workspace.next_id("ticket-")
    workspace.socket_tickets.add(ticket)
    address = workspace.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={workspace.app_id}"}
