"""Own cards and the summaries after them: who sees what first, once, and never what is not theirs."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.services import card as service
from models import consent
from models.card import CONTESTED, WITHDRAWN, Card
from models.delivery import SENT, SKIPPED
from tests.jobs.conftest import Calendar, berlin
from tests.support import cues, rows

EVE = berlin(2026, 11, 23, 12)
CARD_DAY = berlin(2026, 11, 27, 9, 30)
SUMMARY, NEW_YORK = berlin(2026, 12, 1, 9), berlin(2026, 12, 1, 15)


async def _seen(calendar: Calendar, **more: Any) -> None:
    await calendar.do(cues.seen, **more)


async def _words(calendar: Calendar, slack_id: str, since: datetime = SUMMARY) -> str:
    """All that somebody was told from an instant on, whatever it went with."""
    return " ".join(str(row.body) for row in await calendar.owed("", slack_id) if row.due_at >= since)


async def _through(calendar: Calendar, *moments: datetime) -> None:
    for moment in moments:
        await calendar.tick(moment)


async def test_a_person_sees_their_card_two_days_before_their_manager(calendar: Calendar) -> None:
    await _seen(calendar)
    await _through(calendar, EVE, CARD_DAY)

    (card,) = await calendar.owed("own_card", "UADA")
    assert card.due_at.date() == date(2026, 11, 27)
    assert not await calendar.owed("summary", "UGRACE")
    await calendar.tick(SUMMARY)
    assert "Goals move less than usual" in await _words(calendar, "UGRACE")


async def test_nobody_who_has_not_seen_their_card_is_in_a_summary(calendar: Calendar) -> None:
    await _seen(calendar)
    await _through(calendar, EVE)
    # An outage over the hour of the card: it comes on Monday, a day before the summary.
    await _seen(calendar, as_of=date(2026, 11, 29), raised=False)
    await _through(calendar, berlin(2026, 11, 30, 10), SUMMARY)

    assert len(await calendar.all(Card)) == 1
    assert "Goals move less" not in await _words(calendar, "UGRACE")


async def test_what_is_for_the_person_only_stays_with_them(calendar: Calendar) -> None:
    await _seen(calendar, band="person_only", to_manager=False)
    await _through(calendar, EVE, CARD_DAY, SUMMARY)

    assert len(await calendar.owed("own_card", "UADA")) == 1
    assert "Goals move less" not in await _words(calendar, "UGRACE")


async def test_nothing_is_said_where_nothing_is_seen_or_was_said_before(calendar: Calendar) -> None:
    await _seen(calendar, raised=False)
    await _through(calendar, EVE, CARD_DAY, NEW_YORK)
    assert not await calendar.owed("own_card")
    assert "nothing in your team stands out" in await _words(calendar, "UHEDY")


async def test_a_cue_that_has_passed_by_the_latest_run_is_not_shown(calendar: Calendar) -> None:
    await _seen(calendar, as_of=date(2026, 11, 15))
    await calendar.do(cues.run)
    await _through(calendar, EVE, CARD_DAY)
    assert not await calendar.all(Card)


async def test_the_same_cue_is_shown_once_and_again_only_when_it_is_raised_again(calendar: Calendar) -> None:
    await _seen(calendar)
    await _through(calendar, EVE, CARD_DAY, SUMMARY)
    await _seen(calendar, as_of=date(2026, 12, 20), raised=False)
    await _through(calendar, berlin(2026, 12, 30, 9, 30), berlin(2027, 1, 4, 9))
    assert [card.month for card in await calendar.all(Card)] == ["2026-12"]


async def test_twice_changes_nothing(calendar: Calendar) -> None:
    await _seen(calendar)
    await _through(calendar, EVE, CARD_DAY, SUMMARY)
    before = await calendar.picture(), len(await calendar.all(Card))
    await calendar.tick(SUMMARY)
    assert (await calendar.picture(), len(await calendar.all(Card))) == before


async def test_who_hears_nothing_unasked_has_no_card_and_is_in_no_summary(calendar: Calendar) -> None:
    await calendar.set("launch", "pilot:Product")
    await _seen(calendar)
    await _through(calendar, EVE, CARD_DAY, SUMMARY)
    assert not await calendar.all(Card)
    assert all(row.state in (SENT, SKIPPED) for row in await calendar.owed("summary"))


async def test_a_contested_cue_rests_and_one_that_was_withdrawn_is_gone(calendar: Calendar) -> None:
    await _seen(calendar)
    await _seen(calendar, name="growth", evidence=[cues.LINE | {"said": "Thanked more than usual."}])
    await _through(calendar, EVE, CARD_DAY)
    await calendar.do(_set_states, states={"goal_momentum": CONTESTED, "growth": WITHDRAWN})
    await calendar.tick(SUMMARY)

    words = await _words(calendar, "UGRACE")
    assert "is contested, and rests" in words
    assert "Goals updated in" not in words
    assert "Thanked more than usual" not in words


async def test_a_contest_that_waits_freezes_the_signal_in_later_months_too(calendar: Calendar) -> None:
    await _seen(calendar)
    await _through(calendar, EVE, CARD_DAY)
    await calendar.do(_set_states, states={"goal_momentum": CONTESTED})
    await calendar.tick(SUMMARY)
    await _seen(calendar, as_of=date(2026, 12, 20))
    await _through(calendar, berlin(2026, 12, 30, 9, 30), berlin(2027, 1, 4, 9))

    assert [card.month for card in await calendar.all(Card)] == ["2026-12"]
    assert "is contested, and rests" in await _words(calendar, "UGRACE", berlin(2027, 1, 4, 9))


@pytest.mark.parametrize(
    "how", ["the person opts out", "the company switches it off", "consent is withdrawn"]
)
@pytest.mark.parametrize("seen_first", [False, True], ids=["before their card", "after their card"])
async def test_who_no_longer_wants_a_cue_is_rid_of_it_at_once(
    calendar: Calendar, how: str, seen_first: bool
) -> None:
    """Also of what was computed, or shown to the person, before; a signal of another kind stays."""
    await calendar.set("watch_cues", "on Works council 2026-11-02")
    await _seen(calendar, name="engagement_trend")
    await _seen(calendar)
    await _through(calendar, EVE, *([CARD_DAY] if seen_first else []))
    if how == "the person opts out":
        await calendar.do(_opt_out)
    elif how == "the company switches it off":
        await calendar.set("signals.engagement_trend", "off")
    else:
        await calendar.set("watch_cues", "off")
    await _through(calendar, CARD_DAY, SUMMARY)

    words = await _words(calendar, "UGRACE")
    assert "Goals move less than usual" in words
    assert "Something may have changed" not in words
    mine = await calendar.do(service.mine, slack_user_id="UADA")
    assert [each.signal for each in mine.cards] == ["goal_momentum"]
    published = {card.signal for card in await calendar.all(Card)}
    assert ("engagement_trend" in published) == seen_first


def _opt_out(session: Session, *, workspace_id: int) -> None:
    who = rows.person(session, workspace_id=workspace_id, slack_id="UADA")
    consent.choose(session, workspace_id, who.id, kind="watch_cues", value="no", now=EVE)


def _set_states(session: Any, *, workspace_id: int, states: dict[str, str]) -> None:
    for row in rows.all_of(session, model=Card, workspace_id=workspace_id):
        row.state = states.get(row.signal, row.state)
