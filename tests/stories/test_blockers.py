"""Being stuck: named in a check-in, seen and answered in Slack, and gone up where nobody answers."""

from datetime import UTC, datetime
from typing import Any

from tests.support.world import World

FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)


async def stuck(bot: World, text: str = "No staging", **more: Any) -> None:
    """Ada's week, with something in the way."""
    await bot.tick()
    await bot.tick(FRIDAY)
    await bot.slack.clicks("checkin_open", by="UADA")
    assert await bot.slack.submits("UADA", {"progress": "Search is live", "blockers": text, **more}) == {}
    await bot.deliver()


def last(bot: World, slack_id: str) -> dict[str, Any]:
    seen = bot.slack.messages(bot.slack.dm_of(slack_id) or "")
    return [message for message in seen if not message.get("is_ephemeral")][-1]


async def test_a_blocker_from_the_read_out_to_the_word_that_it_is_over(bot: World) -> None:
    await stuck(bot)
    await bot.tick(WEDNESDAY)
    assert "Acknowledge" in str(last(bot, "UGRACE")["blocks"])

    await bot.slack.clicks("blocker_ack", by="UGRACE")
    await bot.deliver()
    assert bot.slack.ephemerals("UGRACE")[-1] == "<@UADA> will hear that you have seen it."
    assert bot.slack.said_to("UADA")[-1] == "<@UGRACE> has seen what is in your way. No staging"
    assert last(bot, "UADA")["metadata"]["event_payload"]["kind"] == "blocker"
    assert "seen by <@UGRACE>" in str(last(bot, "UGRACE")["blocks"])

    await bot.slack.clicks("blocker_help", by="UGRACE")
    await bot.slack.clicks("blocker_resolve", by="UGRACE")
    await bot.deliver()
    assert [text.partition(".")[0] for text in bot.slack.said_to("UADA")[-2:]] == [
        "<@UGRACE> offers to help you with this",
        "<@UGRACE> says that this is out of your way",
    ]
    assert "resolved by <@UGRACE>" in str(last(bot, "UGRACE")["blocks"])
    assert "It is resolved" not in str(last(bot, "UGRACE")["blocks"])


async def test_the_named_owner_hears_at_once_and_nobody_else_does(bot: World) -> None:
    await stuck(bot, owner="UMALLORY")
    await bot.tick(FRIDAY.replace(hour=10))

    assert "<@UADA> is stuck and thinks that you can help. No staging" in bot.slack.said_to("UMALLORY")
    assert not [text for text in bot.slack.said_to("UHANNA") + bot.slack.said_to("UHEDY") if "stuck" in text]

    await bot.slack.clicks("blocker_ack", by="UMALLORY")
    await bot.deliver()
    assert bot.slack.said_to("UADA")[-1].startswith("<@UMALLORY> has seen")


async def test_without_an_answer_it_goes_to_the_manager_and_then_to_the_one_above(http_bot: World) -> None:
    await stuck(http_bot)
    await http_bot.tick(MONDAY)
    assert "two working days" not in str(http_bot.slack.said_to("UGRACE"))
    await http_bot.tick(TUESDAY)
    assert last(http_bot, "UGRACE")["text"].startswith("<@UADA> has been stuck for two working days")
    assert last(http_bot, "UGRACE")["metadata"]["event_payload"]["kind"] == "blocker"
    assert "stuck" not in str(http_bot.slack.said_to("UHEDY"))

    await http_bot.tick(THURSDAY)

    (above,) = [text for text in http_bot.slack.said_to("UHEDY") if "still stuck" in text]
    assert "<@UADA> is still stuck. <@UGRACE> was told two working days ago" in above
    await http_bot.slack.clicks("blocker_ack", by="UHEDY")
    await http_bot.deliver()
    assert http_bot.slack.said_to("UADA")[-1].startswith("<@UHEDY> has seen")
    assert "seen by <@UHEDY>" in str(http_bot.slack.messages(http_bot.slack.dm_of("UGRACE") or ""))


async def test_a_button_on_somebody_elses_blocker_is_refused(http_bot: World) -> None:
    await stuck(http_bot, owner="UMALLORY")
    await http_bot.tick(FRIDAY.replace(hour=10))
    await http_bot.slack.types("/checkin", by="UADA")
    assert (
        await http_bot.slack.submits("UADA", {"progress": "x", "blockers": "No staging", "owner": ""}) == {}
    )

    await http_bot.slack.clicks("blocker_ack", by="UMALLORY")
    await http_bot.tools.settled()

    assert http_bot.slack.ephemerals("UMALLORY")[-1].startswith("Only the person who is stuck")


