"""Owner and manager agree about a goal, change it, and confirm that it is done, by buttons in their DMs."""

from typing import Any

from models.goal import Goal
from tests.support import cast, rows
from tests.support.world import World


async def begun(bot: World, **more: object) -> None:
    """Ada's G1: 0 to 50 customers by the end of the year, proposed."""
    await bot.slack.types("/goal new Fifty customers use the new search", by="UADA")
    values = {
        "measure": "weekly users",
        "unit": "customers",
        "start": "0",
        "target": "50",
        "due": "2026-12-31",
    }
    assert await bot.slack.submits("UADA", {**values, **more}) == {}
    await bot.deliver()


async def kept(bot: World) -> Any:
    return (await bot.ask(rows.all_of, model=Goal, workspace_id=bot.workspace_id))[0]


def told(bot: World, who: str) -> str:
    """The last message in somebody's DM with the bot, as it is read aloud."""
    return bot.slack.said_to(who)[-1]


def message(bot: World, who: str) -> dict[str, Any]:
    """The last lasting message in somebody's DM with the bot."""
    shown = bot.slack.messages(bot.slack.dm_of(who) or "")
    return [each for each in shown if not each.get("is_ephemeral")][-1]


async def test_a_manager_agrees_with_one_press_and_the_owner_hears_of_it(bot: World) -> None:
    await begun(bot)
    assert told(bot, "UGRACE") == "<@UADA> proposes a goal: G1 Fifty customers use the new search."
    assert "<@UGRACE> is asked to agree." in bot.slack.ephemerals("UADA")[-1]

    await bot.slack.clicks("goal_agree", by="UGRACE")
    await bot.deliver()

    assert told(bot, "UGRACE") == "You agreed to G1 Fifty customers use the new search."
    assert told(bot, "UADA") == "<@UGRACE> agreed to G1 Fifty customers use the new search."
    assert (await kept(bot)).status == "agreed"


async def test_a_manager_answers_with_a_change_which_the_owner_accepts(bot: World) -> None:
    await begun(bot)
    await bot.slack.clicks("goal_change_open", by="UGRACE")
    assert await bot.slack.submits("UGRACE", {"target": "40", "note": "Forty is plenty."}) == {}
    await bot.deliver()
    assert told(bot, "UGRACE") == "<@UADA> is asked about your change to G1."
    said = "<@UGRACE> suggests a change to G1 Fifty customers use the new search."
    assert told(bot, "UADA") == f"{said} Target: 40 customers instead of 50 customers"

    await bot.slack.clicks("goal_change_accept", by="UADA")
    await bot.deliver()

    found = await kept(bot)
    assert (found.status, found.target_value) == ("agreed", 40.0)
    assert told(bot, "UGRACE") == "<@UADA> accepted your change to G1 Fifty customers use the new search."


async def test_an_owner_answers_a_change_with_another_and_is_asked_about_anew(http_bot: World) -> None:
    await begun(http_bot)
    await http_bot.slack.clicks("goal_change_open", by="UGRACE")
    await http_bot.slack.submits("UGRACE", {"target": "40"})
    await http_bot.deliver()

    await http_bot.slack.clicks("goal_change_open", by="UADA")
    assert "40" in str(http_bot.slack.modal("UADA"))
    assert await http_bot.slack.submits("UADA", {"target": "45"}) == {}
    await http_bot.deliver()

    found = await kept(http_bot)
    assert (found.status, found.target_value) == ("proposed", 45.0)
    assert told(http_bot, "UGRACE").startswith("<@UADA> proposes a goal: G1")


async def test_what_was_agreed_moves_only_with_the_others_word(http_bot: World) -> None:
    await begun(http_bot)
    await http_bot.slack.clicks("goal_agree", by="UGRACE")
    await http_bot.slack.types("/goal G1 edit", by="UADA")
    assert (
        await http_bot.slack.submits("UADA", {"due": "2027-01-31", "note": "The contract came late."}) == {}
    )
    await http_bot.deliver()
    assert str((await kept(http_bot)).due_date) == "2026-12-31"

    await http_bot.slack.clicks("goal_change_decline", by="UGRACE")
    await http_bot.deliver()

    assert str((await kept(http_bot)).due_date) == "2026-12-31"
    assert told(http_bot, "UADA").startswith("<@UGRACE> would rather keep G1")


