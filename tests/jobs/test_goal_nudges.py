"""Goals remind of themselves in messages that come anyway: the prompt and the read-out."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.goal import Goal
from tests.jobs.conftest import Calendar, berlin
from tests.support import rows
from tests.support.cast import START

WEDNESDAY = berlin(2026, 11, 18, 10)
FRIDAY = berlin(2026, 11, 20, 9, 30)
CLOSE = berlin(2026, 11, 25, 9, 30)


def begin(session: Session, *, workspace_id: int, ref: str, since: datetime, **more: Any) -> None:
    """A goal of Ada's, begun at an instant."""
    ada = rows.person(session, workspace_id=workspace_id, slack_id="UADA")
    facts = {"title": f"Title of {ref}", "status": "agreed", "agreed_at": since, "created_at": since, **more}
    session.add(Goal(workspace_id=workspace_id, ref=ref, owner_id=ada.id, **facts))


def said(row: Any) -> str:
    return json.dumps(row.body, ensure_ascii=False)


async def test_a_goal_without_news_is_named_in_the_prompt_and_in_no_message_of_its_own(
    calendar: Calendar,
) -> None:
    await calendar.do(begin, ref="G1", since=START - timedelta(weeks=5))
    await calendar.do(begin, ref="G2", since=START)
    await calendar.tick(WEDNESDAY)
    await calendar.tick(FRIDAY)

    (prompt,) = await calendar.owed(slack_id="UADA")
    assert prompt.kind == "checkin_prompt"
    assert "A word on G1 would help." in said(prompt)
    assert "no news for 5 weeks" in said(prompt)
    assert "G2" not in said(prompt)


async def test_a_prompt_says_nothing_of_goals_that_are_well(calendar: Calendar) -> None:
    await calendar.do(begin, ref="G1", since=START)
    await calendar.do(begin, ref="G2", since=START - timedelta(weeks=9), status="draft", agreed_at=None)
    await calendar.tick(WEDNESDAY)
    await calendar.tick(FRIDAY)

    (prompt,) = await calendar.owed(slack_id="UADA")
    assert "goals stand" not in said(prompt)


async def test_the_readout_names_what_is_late_and_what_waits_for_the_managers_word(
    calendar: Calendar,
) -> None:
    await calendar.do(begin, ref="G1", since=START, due_date=berlin(2026, 11, 20).date())
    await calendar.do(begin, ref="G2", since=START, status="proposed", agreed_at=None)
    await calendar.do(begin, ref="G3", since=START, status="done", closed_at=START)
    await calendar.do(begin, ref="G4", since=START, status="draft", agreed_at=None)
    await calendar.do(begin, ref="G5", since=START)
    for instant in (WEDNESDAY, FRIDAY, CLOSE):
        await calendar.tick(instant)

    (readout,) = await calendar.owed("readout", "UGRACE")
    assert "overdue since Fri 20 Nov 2026" in said(readout)
    waits = "1 goal waits for your agreement; 1 goal waits to be confirmed (G2, G3): `/goal team`"
    assert waits in said(readout)
    assert "G4" not in said(readout)
    assert "G5" not in said(readout)
