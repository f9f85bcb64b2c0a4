"""Nobody minds the calendar for a while: what is still of use comes once, the rest is recorded as skipped."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.database import Database
from tests.almanac.agreeing import lived
from tests.almanac.expected import everything
from tests.almanac.facts import Company, Facts
from tests.almanac.interruptions import WEEKLY_BUDGET
from tests.almanac.owed import OVERTAKEN, TOO_LATE

BEGINS = datetime(2026, 3, 10, tzinfo=UTC)
COMPANY = Company(
    begins=BEGINS,
    ends=BEGINS + timedelta(weeks=2),
    people={
        "UGRACE": Facts("Europe/Berlin", "DE", hr=True),
        "UADA": Facts("Europe/Berlin", "DE", manager="UGRACE"),
        "UNEWYORK": Facts("America/New_York", "US", manager="UGRACE"),
        "UAUCKLAND": Facts("Pacific/Auckland", "NZ", manager="UGRACE"),
        "UAWAY": Facts(
            "Europe/London", "GB", manager="UGRACE", absences=((date(2026, 3, 16), date(2026, 3, 17)),)
        ),
    },
    habits={"UAUCKLAND": "prompt"},
)


def utc(*moment: int) -> datetime:
    return datetime(2026, *moment, tzinfo=UTC)  # type: ignore[arg-type, misc]


OUTAGES = {
    "two hours on a Friday morning": (utc(3, 13, 8), utc(3, 13, 10, 7)),
    "three days over a Friday": (utc(3, 12, 12), utc(3, 15, 12, 3)),
    "three days over reminders and closings": (utc(3, 16, 1), utc(3, 19, 1)),
    "five weeks, ending on a Friday night": (utc(3, 12, 15), utc(4, 17, 23)),
}


@pytest.mark.long
@pytest.mark.parametrize("outage", OUTAGES.values(), ids=OUTAGES)
async def test_after_an_outage_what_is_still_of_use_comes_once_and_the_rest_is_recorded(
    database: Database, outage: tuple[datetime, datetime]
) -> None:
    company = replace(COMPANY, outages=(outage,), ends=max(COMPANY.ends, outage[1] + timedelta(days=8)))
    undisturbed = everything(replace(company, outages=()))

    ledger = await lived(database, company)

    assert {row.reason for row in ledger if row.at is None} <= {TOO_LATE, OVERTAKEN, WEEKLY_BUDGET}
    # Nothing that was due before the end is silently gone, except what follows from a prompt not sent.
    unasked = {(row.who, row.period) for row in ledger if row.kind == "checkin_prompt" and row.at is None}
    gone = {row[:3] for row in undisturbed} - {row[:3] for row in ledger}
    assert all(
        kind == "readout" or (kind == "checkin_reminder" and (who, week) in unasked)
        for kind, who, week in gone
    )
