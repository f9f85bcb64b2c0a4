"""Everybody is spoken to in their own language."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.person import Person
from tests.support.cast import CHANNEL
from tests.support.world import World


def speaks(session: Session, *, workspace_id: int, slack_user_id: str, locale: str) -> None:
    named = Person.workspace_id == workspace_id, Person.slack_user_id == slack_user_id
    session.execute(update(Person).where(*named).values(locale=locale, introduced_at=None))


async def test_an_answer_speaks_the_language_of_the_asker(bot: World) -> None:
    await bot.change(speaks, workspace_id=bot.workspace_id, slack_user_id="UADA", locale="de-DE")

    assert "Das kenne ich noch nicht" in await bot.slack.types("/cairn sing", by="UADA")
    assert "I don't know this one." in await bot.slack.types("/cairn sing", by="UGRACE")


async def test_a_message_speaks_the_language_of_its_reader_and_a_channel_the_workspaces(bot: World) -> None:
    await bot.change(speaks, workspace_id=bot.workspace_id, slack_user_id="UGRACE", locale="de-DE")
    await bot.slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")
    await bot.deliver()

    (told,) = bot.slack.said_to("UGRACE")
    assert "Hallo, hier ist Cairn" in told
    assert bot.slack.said_in(CHANNEL) == ["<@UADA> thanks <@UGRACE>: the tidy migration"]


async def test_a_number_is_read_as_its_writer_writes_numbers(bot: World) -> None:
    await bot.change(speaks, workspace_id=bot.workspace_id, slack_user_id="UADA", locale="de-DE")
    await bot.slack.types("/goal new Kosten senken", by="UADA")
    assert await bot.slack.submits("UADA", {"unit": "EUR", "start": "10.000", "target": "5.000"}) == {}

    noted = await bot.slack.types("/goal G1 7.500 on-track", by="UADA")

    assert noted.text.startswith("Notiert für G1: 7.500 EUR")
    assert "50\xa0%" in noted.blocks[0]["text"]["text"]
    await bot.slack.types("/goal G1 edit", by="UADA")
    offered = {
        block["block_id"]: block["element"].get("initial_value")
        for block in (bot.slack.modal("UADA") or {"blocks": []})["blocks"]
        if block["type"] == "input"
    }
    assert (offered["start"], offered["target"]) == ("10000", "5000")
