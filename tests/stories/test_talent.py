"""Talent cards through the whole bot: seen first, contested, answered; and by nobody whose they are not."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.services import post
from bot.services.setting import chosen
from models.card import Card, CardReply, Talk
from models.delivery import SENT, Delivery
from tests.support import cast, cues, rows
from tests.support.world import World

NOW = datetime.fromisoformat("2026-11-30T10:00:00+01:00")
SEEN = datetime.fromisoformat("2026-11-27T09:00:00+01:00")
SECRET = "I have been ill and would rather not say more"


def _published(session: Session, *, workspace_id: int, to_manager: bool = True) -> None:
    """Ada's card as it was published, and sent to her more than 48 hours ago."""
    cast.change(session, workspace_id, "watch_cues", "on Works council 2026-11-02", now=SEEN)
    ada = rows.person(session, workspace_id=workspace_id, slack_id="UADA")
    session.add(
        Card(
            workspace_id=workspace_id,
            person_id=ada.id,
            month="2026-12",
            signal="engagement_trend",
            as_of=cues.AS_OF,
            band="worth_a_conversation",
            confidence="medium",
            window="2026-09-28/2026-11-22",
            formula="engagement_trend/1",
            evidence=[cues.LINE],
            to_manager=to_manager,
            published_at=SEEN,
        )
    )
    settings = chosen(session, workspace_id=workspace_id)
    post.to_person(
        session,
        person=ada,
        kind="own_card",
        about="2026-12",
        message={"text": "Your card"},
        settings=settings,
        now=SEEN,
        period="2026-12",
    )
    session.flush()
    for row in rows.all_of(session, model=Delivery, workspace_id=workspace_id):
        row.state, row.settled_at, row.body = SENT, SEEN, None


@pytest.fixture
async def talent(bot: World) -> World:
    bot.clock.move_to(NOW)
    await bot.change(_published, workspace_id=bot.workspace_id)
    return bot


async def _all(world: World, model: type[Any]) -> list[Any]:
    return list(await world.ask(rows.all_of, model=model, workspace_id=world.workspace_id))


async def _says(world: World, who: str, text: str) -> str:
    """What `/talent` answers, and all that is to be read in its blocks."""
    reply = await world.slack.types(f"/talent {text}".strip(), by=who)
    return f"{reply} {reply.blocks}"


async def test_one_sees_ones_own_card_and_its_manager_sees_it_too(talent: World) -> None:
    assert "Something may have changed" in await _says(talent, "UADA", "")
    assert "<@UADA>" in await _says(talent, "UGRACE", "<@UADA>")


@pytest.mark.parametrize("who", ["UMALLORY", "UHEDY", "UHANNA", "UADA"])
async def test_nobody_but_the_direct_manager_sees_a_card(talent: World, who: str) -> None:
    """Not a colleague, not the manager's manager, not HR."""
    said = await _says(talent, who, "<@UADA>")
    assert "Only somebody's direct manager sees their signals" in said
    assert "changed" not in said


async def test_what_is_no_person_is_refused_with_how_to_say_it(talent: World) -> None:
    assert "/talent @somebody" in await _says(talent, "UGRACE", "everybody please")


async def test_where_there_is_nothing_the_answer_says_so(bot: World) -> None:
    assert "nothing about you that stands out" in await _says(bot, "UADA", "")
    assert "nothing about <@UADA>" in await _says(bot, "UGRACE", "<@UADA>")


async def test_a_contest_rests_until_the_manager_has_answered_and_an_accepted_one_withdraws(
    talent: World,
) -> None:
    await _says(talent, "UADA", "")
    await talent.slack.clicks("contest_open", by="UADA")
    assert await talent.slack.submits("UADA", {"text": SECRET}) == {}
    await talent.deliver()
    assert (await _all(talent, Card))[0].state == "contested"
    told = await _says(talent, "UGRACE", "<@UADA>")
    assert "is contested, and rests" in told
    assert SECRET in told
    assert "Goals updated in" not in told

    await talent.slack.clicks("contest_accept", by="UGRACE")
    await talent.deliver()

    assert (await _all(talent, Card))[0].state == "withdrawn"
    assert "agrees with you" in talent.slack.said_to("UADA")[-1]
    assert "nothing about <@UADA>" in await _says(talent, "UGRACE", "<@UADA>")


async def test_an_answer_that_sees_it_otherwise_stands_beside_the_card(talent: World) -> None:
    await _says(talent, "UADA", "")
    await talent.slack.clicks("contest_open", by="UADA")
    await talent.slack.submits("UADA", {"text": SECRET})
    await _says(talent, "UGRACE", "<@UADA>")
    await talent.slack.clicks("contest_keep_open", by="UGRACE")
    assert await talent.slack.submits("UGRACE", {"text": "Let us look at it on Friday"}) == {}
    await talent.deliver()

    assert (await _all(talent, Card))[0].state == "kept"
    assert "has answered you" in talent.slack.said_to("UADA")[-1]
    assert "Let us look at it on Friday" in await _says(talent, "UADA", "")


