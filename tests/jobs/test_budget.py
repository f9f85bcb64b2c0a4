"""Whatever is stuck and whenever it is said, nobody hears more often in a week than the budget allows, and
no blocker that goes up is lost."""

import random
from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules import cadence
from bot.rules.checkin import Answers
from bot.rules.interruption import RANKS, WEEKLY_BUDGET
from bot.services import blocker_answer, checkin
from models.blocker import Blocker
from models.delivery import SKIPPED, Delivery
from models.person import Person
from tests.jobs.conftest import Calendar, berlin

WEDNESDAY = berlin(2026, 11, 18, 10)
DAYS = 14
# In Berlin; the last of them are New York's day.
HOURS = (8, 10, 15, 20)
ESCALATION = "blocker_escalation"


async def say(calendar: Calendar, who: str, at: datetime, stuck: list[str]) -> None:
    """Somebody is stuck once more, and says so in the check-in of the week."""
    week = cadence.week_of(at.date())
    stuck.append(f"{week} number {len(stuck)}")
    blockers = "\n".join(each for each in stuck if each.startswith(week))
    said, act = Answers("x", blockers=blockers), f"{who} {len(stuck)}"
    await calendar.do(checkin.answer, slack_user_id=who, week=week, answers=said, act=act, now=at)


async def live(calendar: Calendar, chance: random.Random, people: list[str]) -> None:
    """Two weeks in which people are stuck by chance, and sometimes hear about it."""
    stuck: dict[str, list[str]] = {who: [] for who in people}
    for number in range(DAYS * len(HOURS)):
        day, hour = divmod(number, len(HOURS))
        now = WEDNESDAY.replace(hour=HOURS[hour]) + timedelta(days=day)
        if chance.random() < 0.2:
            who = chance.choice(people)
            await say(calendar, who, now, stuck[who])
        if chance.random() < 0.03:
            waiting = [row for row in await calendar.all(Blocker) if not row.is_answered]
            for row in waiting[:1]:
                await calendar.do(blocker_answer.acknowledge, slack_user_id="UGRACE", ref=row.ref, now=now)
        await calendar.tick(now)


def weeks_of(rows: list[Delivery], people: dict[int, Person]) -> dict[tuple[int, str], list[Delivery]]:
    """The messages that somebody has had in each week of theirs: neither what rides along nor a change of a
    message is one."""
    found: dict[tuple[int, str], list[Delivery]] = defaultdict(list)
    for row in rows:
        is_one = row.kind in RANKS and row.rides_id is None and row.edits_id is None
        if is_one and row.state != SKIPPED and row.person_id:
            found[row.person_id, week_of(row.due_at, people[row.person_id])].append(row)
    return found


def week_of(instant: datetime, who: Person) -> str:
    return cadence.week_of(instant.astimezone(ZoneInfo(who.timezone)).date())


@pytest.mark.long
@pytest.mark.parametrize(("seed", "budget"), [(1, 1), (2, 2), (3, 3)])
async def test_blockers_that_go_up_keep_to_the_weekly_budget_and_none_is_lost(
    calendar: Calendar, seed: int, budget: int
) -> None:
    await calendar.set("interruption_budget", str(budget))
    grace = await calendar.person("UGRACE")
    for name in ("UBOB", "UCLEO"):
        await calendar.hire(name, manager_id=grace)
    await calendar.tick(WEDNESDAY.replace(hour=7))

    await live(calendar, random.Random(seed), ["UADA", "UBOB", "UCLEO"])

    rows = await calendar.all(Delivery)
    people = {each.id: each for each in await calendar.all(Person)}
    for (person, week), messages in weeks_of(rows, people).items():
        # What has waited from the week before may come before the week's own prompt.
        waited = any(week_of(row.created_at, people[person]) < week for row in messages)
        said = [(row.kind, str(row.due_at)) for row in messages]
        assert len(messages) <= budget + waited, (people[person].name, week, said)
    escalations = [row for row in rows if row.kind == ESCALATION]
    assert len(escalations) > 3
    assert not [row for row in escalations if row.reason == WEEKLY_BUDGET]
