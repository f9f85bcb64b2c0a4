"""The Web API methods that the pretend Slack serves; any other is unknown_method."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.methods import chat, conversations, files, reactions, team, users, views
from bot.sandbox.rates import POSTS_PER_MINUTE, TIERS
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True)
class Method:
    """One method: what it does, the scopes of which any one suffices, and how often it may be called."""

    do: Callable[[Workspace, Arguments], dict[str, Any]]
    scopes: tuple[str, ...] = ()
    per_minute: int = TIERS[3]
    app_level: bool = False


READS = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORIES = ("channels:history", "groups:history", "im:history", "mpim:history")

METHODS = {
    "apps.connections.open": Method(
        team.open_connection, ("connections:write",), TIERS[1] * 10, app_level=True
    ),
    "auth.test": Method(team.auth_test, (), 600),
    "chat.delete": Method(chat.delete, ("chat:write",), TIERS[3]),
    "chat.getPermalink": Method(chat.permalink, (), 600),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",), TIERS[4]),
    "chat.postMessage": Method(chat.post, ("chat:write",), POSTS_PER_MINUTE),
    "chat.update": Method(chat.update, ("chat:write",), TIERS[3]),
    "conversations.history": Method(conversations.history, HISTORIES, TIERS[3]),
    "conversations.info": Method(conversations.info, READS, TIERS[3]),
    "conversations.list": Method(conversations.list_channels, READS, TIERS[2]),
    "conversations.members": Method(conversations.members, READS, TIERS[4]),
    "conversations.open": Method(conversations.open_direct, ("im:write", "mpim:write"), TIERS[3]),
    "conversations.replies": Method(conversations.replies, HISTORIES, TIERS[3]),
    "dnd.info": Method(users.dnd, ("dnd:read",), TIERS[3]),
    "dnd.teamInfo": Method(users.team_dnd, ("dnd:read",), TIERS[2]),
    "files.completeUploadExternal": Method(files.complete, ("files:write",), TIERS[4]),
    "files.delete": Method(files.delete, ("files:write",), TIERS[3]),
    "files.getUploadURLExternal": Method(files.upload_url, ("files:write",), TIERS[4]),
    "files.info": Method(files.info, ("files:read",), TIERS[4]),
    "reactions.add": Method(reactions.add, ("reactions:write",), TIERS[3]),
    "reactions.get": Method(reactions.get, ("reactions:read",), TIERS[3]),
    "reactions.remove": Method(reactions.remove, ("reactions:write",), TIERS[2]),
    "team.info": Method(team.info, ("team:read",), TIERS[3]),
    "team.profile.get": Method(team.profile, ("users.profile:read",), TIERS[3]),
    "users.conversations": Method(conversations.of_user, READS, TIERS[3]),
    "users.getPresence": Method(users.presence, ("users:read",), TIERS[3]),
    "users.info": Method(users.info, ("users:read",), TIERS[4]),
    "users.list": Method(users.list_users, ("users:read",), TIERS[2]),
    "users.lookupByEmail": Method(users.lookup_by_email, ("users:read.email",), TIERS[3]),
    "users.profile.get": Method(users.profile, ("users.profile:read",), TIERS[4]),
    "views.open": Method(views.open_view, (), TIERS[4]),
    "views.publish": Method(views.publish, (), TIERS[4]),
    "views.push": Method(views.push, (), TIERS[4]),
    "views.update": Method(views.update, (), TIERS[4]),
}


def every_scope() -> set[str]:
    """All scopes that any served method or event asks for."""
    scopes = {scope for method in METHODS.values() if not method.app_level for scope in method.scopes}
    return scopes | {"commands", "app_mentions:read"}
