"""The demo's company: invented people with some weeks of history, as a folder of plain files.

The same seed and day always make the same folder. Whatever has happened lies before
`today`; only due dates lie after it.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.porting.cells import show
from bot.rules.cadence import monday_of, week_of

T = TypeVar("T")
KUDOS_CHANNEL = "CKUDOS"
SETTINGS = {
    "values": "care|craft|courage|clarity",
    "launch": "everyone",
    "recognition_channel": KUDOS_CHANNEL,
    "hr_channel": "",
}
# Managers come first, so that a smaller company keeps them.
CAST = """
U0NOOR    | Noor Haddad     | Managing director | -             | Europe/Berlin    | DE | -        | leadership
U0GRACE   | Grace Lindqvist | Head of platform  | Platform      | Europe/Berlin    | DE | U0NOOR   | manager
U0PRIYA   | Priya Raman     | Head of product   | Product       | Europe/London    | GB | U0NOOR   | manager
U0SAMUEL  | Samuel Adeyemi  | Head of care      | Customer care | America/New_York | US | U0NOOR   | manager
U0INGRID  | Ingrid Solberg  | People partner    | -             | Europe/Berlin    | DE | U0NOOR   | hr
U0TOMAS   | Tomas Silva     | Site engineer     | Platform      | Europe/London    | GB | U0GRACE  | admin
U0ADA     | Ada Okafor      | Engineer          | Platform      | Europe/London    | GB | U0GRACE  | employee
U0KENJI   | Kenji Tanaka    | Mobile engineer   | Platform      | Asia/Tokyo       | JP | U0GRACE  | employee
U0MALLORY | Mallory Quinn   | Designer          | Product       | America/New_York | US | U0PRIYA  | employee
U0LUCA    | Luca Moretti    | Researcher        | Product       | Europe/Berlin    | DE | U0PRIYA  | employee
U0ELIF    | Elif Kaya       | Care specialist   | Customer care | Europe/Berlin    | DE | U0SAMUEL | employee
U0ROSA    | Rosa Delgado    | Care trainer      | Customer care | America/New_York | US | U0SAMUEL | employee
"""  # noqa: E501
FIRST = "Amara Bruno Chiara Dmitri Esther Farid Greta Hana Ivan Jamila Koji Leila Mateo Nadia Omar Petra"
LAST = "Almeida Berg Castillo Dube Ferrari Ito Jansen Kumar Moreau Novak Osei Park Rossi Santos Weber"

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
THANKS = """
care    | writing      | the calm note to the customer who had waited for a week
care    | onboarding   | sitting down with the new colleague on a full Monday
care    | -            | noticing that I was swamped and simply taking two things off my list
care    | -            | staying on the call until the customer could work again
craft   | sql          | the tidy report on renewals, and for showing me how to run it
craft   | testing      | trying the release on an old phone before anybody else had to
craft   | design       | the new empty page; it finally says what to do next
craft   | operations   | finding out why Tuesdays were slow while everybody else was guessing
courage | speaking     | saying in the review that the date cannot hold
courage | -            | asking the question that all of us had
clarity | writing      | the one-page summary that ended a long thread
clarity | facilitation | keeping the planning to half an hour, with a decision at the end
clarity | research     | the interview notes; I understood the customer after two paragraphs
"""
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


@dataclass(frozen=True)
class Colleague:
    """One invented person. `manager` is a Slack id, empty for the head; `team` is empty beside the teams."""

    id: str
    name: str
    title: str
    team: str
    tz: str
    country: str
    manager: str
    role: str

    @property
    def email(self) -> str:
        return ".".join(self.name.lower().split()) + "@example.com"

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """That time on this person's clock."""
        return datetime.combine(day, time(hour, minute), ZoneInfo(self.tz)).astimezone(UTC)


@dataclass(frozen=True)
class _Goal:
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


def members(people: int = 12) -> list[Colleague]:
    """The first so many people; those beyond twelve have made-up names and share out the teams."""
    cast = [Colleague(*row) for row in _table(CAST)]
    return cast[:people] + [_another(number, cast) for number in range(len(cast), people)]


def write(folder: Path, *, today: date, seed: int = 7, people: int = 12, weeks: int = 8) -> None:
    """Write the files into a folder, which is made where it is missing."""
    history = _History(members(people), today, weeks, Random(seed))
    folder.mkdir(parents=True, exist_ok=True)
    for file, header, rows in history.tables():
        with (folder / file).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header.split(), *([show(cell) for cell in row] for row in rows)])
    settings = json.dumps({"workspace": SETTINGS, "teams": {}}, indent=2)
    (folder / "settings.json").write_text(settings + "\n", encoding="utf-8")


