"""A company's days, lived: its directory filled, its changes made, every round rung, every message posted.

The post is the outbox's own claiming and settling with nobody at the other end, so that a year
takes seconds: leases and budgets run on the same clock as the calendar.
"""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from bot import rounds
from bot.rules.checkin import Answers
from bot.services import calendar, checkin, person, setting
from bot.services import delivery as deliveries
from bot.services.delivery import Outcome
from bot.services.pacing import CHANNEL_PAUSE
from bot.tools import Tools
from models.absence import Absence
from models.appointment import Appointment
from models.delivery import SENT, WAITING, Delivery
from models.person import Person
from models.workspace import Workspace
from tests.almanac.facts import Change, Company, Facts
from tests.almanac.owed import PAUSE_FOR_THOUGHT, Owed
from tests.support import rows

TEAM_ID = "T1"
# Rounds come at every instant at which something is booked, and at every such step besides.
STEP = timedelta(days=1)


class Life:
    """One company in one database."""

    def __init__(self, tools: Tools, company: Company) -> None:
        self.tools, self.company = tools, company
        self.workspace_id = tools.database.transact_now(settle_in, company=company)
        self.ids = {who: self._id(who) for who in company.people}
        self.names = {number: who for who, number in self.ids.items()}
        self._order = count()
        self._acts: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        for change in company.changes:
            self._then(change.at, partial(self._change, change))
        for at, who, week in company.answers:
            self._then(at, partial(self._answer, who, week))

    async def live(self, step: timedelta = STEP) -> None:
        """Every round from the beginning to the end, the end left out."""
        now, mark = self.company.begins, self.company.begins
        while now < self.company.ends:
            while self._acts and self._acts[0][0] <= now:
                heapq.heappop(self._acts)[2](now)
            await rounds.run_all(self.tools, now=now)
            self._do(self._post, now=now)
            while mark <= now:
                mark += step
            now = self.company.awake(min(mark, *self._booked(now), *(act[0] for act in self._acts[:1])))

    def ledger(self) -> set[Owed]:
        """What became of everything owed, edits left aside; raises where one is there twice."""
        found = [self._owed(row) for row in self._rows() if row.edits_id is None]
        assert len(set(found)) == len(found)
        return set(found)

    def messages(self) -> list[frozenset[Owed]]:
        """What each message that was sent to a person said, edits and channels left aside."""
        found: dict[int, set[Owed]] = {}
        for row in self._rows():
            if row.edits_id is None and row.state == SENT and row.person_id is not None:
                found.setdefault(row.rides_id or row.id, set()).add(self._owed(row))
        return [frozenset(each) for each in found.values()]

    def _rows(self) -> list[Delivery]:
        return list(self.tools.database.read_now(rows.all_of, model=Delivery, workspace_id=self.workspace_id))

    def _owed(self, row: Delivery) -> Owed:
        who = self.names[row.person_id] if row.person_id else "#hr"
        at = row.settled_at if row.state == SENT else None
        return Owed(row.kind, who, row.period, at, row.reason if row.settled_at else row.state)

    def _do(self, work: Callable[..., Any], **arguments: Any) -> Any:
        return self.tools.database.transact_now(work, workspace_id=self.workspace_id, **arguments)

    def _id(self, who: str) -> int:
        found: int = self._do(rows.change_person, slack_id=who)
        return found

    def _then(self, at: datetime, act: Callable[[datetime], None]) -> None:
        heapq.heappush(self._acts, (at, next(self._order), act))

    def _booked(self, now: datetime) -> Iterator[datetime]:
        for found in (
            self.tools.database.read_now(next_appointment, workspace_id=self.workspace_id),
            self.tools.database.read_now(next_delivery, workspace_id=self.workspace_id),
        ):
            if found is not None:
                assert found > now
                yield found

    def _post(self, session: Session, *, workspace_id: int, now: datetime) -> None:
        """Send what may leave, and have the people answer who do."""
        times = {"now": now, "real_now": now}
        while letters := deliveries.claim(session, workspace_id=workspace_id, sender="post", **times):
            for letter in letters:
                outcome = Outcome(SENT, channel="D1", ts=str(letter.id))
                deliveries.settle(session, letter=letter, outcome=outcome, sender="post", **times)
                for row in session.scalars(parts_of(workspace_id, letter.id)):
                    who = self.names.get(row.person_id or 0, "")
                    if row.edits_id is None and row.kind == f"checkin_{self.company.habits.get(who)}":
                        self._then(now + PAUSE_FOR_THOUGHT, partial(self._answer, who, row.period))
            # A channel is not posted into twice in a second.
            times["real_now"] += CHANNEL_PAUSE

    def _answer(self, who: str, week: str, now: datetime) -> None:
        act = f"view-{who}-{week}-{now}"
        self._do(checkin.answer, slack_user_id=who, week=week, answers=Answers("done"), act=act, now=now)

    def _change(self, change: Change, now: datetime) -> None:
        if change.kind == "pause":
            until = None if change.value is None else str(change.value)
            self._do(person.pause, slack_user_id=change.who, until=until, now=now)
        elif change.kind in ("zone", "status"):
            self._do(hear_from_slack, change=change, now=now)
        else:
            self._do(take_from_file, change=change, ids=self.ids)


