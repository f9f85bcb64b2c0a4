"""The Home tab: published when opened, and when what it shows has changed."""

from datetime import timedelta

from sqlalchemy import event

from bot.rules.goal import GoalDraft
from bot.services import goal
from tests.stories.test_languages import speaks
from tests.support.world import World


async def propose(bot: World, who: str, title: str, number: int = 0) -> None:
    draft = GoalDraft(title)
    around = {"workspace_id": bot.workspace_id, "act": f"{who} {title} {number}", "now": bot.clock()}
    await bot.change(goal.propose, owner=who, draft=draft, **around)


async def test_home_shows_what_is_mine_when_it_is_opened(bot: World) -> None:
    await propose(bot, "UADA", "Answer support within a day")
    await bot.slack.types("/kudos <@UADA> for the tidy migration", by="UGRACE")
    await bot.slack.opens_home("UADA")

    shown = await bot.home("UADA")

    assert "Nothing waits for you." in shown
    assert "Answer support within a day" in shown
    assert "<@UGRACE>: for the tidy migration" in shown or "<@UGRACE>: the tidy migration" in shown


async def test_home_that_nobody_has_opened_is_not_published(http_bot: World) -> None:
    await http_bot.slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")
    await http_bot.deliver()

    assert await http_bot.home("UGRACE") == ""
    assert http_bot.slack.calls_to("views.publish") == []


async def test_home_follows_what_its_owner_does_and_is_told(http_bot: World) -> None:
    for who in ("UADA", "UGRACE"):
        await http_bot.slack.opens_home(who)
    assert "None yet." in await http_bot.home("UGRACE")

    await http_bot.slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")
    await http_bot.deliver()
    assert "tidy migration" in await http_bot.home("UGRACE")

    await propose(http_bot, "UADA", "Answer support within a day")
    await http_bot.slack.types("/goal G1 60 on-track", by="UADA")
    assert "on track" in await http_bot.home("UADA")


async def test_home_that_shows_the_same_is_not_published_again(http_bot: World) -> None:
    await http_bot.slack.opens_home("UADA")
    await http_bot.home("UADA")
    await http_bot.slack.types("/kudos help", by="UADA")
    await http_bot.home("UADA")
    assert len(http_bot.slack.calls_to("views.publish")) == 1

    await http_bot.slack.opens_home("UADA")
    await http_bot.home("UADA")
    assert len(http_bot.slack.calls_to("views.publish")) == 2


async def test_many_goals_come_in_pages(http_bot: World) -> None:
    for number in range(30):
        await propose(http_bot, "UADA", f"Goal number {number:02}", number)
    await http_bot.slack.opens_home("UADA")
    assert "Goal number 00" in await http_bot.home("UADA")

    await http_bot.slack.clicks("home_page_on", by="UADA")
    second = await http_bot.home("UADA")
    assert "Goal number 00" not in second
    assert "Goal number 12" in second


async def test_a_manager_sees_the_team_and_others_do_not(http_bot: World) -> None:
    for who in ("UADA", "UGRACE", "UMALLORY"):
        await http_bot.slack.opens_home(who)

    assert "My team" in await http_bot.home("UGRACE")
    assert 'My team"' not in await http_bot.home("UADA")
    assert 'My team"' not in await http_bot.home("UMALLORY")


async def test_home_speaks_the_language_of_its_owner(http_bot: World) -> None:
    await http_bot.change(speaks, workspace_id=http_bot.workspace_id, slack_user_id="UADA", locale="de-DE")
    await http_bot.slack.opens_home("UADA")

    assert "Meine Ziele" in await http_bot.home("UADA")


async def test_slack_that_is_ill_gets_the_tab_later(http_bot: World) -> None:
    await http_bot.slack.opens_home("UADA")
    http_bot.slack.fail("views.publish", status=500)
    assert await http_bot.home("UADA") == ""

    assert "My goals" in await http_bot.home("UADA")


async def test_a_proposal_waits_for_the_manager_and_is_agreed_to_with_one_tap(http_bot: World) -> None:
    await http_bot.slack.types("/goal new", by="UADA")
    await http_bot.slack.submits("UADA", {"title": "Answer support within a day"})
    await http_bot.slack.opens_home("UGRACE")
    assert "<@UADA> proposes G1 Answer support within a day" in await http_bot.home("UGRACE")

    await http_bot.slack.clicks("goal_agree", by="UGRACE")

    assert "Nothing waits for you." in await http_bot.home("UGRACE")


async def test_who_is_asked_for_feedback_answers_it_from_home(http_bot: World) -> None:
    await http_bot.slack.types("/cairn feedback ask <@UGRACE> <@UMALLORY> about my demo", by="UADA")
    for who in ("UGRACE", "UMALLORY", "UHEDY"):
        await http_bot.slack.opens_home(who)
    for who in ("UGRACE", "UMALLORY"):
        assert "<@UADA> asks for your feedback about “my demo”" in await http_bot.home(who)
    assert "asks for your feedback" not in await http_bot.home("UHEDY")

    await http_bot.slack.clicks("feedback_reply", by="UGRACE")
    assert await http_bot.slack.submits("UGRACE", {"text": "Clear, and short"}) == {}

    assert "asks for your feedback" not in await http_bot.home("UGRACE")
    await http_bot.deliver()
    await http_bot.slack.clicks("feedback_decline", by="UMALLORY")
    assert "asks for your feedback" not in await http_bot.home("UMALLORY")


async def test_a_request_that_nobody_answered_in_six_weeks_waits_no_more(http_bot: World) -> None:
    await http_bot.slack.types("/cairn feedback ask <@UGRACE> about my demo", by="UADA")
    http_bot.clock.move_to(http_bot.clock() + timedelta(weeks=6, days=1))
    await http_bot.slack.opens_home("UGRACE")

    assert "asks for your feedback" not in await http_bot.home("UGRACE")


async def test_people_without_a_home_are_looked_at_once_and_together(http_bot: World) -> None:
    for who in ("UADA", "UGRACE", "UMALLORY"):
        await http_bot.slack.types("/kudos help", by=who)
    asked: list[str] = []
    event.listen(
        http_bot.tools.database.engine, "before_cursor_execute", lambda *about: asked.append(about[2])
    )

    await http_bot.home("UADA")

    assert len([text for text in asked if "FROM" in text]) == 1
