"""How the invented people's weeks were, and who shares the mood with their manager."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.rules.cadence import week_of
from bot.sandbox.company.characters import Character
from bot.sandbox.company.past import Past
from bot.sandbox.company.texts import lines

PROGRESS = """
Finished the part that had been open since last week and showed it to the team.
Two customers moved to the new version, both without a question afterwards.
Cleared most of my reviews and wrote down what I learned about the old import.
Mostly helped others this week: three calls, two fixes, one long and useful talk.
Published the guide; the first person to use it found a mistake, now mended.
Practised the move on a copy. It took half the time of the first attempt.
Closed the quarter's numbers a day early and found where two of them had disagreed.
The interview on Wednesday changed what we thought about the export; notes are up.
Went through every open request older than a week and answered the last nine.
Trained two colleagues on the new desk; both took calls alone by Thursday.
Wrote the test that would have caught last month's slip, and then fixed what it found.
"""
PLANS = """
The last open screen, then the numbers for Tuesday.
Talk to two more customers and write up what they have in common.
Try the same on the big database, with a second pair of eyes.
A quieter week, I hope: reviews, and a morning for the documentation.
Hand over the pager and finish what it interrupted.
Agree the scope with the other team before anybody starts.
Two days without meetings for the part that needs thinking.
Prepare the visit, and rehearse the demonstration once with somebody who has not seen it.
"""
BLOCKERS = """
I am waiting for access to the billing data; asked on Monday.
The contract for the survey tool is not signed yet.
The test system was down for two afternoons, and I could not try the fix.
I need half an hour with somebody who knows the old export.
Two of us cover the whole evening desk; one sick day and it closes.
Nobody decides which of the two reports goes first, so both stand still.
The new laptops have not come, and the old one restarts twice a day.
"""


def rows(past: Past) -> Iterator[list[object]]:
    """A row for each week that somebody was asked about; a week before they began is none of theirs."""
    texts = [past.dealt(lines(text)) for text in (PROGRESS, PLANS, BLOCKERS)]
    # Some see the same week a little brighter than others.
    tempers = {who.id: past.rng.gauss(0, 0.3) for who in past.cast}
    for monday in past.mondays:
        for who in past.cast:
            prompted = who.at(monday + timedelta(days=4), 9, 30)
            if prompted >= past.end or past.is_before(who, monday):
                continue
            if past.is_away(who, monday):
                yield [who.email, week_of(monday), "", "", "true", "", "", "", "", ""]
            else:
                character = past.character(who, monday)
                answer = _answer(past, prompted, character, tempers[who.id], *texts)
                yield [who.email, week_of(monday), prompted, *answer]


def _answer(
    past: Past, prompted: datetime, character: Character, temper: float, *texts: Iterator[str]
) -> list[object]:
    answered = prompted + timedelta(minutes=past.rng.choice([4, 11, 25, 50, 120, 290]))
    if answered >= past.end or past.rng.random() > character.answers:
        return ["", "false", "", "", "", "", ""]
    progress, plans, blockers = texts
    mood = _score(past.rng.gauss(character.mood + temper, 0.6))
    workload = _score(past.rng.gauss(character.workload, 0.6))
    blocker = next(blockers) if past.rng.random() < character.blockers else ""
    return [answered, "false", mood, workload, next(progress), next(plans), blocker]


def _score(value: float) -> int:
    return max(1, min(5, round(value)))


def consents(past: Past) -> Iterator[list[object]]:
    """Every second person shares their mood with their manager."""
    for who in past.cast[1::2]:
        yield [who.email, "share_mood", "yes", who.at(past.mondays[0], 9)]
