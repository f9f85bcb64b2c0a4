"""Several things for one person come as one message; each button answers its own part, here and elsewhere."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.goal import Goal
from tests.support import rows
from tests.support.world import World

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = datetime(2026, 11, 20, 23, tzinfo=BERLIN)
MORNING = datetime(2026, 11, 23, 8, tzinfo=BERLIN)


async def morning(bot: World, *titles: str) -> None:
    """Ada proposes these goals at night; in the morning Grace has heard of them."""
    bot.clock.move_to(NIGHT)
    for title in titles or ("Fewer pages", "Faster builds", "A tidy wiki"):
        await bot.slack.types(f"/goal new {title}", by="UADA")
        assert await bot.slack.submits("UADA", {"target": "50", "unit": "pages"}) == {}
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == []
    bot.clock.move_to(MORNING)
    await bot.deliver()


def message(bot: World) -> dict[str, Any]:
    """Grace's one lasting message."""
    shown = bot.slack.messages(bot.slack.dm_of("UGRACE") or "")
    (one,) = [each for each in shown if not each.get("is_ephemeral")]
    return one


def lines(bot: World) -> list[str]:
    """What it says aloud, part by part."""
    said: list[str] = message(bot)["text"].split("\n\n")
    return said


def button_of(bot: World, action: str, value: str) -> str:
    """The id of the block in which a button stands."""
    return next(
        str(block["block_id"])
        for block in message(bot)["blocks"]
        for element in block.get("elements", ())
        if element.get("action_id") == action and element.get("value", "").startswith(value)
    )


async def press(bot: World, action: str, value: str) -> None:
    await bot.slack.clicks(action, by="UGRACE", message=message(bot), block_id=button_of(bot, action, value))


def open_questions(bot: World) -> int:
    return str(message(bot)["blocks"]).count("'goal_agree'")


async def test_each_button_answers_its_own_part_of_the_one_message(bot: World) -> None:
    await morning(bot)
    assert lines(bot)[0] == "3 things for you."

    await press(bot, "goal_agree", "G2 ")
    await bot.tools.settled()
    assert open_questions(bot) == 2
    assert "You agreed to G2 Faster builds." in str(message(bot)["blocks"])
    await bot.deliver()

    assert lines(bot) == [
        "3 things for you.",
        "<@UADA> proposes a goal: G1 Fewer pages.",
        "You agreed to G2 Faster builds.",
        "<@UADA> proposes a goal: G3 A tidy wiki.",
    ]
    for ref in ("G3 ", "G1 "):
        await press(bot, "goal_agree", ref)
    await bot.deliver()
    assert open_questions(bot) == 0
    assert [row.status for row in await bot.ask(rows.all_of, model=Goal, workspace_id=bot.workspace_id)] == [
        "agreed"
    ] * 3


async def test_a_form_opened_from_one_part_answers_that_part(bot: World) -> None:
    await morning(bot)
    await bot.slack.clicks(
        "goal_change_open",
        by="UGRACE",
        message=message(bot),
        block_id=button_of(bot, "goal_change_open", "G1"),
    )
    assert await bot.slack.submits("UGRACE", {"target": "40"}) == {}
    await bot.deliver()

    assert bot.slack.ephemerals("UGRACE")[-1] == "<@UADA> is asked about your change to G1."
    assert lines(bot)[1:3] == [
        "<@UADA> is asked about your change to G1.",
        "<@UADA> proposes a goal: G2 Faster builds.",
    ]
    assert open_questions(bot) == 2


@pytest.mark.parametrize("titles", [["Fewer pages"], ["Fewer pages", "Faster builds"]], ids=["one", "two"])
async def test_what_is_agreed_on_home_or_by_command_is_asked_no_more_in_the_dm(
    bot: World, titles: list[str]
) -> None:
    await morning(bot, *titles)
    await bot.slack.opens_home("UGRACE")
    await bot.home("UGRACE")
    await bot.slack.clicks("goal_agree", by="UGRACE", view=bot.slack.home("UGRACE"))
    for number in range(2, len(titles) + 1):
        await bot.slack.types(f"/goal G{number} agree", by="UGRACE")
    await bot.deliver()

    assert open_questions(bot) == 0
    assert lines(bot)[-len(titles) :] == [f"You agreed to G{n} {title}." for n, title in enumerate(titles, 1)]


