"""What is held about me, who looked, and all of it as a file."""

import io
import zipfile
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.services import receipt
from models.delivery import Delivery
from tests.support import cues, rows
from tests.support.cast import change
from tests.support.world import World


async def test_it_shows_what_is_held_who_looked_and_who_may(bot: World) -> None:
    await bot.slack.types("/kudos <@UADA> for the tidy migration", by="UGRACE")
    ada = await bot.ask(rows.person, workspace_id=bot.workspace_id, slack_id="UADA")
    hanna = await bot.ask(rows.person, workspace_id=bot.workspace_id, slack_id="UHANNA")
    around = {"workspace_id": bot.workspace_id, "now": bot.clock()}
    await bot.change(
        receipt.note, role="hr", item="succession and bench", subjects=[ada.id], viewer_id=hanna.id, **around
    )
    await bot.change(receipt.note, role="operator", item="export", **around)

    reply = await bot.slack.types("/cairn privacy", by="UADA")

    said = str(reply.blocks)
    assert "*1* × kudos received" in said
    assert "<@UHANNA> (HR) read yours (succession and bench)" in said
    assert "the operator of Cairn read everybody's (export)" in said
    assert "2 looks are on record." in reply.text
    assert (
        "*HR*: public kudos, goals, whether you answered a check-in, totals of check-ins (of 5 people" in said
    )
    other = await bot.slack.types("/cairn privacy", by="UMALLORY")
    assert "succession and bench)" not in str(other.blocks).split("Who may see")[0]
    assert "1 look is on record." in other.text


async def test_everything_comes_as_a_file_to_the_asker_alone(bot: World) -> None:
    await bot.slack.types("/cairn feedback <@UADA> your demo was clear", by="UGRACE")
    await bot.slack.types("/cairn feedback <@UGRACE> your review was fair", by="UMALLORY")
    await bot.slack.types("/cairn privacy", by="UADA")

    await bot.slack.clicks("privacy_export", by="UADA")
    await bot.deliver()

    (content,) = bot.slack.workspace.uploads.values()
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        texts = {name: files.read(name).decode() for name in files.namelist()}
    assert "grace@example.com,ada@example.com" in texts["feedback.csv"]
    assert "your demo was clear" in texts["feedback.csv"]
    assert "your review was fair" not in str(texts)
    assert "Ada Lovelace" in texts["person.csv"]
    assert any("everything that Cairn holds about you" in said for said in bot.slack.said_to("UADA"))


def waiting_for_ada(session: Session, *, workspace_id: int, now: datetime) -> None:
    """A message of two parts that is still to be sent."""
    part = {"key": "k:1", "kind": "goal", "message": {"text": "a word to come"}}
    session.add(
        Delivery(
            workspace_id=workspace_id,
            key="k",
            kind="goal",
            conversation="ada",
            person_id=rows.person(session, workspace_id=workspace_id, slack_id="UADA").id,
            body={"text": "a word to come"},
            parts=[part],
            created_at=now,
            due_at=now + timedelta(days=3),
        )
    )


async def test_signals_and_bundled_messages_come_in_the_file_without_what_is_for_audits(bot: World) -> None:
    await bot.change(cues.seen, workspace_id=bot.workspace_id, score=1.847)
    await bot.change(waiting_for_ada, workspace_id=bot.workspace_id, now=bot.clock())
    await bot.slack.types("/cairn privacy", by="UADA")

    await bot.slack.clicks("privacy_export", by="UADA")
    await bot.deliver()

    (content,) = bot.slack.workspace.uploads.values()
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        signals, messages = (files.read(name).decode() for name in ("signal_cue.csv", "delivery.csv"))
    assert "Goals updated in {now} of {seen} weeks" in signals
    assert "1.847" not in signals
    assert "a word to come" not in messages


async def test_ones_answers_name_the_questions_as_they_were_asked(http_bot: World) -> None:
    await http_bot.change(
        change, workspace_id=http_bot.workspace_id, key="questions", text="What helped?|How far? (1-5)"
    )
    await http_bot.slack.types("/checkin", by="UADA")
    inputs = (http_bot.slack.modal("UADA") or {})["blocks"]
    helped, far = [
        each["block_id"] for each in inputs if str(each.get("block_id", "")).startswith("question_")
    ]
    assert await http_bot.slack.submits("UADA", {helped: "A quiet room", far: "4"}) == {}
    await http_bot.slack.types("/cairn privacy", by="UADA")

    await http_bot.slack.clicks("privacy_export", by="UADA")
    await http_bot.deliver()

    (content,) = http_bot.slack.workspace.uploads.values()
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        lines = files.read("answer.csv").decode().splitlines()
    assert lines[0] == "person,week,question,value"
    told = sorted(line.split(",", 2)[2] for line in lines[1:])
    assert told == ["How far? (1-5),4", "What helped?,A quiet room"]


async def test_privacy_answers_help(http_bot: World) -> None:
    assert "/cairn privacy" in (await http_bot.slack.types("/cairn privacy help", by="UADA")).text
