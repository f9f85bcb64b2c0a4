"""Files with a message: uploaded where nobody sees them, then named in the one post."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.services import attachment, post
from bot.services.attachment import File
from bot.services.setting import chosen
from models.attachment import Attachment
from models.delivery import FAILED, SENT, WAITING
from tests.outbox.conftest import Post
from tests.support import cast, rows
from tests.support.cast import CHANNEL, START

PICTURE = File("2026-11-coverage.png", "Who was thanked", "image/png", b"a picture", alt="17 of 30")
SHEET = File("2026-11.xlsx", "November", "application/vnd.ms-excel", b"a spreadsheet")


def _owe_digest(session: Session, *, workspace_id: int, now: datetime, channel: str) -> None:
    settings = chosen(session, workspace_id=workspace_id)
    message = {
        "text": "Figures",
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Figures"}}],
    }
    about: dict[str, Any] = {"kind": "digest", "about": "month", "message": message, "now": now}
    if channel:
        post.to_channel(session, workspace_id=workspace_id, channel=channel, **about)
        key = post.key("digest", channel, "month")
    else:
        who = rows.person(session, workspace_id=workspace_id, slack_id="UHANNA")
        post.to_person(session, person=who, settings=settings, **about)
        key = post.key("digest", who.id, "month")
    attachment.keep(session, workspace_id=workspace_id, key=key, files=[PICTURE, SHEET], now=now)


async def _promise(office: Post, channel: str = "") -> None:
    await office.change(_owe_digest, now=START, channel=channel)


def _messages(office: Post, place: str = "UHANNA") -> list[dict[str, Any]]:
    """The bot's messages to somebody, or in a channel, as they stand."""
    slack = office.world.slack
    return slack.messages(slack.dm_of(place) or place)


def _kinds(message: dict[str, Any]) -> list[str]:
    return [block["type"] for block in message["blocks"]]


async def _send_until_settled(office: Post) -> None:
    for _ in range(12):
        await office.send()
        office.later(minutes=11)


async def test_a_message_comes_with_its_pictures_and_a_link_to_its_spreadsheet(office: Post) -> None:
    await _promise(office)
    await office.send()

    (message,) = _messages(office)
    assert _kinds(message) == ["section", "image", "context"]
    picture = message["blocks"][1]
    assert (picture["alt_text"], picture["title"]["text"]) == ("17 of 30", "Who was thanked")
    slack = office.world.slack.workspace
    assert slack.uploads[picture["slack_file"]["id"]] == b"a picture"
    assert "2026-11.xlsx|November>" in message["blocks"][2]["elements"][0]["text"]
    # Nobody saw anything before the post: the uploads name no channel.
    finished = office.world.slack.calls_to("files.completeUploadExternal")
    assert [set(call.args) for call in finished] == [{"files"}] * 2
    kept = await office.change(rows.all_of, model=Attachment)
    assert [row.content for row in kept] == [None, None]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize(
    "fault",
    [{"close": "before"}, {"close": "after"}, {"status": 503}, {"retry_after": 5}],
    ids=["cut before", "cut after", "503", "429"],
)
@pytest.mark.parametrize("channel", ["", CHANNEL], ids=["to a person", "to a channel"])
async def test_an_upload_that_fails_is_made_again_and_nothing_is_posted_twice(
    office: Post, method: str, fault: dict[str, Any], channel: str
) -> None:
    await _promise(office, channel)
    office.world.slack.fail(method, **fault)

    await office.send()
    assert not _messages(office, channel or "UHANNA")
    assert [state for state, _ in await office.states()] == [WAITING]
    await _send_until_settled(office)

    (message,) = _messages(office, channel or "UHANNA")
    assert _kinds(message) == ["section", "image", "context"]
    assert await office.states() == [(SENT, "")]


async def test_posted_but_not_told_so_it_is_found_and_no_file_is_uploaded_again(
    office: Post,
) -> None:
    await _promise(office)
    office.world.slack.fail("chat.postMessage", close="after")
    await _send_until_settled(office)

    assert len(_messages(office)) == 1
    assert await office.states() == [(SENT, "found on looking")]
    assert len(office.world.slack.calls_to("files.completeUploadExternal")) == 2


async def test_a_sender_that_dies_after_the_uploads_leaves_them_to_the_next(office: Post) -> None:
    await _promise(office)
    office.world.slack.fail("chat.postMessage", status=503)
    await office.send(0)
    await _send_until_settled(office)

    assert len(_messages(office)) == 1
    assert len(office.world.slack.calls_to("files.completeUploadExternal")) == 2


async def test_where_slack_takes_no_files_the_words_arrive_without(office: Post) -> None:
    await _promise(office)
    office.world.slack.fail("files.getUploadURLExternal", error="missing_scope", times=None)
    await office.send()

    assert [_kinds(message) for message in _messages(office)] == [["section"]]
    assert await office.states() == [(SENT, "")]


async def test_files_that_slack_has_not_finished_with_are_waited_for_then_left_out(
    office: Post,
) -> None:
    await _promise(office)
    office.world.slack.fail("chat.postMessage", error="invalid_blocks", times=2)
    await _send_until_settled(office)
    assert [_kinds(message) for message in _messages(office)] == [["section", "image", "context"]]

    await _promise(office, CHANNEL)
    office.world.slack.fail("chat.postMessage", error="invalid_blocks", times=5)
    await _send_until_settled(office)
    assert [_kinds(message) for message in _messages(office, CHANNEL)] == [["section"]]


async def test_a_message_without_files_that_is_refused_is_not_tried_again(office: Post) -> None:
    await office.owe_channel(cast.CHANNEL, "news")
    office.world.slack.fail("chat.postMessage", error="invalid_blocks")
    await _send_until_settled(office)
    assert await office.states() == [(FAILED, "invalid_blocks")]
