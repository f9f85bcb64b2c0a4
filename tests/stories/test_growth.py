"""Growth plans through the whole bot: kept beside one's signals, finished, suggested, answered."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.card import Card
from models.delivery import Delivery
from models.growth import GrowthAct
from tests.stories.test_languages import speaks
from tests.support import cast, cues, rows
from tests.support.world import World

STEP = {"kind": "learning", "aim": "Fewer slow queries", "by": "2026-12-18"}


async def steps(bot: World) -> list[Any]:
    return list(await bot.ask(rows.all_of, model=GrowthAct, workspace_id=bot.workspace_id))


async def add(bot: World, title: str = "Learn SQL", **values: Any) -> None:
    await bot.slack.types(f"/talent grow {title}", by="UADA")
    assert await bot.slack.submits("UADA", STEP | values) == {}
    await bot.tools.settled()


async def suggest(bot: World, title: str = "Lead the move") -> None:
    await bot.slack.types(f"/talent grow <@UADA> {title}", by="UGRACE")
    assert await bot.slack.submits("UGRACE", {"kind": "stretch"}) == {}
    await bot.deliver()


async def read(bot: World, who: str, text: str = "") -> str:
    """What `/talent` answers, and all that is to be read in its blocks."""
    reply = await bot.slack.types(f"/talent {text}".strip(), by=who)
    return f"{reply} {reply.blocks}"


async def test_a_step_is_added_and_stands_under_ones_signals(bot: World) -> None:
    await add(bot)

    assert bot.slack.ephemerals("UADA")[-1] == "“Learn SQL” is on your growth plan."
    (row,) = await steps(bot)
    assert (row.kind, row.aim, row.by_date, row.status) == (
        "learning",
        "Fewer slow queries",
        date(2026, 12, 18),
        "planned",
    )
    said = await read(bot, "UADA")
    assert "nothing about you that stands out" in said
    assert "Your growth plan has 1 open step: Learn SQL." in said
    assert "📚 learning · by Fri 18 Dec 2026" in said
    assert "> Fewer slow queries" in said


async def test_a_step_is_done_on_a_day_and_something_came_of_it(bot: World) -> None:
    await add(bot)
    await read(bot, "UADA")
    await bot.slack.clicks("growth_done_open", by="UADA")
    assert "'initial_date': '2026-11-18'" in str(bot.slack.modal("UADA"))
    came = {"result": "The report takes a second", "day": "2026-11-16"}
    assert await bot.slack.submits("UADA", came) == {}
    await bot.tools.settled()

    assert bot.slack.ephemerals("UADA")[-1] == "You finished “Learn SQL”. Well done."
    (row,) = await steps(bot)
    noon = datetime.fromisoformat("2026-11-16T12:00:00+01:00")
    assert (row.status, row.closed_at, row.result) == ("done", noon, came["result"])
    said = await read(bot, "UADA", "plan")
    assert "Your growth plan has no open step." in said
    assert "✅ Learn SQL · Mon 16 Nov 2026 · The report takes a second" in said


async def test_what_is_not_done_after_all_is_open_again(bot: World) -> None:
    await add(bot)
    await read(bot, "UADA")
    await bot.slack.clicks("growth_done_open", by="UADA")
    assert await bot.slack.submits("UADA", {"result": "Half of it"}) == {}
    await read(bot, "UADA", "plan")
    await bot.slack.clicks("growth_done_open", by="UADA")
    assert "Half of it" in str(bot.slack.modal("UADA"))
    assert await bot.slack.submits("UADA", {"not_yet": ["yes"]}) == {}
    assert [(row.status, row.closed_at, row.result) for row in await steps(bot)] == [
        ("planned", None, "Half of it")
    ]


async def test_a_step_is_changed_and_let_go(bot: World) -> None:
    await add(bot)
    await read(bot, "UADA")
    await bot.slack.clicks("growth_open", by="UADA", value=(await steps(bot))[0].ref)
    assert await bot.slack.submits("UADA", {"title": "Learn PostgreSQL", "kind": "mentoring"}) == {}
    assert [(row.title, row.kind) for row in await steps(bot)] == [("Learn PostgreSQL", "mentoring")]
    await bot.slack.clicks("growth_open", by="UADA", value=(await steps(bot))[0].ref)
    assert await bot.slack.submits("UADA", {"drop": ["yes"]}) == {}
    await bot.tools.settled()
    assert bot.slack.ephemerals("UADA")[-1] == "“Learn PostgreSQL” is off your growth plan."
    assert [row.status for row in await steps(bot)] == ["dropped"]
    assert "Learn" not in await read(bot, "UADA", "plan")


async def test_a_manager_sees_the_plan_and_suggests_a_step_that_is_accepted(bot: World) -> None:
    await add(bot)
    said = await read(bot, "UGRACE", "<@UADA>")
    assert "The growth plan of <@UADA>" in said
    assert "Learn SQL" in said
    assert "growth_done_open" not in said
    await bot.slack.clicks("growth_suggest_open", by="UGRACE")
    assert await bot.slack.submits("UGRACE", {"title": "Lead the move", "kind": "stretch"}) == {}
    await bot.deliver()

    assert bot.slack.ephemerals("UGRACE")[-1] == (
        "<@UADA> is asked about “Lead the move”. It is theirs once they accept."
    )
    assert bot.slack.said_to("UADA") == ["<@UGRACE> suggests a step for your growth plan: Lead the move."]
    assert "Waits for an answer: *Lead the move*" in await read(bot, "UGRACE", "<@UADA>")
    assert "1 open step: Learn SQL." in await read(bot, "UADA")

    await bot.slack.clicks("growth_accept", by="UADA", value=(await steps(bot))[1].ref)
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == ["<@UADA> takes on “Lead the move”."]
    assert "2 open steps: Learn SQL; Lead the move." in await read(bot, "UADA")
    assert "suggested by <@UGRACE>" in await read(bot, "UADA")


async def test_a_suggestion_answered_in_the_plan_shows_the_plan_again(http_bot: World) -> None:
    await add(http_bot)
    await suggest(http_bot)
    listed = await http_bot.slack.types("/talent plan", by="UADA")
    assert "growth_accept" in str(listed.blocks)
    await http_bot.slack.clicks("growth_accept", by="UADA")
    await http_bot.tools.settled()
    again = str(http_bot.slack.messages(http_bot.slack.dm_of("UADA") or "")[-1])
    assert "“Lead the move” is on your growth plan." in again
    assert "Learn SQL" in again
    assert "growth_accept" not in again


@pytest.mark.parametrize("line", ["plan <@UADA>", "Plan  <@UADA|ada>", "<@UADA>"])
async def test_a_manager_reads_a_plan_in_either_way(bot: World, line: str) -> None:
    await add(bot)
    assert "The growth plan of <@UADA>" in await read(bot, "UGRACE", line)


async def test_whoever_would_rather_not_is_left_in_peace(bot: World) -> None:
    await suggest(bot)
    await bot.slack.clicks("growth_decline", by="UADA")
    await bot.deliver()
    assert [row.status for row in await steps(bot)] == ["dropped"]
    assert bot.slack.said_to("UADA") == ["“Lead the move” is let go."]
    assert bot.slack.said_to("UGRACE") == ["<@UADA> would rather not take on “Lead the move”. Talk about it?"]
    assert "Lead the move" not in await read(bot, "UGRACE", "<@UADA>")


async def test_a_suggestion_comes_in_the_reports_next_working_hour(bot: World) -> None:
    bot.clock.move_to(datetime.fromisoformat("2026-11-20T20:00:00+01:00"))
    await suggest(bot)
    assert bot.slack.said_to("UADA") == []
    (owed,) = await bot.ask(rows.all_of, model=Delivery, workspace_id=bot.workspace_id)
    assert (owed.kind, owed.due_at) == ("goal", datetime.fromisoformat("2026-11-23T08:00:00+01:00"))


async def test_a_suggestion_says_what_it_is_for_and_speaks_the_readers_language(bot: World) -> None:
    await bot.change(speaks, workspace_id=bot.workspace_id, slack_user_id="UADA", locale="de-DE")
    await bot.slack.types("/talent grow <@UADA> Lead the move", by="UGRACE")
    named = {"kind": "stretch", "aim": "They trust your dates", "by": "2026-12-18"}
    assert await bot.slack.submits("UGRACE", named) == {}
    await bot.deliver()
    (told,) = bot.slack.said_to("UADA")
    assert "<@UGRACE> schlägt einen Schritt für deinen Entwicklungsplan vor: Lead the move." in told
    said = await read(bot, "UADA")
    assert "🧗 Herausforderung · bis Fr. 18. Dez. 2026\\n> They trust your dates" in said
    await bot.slack.clicks("growth_accept", by="UADA")
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == ["<@UADA> takes on “Lead the move”."]


async def test_steps_and_suggestions_stand_on_home(http_bot: World) -> None:
    for number in range(4):
        await add(http_bot, f"Step {number}")
    await suggest(http_bot)
    await http_bot.slack.opens_home("UADA")
    await http_bot.tools.settled()
    said = await http_bot.home("UADA")
    assert "My growth plan" in said
    assert "Step 2" in said
    assert "Step 3" not in said
    assert "And 1 more: `/talent plan`." in said
    assert "<@UGRACE> suggests a step for your growth plan: Lead the move." in said

    await http_bot.slack.clicks("growth_accept", by="UADA", view=http_bot.slack.home("UADA"))
    assert "And 2 more" in await http_bot.home("UADA")
    await http_bot.slack.clicks("growth_done_open", by="UADA", view=http_bot.slack.home("UADA"))
    assert await http_bot.slack.submits("UADA") == {}
    said = await http_bot.home("UADA")
    assert "Step 0" not in said
    assert "And 1 more" in said


async def test_the_same_form_and_button_twice_have_one_effect(http_bot: World) -> None:
    for act in (add, suggest):
        await act(http_bot)
        sent = next(each for each in reversed(http_bot.slack.deliveries) if b"view_submission" in each.body)
        await http_bot.slack.redeliver(sent)
        await http_bot.deliver()
    assert len(await steps(http_bot)) == 2
    assert len(http_bot.slack.said_to("UADA")) == 1
    await http_bot.slack.clicks("growth_accept", by="UADA")
    await http_bot.slack.redeliver(http_bot.slack.deliveries[-1])
    await http_bot.deliver()
    assert http_bot.slack.said_to("UGRACE") == ["<@UADA> takes on “Lead the move”."]


@pytest.mark.parametrize(
    ("who", "line", "said"),
    [
        ("UMALLORY", "/talent grow <@UADA> Lead the move", "Only <@UADA> and their direct manager see"),
        ("UHEDY", "/talent grow <@UADA> Lead the move", "Only <@UADA> and their direct manager see"),
        ("UHANNA", "/talent grow <@UADA> Lead the move", "Only <@UADA> and their direct manager see"),
        ("UADA", "/talent grow <@UGRACE> Lead the move", "Only <@UGRACE> and their direct manager see"),
        ("UGRACE", "/talent grow <@UADA> <@UHANNA> Lead", "one person at a time"),
        ("UGRACE", "/talent grow @adaline Lead", "I can't tell who @adaline is"),
        ("UADA", f"/talent grow {'x' * 151}", "That step has 151 characters; up to 150 fit."),
    ],
)
async def test_what_is_refused_keeps_the_words_and_says_what_to_do(
    bot: World, who: str, line: str, said: str
) -> None:
    reply = await bot.slack.types(line, by=who)
    assert said in reply
    assert line.rsplit(maxsplit=1)[-1][:20] in f"{reply} {reply.blocks}"
    assert await steps(bot) == []
    assert bot.slack.modal(who) is None


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"kind": "learning", "title": " "}, "title", "Say in a few words"),
        ({"kind": "learning", "by": "2026-11-17"}, "by", "That day is over."),
    ],
)
async def test_a_form_that_cannot_be_kept_stays_open_with_everything_in_it(
    bot: World, values: dict[str, Any], field: str, said: str
) -> None:
    await bot.slack.types("/talent grow Learn SQL", by="UADA")
    errors = await bot.slack.submits("UADA", values)
    assert said in errors[field]
    assert bot.slack.modal("UADA") is not None
    assert await steps(bot) == []


async def test_a_day_to_come_is_no_day_on_which_something_was_done(bot: World) -> None:
    await add(bot)
    await read(bot, "UADA")
    await bot.slack.clicks("growth_done_open", by="UADA")
    assert "still to come" in (await bot.slack.submits("UADA", {"day": "2026-11-19"}))["day"]


def _card(session: Session, *, workspace_id: int) -> None:
    """A card of Ada's about growth."""
    ada = rows.person(session, workspace_id=workspace_id, slack_id="UADA")
    whose = {"workspace_id": workspace_id, "person_id": ada.id, "month": "2026-12", "signal": "growth"}
    said = {"band": "clear_change", "confidence": "high", "window": "2026-09-28/2026-11-22"}
    around = {"as_of": cues.AS_OF, "formula": "growth/1", "evidence": [cues.LINE], "to_manager": True}
    session.add(Card(**whose, **said, **around, published_at=cast.START))


