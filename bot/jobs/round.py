"""Working off the calendar: the same frame for every kind of appointment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from bot.jobs.batch import Batch
from bot.language import language_of, speaking
from bot.rules import cadence
from bot.rules.cadence import Works
from bot.rules.setting import Chosen
from bot.services import interruption, workdays
from bot.services.ahead import Receiver
from bot.services.interruption import Owed
from bot.services.setting import chosen
from bot.services.workdays import Workdays
from bot.tools import Tools
from bot.views.blocks import Message
from models import appointment, contact, person, workspace
from models.appointment import Appointment
from models.person import Person

log = structlog.get_logger()
# One transaction each. On SQLite nobody else writes meanwhile, and Slack waits three seconds for those
# who do: a hundred summaries took five.
BATCH = 20
# After a failure an appointment is looked at again this much later, so that it holds up no other.
PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class Round:
    """What one batch was read with; `now` is the same instant for all of it.

    What each appointment would ask the database for is asked once for all of them.
    """

    workspace_id: int
    now: datetime
    settings: Chosen
    people: dict[int, Person]
    calendar: Workdays
    batch: Batch

    def zone(self, who: Person) -> ZoneInfo:
        return self.calendar.zone(who)

    def works(self, who: Person) -> Works:
        return self.calendar.works(who)

    def today(self, who: Person) -> date:
        return self.calendar.today(who, self.now)

    def language(self, person_id: int) -> str:
        """The language of whom an appointment is for; a channel's is the workspace's."""
        who = self.people.get(person_id)
        return language_of(who, self.settings) if who else str(self.settings.get("language"))

    def decent_hour(self, who: Person) -> datetime:
        """Now, or the next hour at which something unasked may reach this person."""
        return cadence.next_decent_hour(self.now, self.settings.hours, self.zone(who), self.works(who))

    def owe(
        self,
        session: Session,
        who: Person,
        *,
        kind: str,
        about: str,
        message: Message,
        due_at: datetime,
        until: datetime,
        period: str,
    ) -> bool:
        """Owe somebody a scheduled message, of no use after `until`; tells whether they will get it."""
        receiver = Receiver(who, self.zone(who), self.works(who), alone=who.id not in self.batch.owed)
        owed = Owed(kind, about, message, due_at, until, period)
        self.batch.owed.add(who.id)
        return interruption.promise(session, receiver, owed, self.settings, now=self.now)


# Does what is due and moves or finishes the appointment, in the session it is given.
Handle = Callable[[Session, Round, Appointment], None]


async def work_off(tools: Tools, kind: str, handle: Handle, *, now: datetime) -> int:
    """Do all that is due of one kind, a batch a transaction; returns how many were looked at."""
    total = 0
    for workspace_id in await tools.read(workspace.active_ids):
        while looked_at := await tools.transact_long(
            _batch, workspace_id=workspace_id, kind=kind, handle=handle, now=now
        ):
            total += looked_at
    return total


def _batch(session: Session, *, workspace_id: int, kind: str, handle: Handle, now: datetime) -> int:
    due = appointment.due(session, workspace_id, kind, now=now, limit=BATCH)
    if not due:
        return 0
    around = begun(session, workspace_id, due, now=now, hold=True)
    for each in due:
        _one(session, around, each, handle)
    return len(due)


def begun(
    session: Session, workspace_id: int, batch: Sequence[Appointment], *, now: datetime, hold: bool = False
) -> Round:
    """What is needed to look at these appointments; their people are held where something will change."""
    settings = chosen(session, workspace_id=workspace_id)
    people = person.by_ids(session, workspace_id, [each.subject_id for each in batch])
    if hold:
        # All at once and in one order, so that two replicas never wait for each other.
        contact.hold(session, workspace_id, people.values())
    calendar = workdays.load(session, workspace_id, people.values(), settings, now)
    asked = Batch(session, workspace_id, people, batch, settings, now)
    return Round(workspace_id, now, settings, people, calendar, asked)


def _one(session: Session, around: Round, each: Appointment, handle: Handle) -> None:
    """One appointment in a savepoint: what breaks for one person is nobody else's delay."""
    name: dict[str, Any] = {"kind": each.kind, "subject_id": each.subject_id, "period": each.period}
    try:
        with session.begin_nested(), speaking(around.language(each.subject_id)):
            handle(session, around, each)
    except Exception as error:
        if getattr(error, "connection_invalidated", False):
            raise
        log.exception("appointment_failed", **name)
        # Read anew: the handler may have taken it off the calendar before it broke.
        again = appointment.find(session, around.workspace_id, **name)
        if again is not None:
            appointment.move(session, again, period=again.period, due_at=around.now + PATIENCE)