async def test_a_note_is_read_beside_the_card_and_counts_once(talent: World) -> None:
    await _says(talent, "UADA", "")
    await talent.slack.clicks("card_note_open", by="UADA")
    await talent.slack.submits("UADA", {"text": "We moved house"})
    for delivery in list(talent.slack.deliveries)[-1:]:
        await talent.slack.redeliver(delivery)
    assert [row.text for row in await _all(talent, CardReply)] == ["We moved house"]
    assert "We moved house" in await _says(talent, "UGRACE", "<@UADA>")


async def test_a_wrong_fact_is_the_line_that_is_chosen_and_the_words_beside_it(talent: World) -> None:
    await _says(talent, "UADA", "")
    await talent.slack.clicks("card_wrong_open", by="UADA")
    modal = talent.slack.modal("UADA")
    assert modal is not None
    choices = modal["blocks"][0]["element"]["options"]
    assert [each["text"]["text"] for each in choices] == [
        "Goals updated in 1 of 8 weeks; usual are about 5.",
        "Something else",
    ]
    assert await talent.slack.submits("UADA", {"line": "0", "text": "I was away"}) == {}
    assert [(row.kind, row.line, row.text) for row in await _all(talent, CardReply)] == [
        ("wrong", 0, "I was away")
    ]
    told = await _says(talent, "UGRACE", "<@UADA>")
    assert "They say that a fact is wrong*\\n• Goals updated in 1 of 8 weeks" in told


async def test_something_else_may_be_wrong_than_a_line(talent: World) -> None:
    await _says(talent, "UADA", "")
    await talent.slack.clicks("card_wrong_open", by="UADA")
    assert await talent.slack.submits("UADA", {"line": "another", "text": "It is not my goal"}) == {}
    assert [(row.line, row.text) for row in await _all(talent, CardReply)] == [(None, "It is not my goal")]


async def test_not_now_is_remembered_and_changes_nothing(talent: World) -> None:
    await _says(talent, "UADA", "")
    await talent.slack.clicks("card_later", by="UADA")
    assert [(row.kind, row.text) for row in await _all(talent, CardReply)] == [("later", "")]
    assert (await _all(talent, Card))[0].state == "open"


async def test_a_contest_after_the_summary_reaches_the_manager_by_itself(talent: World) -> None:
    await talent.change(_summary_sent, workspace_id=talent.workspace_id)
    await _says(talent, "UADA", "")
    await talent.slack.clicks("contest_open", by="UADA")
    await talent.slack.submits("UADA", {"text": SECRET})
    await talent.deliver()
    assert "sees something in your summary otherwise" in talent.slack.said_to("UGRACE")[-1]


async def test_nobody_else_says_something_to_a_card_or_answers_for_the_manager(talent: World) -> None:
    from bot.rules.refusal import Refusal
    from bot.services import card as cards
    from bot.services import contest

    card = (await _all(talent, Card))[0]
    around: dict[str, Any] = {"workspace_id": talent.workspace_id, "ref": str(card.id), "now": NOW}
    for who in ("UMALLORY", "UGRACE", "UHANNA"):
        with pytest.raises(Refusal, match="no longer there"):
            await talent.change(
                contest.reply, slack_user_id=who, kind="note", text="me too", act=f"view:{who}", **around
            )
        with pytest.raises(Refusal, match="no longer there"):
            await talent.ask(
                cards.own_lines, slack_user_id=who, workspace_id=talent.workspace_id, ref=str(card.id)
            )
    for who in ("UADA", "UHEDY", "UHANNA", "UMALLORY"):
        with pytest.raises(Refusal, match="direct manager"):
            await talent.change(contest.answer, slack_user_id=who, accepts=True, text="", **around)


async def test_a_manager_records_that_they_talked_and_what_came_of_it(talent: World) -> None:
    from bot.services import contest

    ada = (await _all(talent, Card))[0].person_id
    around: dict[str, Any] = {"workspace_id": talent.workspace_id, "month": "2026-12", "now": NOW}
    for outcome in ("later", "agreed"):
        who = await talent.change(
            contest.talked,
            slack_user_id="UGRACE",
            report=str(ada),
            outcome=outcome,
            act=f"view:{outcome}",
            **around,
        )
        assert who == "<@UADA>"
    assert [row.outcome for row in await _all(talent, Talk)] == ["agreed"]


def _summary_sent(session: Session, *, workspace_id: int) -> None:
    grace = rows.person(session, workspace_id=workspace_id, slack_id="UGRACE")
    session.add(
        Delivery(
            workspace_id=workspace_id,
            key="summary",
            kind="summary",
            person_id=grace.id,
            conversation=f"person:{grace.id}",
            period="2026-12",
            created_at=SEEN,
            due_at=SEEN,
            state=SENT,
            settled_at=SEEN,
        )
    )


async def test_ones_own_cards_stand_on_home_with_their_buttons(talent: World) -> None:
    from bot.services import home

    whose: dict[str, Any] = {"workspace_id": talent.workspace_id, "slack_user_id": "UADA", "now": NOW}
    await talent.change(home.look, page=0, **whose)
    view = str(await talent.ask(home.changed, **whose))
    assert "Something may have changed" in view
    assert "contest_open" in view
