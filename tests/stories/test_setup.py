"""The first day: steps that can be left and resumed, and a switch before which nobody else hears."""

from typing import Any

import pytest

from bot.services.setting import chosen
from tests.support import rows
from tests.support.cast import CHANNEL, change
from tests.support.world import World


@pytest.fixture
async def fresh(bot: World) -> World:
    """A workspace that nobody has set up, in which Ada administers Slack."""
    await bot.change(change, workspace_id=bot.workspace_id, key="launch", text="nobody")
    await bot.change(change, workspace_id=bot.workspace_id, key="recognition_channel", text="")
    await bot.change(rows.change_person, workspace_id=bot.workspace_id, slack_id="UADA", slack_admin=True)
    return bot


def shown(world: World) -> str:
    """The step that Ada sees."""
    modal = world.slack.modal("UADA")
    assert modal is not None
    assert modal["callback_id"] == "setup"
    return str(modal["blocks"])


async def fill(world: World, **values: Any) -> None:
    assert await world.slack.submits("UADA", values) == {}


async def test_the_set_up_from_the_first_step_to_the_switch(fresh: World) -> None:
    await fresh.slack.types("/cairn setup", by="UADA")
    assert "Step 1 of 7" in shown(fresh)
    assert "5 people are in the directory, 4 of them with a manager" in shown(fresh)
    await fill(fresh, manager_field="XfMANAGER")
    await fill(fresh, hr=["UHANNA"], leadership=["UHEDY"], admin=["UADA"])
    await fill(fresh, recognition_channel=CHANNEL)
    await fill(fresh, values="care\ncraft", reactions="rock", allowance="")
    await fill(
        fresh, checkin_day="thu", checkin_time="10:00", questions="What helped?", timezone="Europe/Berlin"
    )
    assert "How was your week?" in shown(fresh)
    assert "Hello, this is Cairn" in shown(fresh)
    assert "sent you kudos" in shown(fresh)
    for words in (
        "Your team's week",
        "Alma Berg",
        "Before your manager",
        "your team",
        "Recognition in October",
    ):
        assert words in shown(fresh), words
    assert "#care 14" in shown(fresh), "the company's own values"
    await fill(fresh)
    await fresh.slack.types("/kudos <@UGRACE> for patience", by="UADA")
    await fresh.deliver()
    assert fresh.slack.said_to("UGRACE") == []

    await fill(fresh, launch="pilot", teams=["Platform"])

    await fresh.tools.settled()
    assert fresh.slack.ephemerals("UADA")[-1].startswith(
        "Done. These teams hear from Cairn from now on: Platform."
    )
    settings = await fresh.ask(chosen, workspace_id=fresh.workspace_id)
    assert settings.get("launch") == "pilot:Platform"
    assert settings.get("values") == ["care", "craft"]
    assert (settings.get("checkin_day"), settings.get("checkin_time")) == ("thu", "10:00")
    assert settings.get("recognition_channel") == CHANNEL
    hanna = await fresh.ask(rows.person, workspace_id=fresh.workspace_id, slack_id="UHANNA")
    ada = await fresh.ask(rows.person, workspace_id=fresh.workspace_id, slack_id="UADA")
    assert (hanna.roles, ada.roles) == (["hr"], ["admin"])
    await fresh.slack.types("/kudos <@UGRACE> for patience", by="UADA")
    await fresh.deliver()
    assert len(fresh.slack.said_to("UGRACE")) == 1


async def test_it_can_be_left_and_resumed_and_gone_back_in(fresh: World) -> None:
    await fresh.slack.types("/cairn setup", by="UADA")
    await fill(fresh)
    await fill(fresh, hr=["UHANNA"])
    await fresh.slack.closes("UADA")

    await fresh.slack.types("/cairn setup", by="UADA")

    assert "Step 3 of 7" in shown(fresh)
    await fresh.slack.clicks("setup_back", by="UADA")
    assert "Step 2 of 7" in shown(fresh)
    assert "UHANNA" in shown(fresh)


async def test_a_value_that_cannot_be_is_refused_at_its_field_and_nothing_of_the_step_is_kept(
    fresh: World,
) -> None:
    await fresh.slack.types("/cairn setup", by="UADA")
    await fill(fresh)
    await fill(fresh)
    await fill(fresh)
    errors = await fresh.slack.submits("UADA", {"values": "care", "allowance": "many"})

    assert "must be a whole number" in errors["allowance"]
    assert (await fresh.ask(chosen, workspace_id=fresh.workspace_id)).get("values") == []
    assert await fresh.slack.submits("UADA", {"values": "care", "allowance": "5"}) == {}


async def test_a_pilot_needs_a_team(fresh: World) -> None:
    await fresh.slack.types("/cairn setup", by="UADA")
    for _step in range(6):
        await fill(fresh)
    errors = await fresh.slack.submits("UADA", {"launch": "pilot"})
    assert errors == {"teams": "Which teams begin? Choose at least one."}
    await fill(fresh, launch="pilot", teams=["Platform"])
    for launch in ({}, {"launch": "nobody"}):
        assert (await fresh.ask(chosen, workspace_id=fresh.workspace_id)).get("launch") == "pilot:Platform"
        await fresh.slack.types("/cairn setup", by="UADA")
        assert "Step 7 of 7" in shown(fresh)
        await fill(fresh, **launch)
    await fresh.tools.settled()
    said = fresh.slack.ephemerals("UADA")
    assert sum("Nobody hears from Cairn yet" in each for each in said) == 1, said


async def test_it_says_who_hears_of_a_change_by_now(fresh: World) -> None:
    await fresh.slack.types("/cairn setup", by="UADA")
    assert "Nobody else hears anything before the last step." in shown(fresh)
    for launch, said in (
        ("pilot:Platform", "is on for Platform, so"),
        ("everyone", "is on for everybody, so"),
    ):
        await fresh.change(change, workspace_id=fresh.workspace_id, key="launch", text=launch)
        await fresh.slack.types("/cairn setup", by="UADA")
        assert said in shown(fresh)
        assert "Nobody else" not in shown(fresh)


async def test_only_those_who_may_set_it_up(fresh: World) -> None:
    reply = await fresh.slack.types("/cairn setup", by="UGRACE")
    assert "Ask whoever runs your Slack workspace" in reply.text
    assert fresh.slack.modal("UGRACE") is None


async def test_whoever_may_is_offered_it_once_when_they_come_to_look(fresh: World) -> None:
    for who in ("UADA", "UADA", "UGRACE"):
        await fresh.slack.opens_home(who)
    await fresh.deliver()
    (offer,) = fresh.slack.said_to("UADA")
    assert "nobody has heard from it yet" in offer
    assert fresh.slack.said_to("UGRACE") == []
    await fresh.slack.clicks("setup_open", by="UADA")
    assert "Step 1 of 7" in shown(fresh)