async def test_a_manager_replies_in_private(bot: World) -> None:
    await stuck(bot)
    await bot.tick(WEDNESDAY)

    await bot.slack.clicks("checkin_reply", by="UGRACE")
    assert await bot.slack.submits("UGRACE", {"text": "Lovely. I'll ask for staging."}) == {}
    await bot.deliver()

    assert bot.slack.said_to("UADA")[-1] == (
        "<@UGRACE> answers your check-in for Mon 16 Nov – Fri 20 Nov: Lovely. I'll ask for staging."
    )
    assert "I'll ask for staging" not in str(bot.slack.said_to("UHEDY") + bot.slack.said_to("UHANNA"))


async def test_a_blocker_is_put_on_the_agenda_of_the_1_1_which_both_see_and_nobody_else(bot: World) -> None:
    await stuck(bot)
    await bot.tick(WEDNESDAY)
    await bot.slack.clicks("one_on_one_add", by="UGRACE")

    await bot.slack.types("/cairn 1:1 <@UGRACE>", by="UADA")
    page = bot.slack.modal("UADA")
    assert "No staging" in str(page)
    typed = {"agenda": "Holidays", "note": "Grace asks for staging", "actions": "Write it up"}
    assert await bot.slack.submits("UADA", typed) == {}

    await bot.slack.types("/cairn 1:1 <@UADA>", by="UGRACE")
    hers = str(bot.slack.modal("UGRACE"))
    assert all(text in hers for text in ("No staging", "Holidays", "Grace asks for staging", "Write it up"))
    await bot.slack.types("/cairn 1:1 <@UADA>", by="UMALLORY")
    assert "Holidays" not in str(bot.slack.modal("UMALLORY"))
    listed = await bot.slack.types("/cairn 1:1", by="UADA")
    assert listed.text == "Your 1:1 pages: 1"
    assert (await bot.slack.types("/cairn 1:1", by="UMALLORY")).text.startswith("You share no 1:1 page yet.")


async def test_a_1_1_with_oneself_or_with_a_crowd_is_refused(bot: World) -> None:
    alone = await bot.slack.types("/cairn 1:1 <@UADA>", by="UADA")
    crowd = await bot.slack.types("/cairn 1:1 <@UGRACE> <@UHEDY>", by="UADA")
    unknown = await bot.slack.types("/cairn 1:1 @nobody", by="UADA")
    assert alone.text.startswith("A 1:1 takes two.")
    assert unknown.text.startswith("I can't tell who @nobody is.")
    assert crowd.text.startswith("A 1:1 is with one person")
    assert (await bot.slack.types("/cairn 1:1 help", by="UADA")).text.startswith("`/cairn 1:1 @name`")


async def test_what_was_typed_survives_closing_the_form_and_an_error(bot: World) -> None:
    await bot.slack.types("/checkin", by="UADA")
    await bot.slack.fills("UADA", {"plans": "half a"})
    assert await bot.slack.submits("UADA", {"plans": "", "mood": None}) == {
        "progress": "One line is enough: what moved this week?"
    }
    await bot.slack.fills("UADA", {"blockers": "No stag", "mood": "2"})
    await bot.slack.closes("UADA")

    await bot.slack.types("/checkin", by="UADA")

    form = str(bot.slack.modal("UADA"))
    assert "No stag" in form
    assert "Here is what you had typed" in form
    assert await bot.slack.submits("UADA", {"blockers": "No staging"}) == {}
    await bot.slack.types("/checkin", by="UADA")
    assert "Here is what you had typed" not in str(bot.slack.modal("UADA"))


async def test_a_company_asks_its_own_questions(bot: World) -> None:
    from bot.services import setting

    where = "What did you learn?|Where? (choice: home, office)"
    await bot.change(
        setting.change, workspace_id=bot.workspace_id, key="questions", text=where, now=bot.clock()
    )
    await bot.tick()
    await bot.tick(FRIDAY)
    await bot.slack.clicks("checkin_open", by="UADA")
    fields = [block["block_id"] for block in (bot.slack.modal("UADA") or {})["blocks"] if "element" in block]
    learn, place = (name for name in fields if name.startswith("question_"))
    assert await bot.slack.submits("UADA", {"progress": "x", learn: "Patience", place: "office"}) == {}

    await bot.tick(WEDNESDAY)

    read = str(last(bot, "UGRACE")["blocks"])
    assert "_What did you learn?_" in read
    assert "Patience" in read
    assert "office" in read
