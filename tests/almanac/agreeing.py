"""Whether a company's life and the almanac agree, and what differs where they do not."""

from collections import Counter

from bot.database import Database
from bot.settings import Settings
from bot.tools import Tools
from tests.almanac.expected import everything
from tests.almanac.facts import Company
from tests.almanac.life import Life
from tests.almanac.owed import Owed


async def lived(database: Database, company: Company) -> set[Owed]:
    """The ledger of a company that was lived through, found equal to what was expected of it."""
    life = Life(Tools(database, Settings()), company)
    await life.live()
    ledger, expected = life.ledger(), everything(company)
    wrong = sorted(map(str, ledger - expected)), sorted(map(str, expected - ledger))
    assert wrong == ([], []), "came though not expected; expected and did not come"
    assert set(told_at_once(ledger).values()) <= {1}
    return ledger


def told_at_once(rows: set[Owed]) -> Counter[tuple[str, str, bool, object]]:
    """How many messages of a kind somebody got at one instant; a month's digest is not a week's."""
    return Counter((row.who, row.kind, "W" in row.period, row.at) for row in rows if row.at is not None)
