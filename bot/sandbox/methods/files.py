"""files.*: the three steps of an upload."""

from mimetypes import guess_type
from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.methods.chat import writable
from bot.sandbox.refusals import SlackRefusesError
from bot.sandbox.workspace import Workspace


def upload_url(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """files.getUploadURLExternal: where to send the bytes, of which there must be `length`."""
    length = args.whole("length", 0)
    if length <= 0:
        raise SlackRefusesError("invalid_arguments", messages=["[ERROR] must be positive: length"])
    file_id = workspace.next_id("F")
    file = {"id": file_id, "name": args.required("filename"), "size": length}
    if args.text("alt_txt"):
        file["alt_txt"] = args.text("alt_txt")
    workspace.files[file_id] = file
    return {"upload_url": f"{workspace.base_url}/upload/{file_id}", "file_id": file_id}


def complete(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """files.completeUploadExternal: makes the file real and shares it where asked."""
    files = [_finish(workspace, given) for given in args.json("files") or []]
    if not files:
        raise SlackRefusesError("invalid_arguments", messages=["[ERROR] missing required field: files"])
    for channel_id in args.words("channels") or args.words("channel_id"):
        channel = writable(workspace, channel_id)
        comment = args.text("initial_comment") or ""
        workspace.post(channel, workspace.bot.id, comment, files=files, thread_ts=args.text("thread_ts"))
    return {"files": files}


def info(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """files.info: a file that was completed."""
    return {"file": dict(_known(workspace, args)), "comments": []}


def delete(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    """files.delete: the file goes, also out of the messages that share it."""
    file = _known(workspace, args)
    del workspace.files[file["id"]]
    workspace.uploads.pop(file["id"], None)
    for messages in workspace.messages.values():
        for message in messages:
            message.files = [each for each in message.files if each["id"] != file["id"]]
    workspace.touch()
    return {}


def _known(workspace: Workspace, args: Arguments) -> dict[str, Any]:
    file = workspace.files.get(args.required("file"))
    if file is None or "permalink" not in file:
        raise SlackRefusesError("file_not_found")
    return file


def _finish(workspace: Workspace, given: dict[str, Any]) -> dict[str, Any]:
    file = workspace.files.get(str(given.get("id")))
    if file is None or file["id"] not in workspace.uploads:
        raise SlackRefusesError("file_not_found")
    address = f"{workspace.base_url}/files/{file['id']}/{file['name']}"
    file |= {
        "title": given.get("title") or file["name"],
        "created": int(workspace.clock().timestamp()),
        "user": workspace.bot.id,
        "mimetype": guess_type(file["name"])[0] or "application/octet-stream",
        "filetype": file["name"].rpartition(".")[2].lower(),
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
    }
    return dict(file)
