"""Looking at goals, the form that helps, and updating many at once."""

from typing import Any

import pytest

from tests.support import cast
from tests.support.world import World


async def begin(bot: World, title: str, by: str = "UADA", **values: Any) -> None:
    await bot.slack.types(f"/goal new {title}", by=by)
    assert await bot.slack.submits(by, values) == {}
    await bot.deliver()


async def test_the_form_follows_what_is_chosen_and_keeps_what_was_typed(bot: World) -> None:
    await bot.slack.types("/goal new Move", by="UADA")
    assert "How will you know" in str(bot.slack.modal("UADA"))
    await bot.slack.fills("UADA", {"title": "Move all databases without downtime", "unit": "servers"})

    await bot.slack.clicks("goal_kind", by="UADA", value="yes_no")
    shown = str(bot.slack.modal("UADA"))
    assert "Move all databases without downtime" in shown
    assert "Where it should get to" not in shown
    assert "✅ measurable" in shown

    await bot.slack.clicks("goal_kind", by="UADA", value="number")
    assert "servers" in str(bot.slack.modal("UADA"))
    await bot.slack.clicks("goal_kind", by="UADA", value="milestones")
    assert await bot.slack.submits("UADA", {"measure": "Plan\nTrial\nMoved"}) == {}
    await bot.deliver()
    assert (await bot.slack.types("/goal G1 2/3 on-track", by="UADA")).text.startswith(
        "Noted for G1: 2 milestones"
    )


async def test_yes_or_no_is_said_in_a_word(http_bot: World) -> None:
    await begin(http_bot, "The contract is signed", goal_kind="yes_no")

    assert (
        await http_bot.slack.types("/goal G1 no at-risk", by="UADA")
    ).text == "Noted for G1: no, 🟡 at risk."
    reached = await http_bot.slack.types("/goal G1 yes on-track", by="UADA")
    assert reached.text.startswith("Noted for G1: yes, 🟢 on track.")


async def test_all_of_ones_goals_are_updated_at_once(bot: World) -> None:
    for title in ("One thing to do", "Another thing to do", "A third thing"):
        await begin(bot, title, target="10")
    await bot.slack.types("/goal", by="UADA")
    await bot.slack.clicks("goal_update_all", by="UADA")

    refused = await bot.slack.submits("UADA", {"value:G1": "5", "value:G3": "soon"})
    assert "“soon” is no number" in refused["value:G3"]
    assert await bot.slack.submits("UADA", {"value:G3": "7", "confidence:G3": "at_risk"}) == {}
    await bot.deliver()

    assert bot.slack.ephemerals("UADA")[-1] == "Noted for 2 goals. G1, G3"
    listed = str((await bot.slack.types("/goal", by="UADA")).blocks)
    assert "50% (5 of 10)" in listed
    assert "70% (7 of 10)" in listed


@pytest.mark.long
async def test_many_goals_come_in_pages(http_bot: World) -> None:
    for number in range(12):
        await begin(http_bot, f"Thing number {number}")

    first = await http_bot.slack.types("/goal", by="UADA")
    assert "Page 1 of 2" in str(first.blocks)
    await http_bot.slack.clicks("goal_page_next", by="UADA")
    await http_bot.deliver()

    assert "Page 2 of 2" in str(http_bot.slack.messages(http_bot.slack.dm_of("UADA") or "")[-1])


async def test_the_tree_shows_what_serves_what_and_how_far_it_is(http_bot: World) -> None:
    await begin(http_bot, "Customers get answers the same day", by="UHEDY", goal_level="organisation")
    await begin(http_bot, "Releases that nobody notices", by="UGRACE", goal_level="team", parent="G1")
    await begin(http_bot, "Half of it is automatic", parent="G2", target="10", start="0")
    await begin(http_bot, "The other half as well", parent="G2", target="10", start="0")
    await http_bot.slack.types("/goal G3 5 on-track", by="UADA")

    tree = await http_bot.slack.types("/goal tree", by="UMALLORY")
    assert tree.text.startswith("What serves what: 4 goals.")
    assert "50% from 1 of 2 goals under it" in str(tree.blocks)

    await http_bot.slack.types("/goal G4 10", by="UADA")
    card = await http_bot.slack.types("/goal G3", by="UADA")
    assert "It serves G2 Releases that nobody notices" in str(card.blocks)
    assert "75% from the goals under it. 25 of these points are yours." in str(card.blocks)


