"""Files with a message: uploaded first, where nobody sees them, and then named in it.

The one thing that people see is still the one post, so a sender that dies between two steps
leaves at most a file that nobody can open: `files.completeUploadExternal` names no channel. The
pictures stand in image blocks and the spreadsheet as its permalink, which shares it with whoever
can read the message. The words of a message say all that matters, so where Slack takes no files,
or has not finished with them after some tries, it goes without.
"""

from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.gates import Gates
from bot.refusals import refusal
from bot.services import attachment
from bot.services.attachment import Enclosure
from bot.services.delivery import TOKEN_ERRORS, Letter
from bot.tools import Tools
from bot.views.enclosed import BLOCKS, document, picture
from models.pacing import FILES

log = structlog.get_logger()
# After so many attempts a message goes without its files. Slack looks at each file before it lets a
# message name it, and says so with an error.
PATIENT = 5
NOT_READY = "invalid_blocks"


class Unfinished(Exception):
    """The files could not be uploaded this time; nothing was posted."""


async def enclosed(tools: Tools, gates: Gates, letter: Letter) -> Letter:
    """The letter with its files in it. Raises Unfinished, Patience, or SlackApiError for the token."""
    if not letter.encloses or letter.attempts > PATIENT:
        return letter
    files = await tools.database.read(
        attachment.enclosed, workspace_id=letter.workspace_id, keys=letter.encloses
    )
    blocks: list[dict[str, Any]] = list(letter.body.get("blocks") or [])
    for file in files:
        ready = await _ready(tools, gates, letter, file)
        if ready is not None and len(blocks) < BLOCKS:
            blocks.append(
                picture(ready.slack_file_id, ready.title, ready.alt)
                if ready.is_picture
                else document(ready.permalink, ready.title)
            )
    return replace(letter, body={**letter.body, "blocks": blocks}) if files else letter


def not_ready(letter: Letter, code: str) -> bool:
    """Whether Slack refused a message because it has not finished with its files."""
    return bool(letter.encloses) and code == NOT_READY and letter.attempts <= PATIENT


async def _ready(tools: Tools, gates: Gates, letter: Letter, file: Enclosure) -> Enclosure | None:
    """The file with its Slack id; None where Slack takes none."""
    if file.slack_file_id:
        return file
    try:
        async with gates.through(letter.workspace_id, FILES):
            found = await _uploaded(tools, file)
    except SlackApiError as error:
        said = refusal(error)
        if said.code in TOKEN_ERRORS:
            raise
        if said.is_fault:
            raise Unfinished(f"HTTP {said.status}") from error
        log.warning("file_refused", delivery=letter.id, error=said.code)
        return None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unfinished(type(error).__name__) from error
    await tools.database.transact(
        attachment.remember,
        workspace_id=letter.workspace_id,
        attachment_id=file.id,
        slack_file_id=found.slack_file_id,
        permalink=found.permalink,
    )
    return found


async def _uploaded(tools: Tools, file: Enclosure) -> Enclosure:
    """The three steps of an upload, to no channel."""
    slack = tools.slack()
    alt = {"alt_txt": file.alt[:1000]} if file.alt else {}
    place = await slack.files_getUploadURLExternal(filename=file.name, length=len(file.content), **alt)
    await tools.put(str(place["upload_url"]), file.content)
    done = await slack.files_completeUploadExternal(files=[{"id": place["file_id"], "title": file.title}])
    made = done["files"][0]
    return replace(file, slack_file_id=made["id"], permalink=made.get("permalink") or "")
