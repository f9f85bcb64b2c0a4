"""Everything a company is owed by the calendar: each message with its instant, and no other.

Each function reckons one kind. A rule over all kinds together, such as a weekly budget, is a
function from these expectations to others, put at the end of `everything`.
"""

from tests.almanac.checkins import reminders, weeks_asked
from tests.almanac.facts import Company
from tests.almanac.owed import Owed
from tests.almanac.reports import digests, readouts, summaries


def everything(company: Company, told: set[Owed] | None = None) -> set[Owed]:
    """What the ledger holds at the end, edits left aside; `told` is what people were really told by then."""
    asked = [each for who in company.people for each in weeks_asked(company, who)]
    owed: list[Owed] = [each.message for each in asked if each.message is not None]
    open_weeks = [each for each in asked if each.message is None or each.message.at is not None]
    owed += [row for each in open_weeks for row in reminders(company, each)]
    owed += readouts(company, open_weeks, told)
    for who in company.people:
        owed += summaries(company, who)
    for reader in ["#hr"] if company.hr_channel else company.people:
        owed += digests(company, reader, "week")
        owed += digests(company, reader, "month")
    return set(owed)
