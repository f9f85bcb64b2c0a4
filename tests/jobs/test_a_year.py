"""The calendar against the almanac: small companies by chance; `tests/faults` lives the whole year."""

import ast
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.database import Database
from tests.almanac import chance, facts
from tests.almanac.agreeing import lived
from tests.house.source import ROOT


@pytest.mark.long
@pytest.mark.parametrize(("seed", "budget"), [(2, 20), (13, 3), (8, 1)])
async def test_a_company_by_chance_gets_what_the_almanac_says_and_nothing_else(
    database: Database, seed: int, budget: int
) -> None:
    ledger = await lived(database, replace(chance.company(seed, people=4, weeks=2), budget=budget))

    assert {"checkin_prompt", "checkin_reminder"} <= {row.kind for row in ledger}


def test_the_almanac_reckons_without_the_bot() -> None:
    for name in ("facts", "owed", "checkins", "reports", "expected", "companies", "chance", "interruptions"):
        tree = ast.parse((ROOT / f"tests/almanac/{name}.py").read_text())
        froms = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        plain = [each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names]
        assert not [each for each in froms + plain if each.split(".")[0] in ("bot", "models", "handlers")]


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23T22:30"),
        ("Asia/Beirut", "2026-03-29", "00:00", "2026-03-28T22:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45"),
        ("Pacific/Kiritimati", "2026-07-03", "09:30", "2026-07-02T19:30"),
        ("Asia/Kathmandu", "2026-07-03", "09:30", "2026-07-03T03:45"),
    ],
)
def test_the_almanac_knows_the_hours_that_clocks_skip_and_repeat(
    zone: str, day: str, at: str, utc: str
) -> None:
    found = facts.moment(date.fromisoformat(day), time.fromisoformat(at), zone)

    assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)