class _History:
    """What these people did in the weeks before a day."""

    def __init__(self, cast: Sequence[Colleague], today: date, weeks: int, rng: Random) -> None:
        self.cast, self.rng = cast, rng
        self._by_id = {colleague.id: colleague for colleague in cast}
        self._end = datetime.combine(today, time(), UTC)
        this_week = monday_of(week_of(today))
        self._mondays = [this_week - timedelta(weeks=back) for back in range(weeks, -1, -1)]
        # Some take a week off; the weeks are shared out so that they are not all away at once.
        self._away = {
            (colleague.id, self._mondays[number * 3 % max(weeks, 1)])
            for number, colleague in enumerate(cast)
            if number % 3 == 1
        }
        self._goals = list(self._set_goals())

    def tables(self) -> Iterator[tuple[str, str, list[list[object]]]]:
        """Each file with its header and rows, in one order, because they share the random numbers."""
        yield (
            "people.csv",
            "email slack_user_id name manager_email team title country timezone start_date roles",
            list(self._people()),
        )
        yield "absences.csv", "email from to kind", list(self._absences())
        yield (
            "goals.csv",
            "goal_id owner_email team level parent_goal_id title measure unit start_value target_value "
            "relevance start_date due_date status agreed_at closed_at confirmed_by confirmed_at",
            [self._goal(goal) for goal in self._goals],
        )
        yield "goal_updates.csv", "goal_id author_email at value confidence note", list(self._updates())
        yield (
            "kudos.csv",
            "kudos_id giver_email receiver_email at message values skills channel visibility source",
            list(self._kudos()),
        )
        yield (
            "checkins.csv",
            "email week prompted_at answered_at excused mood workload progress plans blockers",
            list(self._checkins()),
        )
        yield "consents.csv", "email kind value at", list(self._consents())

    def _people(self) -> Iterator[list[object]]:
        for number, who in enumerate(self.cast):
            started = self._mondays[0] - timedelta(days=200 + 97 * (number % 17))
            boss = self._boss(who)
            boss_email = boss.email if boss else ""
            roles = "|".join(dict.fromkeys(["employee", who.role]))
            yield [
                *(who.email, who.id, who.name, boss_email, who.team, who.title),
                *(who.country, who.tz, started, roles),
            ]

    def _absences(self) -> Iterator[list[object]]:
        for who_id, monday in sorted(self._away):
            if monday + timedelta(days=4) < self._end.date():
                yield [self._by_id[who_id].email, monday, monday + timedelta(days=4), "vacation"]

    def _set_goals(self) -> Iterator[_Goal]:
        teams = {who.team: who for who in reversed(self.cast) if who.team}
        parents: dict[str, str] = {}
        number = 0
        for whose, *texts in _table(GOALS):
            if not whose or whose in teams:
                owners, level = [teams.get(whose, self.cast[0])], "team" if whose else "organisation"
            else:
                owners, level = [who for who in self.cast if who.title == whose], "individual"
            for owner in owners:
                number += 1
                parent = parents.get(owner.team, "G1") if level == "individual" else parents.get("", "")
                if level != "individual":
                    parents[whose] = f"G{number}"
                title, measure, unit, start, target, status, relevance = texts
                yield _Goal(
                    *(f"G{number}", owner, level, parent, title, measure, unit),
                    *(float(start), float(target), status, relevance),
                )

    def _goal(self, goal: _Goal) -> list[object]:
        first, last = self._mondays[0], self._mondays[-1]
        agreed = goal.owner.at(first + timedelta(days=1), 10, 30) if goal.status != "proposed" else ""
        done = goal.owner.at(last - timedelta(days=4), 17) if goal.status == "done" else ""
        boss = self._boss(goal.owner)
        confirmed = [boss.email, boss.at(last - timedelta(days=3), 11)] if done and boss else ["", ""]
        return [
            *(
                goal.ref,
                goal.owner.email,
                goal.owner.team if goal.level != "organisation" else "",
                goal.level,
            ),
            *(goal.parent, goal.title, goal.measure, goal.unit, goal.start, goal.target, goal.relevance),
            *(first, last + timedelta(weeks=6), goal.status, agreed, done, *confirmed),
        ]

    def _updates(self) -> Iterator[list[object]]:
        good, hard = self._dealt(_lines(GOOD_NOTES)), self._dealt(_lines(HARD_NOTES))
        for goal in self._goals:
            done = goal.status == "done"
            steps = len(self._mondays) - 2 if done else len(self._mondays) + 4
            share = 0.0
            for step, monday in enumerate(self._mondays[1:-1] if done else self._mondays[1:], 1):
                at = goal.owner.at(monday + timedelta(days=3), 15, self.rng.randrange(60))
                luck = 0.0 if step == steps else self.rng.uniform(-0.8, 0.8)
                if at >= self._end or goal.status == "proposed" or self._is_away(goal.owner, monday):
                    continue
                share = min(1.0, max(share, (step + luck) / steps))
                value = round(goal.start + (goal.target - goal.start) * share, goal.digits)
                confidence = "on_track" if luck > -0.4 else "at_risk" if luck > -0.7 else "off_track"
                note = next(good if confidence == "on_track" else hard)
                yield [goal.ref, goal.owner.email, at, value, confidence, note]

    def _kudos(self) -> Iterator[list[object]]:
        """Every week about two thanks among three people, now and then to two at once."""
        thanks = self._dealt(list(_table(THANKS)))
        number = 0
        for monday in self._mondays:
            for _ in range(len(self.cast) * 2 // 3):
                number += 1
                giver, *receivers = self.rng.sample(self.cast, min(len(self.cast), 2 + (number % 7 == 0)))
                day = monday + timedelta(days=self.rng.randrange(5))
                at = giver.at(day, self.rng.randrange(9, 18), self.rng.randrange(60))
                value, skill, message = next(thanks)
                channel, visibility = ("", "private") if number % 11 == 0 else (KUDOS_CHANNEL, "public")
                for receiver in receivers if at < self._end else []:
                    yield [
                        *(f"K{number}", giver.email, receiver.email, at, message),
                        *(value, skill, channel, visibility, "command"),
                    ]

    def _checkins(self) -> Iterator[list[object]]:
        texts = [self._dealt(_lines(text)) for text in (PROGRESS, PLANS, BLOCKERS)]
        for monday in self._mondays:
            for who in self.cast:
                prompted = who.at(monday + timedelta(days=4), 9, 30)
                if prompted >= self._end:
                    continue
                if self._is_away(who, monday):
                    yield [who.email, week_of(monday), "", "", "true", "", "", "", "", ""]
                else:
                    yield [who.email, week_of(monday), prompted, *self._answer(prompted, *texts)]

    def _answer(self, prompted: datetime, *texts: Iterator[str]) -> list[object]:
        """About one in seven does not find the time; one in five names a blocker."""
        answered = prompted + timedelta(minutes=self.rng.choice([4, 11, 25, 50, 120, 290]))
        if answered >= self._end or self.rng.randrange(7) == 0:
            return ["", "false", "", "", "", "", ""]
        progress, plans, blockers = texts
        scores = [self.rng.choice([2, 3, 4, 4, 4, 5]), self.rng.choice([2, 3, 3, 3, 4, 5])]
        blocker = next(blockers) if self.rng.randrange(5) == 0 else ""
        return [answered, "false", *scores, next(progress), next(plans), blocker]

    def _consents(self) -> Iterator[list[object]]:
        """Every second person shares their mood with their manager."""
        for who in self.cast[1::2]:
            yield [who.email, "share_mood", "yes", who.at(self._mondays[0], 9)]

    def _dealt(self, cards: list[T]) -> Iterator[T]:
        """The cards in a shuffled order, and again in another one, without end."""
        while True:
            yield from self.rng.sample(cards, len(cards))

    def _boss(self, who: Colleague) -> Colleague | None:
        return self._by_id.get(who.manager)

    def _is_away(self, who: Colleague, monday: date) -> bool:
        return (who.id, monday) in self._away


def _another(number: int, cast: Sequence[Colleague]) -> Colleague:
    """The next made-up colleague, with the work and the manager of one of the cast."""
    like = cast[6 + number % (len(cast) - 6)]
    first, last = FIRST.split(), LAST.split()
    again, place = divmod(number - len(cast), len(first) * len(last))
    name = f"{first[place % len(first)]} {last[place // len(first)]}" + (f" {again + 1}" if again else "")
    return Colleague(
        f"U0P{number:05}", name, like.title, like.team, like.tz, like.country, like.manager, "employee"
    )


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _table(text: str) -> Iterator[list[str]]:
    for line in _lines(text):
        yield ["" if cell.strip() == "-" else cell.strip() for cell in line.split("|")]