async def test_the_tree_leaves_out_what_has_ended_and_says_so(http_bot: World) -> None:
    await begin(http_bot, "Customers get answers the same day", by="UHEDY", goal_level="organisation")
    await begin(http_bot, "Half of it is automatic", parent="G1", target="10", start="0")
    await begin(http_bot, "The other half as well", parent="G1", target="10", start="0")
    await http_bot.slack.types("/goal G2 10 at-risk", by="UADA")
    await http_bot.slack.types("/goal G2 done", by="UADA")

    tree = await http_bot.slack.types("/goal tree", by="UADA")
    assert tree.text.startswith("What serves what: 2 goals.")
    assert "Half of it" not in str(tree.blocks)
    assert "1 goal that ended is left out, yet counts." in str(tree.blocks)
    assert "100% from 1 of 2 goals under it" in str(tree.blocks)
    below = str((await http_bot.slack.types("/goal tree G1", by="UADA")).blocks)
    assert "100% · done, not confirmed yet · <@UADA>" in below
    assert "at risk" not in below
    card = str((await http_bot.slack.types("/goal G1", by="UADA")).blocks)
    assert "100% · done, not confirmed yet" in card
    assert card.index("The other half") < card.index("Half of it")

    await http_bot.slack.types("/goal G3 dropped", by="UADA")
    await http_bot.slack.types("/goal G1 done", by="UHEDY")
    assert "no open goal" in (await http_bot.slack.types("/goal tree", by="UADA")).text


async def test_an_update_says_when_a_digit_may_have_slipped_and_when_the_target_is_reached(
    http_bot: World,
) -> None:
    await begin(http_bot, "Half of it is automatic", target="60", start="0")
    slip = await http_bot.slack.types("/goal G1 400%", by="UADA")
    assert slip.text.endswith("Did a digit slip? `/goal G1` with the value sets it right.")
    there = await http_bot.slack.types("/goal G1 62", by="UADA")
    assert there.text.endswith("That is its target. `/goal G1 done` ends it, with what came of it.")
    assert (await http_bot.slack.types("/goal G1 40", by="UADA")).text == "Noted for G1: 40."


async def test_colleagues_see_goals_only_where_the_company_lets_them(http_bot: World) -> None:
    await begin(http_bot, "My own goal this year")
    seen = await http_bot.slack.types("/goal <@UADA>", by="UMALLORY")
    assert seen.text.startswith("Open goals of <@UADA>: 1.")

    await http_bot.change(
        cast.change, workspace_id=http_bot.workspace_id, key="goals_visible_to_peers", text="no"
    )

    assert "There is no open goal" in (await http_bot.slack.types("/goal <@UADA>", by="UMALLORY")).text
    assert "There is no goal G1" in (await http_bot.slack.types("/goal G1", by="UMALLORY")).text
    assert (await http_bot.slack.types("/goal <@UADA>", by="UHANNA")).text.startswith(
        "Open goals of <@UADA>: 1."
    )
    assert (await http_bot.slack.types("/goal <@UADA>", by="UHEDY")).text.startswith(
        "Open goals of <@UADA>: 1."
    )


async def test_a_managers_view_has_the_buttons_for_what_waits(http_bot: World) -> None:
    await begin(http_bot, "A first thing to reach")
    await begin(http_bot, "A second thing to reach")
    await http_bot.slack.types("/goal G2 done", by="UADA")

    shown = await http_bot.slack.types("/goal team", by="UGRACE")
    assert "Waiting for your agreement" in str(shown.blocks)
    assert "Done, waiting for your confirmation" in str(shown.blocks)
    await http_bot.slack.clicks("goal_agree", by="UGRACE")

    again = await http_bot.slack.types("/goal team", by="UGRACE")
    assert "Waiting for your agreement" not in str(again.blocks)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("tree G99", "There is no goal G99"),
        ("G99", "There is no goal G99"),
        ("G1 confirm", "G1 is your own"),
        ("G1 reopen", "G1 is open."),
    ],
)
async def test_what_cannot_be_done_is_refused_in_a_sentence(http_bot: World, typed: str, said: str) -> None:
    await begin(http_bot, "My own goal this year")

    reply = await http_bot.slack.types(f"/goal {typed}", by="UADA")

    assert said in reply.text
    assert typed in reply.text
