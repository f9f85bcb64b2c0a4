"""How the invented people's weeks were, and who shares the mood with their manager."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.rules.cadence import week_of
from bot.sandbox.company.past import Past
from bot.sandbox.company.texts import lines

PROGRESS = """
Finished the part that had been open since last week and showed it to the team.
Two customers moved to the new version, both without a question afterwards.
Cleared most of my reviews and wrote down what I learned about the old import.
Mostly helped others this week: three calls, two fixes, one long and useful talk.
Published the guide; the first person to use it found a mistake, now mended.
Practised the move on a copy. It took half the time of the first attempt.
"""
PLANS = """
The last open screen, then the numbers for Tuesday.
Talk to two more customers and write up what they have in common.
Try the same on the big database, with a second pair of eyes.
A quieter week, I hope: reviews, and a morning for the documentation.
Hand over the pager and finish what it interrupted.
"""
BLOCKERS = """
I am waiting for access to the billing data; asked on Monday.
The contract for the survey tool is not signed yet.
The test system was down for two afternoons, and I could not try the fix.
I need half an hour with somebody who knows the old export.
"""


def rows(past: Past) -> Iterator[list[object]]:
    texts = [past.dealt(lines(text)) for text in (PROGRESS, PLANS, BLOCKERS)]
    for monday in past.mondays:
        for who in past.cast:
            prompted = who.at(monday + timedelta(days=4), 9, 30)
            if prompted >= past.end:
                continue
            if past.is_away(who, monday):
                yield [who.email, week_of(monday), "", "", "true", "", "", "", "", ""]
            else:
                yield [who.email, week_of(monday), prompted, *_answer(past, prompted, *texts)]


def _answer(past: Past, prompted: datetime, *texts: Iterator[str]) -> list[object]:
    """About one in seven does not find the time; one in five names a blocker."""
    answered = prompted + timedelta(minutes=past.rng.choice([4, 11, 25, 50, 120, 290]))
    if answered >= past.end or past.rng.randrange(7) == 0:
        return ["", "false", "", "", "", "", ""]
    progress, plans, blockers = texts
    scores = [past.rng.choice([2, 3, 4, 4, 4, 5]), past.rng.choice([2, 3, 3, 3, 4, 5])]
    blocker = next(blockers) if past.rng.randrange(5) == 0 else ""
    return [answered, "false", *scores, next(progress), next(plans), blocker]


def consents(past: Past) -> Iterator[list[object]]:
    """Every second person shares their mood with their manager."""
    for who in past.cast[1::2]:
        yield [who.email, "share_mood", "yes", who.at(past.mondays[0], 9)]
