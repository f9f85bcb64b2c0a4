"""Settings in Slack: one's own, the company's, and the record of who changed what."""

import pytest

from bot.services.setting import chosen
from models.consent import Consent
from models.delivery import Delivery
from tests.support import rows
from tests.support.world import World


async def appoint(world: World, slack_id: str, *, role: str = "admin") -> None:
    await world.change(rows.change_person, workspace_id=world.workspace_id, slack_id=slack_id, roles=[role])


async def test_ones_own_settings_are_kept_and_shown_again(bot: World) -> None:
    await bot.slack.types("/cairn settings", by="UADA")
    wanted = {"pause": "2026-12-01", "language": "de", "share": ["yes"], "cues": [], "reactions": []}

    assert await bot.slack.submits("UADA", wanted) == {}

    kept = {row.kind: row.value for row in await bot.ask(rows.all_of, model=Consent, workspace_id=1)}
    assert kept == {
        "pause": "2026-12-01",
        "language": "de",
        "share_mood": "yes",
        "watch_cues": "no",
        "reactions": "no",
    }
    await bot.tools.settled()
    assert bot.slack.ephemerals("UADA")[-1].startswith("Saved. You are not asked about your week up to")
    await bot.slack.types("/cairn settings", by="UADA")
    assert "'initial_date': '2026-12-01'" in str(bot.slack.modal("UADA"))
    assert "Das kenne ich noch nicht" in await bot.slack.types("/cairn sing", by="UADA")


async def test_nothing_is_written_where_nothing_changed(http_bot: World) -> None:
    await http_bot.slack.types("/cairn settings", by="UADA")
    assert await http_bot.slack.submits("UADA", {}) == {}
    assert await http_bot.ask(rows.all_of, model=Consent, workspace_id=1) == []


async def test_a_pause_in_the_past_is_refused_at_its_field(bot: World) -> None:
    await bot.slack.types("/cairn settings", by="UADA")
    errors = await bot.slack.submits("UADA", {"pause": "2020-01-01"})
    assert errors == {"pause": "That day is over. Give today or a day to come."}


async def test_somebody_who_would_rather_not_is_not_told_of_kudos_by_emoji(http_bot: World) -> None:
    await http_bot.slack.types("/cairn settings", by="UGRACE")
    await http_bot.slack.submits("UGRACE", {"reactions": []})
    said = await http_bot.slack.says("The build is green again", by="UGRACE", channel="CGENERAL")
    await http_bot.slack.reacts("rock", said, by="UADA")

    await http_bot.tick(http_bot.clock().replace(hour=15))

    assert http_bot.slack.said_to("UGRACE") == []
    skipped = [row for row in await http_bot.ask(rows.all_of, model=Delivery, workspace_id=1) if row.reason]
    assert [row.reason for row in skipped] == ["opted out"]


async def test_an_admin_changes_the_companys_and_it_is_on_record(bot: World) -> None:
    await appoint(bot, "UADA")
    await bot.slack.types("/cairn settings", by="UADA")
    await bot.slack.clicks("company_open", by="UADA")
    listing = bot.slack.modal("UADA")
    assert listing is not None
    (entry,) = [each for each in listing["blocks"] if "*checkin_time*" in str(each)]
    await bot.slack.clicks("setting_open", by="UADA", value="checkin_time", block_id=entry["block_id"])

    errors = await bot.slack.submits("UADA", {"value": "half past nine"})
    assert "must be a time of day" in errors["value"]
    assert await bot.slack.submits("UADA", {"value": "10:15", "team": "Platform"}) == {}

    settings = await bot.ask(chosen, workspace_id=bot.workspace_id)
    assert (settings.get("checkin_time"), settings.get("checkin_time", "Platform")) == ("09:30", "10:15")
    shown = await bot.slack.types("/cairn settings checkin_time", by="UMALLORY")
    assert "<@UADA> changed it from `09:30` to `10:15` (Platform)" in str(shown.blocks)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("allowance 5", "Saved: allowance is `5`."),
        ("allowance empty", "Saved: allowance is (empty)."),
        ("checkin_time 10:00 for Platform", "Saved: checkin_time is `10:00` for the team Platform."),
        ("checkin_day thu for Nowhere", "Nobody in the directory belongs to team 'Nowhere'."),
        ("values care|craft", "Saved: values is `care|craft`."),
        ("allowance", "allowance is (empty). How many kudos"),
    ],
)
async def test_a_setting_in_one_line(http_bot: World, typed: str, said: str) -> None:
    await appoint(http_bot, "UADA")
    assert said in (await http_bot.slack.types(f"/cairn settings {typed}", by="UADA")).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("lunch 12:00", "There is no setting 'lunch'"),
        ("lunch", "There is no setting 'lunch'"),
        ("checkin_day someday", "checkin_day must be one of mon, tue"),
        ("allowance -3", "allowance must be a whole number"),
    ],
)
async def test_what_cannot_be_set_is_refused_with_what_can(http_bot: World, typed: str, said: str) -> None:
    await appoint(http_bot, "UADA")
    reply = await http_bot.slack.types(f"/cairn settings {typed}", by="UADA")
    assert said in reply.text
    assert typed in reply.text


async def test_only_admins_change_the_companys_settings(bot: World) -> None:
    refused = await bot.slack.types("/cairn settings allowance 5", by="UADA")
    assert "Nobody has the role admin yet" in refused.text
    await appoint(bot, "UHANNA")

    refused = await bot.slack.types("/cairn settings allowance 5", by="UADA")

    assert "Ask <@UHANNA>" in refused.text
    assert (await bot.ask(chosen, workspace_id=bot.workspace_id)).get("allowance") is None


async def test_slacks_own_admins_do_while_nobody_has_the_role(http_bot: World) -> None:
    await http_bot.change(
        rows.change_person, workspace_id=http_bot.workspace_id, slack_id="UADA", slack_admin=True
    )
    assert "Saved" in (await http_bot.slack.types("/cairn settings allowance 5", by="UADA")).text
    await appoint(http_bot, "UHANNA")
    assert "Ask <@UHANNA>" in (await http_bot.slack.types("/cairn settings allowance 6", by="UADA")).text


async def test_settings_answer_help(http_bot: World) -> None:
    assert "/cairn settings" in (await http_bot.slack.types("/cairn settings help", by="UADA")).text
