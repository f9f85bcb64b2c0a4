"""probe"""
import os, time as clock
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
import pytest
from bot.database import Database
from bot.settings import Settings
from bot.tools import Tools
from tests.almanac.expected import everything
from tests.almanac.companies import YEAR, NIGHT
from tests.almanac.life import Life

@pytest.mark.parametrize("company", [YEAR, NIGHT], ids=["year","night"])
async def test_probe(database: Database, company) -> None:
    company = replace(company, ends=min(company.ends, company.begins+timedelta(weeks=int(os.environ.get("WEEKS","10")))))
    life = Life(Tools(database, Settings()), company)
    a = clock.time()
    await life.live(timedelta(days=1))
    b = clock.time()
    e = everything(company); c = clock.time()
    got = life.ledger()
    print(len(got), len(e), b - a, c - b)
    key = lambda o: (o.who, o.period, o.kind, str(o.at))
    for o in sorted(got ^ e, key=key): print("REAL " if o in got else "ORACL", o.kind, o.who, o.period, o.at and o.at.strftime("%a %m-%d %H:%M"), o.reason)
    print(life.edits())
    assert got == e
