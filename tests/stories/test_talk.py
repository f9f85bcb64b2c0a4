"""Messages to the bot: the same grammar without the slash, else help; the answer comes in the DM."""

import pytest

from models.kudos import Kudos
from tests.support import rows
from tests.support.cast import change
from tests.support.world import World


async def answers(world: World, text: str, *, by: str = "UADA", channel: str | None = None) -> str:
    """What the bot writes into somebody's DM in answer to a message."""
    before = len(world.slack.said_to(by))
    await world.slack.says(text, by=by, channel=channel)
    await world.deliver()
    return "\n".join(world.slack.said_to(by)[before:])


@pytest.mark.parametrize(
    "text", ["kudos <@UGRACE> for the tidy migration", "/kudos <@UGRACE> for the tidy migration"]
)
async def test_a_message_is_a_command_without_its_slash(bot: World, text: str) -> None:
    assert await answers(bot, text) == "Sent. <@UGRACE> will hear about it."
    assert bot.slack.said_to("UGRACE") == ["<@UADA> sent you kudos: the tidy migration"]


async def test_a_mention_is_answered_in_the_writers_own_dm(bot: World) -> None:
    said = await answers(bot, "<@UBOT> kudos <@UGRACE> for the tidy migration", channel="CGENERAL")
    assert said == "Sent. <@UGRACE> will hear about it."
    assert bot.slack.said_in("CGENERAL") == []


@pytest.mark.parametrize("text", ["hello", "thanks!", "", "what can you do?", "<@UBOT>", "👋"])
async def test_anything_else_gets_help(http_bot: World, text: str) -> None:
    assert "Cairn's commands: /kudos" in await answers(http_bot, text)


async def test_a_refusal_gives_the_words_back(bot: World) -> None:
    said = await answers(bot, "kudos <@UADA> for being me")
    assert "Kudos are for other people. Who helped you?" in said
    assert "for being me" in said


async def test_what_needs_a_form_gets_a_button_that_opens_it(bot: World) -> None:
    assert await answers(bot, "goal new Half of our customers") == "That opens a form: press the button."
    await bot.slack.clicks("form_open", by="UADA")
    modal = bot.slack.modal("UADA")
    assert modal is not None
    assert modal["callback_id"] == "goal"
    assert "Half of our customers" in str(modal)


@pytest.mark.parametrize(
    ("text", "form"), [("kudos", "kudos"), ("feedback", "feedback"), ("settings", "settings")]
)
async def test_each_form_opens_from_its_button(http_bot: World, text: str, form: str) -> None:
    assert await answers(http_bot, text) == "That opens a form: press the button."
    await http_bot.slack.clicks("form_open", by="UADA")
    modal = http_bot.slack.modal("UADA")
    assert modal is not None
    assert modal["callback_id"] == form


async def test_a_delivery_seen_three_times_is_answered_once(bot: World) -> None:
    await bot.slack.says("kudos <@UGRACE> for lunch", by="UADA")
    for delivery in list(bot.slack.deliveries):
        await bot.slack.redeliver(delivery)
        await bot.slack.redeliver(delivery)
    await bot.deliver()
    assert len(await bot.ask(rows.all_of, model=Kudos, workspace_id=bot.workspace_id)) == 1
    assert len(bot.slack.said_to("UADA")) == 1


async def test_whoever_asks_is_answered_also_before_the_switch(http_bot: World) -> None:
    await http_bot.change(change, workspace_id=http_bot.workspace_id, key="launch", text="nobody")
    assert "Cairn's commands" in await answers(http_bot, "help")


async def test_a_guest_gets_no_answer_and_an_edit_is_no_new_message(http_bot: World) -> None:
    http_bot.slack.add_person("UGUEST", "Gus Guest", is_restricted=True)
    assert await answers(http_bot, "hello", by="UGUEST") == ""
    said = await http_bot.slack.says("hello", by="UADA")
    await http_bot.slack.edits(said, "kudos <@UGRACE> for lunch")
    await http_bot.slack.deletes(said)
    await http_bot.deliver()
    assert len(http_bot.slack.said_to("UADA")) == 1
    assert await http_bot.ask(rows.all_of, model=Kudos, workspace_id=1) == []
