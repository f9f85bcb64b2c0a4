"""Check-ins are kept for thirteen months, signals for six, or as it is set; imports count from then."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.jobs import signals as job
from bot.rules import retention as rules
from bot.rules.refusal import Refusal
from bot.services import retention, signals
from bot.settings import Settings
from bot.tools import Tools
from models import question
from models.blocker import Blocker
from models.checkin import Checkin
from models.question import Answer, Question
from models.signal import SignalRun
from tests.services.conftest import House
from tests.support import generated, rows

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
OLD, KEPT = "2025-W42", "2025-W43"


def _weeks(session: Session, *, workspace_id: int, imported: datetime | None = None) -> None:
    """Ada's answers of two weeks thirteen months ago, with a question of the company's and a blocker each."""
    ada = rows.person(session, workspace_id=workspace_id, slack_id="UADA").id
    question.add(session, workspace_id, key="k", text="How?", kind="text", options=[], now=NOW)
    asked = session.query(Question.id).filter(Question.workspace_id == workspace_id).scalar()
    for week in (OLD, KEPT):
        whose: dict[str, Any] = {"workspace_id": workspace_id, "person_id": ada, "week": week}
        session.add(Checkin(**whose, answered_at=NOW, imported_at=imported, progress="long ago"))
        session.add(Answer(**whose, question_id=asked, value="well"))
        session.add(Blocker(**whose, ref=week, text="the printer", reported_at=NOW))
    session.flush()


def _left(house: House) -> list[list[str]]:
    return [sorted(row.week for row in house.all(table)) for table in (Checkin, Answer, Blocker)]


def test_a_checkin_goes_after_thirteen_months_with_all_that_was_said_in_it(house: House) -> None:
    house.do(_weeks)
    assert house.do(retention.forget_checkins, now=NOW) == 1
    assert house.do(retention.forget_checkins, now=NOW) == 0
    assert _left(house) == [[KEPT]] * 3


def test_how_long_is_a_setting(house: House) -> None:
    house.do(_weeks)
    house.set("retention.checkins", "14")
    assert house.do(retention.forget_checkins, now=NOW) == 0
    house.set("retention.checkins", "12")
    assert house.do(retention.forget_checkins, now=NOW) == 2


@pytest.mark.parametrize("text", ["0", "2", "121", "a year", "-1", ""])
def test_a_time_that_is_none_is_refused_with_what_is_possible(house: House, text: str) -> None:
    with pytest.raises(Refusal, match="a whole number from 3 to 120"):
        house.set("retention.checkins", text)


def test_what_a_file_brought_counts_from_its_import(house: House) -> None:
    house.do(_weeks, imported=NOW - timedelta(days=300))
    assert house.do(retention.forget_checkins, now=NOW) == 0
    assert house.do(retention.forget_checkins, now=NOW + timedelta(days=120)) == 2


def test_an_import_writes_down_when_it_was(company: House) -> None:
    found = company.all(Checkin)
    assert found
    assert {row.imported_at for row in found} == {generated.NOW}


async def test_the_weekly_run_deletes_what_is_over(house: House) -> None:
    house.do(_weeks)
    tools = Tools(house.database, Settings())
    await job.compute_weekly(tools, now=NOW)
    assert _left(house) == [[KEPT]] * 3


def test_signals_are_kept_as_long_as_it_is_set(house: House) -> None:
    house.set("retention.signals", "2")
    for day in (date(2026, 9, 20), date(2026, 10, 4), date(2026, 11, 22)):
        house.do(signals.finish, erased=None, as_of=day, counts={"people": 1, "cues": 0}, now=NOW)
    assert [run.as_of for run in house.all(SignalRun)] == [date(2026, 10, 4), date(2026, 11, 22)]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        pytest.param("2026-11-23", 13, "2025-10-23", id="over a new year"),
        pytest.param("2026-03-31", 1, "2026-02-28", id="to the last of a shorter month"),
        pytest.param("2026-01-15", 1, "2025-12-15", id="from January"),
        pytest.param("2026-12-15", 12, "2025-12-15", id="a year"),
    ],
)
def test_months_before(day: str, months: int, before: str) -> None:
    assert rules.months_before(datetime.fromisoformat(day), months) == datetime.fromisoformat(before)