async def test_agreeing_to_what_has_changed_since_is_refused(http_bot: World) -> None:
    await begun(http_bot)
    asked = message(http_bot, "UGRACE")
    await http_bot.slack.types("/goal G1 edit", by="UADA")
    await http_bot.slack.submits("UADA", {"target": "90"})

    await http_bot.slack.clicks("goal_agree", by="UGRACE", message=asked)
    await http_bot.deliver()

    assert "G1 has changed since that message" in http_bot.slack.ephemerals("UGRACE")[-1]
    assert (await kept(http_bot)).status == "proposed"


async def test_the_owner_hears_whose_word_it_takes(http_bot: World) -> None:
    await begun(http_bot)
    reply = await http_bot.slack.types("/goal G1 agree", by="UADA")
    assert reply.text.startswith("G1 is your own, so this takes somebody else's word: your manager's")


async def test_nobody_else_agrees(http_bot: World) -> None:
    await begun(http_bot)

    for who in ("UMALLORY", "UHANNA"):
        reply = await http_bot.slack.types("/goal G1 agree", by=who)
        assert "G1 belongs to <@UADA>" in reply.text
    assert (await kept(http_bot)).status == "proposed"


async def test_a_goal_is_closed_with_result_and_lesson_and_confirmed(bot: World) -> None:
    await begun(bot)
    await bot.slack.types("/goal G1", by="UADA")
    await bot.slack.clicks("goal_close_open", by="UADA")
    values = {"outcome": "done", "value": "52", "result": "Two more than planned.", "lesson": "Ask earlier."}
    assert await bot.slack.submits("UADA", values) == {}
    await bot.deliver()
    assert told(bot, "UGRACE") == "<@UADA> says that G1 Fifty customers use the new search is done."

    await bot.slack.clicks("goal_confirm", by="UGRACE")
    await bot.deliver()

    found = await kept(bot)
    assert (found.status, found.result, found.lesson) == ("done", "Two more than planned.", "Ask earlier.")
    assert found.confirmed_at == cast.START
    assert told(bot, "UADA") == "<@UGRACE> confirmed that G1 Fifty customers use the new search is done."


async def test_not_yet_opens_it_again_with_the_reason(http_bot: World) -> None:
    await begun(http_bot)
    await http_bot.slack.types("/goal G1 done", by="UADA")
    await http_bot.deliver()

    await http_bot.slack.clicks("goal_reopen_open", by="UGRACE")
    await http_bot.slack.submits("UGRACE", {"note": "Five of them are trials."})
    await http_bot.deliver()

    assert (await kept(http_bot)).status == "proposed"
    assert "is not done yet" in told(http_bot, "UADA")
    assert "Five of them are trials." in str(message(http_bot, "UADA"))


async def test_a_mistaken_end_is_taken_back_by_its_owner(http_bot: World) -> None:
    await begun(http_bot)
    await http_bot.slack.types("/goal G1 done", by="UADA")

    await http_bot.slack.clicks("goal_reopen", by="UADA")
    await http_bot.deliver()

    assert (await kept(http_bot)).closed_at is None
    assert "is open again" in http_bot.slack.ephemerals("UADA")[-1]


async def test_a_draft_is_nobody_elses_until_it_is_proposed(http_bot: World) -> None:
    await http_bot.slack.types("/goal new Something", by="UADA")
    await http_bot.slack.submits("UADA", {"goal_draft": ["yes"]})
    await http_bot.deliver()
    assert http_bot.slack.said_to("UGRACE") == []
    assert "There is no goal G1" in (await http_bot.slack.types("/goal G1", by="UGRACE")).text

    await http_bot.slack.types("/goal", by="UADA")
    await http_bot.slack.clicks("goal_propose", by="UADA")
    await http_bot.deliver()

    assert told(http_bot, "UGRACE") == "<@UADA> proposes a goal: G1 Something."


async def test_a_press_seen_twice_says_it_once(http_bot: World) -> None:
    await begun(http_bot)
    await http_bot.slack.clicks("goal_agree", by="UGRACE")
    press = next(each for each in http_bot.slack.deliveries if each.payload.get("type") == "block_actions")
    await http_bot.slack.redeliver(press)
    await http_bot.deliver()

    assert sum("agreed to G1" in said for said in http_bot.slack.said_to("UADA")) == 1
