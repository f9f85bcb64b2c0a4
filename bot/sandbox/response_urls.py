"""Answers to acts: what a bot may put into an ack or send to a response URL."""

from typing import Any

from bot.sandbox.limits import checked_blocks, checked_metadata
from bot.sandbox.messages import NO_TEXT, Message
from bot.sandbox.refusals import SlackRefusesError
from bot.sandbox.tickets import ResponseUrl
from bot.sandbox.workspace import Workspace


def respond(workspace: Workspace, name: str, body: dict[str, Any]) -> None:
    """Use a response URL. Five times in thirty minutes of the workspace's clock."""
    ticket = workspace.tickets.respond(name, workspace.clock())
    if body.get("delete_original"):
        return _delete(workspace, ticket)
    show(workspace, ticket, body)
    return None


def show(workspace: Workspace, ticket: ResponseUrl, body: dict[str, Any]) -> Message:
    """Show an answer where the act was: to its person only, unless it says in_channel."""
    blocks = checked_blocks(body.get("blocks") or [], "message", files=workspace.files)
    text = str(body.get("text") or "")
    if not text and not blocks and not body.get("attachments"):
        raise SlackRefusesError("no_text")
    original = _original(workspace, ticket) if body.get("replace_original") else None
    if original is not None:
        original.text, original.blocks = text or NO_TEXT, workspace.with_ids(blocks)
        workspace.touch()
        return original
    return workspace.post(
        workspace.channels[ticket.channel],
        workspace.bot.id,
        text or NO_TEXT,
        blocks=blocks,
        metadata=checked_metadata(body.get("metadata")),
        thread_ts=body.get("thread_ts") or ticket.thread_ts,
        only_for=None if body.get("response_type") == "in_channel" else ticket.user,
    )


def _delete(workspace: Workspace, ticket: ResponseUrl) -> None:
    original = _original(workspace, ticket)
    if original is not None:
        workspace.messages[ticket.channel].remove(original)
        workspace.touch()


def _original(workspace: Workspace, ticket: ResponseUrl) -> Message | None:
    if ticket.message_ts is None:
        return None
    try:
        return workspace.message(ticket.channel, ticket.message_ts)
    except SlackRefusesError:
        return None
