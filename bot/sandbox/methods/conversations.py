"""conversations.*: places to talk."""

from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.channels import Channel
from bot.sandbox.messages import Message
from bot.sandbox.refusals import SlackRefusesError
from bot.sandbox.workspace import Workspace


def open_direct(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """conversations.open: the direct message with one person, or with up to eight."""
    known = args.text("channel")
    if known:
        channel, already = _direct(workspace, known), True
    else:
        users = _users(workspace, args)
        _need(workspace, "im:write" if len(users) == 1 else "mpim:write")
        channel, already = workspace.open_dm([*users, workspace.bot.id])
    shape = channel.shape(workspace.bot.id) if args.flag("return_im") else {"id": channel.id}
    return {"channel": shape} | ({"no_op": True, "already_open": True} if already else {})


def info(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """conversations.info"""
    channel = _readable(workspace, args.text("channel"))
    return {"channel": channel.shape(workspace.bot.id)}


def list_channels(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """conversations.list: public channels by default, others only as far as the bot is in them."""
    types = args.words("types") or ["public_channel"]
    wanted = [channel for channel in workspace.channels.values() if channel.type_name in types]
    for family in sorted({channel.scope_family for channel in wanted}):
        _need(workspace, f"{family}:read")
    hide_archived = args.flag("exclude_archived")
    seen = [
        channel
        for channel in wanted
        if (channel.scope_family == "channels" or workspace.bot.id in channel.members)
        and not (hide_archived and channel.archived)
    ]
    page, cursor = args.page(seen, largest=1000, by_default=100)
    shapes = [channel.shape(workspace.bot.id) for channel in page]
    return {"channels": shapes, "response_metadata": {"next_cursor": cursor}}


def members(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """conversations.members"""
    channel = _readable(workspace, args.text("channel"))
    page, cursor = args.page(channel.members, largest=1000, by_default=100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def history(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """conversations.history, newest first. Only as far as the scopes reach: usually the bot's own DMs."""
    channel = workspace.channel(args.text("channel"))
    _need(workspace, f"{channel.scope_family}:history")
    if workspace.bot.id not in channel.members:
        raise SlackRefusesError("not_in_channel")
    seen = [
        message
        for message in reversed(workspace.messages.get(channel.id, []))
        if message.only_for is None and not _is_reply(message) and _between(message.ts, args)
    ]
    return _page(workspace, seen, args) | {"pin_count": 0}


def replies(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """conversations.replies: a thread, its first message first."""
    channel = workspace.channel(args.text("channel"))
    _need(workspace, f"{channel.scope_family}:history")
    if workspace.bot.id not in channel.members:
        raise SlackRefusesError("not_in_channel")
    ts = args.required("ts")
    found = [
        message
        for message in workspace.messages.get(channel.id, [])
        if message.only_for is None and ts in (message.ts, message.thread_ts)
    ]
    if not found:
        raise SlackRefusesError("thread_not_found")
    return _page(workspace, [m for m in found if m.ts == ts or _between(m.ts, args)], args)


def of_user(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """users.conversations: where somebody is, or the bot itself, as far as the bot may know."""
    user = workspace.member(args.text("user") or workspace.bot.id).id
    types = args.words("types") or ["public_channel"]
    wanted = [
        channel
        for channel in workspace.channels.values()
        if channel.type_name in types and user in channel.members
    ]
    for family in sorted({channel.scope_family for channel in wanted}):
        _need(workspace, f"{family}:read")
    known = [c for c in wanted if c.scope_family == "channels" or workspace.bot.id in c.members]
    page, cursor = args.page(known, largest=1000, by_default=100)
    shapes = [channel.shape(workspace.bot.id) for channel in page]
    return {"channels": shapes, "response_metadata": {"next_cursor": cursor}}


def _is_reply(message: Message) -> bool:
    """Whether it stands in a thread alone, which conversations.history does not show."""
    return message.thread_ts not in (None, message.ts)


def _page(workspace: Workspace, found: list[Message], args: Arguments) -> dict[str, Any]:
    page, cursor = args.page(found, largest=999, by_default=100)
    with_metadata = args.flag("include_all_metadata")
    return {
        "messages": [message.shape(with_metadata=with_metadata) for message in page],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _between(ts: str, args: Arguments) -> bool:
    """Whether a message lies in the asked-for time; the ends count only with `inclusive`."""
    oldest, latest = args.text("oldest") or "0", args.text("latest")
    if args.flag("inclusive") and ts in (oldest, latest):
        return True
    return float(oldest) < float(ts) and (latest is None or float(ts) < float(latest))


def _users(workspace: Workspace, args: Arguments) -> list[str]:
    users = args.words("users")
    if not users:
        raise SlackRefusesError("users_list_not_supplied")
    if len(users) > 8:
        raise SlackRefusesError("too_many_users")
    for user in users:
        member = workspace.member(user)
        if member.deleted:
            raise SlackRefusesError("user_disabled")
        if member.is_bot:
            raise SlackRefusesError("cannot_dm_bot")
    return users


def _direct(workspace: Workspace, channel_id: str) -> Channel:
    channel = workspace.channel(channel_id)
    if channel.kind == "channel":
        raise SlackRefusesError("method_not_supported_for_channel_type")
    return channel


def _readable(workspace: Workspace, channel_id: str | None) -> Channel:
    channel = workspace.channel(channel_id)
    _need(workspace, f"{channel.scope_family}:read")
    return channel


def _need(workspace: Workspace, scope: str) -> None:
    if scope not in workspace.scopes:
        raise SlackRefusesError("missing_scope", needed=scope, provided=",".join(sorted(workspace.scopes)))
