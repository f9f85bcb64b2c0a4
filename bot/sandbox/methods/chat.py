"""chat.*: messages."""

from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.channels import Channel
from bot.sandbox.limits import checked_blocks, checked_metadata
from bot.sandbox.messages import NO_TEXT, Message
from bot.sandbox.refusals import SlackRefusesError
from bot.sandbox.workspace import Workspace

CUT = 40_000
UPDATE = 4_000


def post(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """chat.postMessage. Takes channel ids only: a user's id or a #name, which Slack may
    deliver somewhere unexpected, is channel_not_found here."""
    channel = writable(workspace, args.text("channel"))
    content = _content(workspace, args)
    thread = args.text("thread_ts")
    if thread:
        _thread(workspace, channel, thread)
    message = workspace.post(channel, workspace.bot.id, **content, thread_ts=thread)
    return {"channel": channel.id, "ts": message.ts, "message": message.shape()}


def update(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """chat.update: text alone takes the blocks away, blocks alone keep the text."""
    channel = writable(workspace, args.text("channel"))
    message = _own(workspace, channel, args, "cant_update_message")
    if len(args.text("text") or "") > UPDATE:
        raise SlackRefusesError("msg_too_long")
    kept_text = message.text
    content = _content(workspace, args)
    message.text = content["text"] if args.text("text") else kept_text
    message.blocks = workspace.with_ids(content["blocks"])
    if "metadata" in args:
        message.metadata = content["metadata"]
    message.edited = {"user": workspace.bot.id, "ts": workspace.now_ts()}
    workspace.touch()
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.shape()}


def delete(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """chat.delete: the bot's own messages."""
    channel = workspace.channel(args.text("channel"))
    message = _own(workspace, channel, args, "cant_delete_message")
    workspace.messages[channel.id].remove(message)
    workspace.touch()
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """chat.postEphemeral: for one member of the channel; it can be neither updated nor read back."""
    channel = writable(workspace, args.text("channel"))
    user = workspace.member(args.text("user")).id
    if user not in channel.members:
        raise SlackRefusesError("user_not_in_channel")
    content = _content(workspace, args)
    content.pop("metadata")
    message = workspace.post(channel, workspace.bot.id, **content, only_for=user)
    return {"message_ts": message.ts}


def permalink(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """chat.getPermalink"""
    channel = workspace.channel(args.text("channel"))
    message = workspace.message(channel.id, args.text("message_ts"))
    path = f"/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": workspace.base_url + path}


def writable(workspace: Workspace, channel_id: str | None) -> Channel:
    """A conversation that the bot may write into, or Slack's reason why not."""
    channel = workspace.channel(channel_id)
    if channel.archived:
        raise SlackRefusesError("is_archived")
    if workspace.bot.id not in channel.members and "chat:write.public" not in workspace.scopes:
        raise SlackRefusesError("not_in_channel")
    return channel


def _content(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """Text, blocks and metadata, checked."""
    blocks = args.json("blocks", error="invalid_blocks_format") or []
    text = args.text("text")
    if not text and not blocks and not args.json("attachments"):
        raise SlackRefusesError("no_text")
    checked_blocks(blocks, "message", files=workspace.files)
    metadata = checked_metadata(args.json("metadata", error="invalid_metadata_format"))
    return {"text": (text or NO_TEXT)[:CUT], "blocks": blocks, "metadata": metadata}


def _thread(workspace: Workspace, channel: Channel, ts: str) -> None:
    try:
        workspace.message(channel.id, ts)
    except SlackRefusesError:
        raise SlackRefusesError("thread_not_found") from None


def _own(workspace: Workspace, channel: Channel, args: Arguments, error: str) -> Message:
    message = workspace.message(channel.id, args.text("ts"))
    if message.only_for:
        raise SlackRefusesError("message_not_found")
    if message.user != workspace.bot.id:
        raise SlackRefusesError(error)
    return message