def hear_from_slack(session: Session, *, workspace_id: int, change: Change, now: datetime) -> None:
    user: dict[str, Any] = {"id": change.who, "updated": int(now.timestamp()), "team_id": TEAM_ID}
    if isinstance(change.value, datetime):
        expires = int(change.value.timestamp())
        user["profile"] = {"status_emoji": ":palm_tree:", "status_expiration": expires}
    else:
        user["tz"] = change.value
    person.learn(session, workspace_id=workspace_id, team_id=TEAM_ID, users=[user])


def take_from_file(session: Session, *, workspace_id: int, change: Change, ids: dict[str, int]) -> None:
    """As an import does: the rows, then a new look at everybody's calendar."""
    value = change.value
    if isinstance(value, tuple):
        session.add(_absence(workspace_id, ids[change.who], value))
    elif change.kind == "manager":
        rows.change_person(
            session, workspace_id=workspace_id, slack_id=change.who, manager_id=ids[str(value)]
        )
    else:
        rows.change_person(session, workspace_id=workspace_id, slack_id=change.who, end_date=value)
    session.flush()
    calendar.look_again(session, workspace_id=workspace_id)


def _absence(workspace_id: int, person_id: int, span: tuple[Any, Any]) -> Absence:
    return Absence(
        workspace_id=workspace_id, person_id=person_id, first_day=span[0], last_day=span[1], kind="vacation"
    )


def settle_in(session: Session, *, company: Company) -> int:
    """The directory, the settings and the absences known at the beginning; the workspace's id."""
    place = Workspace(
        team_id=TEAM_ID, name="Almanac", url="https://almanac.example/", created_at=company.begins
    )
    session.add(place)
    session.flush()
    everybody = {who: _person(place.id, who, facts) for who, facts in company.people.items()}
    session.add_all(everybody.values())
    session.flush()
    for who, facts in company.people.items():
        everybody[who].manager_id = everybody[facts.manager].id if facts.manager else None
        session.add_all(_absence(place.id, everybody[who].id, span) for span in facts.absences)
    for team, key, text in _settings(company):
        setting.change(session, workspace_id=place.id, key=key, text=text, team=team, now=company.begins)
    return place.id


def _person(workspace_id: int, who: str, facts: Facts) -> Person:
    return Person(
        workspace_id=workspace_id,
        slack_user_id=who,
        name=who,
        timezone=facts.zone,
        country=facts.country,
        working_days=list(facts.days),
        team=facts.team,
        roles=["hr"] if facts.hr else [],
        start_date=facts.start,
        end_date=facts.end,
    )


def _settings(company: Company) -> Iterator[tuple[str, str, str]]:
    yield "", "launch", "everyone"
    yield "", "timezone", company.zone
    yield "", "hr_channel", company.hr_channel
    yield "", "digest_day", company.digest_day
    yield "", "summary_time", f"{company.summary_time:%H:%M}"
    yield "", "working_hours", f"{company.hours[0]:%H:%M}-{company.hours[1]:%H:%M}"
    yield "", "messages_per_minute", "1000"
    yield "", "interruption_budget", str(company.budget)
    for team, rhythm in company.rhythms.items():
        yield team, "checkin_day", rhythm.day
        yield team, "checkin_time", f"{rhythm.at:%H:%M}"
        yield team, "reminder", "yes" if rhythm.reminds else "no"
        yield team, "close_after_days", str(rhythm.close_after)


def next_appointment(session: Session, *, workspace_id: int) -> datetime | None:
    return session.scalar(
        select(func.min(Appointment.due_at)).where(Appointment.workspace_id == workspace_id)
    )


def parts_of(workspace_id: int, delivery_id: int) -> Select[Delivery]:
    """A delivery, and those that ride with it."""
    same = or_(Delivery.id == delivery_id, Delivery.rides_id == delivery_id)
    return select(Delivery).where(Delivery.workspace_id == workspace_id, same)


def next_delivery(session: Session, *, workspace_id: int) -> datetime | None:
    """When the next message may leave."""
    waiting = Delivery.workspace_id == workspace_id, Delivery.state == WAITING, Delivery.rides_id.is_(None)
    return session.scalar(select(func.min(Delivery.due_at)).where(*waiting))
