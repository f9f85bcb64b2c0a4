"""Promise 3: nothing typed is lost, also while the database cannot be written to."""

import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from bot.database import DatabaseAway
from tests.support.world import World


@contextmanager
def locked(bot: World) -> Iterator[None]:
    """Another program holds the database's write lock for longer than anybody waits."""
    path = make_url(str(bot.tools.database.engine.url)).database or ""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.rollback()
        holder.close()


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.deadline.WITHIN", 0.5)


async def test_a_command_is_refused_with_the_words_given_back(bot: World) -> None:
    with locked(bot):
        reply = await bot.slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")

    assert reply.text.startswith("I can't save anything just now.")
    assert "<@UGRACE> for the tidy migration" in reply.text
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == []


async def test_a_modal_keeps_its_text_and_can_be_sent_again(bot: World) -> None:
    await bot.slack.types("/kudos", by="UADA")
    with locked(bot):
        errors = await bot.slack.submits("UADA", {"receivers": ["UGRACE"], "message": "for staying late"})
    assert errors["receivers"].startswith("I can't save anything just now.")

    assert await bot.slack.submits("UADA", {"receivers": ["UGRACE"], "message": "for staying late"}) == {}
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == ["<@UADA> sent you kudos: for staying late"]


async def test_an_event_is_left_to_slack_to_send_again(http_bot: World) -> None:
    said = await http_bot.slack.says("Done", by="UGRACE", channel="CGENERAL")
    with locked(http_bot):
        await http_bot.slack.reacts("rock", said, by="UADA")
    assert {each.status for each in http_bot.slack.deliveries} == {503}

    await http_bot.slack.redeliver(http_bot.slack.deliveries[-1])

    await http_bot.tick(http_bot.clock().replace(hour=15))
    assert len(http_bot.slack.said_to("UGRACE")) == 1


async def test_a_database_file_that_was_removed_is_noticed(http_bot: World) -> None:
    """What goes into an unlinked file is lost at the end; nobody must be told that it was sent."""
    path = make_url(str(http_bot.tools.database.engine.url)).database or ""
    for ending in ("", "-wal", "-shm"):
        Path(path + ending).unlink(missing_ok=True)

    reply = await http_bot.slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")

    assert reply.text.startswith("I can't save anything just now.")
    root = http_bot.slack.events_url.removesuffix("/slack/events")
    async with aiohttp.ClientSession() as session, session.get(f"{root}/readyz") as ready:
        assert ready.status == 503


async def test_an_error_of_the_database_tells_nobodys_words(world: World) -> None:
    secret = " ".join(["what", "Ada", "wrote"])

    def breaks(session: Session) -> None:
        session.execute(text("SELECT no_such_function(:words)"), {"words": secret})

    with pytest.raises(DatabaseAway) as away:
        await world.change(breaks)

    assert secret not in "".join(traceback.format_exception(away.value))
