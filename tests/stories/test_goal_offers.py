"""A manager begins a goal for a report, who accepts it, answers, or lets it go."""

from typing import Any

import pytest

from models import agreement
from models.goal import Goal
from tests.support import rows
from tests.support.world import World


async def offer(bot: World, title: str = "Learn to sail", **values: str) -> None:
    await bot.slack.types(f"/goal new <@UADA> {title}", by="UGRACE")
    assert await bot.slack.submits("UGRACE", values) == {}
    await bot.deliver()


async def the_goal(bot: World) -> Any:
    return (await bot.ask(rows.all_of, model=Goal, workspace_id=bot.workspace_id))[-1]


async def test_a_goal_for_a_report_is_theirs_once_they_accept(bot: World) -> None:
    await offer(bot, due="2027-03-01")

    assert bot.slack.ephemerals("UGRACE")[-1] == (
        "<@UADA> is asked about G1 Learn to sail. It counts once they accept."
    )
    assert bot.slack.said_to("UADA") == ["<@UGRACE> suggests a goal for you: G1 Learn to sail."]
    assert (await the_goal(bot)).status == "proposed"
    refused = await bot.slack.types("/goal G1 agree", by="UGRACE")
    assert refused.startswith("G1 is offered to <@UADA>: it is theirs to accept.")
    assert "Waiting for your agreement" not in str((await bot.slack.types("/goal team", by="UGRACE")).blocks)

    await bot.slack.clicks("goal_change_accept", by="UADA")
    await bot.deliver()

    kept = await the_goal(bot)
    assert (kept.status, kept.agreed_at is not None) == ("agreed", True)
    assert bot.slack.said_to("UADA")[-1] == "G1 Learn to sail is yours."
    assert bot.slack.said_to("UGRACE")[-1] == "<@UADA> takes on G1 Learn to sail."


async def test_a_report_answers_with_what_should_be_different(bot: World) -> None:
    await offer(bot)
    await bot.slack.clicks("goal_change_open", by="UADA")
    assert await bot.slack.submits("UADA", {"due": "2027-05-01"}) == {}
    await bot.deliver()

    assert bot.slack.said_to("UGRACE")[-1] == "<@UADA> proposes a goal: G1 Learn to sail."
    await bot.slack.clicks("goal_agree", by="UGRACE")
    assert (await the_goal(bot)).status == "agreed"


async def test_a_report_who_would_rather_not_is_left_in_peace(bot: World) -> None:
    await offer(bot)
    await bot.slack.clicks("goal_change_decline", by="UADA")
    await bot.deliver()

    assert (await the_goal(bot)).status == "dropped"
    assert bot.slack.said_to("UADA")[-1] == "G1 Learn to sail is let go."
    assert bot.slack.said_to("UGRACE")[-1] == (
        "<@UADA> would rather not take on G1 Learn to sail. Talk about it?"
    )
    assert "no open goals" in await bot.slack.types("/goal", by="UADA")


async def test_what_is_offered_waits_on_home_and_on_the_goals_card(http_bot: World) -> None:
    await offer(http_bot)
    await http_bot.slack.opens_home("UADA")
    await http_bot.tools.settled()
    assert "<@UGRACE> suggests a goal for you: G1 Learn to sail." in await http_bot.home("UADA")
    card = str((await http_bot.slack.types("/goal G1", by="UADA")).blocks)
    assert "Rather not" in card
    assert "goal_close_open" not in card

    home = http_bot.slack.home("UADA")
    await http_bot.slack.clicks("goal_change_accept", by="UADA", view=home)
    assert (await the_goal(http_bot)).status == "agreed"
    assert "suggests a goal" not in await http_bot.home("UADA")


async def test_a_suggested_change_waits_on_the_home_of_whoever_is_asked(http_bot: World) -> None:
    await offer(http_bot)
    await http_bot.slack.clicks("goal_change_accept", by="UADA")
    await http_bot.slack.types("/goal G1 edit", by="UADA")
    assert await http_bot.slack.submits("UADA", {"title": "Learn to sail alone"}) == {}
    await http_bot.slack.opens_home("UGRACE")
    await http_bot.tools.settled()

    shown = await http_bot.home("UGRACE")
    assert "<@UADA> suggests a change to G1 Learn to sail. Title: “Learn to sail alone” instead of" in shown
    await http_bot.slack.opens_home("UADA")
    await http_bot.tools.settled()
    assert "suggests a change" not in await http_bot.home("UADA")


async def test_the_same_form_twice_makes_one_goal_and_one_message(http_bot: World) -> None:
    await offer(http_bot)
    sent = next(each for each in reversed(http_bot.slack.deliveries) if b"view_submission" in each.body)
    await http_bot.slack.redeliver(sent)
    await http_bot.deliver()

    goals = await http_bot.ask(rows.all_of, model=Goal, workspace_id=http_bot.workspace_id)
    changes = await http_bot.ask(rows.all_of, model=agreement.GoalChange, workspace_id=http_bot.workspace_id)
    assert (len(goals), len(changes), len(http_bot.slack.said_to("UADA"))) == (1, 1, 1)


@pytest.mark.parametrize(
    ("who", "line", "said"),
    [
        ("UMALLORY", "/goal new <@UADA> Learn to sail", "comes from <@UADA> or from their manager"),
        ("UADA", "/goal new <@UGRACE> Learn to sail", "comes from <@UGRACE> or from their manager"),
        ("UGRACE", "/goal new <@UADA> <@UMALLORY> Learn to sail", "one person at a time"),
        ("UGRACE", "/goal new @nobody Learn to sail", "I can't tell who @nobody is"),
    ],
)
async def test_a_goal_for_somebody_else_is_refused_with_what_to_do(
    bot: World, who: str, line: str, said: str
) -> None:
    answer = await bot.slack.types(line, by=who)
    assert said in answer
    assert "You wrote" in answer
    assert await bot.ask(rows.all_of, model=Goal, workspace_id=bot.workspace_id) == []
