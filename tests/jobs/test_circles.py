"""Circles of thanks: the programme's admin hears of them once; nobody does who manages one of the three."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.porting import erase
from bot.rules.visibility import Item
from models.kudos import Kudos, KudosReceiver
from models.receipt import Receipt
from models.signal import SignalRun
from tests.jobs.conftest import Calendar, berlin
from tests.support import rows

EVE, FIRST, LATER = berlin(2026, 11, 23, 12), berlin(2026, 12, 1, 16), berlin(2027, 1, 4, 16)
THREE = ("UANN", "UBEA", "UCEM")


def _thank(
    session: Session, *, workspace_id: int, giver: str, receiver: str, at: datetime, times: int = 3
) -> None:
    for number in range(times):
        ref = f"{giver}{receiver}{number}"
        who, to = (
            rows.person(session, workspace_id=workspace_id, slack_id=one).id for one in (giver, receiver)
        )
        kudos = Kudos(
            workspace_id=workspace_id,
            ref=ref,
            act_key=ref,
            giver_id=who,
            at=at + timedelta(days=number),
            source="command",
        )
        session.add(kudos)
        session.flush()
        session.add(KudosReceiver(workspace_id=workspace_id, kudos_id=kudos.id, receiver_id=to))


@pytest.fixture
async def circle(calendar: Calendar) -> Calendar:
    """Three reports of Hedy's thank one another; Hedy and Hanna are admins."""
    hedy = await calendar.person("UHEDY", roles=["admin"])
    await calendar.person("UHANNA", roles=["admin"])
    for name in THREE:
        await calendar.hire(name, manager_id=hedy, email=f"{name.lower()}@example.com")
    for giver, receiver in permutations(THREE, 2):
        await calendar.do(_thank, giver=giver, receiver=receiver, at=berlin(2026, 11, 3, 12))
    return calendar


async def _told(calendar: Calendar) -> list[tuple[int | None, str]]:
    return [(row.person_id, row.period) for row in await calendar.owed("digest")]


async def _receipts(calendar: Calendar) -> list[Any]:
    return [row for row in await calendar.all(Receipt) if row.item == Item.CIRCLE]


async def test_an_admin_hears_once_and_nobody_who_manages_one_of_the_three(circle: Calendar) -> None:
    await circle.tick(EVE)
    await circle.tick(FIRST)
    words = " ".join(str(row.body) for row in await circle.owed("", "UHANNA"))
    await circle.tick(FIRST)
    await circle.tick(LATER)
    hanna = await circle.person("UHANNA")
    assert await _told(circle) == [(hanna, "2026-12")]
    assert all(f"<@{name}>" in words for name in THREE)
    assert "It says nothing about their work" in words
    three = {await circle.person(name) for name in THREE}
    assert {(row.viewer_id, row.subject_id) for row in await _receipts(circle)} == {
        (hanna, one) for one in three
    }


@pytest.mark.parametrize("what", ["too seldom", "mostly others", "breadth is off", "one has left"])
async def test_where_there_is_no_circle_nothing_is_said(calendar: Calendar, what: str) -> None:
    await calendar.person("UHANNA", roles=["admin"])
    for name in THREE:
        await calendar.hire(name)
    times = 2 if what == "too seldom" else 3
    for giver, receiver in permutations(THREE, 2):
        await calendar.do(_thank, giver=giver, receiver=receiver, at=berlin(2026, 11, 3, 12), times=times)
    if what == "mostly others":
        await calendar.do(_thank, giver="UADA", receiver="UANN", at=berlin(2026, 11, 3, 12), times=7)
    if what == "breadth is off":
        await calendar.set("signals.recognition_breadth", "off")
    if what == "one has left":
        await calendar.person("UBEA", end_date=berlin(2026, 11, 20).date())
    await calendar.tick(EVE)
    await calendar.tick(FIRST)
    assert await _told(calendar) == []
    assert await _receipts(calendar) == []


async def test_an_erased_person_is_in_no_circle_that_is_kept(circle: Calendar) -> None:
    await circle.tick(EVE)
    assert [len(row.circles) for row in await circle.all(SignalRun)] == [1]
    await circle.tick(EVE + timedelta(days=7))
    erase.erase(circle.tools.database, circle.workspace_id, "UBEA", now=EVE + timedelta(days=7))
    assert not any(row.circles for row in await circle.all(SignalRun))
    await circle.tick(FIRST)
    assert await _told(circle) == []
