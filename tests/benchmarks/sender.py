"""How much of its budget the sender uses, and whether it ever exceeds it, against Slack's own limits.

The pretend Slack runs here, holds its limits and refuses what exceeds the budget by one; the bots
are processes of their own. What counts is when a message arrived at Slack.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from bot.database import Database
from bot.sandbox.records import Call
from bot.sandbox.slack import PretendSlack
from bot.services import post
from bot.services.setting import chosen
from models import person, workspace
from models.base import add_all_once
from models.delivery import Delivery
from models.person import Person
from tests.benchmarks import crowd, stage
from tests.benchmarks.table import show

MINUTE = timedelta(seconds=60)
POST = "chat.postMessage"
# As much as the setting takes: far more than Slack promises to everybody.
MOST = 1000


@dataclass(frozen=True)
class Course:
    """So much a minute for so long, by so many replicas."""

    budget: int
    seconds: float
    replicas: int = 1

    @property
    def allowed(self) -> int:
        return int(self.budget * self.seconds / 60)


def measure(engine: str) -> None:
    replicas = [1] if engine == "sqlite" else [1, 2]
    courses = [Course(200, 180, replicas[-1]), *(Course(MOST, 60, amount) for amount in replicas)]
    rows = []
    with stage.folder() as folder:
        names = [f"course{n}" for n in range(len(courses))]
        with stage.databases(engine, folder, *names) as urls:
            for course, url in zip(courses, urls, strict=True):
                rows.append(asyncio.run(_run(course, url, folder)))
    show(("budget, seconds, bots", "sent", "share", "most in 60 s", "429"), rows)


async def _run(course: Course, url: str, folder: Path) -> tuple[str | float, ...]:
    await asyncio.to_thread(_prepare, course, url)
    slack = _slack(course)
    async with slack.listening() as root, AsyncExitStack() as stack:
        for _ in range(course.replicas):
            bot = stage.start_bot(folder, url, root)
            stack.push_async_callback(asyncio.to_thread, bot.end)
            await asyncio.to_thread(bot.ready, "/readyz")
        while not slack.calls_to(POST):
            await asyncio.sleep(0.01)
        begun = slack.calls_to(POST)[0].started
        await asyncio.sleep(course.seconds)
    calls = slack.calls_to(POST)
    arrived = [call.started for call in calls if call.ok]
    within = sum(instant - begun < timedelta(seconds=course.seconds) for instant in arrived)
    return (
        f"{course.budget}, {course.seconds:.0f}, {course.replicas}",
        str(within),
        f"{within / course.allowed:.1%}",
        str(most_in_a_minute(arrived)),
        str(_refused(slack.calls)),
    )


def most_in_a_minute(instants: Sequence[datetime]) -> int:
    """The highest count in any window of sixty seconds."""
    most, first = 0, 0
    for place, instant in enumerate(sorted(instants)):
        while instant - instants[first] >= MINUTE:
            first += 1
        most = max(most, place - first + 1)
    return most


def _refused(calls: Sequence[Call]) -> int:
    return sum(call.status == 429 for call in calls)


def _slack(course: Course) -> PretendSlack:
    slack = PretendSlack()
    for number in range(crowd.SIZE):
        slack.add_person(crowd.slack_id(number), name=f"Person {number}")
        slack.workspace.open_dm([crowd.slack_id(number), slack.workspace.bot.id])
    slack.rate_limits = True
    slack.api.rates.per_minute[POST] = course.budget
    return slack


def _prepare(course: Course, url: str) -> None:
    crowd.found_company(url, messages_per_minute=str(course.budget))
    database = Database(url)
    try:
        rounds = 2 + course.allowed // crowd.SIZE
        for number in range(rounds):
            database.transact_now(_owe, about=number)
    finally:
        database.close()


def _owe(session: Session, *, about: int) -> None:
    place = workspace.first(session)
    assert place
    everybody = person.everybody(session, place.id)
    dm = "D" + func.substr(Person.slack_user_id, 2)
    session.execute(update(Person).where(Person.workspace_id == place.id).values(dm_channel=dm))
    rows = post.rows_to(
        session,
        people=everybody,
        kind="kudos_dm",
        about=about,
        message=lambda: {"text": f"Message {about}"},
        settings=chosen(session, workspace_id=place.id),
        now=place.created_at,
    )
    add_all_once(session, Delivery, rows)
