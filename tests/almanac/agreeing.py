"""Whether a company's life and the almanac agree, and what differs where they do not."""

from dataclasses import replace
from datetime import timedelta

from bot.database import Database
from bot.settings import Settings
from bot.tools import Tools
from tests.almanac.expected import everything
from tests.almanac.facts import Company
from tests.almanac.interruptions import Verdict
from tests.almanac.life import Life
from tests.almanac.owed import Owed


async def lived(database: Database, company: Company) -> set[Owed]:
    """The ledger of a company that was lived through, found to be what was expected of it."""
    life = Life(Tools(database, Settings()), company)
    await life.live()
    ledger = life.ledger()
    booked = everything(replace(company, ends=company.ends + timedelta(weeks=2)), ledger)
    verdict = Verdict(company, everything(company, ledger), ledger, life.messages(), booked)
    assert verdict.complaints() == []
    return ledger
