"""users.*, dnd.*: who is here."""

from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.members import Member
from bot.sandbox.refusals import SlackRefusesError
from bot.sandbox.workspace import Workspace

PAGE = 200
DND_PAGE = 50


def list_users(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """users.list: everybody, deleted accounts, bots and externals included, 200 at a time."""
    members, cursor = args.page(list(workspace.members.values()), largest=PAGE, by_default=PAGE)
    shapes = [_user(workspace, member, args) for member in members]
    return {
        "members": shapes,
        "cache_ts": int(workspace.clock().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def info(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """users.info"""
    return {"user": _user(workspace, workspace.member(args.text("user")), args)}


def lookup_by_email(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """users.lookupByEmail: case is ignored, and deleted accounts are not found."""
    email = (args.text("email") or "").lower()
    for member in workspace.members.values():
        if member.email and member.email.lower() == email and not member.deleted and not member.is_bot:
            return {"user": _user(workspace, member, args)}
    raise SlackRefusesError("users_not_found")


def profile(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """users.profile.get: the profile with its custom fields."""
    member = workspace.member(args.text("user") or workspace.bot.id)
    shape = member.profile(with_email=_may_see_email(workspace), with_fields=True)
    if args.flag("include_labels"):
        for key, value in shape["fields"].items():
            value["label"] = workspace.profile_fields.get(key, {}).get("label", "")
    return {"profile": shape}


def presence(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """users.getPresence: whoever rests is away."""
    member = workspace.member(args.text("user") or workspace.bot.id)
    return {"presence": "away" if member.rests_at(workspace.clock()) else "active"}


def dnd(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """dnd.info: without a schedule Slack answers with ones."""
    return _dnd(workspace.member(args.text("user") or workspace.bot.id))


def team_dnd(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """dnd.teamInfo: up to fifty people; one who cannot be seen spoils the whole answer.

    A snooze is shown by Slack to the person alone, so it is nowhere here.
    """
    users = args.words("users")
    if not users:
        raise SlackRefusesError("no_users_provided")
    if len(users) > DND_PAGE:
        # Documented as "up to 50"; what Slack says to more is not.
        raise SlackRefusesError("too_many_users")
    if not all(user in workspace.members for user in users):
        raise SlackRefusesError("user_not_visible")
    return {"users": {user: _dnd(workspace.members[user]) for user in users}}


def _dnd(member: Member) -> dict[str, Any]:
    start, end = member.dnd or (1, 1)
    return {"dnd_enabled": member.dnd is not None, "next_dnd_start_ts": start, "next_dnd_end_ts": end}


def _user(workspace: Workspace, member: Member, args: Arguments) -> dict[str, Any]:
    return member.user(
        workspace.clock(), with_email=_may_see_email(workspace), with_locale=args.flag("include_locale")
    )


def _may_see_email(workspace: Workspace) -> bool:
    return "users:read.email" in workspace.scopes
