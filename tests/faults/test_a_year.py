"""A year in two dozen zones, every message at its instant and no other, on both engines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.database import Database
from tests.almanac import chance
from tests.almanac.agreeing import lived
from tests.almanac.companies import NIGHT, YEAR
from tests.almanac.facts import Company

# The default most often; 20 stands for no limit at all.
BUDGETS = (3, 1, 2, 3, 20)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


@pytest.mark.parametrize(
    "company", [YEAR, NIGHT], ids=["at all hours of the day", "at the hours of the clocks"]
)
async def test_everybody_gets_what_the_almanac_says_and_nothing_else(
    database: Database, company: Company, request: pytest.FixtureRequest
) -> None:
    weeks = timedelta(weeks=request.config.getoption("--weeks"))

    ledger = await lived(database, replace(company, ends=min(company.ends, company.begins + weeks)))

    kinds = {"checkin_prompt", "checkin_reminder", "readout", "summary", "digest"}
    assert {row.kind for row in ledger if row.at is not None} == kinds


async def test_companies_by_chance_get_what_the_almanac_says_and_nothing_else(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    template = request.getfixturevalue("sqlite_template")
    for seed in range(request.config.getoption("--seeds")):
        path = tmp_path_factory.mktemp("chance") / f"{seed}.db"
        path.write_bytes(template.read_bytes())
        database = Database(f"sqlite:///{path}")
        try:
            await lived(database, replace(chance.company(seed), budget=BUDGETS[seed % len(BUDGETS)]))
        finally:
            database.close()