async def test_a_change_accepted_on_home_is_asked_no_more_in_the_dm(http_bot: World) -> None:
    bot = http_bot
    await morning(bot, "Fewer pages")
    await press(bot, "goal_agree", "G1 ")
    await bot.slack.types("/goal G1 edit", by="UADA")
    assert await bot.slack.submits("UADA", {"target": "60"}) == {}
    await bot.deliver()
    assert bot.slack.said_to("UGRACE")[-1].startswith("<@UADA> suggests a change to G1")

    await bot.slack.opens_home("UGRACE")
    await bot.home("UGRACE")
    await bot.slack.clicks("goal_change_accept", by="UGRACE", view=bot.slack.home("UGRACE"))
    await bot.deliver()

    assert bot.slack.said_to("UGRACE")[-1] == "You accepted the change to G1 Fewer pages."


async def test_a_step_accepted_on_home_is_asked_no_more_in_the_dm(http_bot: World) -> None:
    bot = http_bot
    await bot.slack.types("/talent grow <@UADA> Lead the move", by="UGRACE")
    assert await bot.slack.submits("UGRACE", {"kind": "stretch"}) == {}
    await bot.deliver()
    await bot.slack.opens_home("UADA")
    await bot.home("UADA")
    await bot.slack.clicks("growth_accept", by="UADA", view=bot.slack.home("UADA"))
    await bot.deliver()

    assert bot.slack.said_to("UADA") == ["“Lead the move” is on your growth plan."]
    assert "growth_accept" not in str(bot.slack.messages(bot.slack.dm_of("UADA") or ""))


async def test_a_part_pressed_twice_and_redelivered_is_answered_once(http_bot: World) -> None:
    bot = http_bot
    await morning(bot)
    before = message(bot)
    for _twice in range(2):
        await bot.slack.clicks(
            "goal_agree", by="UGRACE", message=before, block_id=button_of(bot, "goal_agree", "G1 ")
        )
    await bot.deliver()

    assert open_questions(bot) == 2
    assert sum("agreed to G1" in said for said in bot.slack.said_to("UADA")) == 1


async def test_a_message_that_slack_dropped_after_posting_stands_once_with_all_its_parts(
    http_bot: World,
) -> None:
    bot = http_bot
    bot.slack.fail("chat.postMessage", close="after")
    await morning(bot)

    assert lines(bot)[0] == "3 things for you."
    await press(bot, "goal_agree", "G3 ")
    await bot.deliver()
    assert lines(bot)[3] == "You agreed to G3 A tidy wiki."


async def test_each_blocker_of_one_message_is_answered_for_itself(bot: World) -> None:
    bot.clock.move_to(NIGHT)
    await bot.slack.types("/checkin", by="UADA")
    said = {"progress": "x", "blockers": "No staging\nNo budget", "owner": "UGRACE"}
    assert await bot.slack.submits("UADA", said) == {}
    bot.clock.move_to(MORNING)
    await bot.deliver()
    assert lines(bot) == [
        "2 things for you.",
        "<@UADA> is stuck and thinks that you can help. No staging",
        "<@UADA> is stuck and thinks that you can help. No budget",
    ]

    await press(bot, "blocker_resolve", "")
    await bot.deliver()

    assert "resolved by <@UGRACE>" in str(message(bot)["blocks"])
    assert str(message(bot)["blocks"]).count("'blocker_resolve'") == 1
    await press(bot, "blocker_ack", "")
    await bot.deliver()
    assert "seen by <@UGRACE>" in str(message(bot)["blocks"])
    assert str(message(bot)["blocks"]).count("'blocker_ack'") == 0