async def test_the_card_of_growth_lists_the_stretch_work_that_is_open(bot: World) -> None:
    await bot.change(_card, workspace_id=bot.workspace_id)
    await add(bot)
    assert "Stretch work on" not in await read(bot, "UADA")
    await add(bot, "Lead the move", kind="stretch")
    await add(bot, "Teach <others> & all", kind="stretch")
    said = await read(bot, "UADA")
    assert "• Stretch work on the growth plan: Lead the move; Teach &lt;others&gt; &amp; all" in said
    # What is said to be wrong is a line of the evidence, never the plan.
    await bot.slack.clicks("card_wrong_open", by="UADA")
    assert "Stretch work" not in str(bot.slack.modal("UADA"))


async def test_in_the_dm_the_same_words_offer_the_form_and_show_the_plan(bot: World) -> None:
    await bot.slack.says("talent grow Learn SQL", by="UADA")
    await bot.deliver()
    await bot.slack.clicks("form_open", by="UADA")
    assert "'initial_value': 'Learn SQL'" in str(bot.slack.modal("UADA"))
    assert await bot.slack.submits("UADA", {"kind": "learning"}) == {}
    await bot.slack.says("talent plan", by="UADA")
    await bot.deliver()
    assert bot.slack.said_to("UADA")[-1] == "Your growth plan has 1 open step: Learn SQL."


async def test_nobody_else_touches_a_step(bot: World) -> None:
    from bot.rules.growth import Ending, StepDraft
    from bot.rules.refusal import Refusal
    from bot.services import growth, growth_offer

    await add(bot)
    await suggest(bot)
    for row in await steps(bot):
        around = {"workspace_id": bot.workspace_id, "ref": row.ref, "now": bot.clock()}
        for who in ("UGRACE", "UMALLORY", "UHANNA", "UHEDY"):
            whose = {**around, "slack_user_id": who}
            with pytest.raises(Refusal, match="no longer there"):
                await bot.change(growth.change, draft=StepDraft("x", "learning"), drop=True, **whose)
            with pytest.raises(Refusal, match="no longer there"):
                await bot.change(growth.finish, ending=Ending(), **whose)
            with pytest.raises(Refusal, match="no longer there"):
                await bot.change(growth_offer.answer, accepts=True, **whose)
    for who in ("UMALLORY", "UHEDY", "UHANNA"):
        assert "Learn SQL" not in await read(bot, who, "<@UADA>")
