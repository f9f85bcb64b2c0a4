"""What is typed into a form survives closing it, in every form with room for words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.world import World

FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
NOTE = "Here is what you had typed and not sent yet."
# The command that opens a form, what is typed into it, and what makes it whole.
FORMS = (
    pytest.param("/checkin", {"progress": "Search is"}, {}, id="check-in"),
    pytest.param("/cairn 1:1 <@UGRACE>", {"agenda": "Ask about Monday"}, {}, id="1:1"),
    pytest.param("/cairn feedback", {"text": "Your demo"}, {"receivers": ["UGRACE"]}, id="feedback"),
    pytest.param("/talent grow", {"title": "Learn SQL"}, {"kind": "learning"}, id="a step"),
    pytest.param("/talent grow Learn SQL", {"aim": "Calm nights"}, {"kind": "learning"}, id="a step begun"),
    pytest.param("/kudos", {"message": "The tidy"}, {"receivers": ["UGRACE"]}, id="kudos"),
    pytest.param("/goal new", {"relevance": "Fewer calls at night"}, {"title": "Calm nights"}, id="goal"),
    pytest.param("/goal G1 edit", {"note": "The year is short"}, {"target": "40"}, id="a change of a goal"),
)


async def goal(bot: World) -> None:
    await bot.slack.types("/goal new Fifty customers", by="UADA")
    assert await bot.slack.submits("UADA", {"target": "50"}) == {}
    await bot.slack.types("/goal G1 agree", by="UGRACE")


def begun(bot: World) -> dict[str, Any]:
    return bot.slack.modal("UADA") or {}


@pytest.mark.parametrize(("command", "typed", "rest"), FORMS)
async def test_what_was_typed_is_there_again_until_it_is_sent(
    bot: World, command: str, typed: dict[str, str], rest: dict[str, Any]
) -> None:
    await goal(bot)
    (words,) = typed.values()
    await bot.slack.types(command, by="UADA")
    assert NOTE not in str(begun(bot))
    await bot.slack.fills("UADA", typed)
    await bot.slack.closes("UADA")

    await bot.slack.types(command, by="UADA")
    assert NOTE in str(begun(bot))
    assert f"'initial_value': '{words}'" in str(begun(bot))
    assert await bot.slack.submits("UADA", rest) == {}

    await bot.slack.types(command, by="UADA")
    assert NOTE not in str(begun(bot))


@pytest.mark.parametrize(("command", "typed", "rest"), FORMS)
async def test_a_form_that_closes_without_a_word_to_the_bot_has_kept_what_was_typed(
    http_bot: World, command: str, typed: dict[str, str], rest: dict[str, Any]
) -> None:
    await goal(http_bot)
    await http_bot.slack.types(command, by="UADA")
    await http_bot.slack.fills("UADA", typed)
    # The network is gone: Slack never tells that the form was closed.
    http_bot.slack.workspace.views.clear("UADA")

    await http_bot.slack.types(command, by="UADA")

    assert str(*typed.values()) in str(begun(http_bot))


async def test_nobody_else_sees_what_somebody_has_begun(http_bot: World) -> None:
    await http_bot.slack.types("/cairn 1:1 <@UGRACE>", by="UADA")
    await http_bot.slack.fills("UADA", {"note": "I may leave"})
    await http_bot.slack.closes("UADA")

    await http_bot.slack.types("/cairn 1:1 <@UADA>", by="UGRACE")

    assert "I may leave" not in str(http_bot.slack.modal("UGRACE"))


async def test_a_message_that_is_thanked_for_has_a_form_of_its_own(http_bot: World) -> None:
    said = await http_bot.slack.says("The build is green again", by="UGRACE", channel="CGENERAL")
    await http_bot.slack.uses_message_shortcut("give_kudos", by="UADA", message=said)
    await http_bot.slack.fills("UADA", {"message": "At last"})
    await http_bot.slack.closes("UADA")

    await http_bot.slack.types("/kudos", by="UADA")
    assert "At last" not in str(begun(http_bot))
    await http_bot.slack.closes("UADA")
    await http_bot.slack.uses_message_shortcut("give_kudos", by="UADA", message=said)
    assert "At last" in str(begun(http_bot))


async def test_a_goal_comes_back_with_its_kind_and_what_that_hides(http_bot: World) -> None:
    await http_bot.slack.types("/goal new Calm nights for everybody", by="UADA")
    await http_bot.slack.fills("UADA", {"unit": "calls"})
    await http_bot.slack.clicks("goal_kind", by="UADA", value="yes_no")
    await http_bot.slack.closes("UADA")

    await http_bot.slack.types("/goal new", by="UADA")
    assert "Calm nights for everybody" in str(begun(http_bot))
    assert "'initial_value': 'calls'" not in str(begun(http_bot))
    await http_bot.slack.clicks("goal_kind", by="UADA", value="number")
    assert "'initial_value': 'calls'" in str(begun(http_bot))


async def test_typing_changes_a_goals_form_only_where_its_hints_change(http_bot: World) -> None:
    await http_bot.slack.types("/goal new", by="UADA")
    await http_bot.slack.fills("UADA", {"title": "Calm nights for everybody"})
    first = len([call for call in http_bot.slack.calls if call.method == "views.update"])
    await http_bot.slack.fills("UADA", {"title": "Calm nights for everybody here"})
    second = len([call for call in http_bot.slack.calls if call.method == "views.update"])

    assert (first, second) == (1, 1)
