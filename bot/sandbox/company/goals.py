"""What the invented people want to reach, and how far they have come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.company.colleagues import Colleague
from bot.sandbox.company.past import Past
from bot.sandbox.company.texts import lines, table

# Whose goal it is (nobody's, a team's, or that of everybody with a title), title, measure, unit, start,
# target, status, why it matters.
GOALS = """
- | Customers get a real answer the same working day | share of requests answered that day | % | 62 | 90 | agreed | Renewals hang on it
Platform | Releases that nobody notices | minutes a release takes | minutes | 45 | 10 | agreed | A fix that ships today is an answer too
Product | Customers run the new reports by themselves | customers using them weekly | customers | 2 | 12 | agreed | Reports answer questions before they are asked
Customer care | First answer within half a working day | hours to the first answer | hours | 9 | 4 | agreed | Waiting is what people complain about most
Head of platform | Everyone on call has a second | people who can take over | people | 2 | 5 | agreed | Nobody should carry the pager alone
Head of product | Ten interviews about reports | interviews held | interviews | 0 | 10 | done | We guess too much about how they are used
Head of care | One shared list of known problems | answers taken from it | % | 10 | 60 | agreed | The same question gets five different answers
People partner | Everyone has had a growth talk | share of people | % | 15 | 100 | agreed | It was the first wish in the survey
Site engineer | Lower the hosting bill | bill of the month | EUR | 8200 | 6500 | agreed | It pays for a second care desk in spring
Engineer | Move databases without downtime | days since the last unplanned stop | days | 0 | 60 | agreed | Moves are what makes releases long
Engineer | Write down how the old import works | pages reviewed | pages | 0 | 12 | proposed | Only two of us understand it
Mobile engineer | The app starts within two seconds | cold start on an old phone | seconds | 5.5 | 2 | done | It is the first thing customers see of us
Designer | Reports readable on a phone | screens redrawn | screens | 0 | 8 | agreed | Half of the customers open them on the way
Researcher | A panel of customers who like to answer | customers in the panel | customers | 3 | 20 | agreed | Interviews fail for want of people
Care specialist | Guides for the commonest questions | guides published | guides | 1 | 10 | agreed | Each saves about an hour a week
Care trainer | New colleagues answer alone sooner | days until the first answer alone | days | 20 | 10 | proposed | Four people join in spring
"""  # noqa: E501
GOOD_NOTES = """
Went as planned; the next step is booked for Tuesday.
Faster than I thought, because the groundwork from last month holds.
Two loose ends closed, and the team next door offered a hand with the third.
Good week: the number moved, and nobody had to stay late for it.
A small step, but the one everything else was waiting for.
Tried the simpler way first, and it was enough.
"""
HARD_NOTES = """
Slower this week, I was needed elsewhere. A quiet week would be enough to catch up.
Waiting for a decision on the contract; everything else is ready.
The first attempt did not work. I would like to talk about another way.
The number stands still. I know why, and wrote it down for Tuesday.
"""


@dataclass(frozen=True)
class Goal:
    """One goal; `ref` is its goal_id, `parent` that of the goal it serves, or empty."""

    ref: str
    owner: Colleague
    level: str
    parent: str
    title: str
    measure: str
    unit: str
    start: float
    target: float
    status: str
    relevance: str

    @property
    def digits(self) -> int:
        """Behind the point; what is counted in whole numbers stays whole."""
        return 0 if self.start.is_integer() and self.target.is_integer() else 1


def wanted(past: Past) -> Iterator[Goal]:
    """The company's goals, then the teams', then everybody's own, each with the one it serves."""
    teams = {who.team: who for who in reversed(past.cast) if who.team}
    parents: dict[str, str] = {}
    number = 0
    for whose, *texts in table(GOALS):
        if not whose or whose in teams:
            owners, level = [teams.get(whose, past.cast[0])], "team" if whose else "organisation"
        else:
            owners, level = [who for who in past.cast if who.title == whose], "individual"
        for owner in owners:
            number += 1
            parent = parents.get(owner.team, "G1") if level == "individual" else parents.get("", "")
            if level != "individual":
                parents[whose] = f"G{number}"
            title, measure, unit, start, target, status, relevance = texts
            yield Goal(
                *(f"G{number}", owner, level, parent, title, measure, unit),
                *(float(start), float(target), status, relevance),
            )


def row(past: Past, goal: Goal) -> list[object]:
    first, last = past.mondays[0], past.mondays[-1]
    agreed = goal.owner.at(first + timedelta(days=1), 10, 30) if goal.status != "proposed" else ""
    done = goal.owner.at(last - timedelta(days=4), 17) if goal.status == "done" else ""
    team = goal.owner.team if goal.level != "organisation" else ""
    boss = past.boss(goal.owner)
    confirmed = [boss.email, boss.at(last - timedelta(days=3), 11)] if done and boss else ["", ""]
    return [
        *(goal.ref, goal.owner.email, team, goal.level),
        *(goal.parent, goal.title, goal.measure, goal.unit, goal.start, goal.target, goal.relevance),
        *(first, last + timedelta(weeks=6), goal.status, agreed, done, *confirmed),
    ]


def updates(past: Past, wanted: Sequence[Goal]) -> Iterator[list[object]]:
    good, hard = past.dealt(lines(GOOD_NOTES)), past.dealt(lines(HARD_NOTES))
    for goal in wanted:
        done = goal.status == "done"
        steps = len(past.mondays) - 2 if done else len(past.mondays) + 4
        share = 0.0
        for step, monday in enumerate(past.mondays[1:-1] if done else past.mondays[1:], 1):
            at = goal.owner.at(monday + timedelta(days=3), 15, past.rng.randrange(60))
            luck = 0.0 if step == steps else past.rng.uniform(-0.8, 0.8)
            if at >= past.end or goal.status == "proposed" or past.is_away(goal.owner, monday):
                continue
            share = min(1.0, max(share, (step + luck) / steps))
            value = round(goal.start + (goal.target - goal.start) * share, goal.digits)
            confidence = "on_track" if luck > -0.4 else "at_risk" if luck > -0.7 else "off_track"
            note = next(good if confidence == "on_track" else hard)
            yield [goal.ref, goal.owner.email, at, value, confidence, note]
