"""Goals, from an idea to done."""

import pytest

from tests.support.world import World


async def begun(bot: World, **more: object) -> None:
    """Ada's G1: 0 to 50 customers by the end of the year."""
    await bot.slack.types("/goal new Fifty customers use the new search", by="UADA")
    values = {
        "measure": "weekly users",
        "unit": "customers",
        "start": "0",
        "target": "50",
        "due": "2026-12-31",
    }
    assert await bot.slack.submits("UADA", {**values, **more}) == {}


async def test_a_goal_is_begun_updated_and_done_without_leaving_slack(bot: World) -> None:
    await begun(bot)
    await bot.deliver()
    assert bot.slack.ephemerals("UADA")[-1].startswith("G1 is yours: Fifty customers use the new search.")

    updated = await bot.slack.types("/goal G1 20 at-risk two big ones said no", by="UADA")
    assert updated == "Noted for G1: 20 customers, 🟡 at risk."
    share = await bot.slack.types("/goal g1 60%", by="UADA")
    assert share == "Noted for G1: 30 customers, 🟡 at risk."

    listed = await bot.slack.types("/goal list", by="UADA")
    assert listed.text == "Your open goals: 1. G1 Fifty customers use the new search"
    assert "60% (30 of 50 customers)" in str(listed.blocks)

    assert (await bot.slack.types("/goal G1 done", by="UADA")).text.startswith("G1 is done")
    assert (await bot.slack.types("/goal", by="UADA")).text.startswith("You have no open goals.")


async def test_the_button_beside_a_goal_opens_its_update(bot: World) -> None:
    await begun(bot)
    await bot.slack.types("/goal", by="UADA")
    await bot.slack.clicks("goal_update_open", by="UADA")

    assert await bot.slack.submits("UADA", {"value": "25", "confidence": "on_track", "note": "halfway"}) == {}

    await bot.deliver()
    assert "Noted for G1: 25 customers, 🟢 on track." in bot.slack.ephemerals("UADA")


async def test_the_manager_may_update_a_reports_goal(bot: World) -> None:
    await begun(bot)

    assert (await bot.slack.types("/goal G1 10", by="UGRACE")).text.startswith("Noted for G1: 10")


async def test_somebody_else_may_not(bot: World) -> None:
    await begun(bot)

    reply = await bot.slack.types("/goal G1 49 on-track mine now", by="UMALLORY")

    assert "belongs to <@UADA>" in reply.text
    assert "49 on-track mine now" in reply.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("G1 soon", "“soon” is no number"),
        ("G99 60", "There is no goal G99"),
        ("G1 on", "“on” is no number"),
        (f"G1 60 {'x' * 2001}", "up to 2000 fit"),
    ],
)
async def test_a_refused_update_gives_the_words_back(http_bot: World, typed: str, said: str) -> None:
    await begun(http_bot)

    reply = await http_bot.slack.types(f"/goal {typed}", by="UADA")

    assert said in reply.text
    assert typed[:60] in reply.text


async def test_an_ended_goal_takes_no_updates(http_bot: World) -> None:
    await begun(http_bot)
    await http_bot.slack.types("/goal G1 done", by="UADA")

    assert "G1 is done, so it takes no updates" in (await http_bot.slack.types("/goal G1 60", by="UADA")).text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("due", "2026-11-17", "That day is over. Pick today or a day to come."),
        ("target", "many", "“many” is no number"),
        ("target", "0", "Start and target are the same"),
    ],
)
async def test_the_form_says_at_its_field_what_is_wrong(
    http_bot: World, field: str, value: str, said: str
) -> None:
    await http_bot.slack.types("/goal new Fifty customers", by="UADA")

    errors = await http_bot.slack.submits("UADA", {"start": "0", field: value})

    assert said in errors[field]
    assert "Fifty customers" in str(http_bot.slack.modal("UADA"))


async def test_a_submission_seen_twice_makes_one_goal(http_bot: World) -> None:
    await begun(http_bot)
    submission = next(
        each for each in http_bot.slack.deliveries if each.payload.get("type") == "view_submission"
    )
    await http_bot.slack.redeliver(submission)

    assert (await http_bot.slack.types("/goal", by="UADA")).text.startswith("Your open goals: 1.")


async def test_a_manager_sees_the_teams_goals_and_nobody_else_does(bot: World) -> None:
    await begun(bot)

    grace = await bot.slack.types("/goal team", by="UGRACE")
    mallory = await bot.slack.types("/goal team", by="UMALLORY")

    assert grace.text.startswith("Your team's open goals: 1, 1 proposed. G1 Fifty customers")
    assert mallory.text.startswith("Nobody reports to you")


async def test_help_is_given(bot: World) -> None:
    for command in ("/goal help", "/kudos Help", "/checkin help", "/cairn help", "/cairn Help"):
        assert command.split()[0] in (await bot.slack.types(command, by="UADA")).text
