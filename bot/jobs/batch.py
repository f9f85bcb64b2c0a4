"""What the appointments of a batch have in common to ask, read once for all of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from bot.rules.interruption import RANKS
from bot.rules.setting import Chosen
from bot.services import standing, workdays
from bot.services.workdays import Workdays
from bot.views.goal import Goal
from models import appointment, card, checkin, goal, person, signal, team, together
from models.appointment import Appointment
from models.checkin import Checkin
from models.person import Person
from models.signal import SignalCue

READOUT = "readout"
# A cue that was raised longer ago than this has had its month.
RECENT = timedelta(days=35)


class Batch:
    """Each question is asked when its answer is first wanted, after the people have been held."""

    def __init__(
        self,
        session: Session,
        workspace_id: int,
        people: dict[int, Person],
        batch: Sequence[Appointment],
        settings: Chosen,
        now: datetime,
    ) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._people = people
        self._periods = {each.period for each in batch}
        self._settings, self._now = settings, now

    def reports(self, manager_id: int) -> list[Person]:
        """The direct reports of one of these people, by name."""
        return self._reports.get(manager_id, [])

    def cues(self, person_id: int) -> list[SignalCue]:
        """The cues of one of these people that are seen on the last day computed, or were raised lately;
        empty where none is seen on that day."""
        return self._cues.get(person_id, [])

    def checkin(self, person_id: int, week: str) -> Checkin | None:
        """The answers of one of these people for one of these weeks."""
        return self._checkins.get((person_id, week))

    def goals(self, person_id: int) -> list[Goal]:
        """The goals of one of these people that are overdue, or of which there has been no news for long."""
        return self._goals.get(person_id, [])

    @cached_property
    def _goals(self) -> dict[int, list[Goal]]:
        rows = goal.owned(self._session, self._workspace_id, self._people)
        people = self._people.values()
        shown = standing.all_shown(self._session, rows, people, self._settings, now=self._now)
        found: dict[int, list[Goal]] = {}
        for row, each in zip(rows, shown, strict=True):
            if each.overdue or each.silent:
                found.setdefault(row.owner_id or 0, []).append(each)
        return found

    @cached_property
    def owed(self) -> set[int]:
        """Who may be waiting for a scheduled message already. What others promise meanwhile waits for
        the people to be let go; what this batch promises is added."""
        return together.owed(self._session, self._workspace_id, self._people, RANKS)

    @cached_property
    def readouts(self) -> set[tuple[int, str]]:
        """The managers whose read-out of one of these weeks is booked already."""
        return appointment.periods(self._session, self._workspace_id, READOUT, self._managers, self._periods)

    @cached_property
    def _reports(self) -> dict[int, list[Person]]:
        return team.of_managers(self._session, self._workspace_id, self._people)

    @cached_property
    def managers(self) -> dict[int, Person]:
        return person.by_ids(self._session, self._workspace_id, self._managers)

    @cached_property
    def managers_days(self) -> Workdays:
        people = self.managers.values()
        return workdays.load(self._session, self._workspace_id, people, self._settings, self._now)

    @property
    def _managers(self) -> set[int]:
        return {who.manager_id for who in self._people.values() if who.manager_id is not None}

    @cached_property
    def _cues(self) -> dict[int, list[SignalCue]]:
        newest = signal.newest_day(self._session, self._workspace_id, until=self._now.date())
        if newest is None or newest < self._now.date() - RECENT:
            return {}
        since = newest - RECENT
        found: dict[int, list[SignalCue]] = {}
        for row in card.cues(self._session, self._workspace_id, self._people, since=since, until=newest):
            found.setdefault(row.person_id, []).append(row)
        return {who: rows for who, rows in found.items() if any(row.as_of == newest for row in rows)}

    @cached_property
    def _checkins(self) -> dict[tuple[int, str], Checkin]:
        found = checkin.of_people(self._session, self._workspace_id, self._people, self._periods)
        return {(row.person_id, row.week): row for row in found}
