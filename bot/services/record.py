"""A workspace read once, as the columns of talent signals. Past the ORM: these are millions of rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    cast,
    extract,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import Session

from bot.rules.cadence import week_of
from bot.rules.consent import WATCH_CUES
from bot.rules.measure import YES_NO
from bot.services import record_columns as cells
from bot.services.record_columns import Column
from bot.services.recorded import first_week
from bot.services.setting import chosen
from bot.signals import record
from bot.signals.constants import HORIZON, MEMORY
from bot.signals.record import NEVER, NO_END, NOBODY, WEEK, Record
from models import agreement
from models.absence import Absence
from models.card import WITHDRAWN, Card
from models.checkin import Checkin
from models.consent import Consent
from models.goal import Goal, GoalUpdate
from models.growth import DONE, GrowthAct
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from models.signal import SignalCue

PAGE = 20_000
# Goals and answers from a little before the weeks that are looked at.
SPARE = 8
# Long ago: for goals that have ended nobody knows when.
LONG_AGO = 0
CUES_WEEKS = 12


def read(session: Session, *, workspace_id: int, as_of: date) -> Record:
    """Everything that signals as of a day may look at; a statement for each kind of fact."""
    reading = _Reading(session.connection(), workspace_id, as_of)
    settings = chosen(session, workspace_id=workspace_id)
    goals = reading.goals()
    return Record(
        people=reading.people,
        checkins=reading.checkins(),
        goals=goals,
        updates=reading.updates(goals.id),
        kudos=reading.kudos(),
        absences=reading.absences(),
        learning=reading.learning(),
        earlier=reading.earlier(),
        opted_out=reading.opted_out(),
        off=settings.signals_off,
    )


class _Reading:
    """One connection, one workspace; ids become positions."""

    def __init__(self, connection: Connection, workspace_id: int, as_of: date) -> None:
        self._connection, self._workspace, self._as_of = connection, workspace_id, as_of
        self._end = record.end_of(as_of)
        self.people = record.since(self._people(), first_week(connection, workspace_id, as_of))

    def _people(self) -> record.People:
        query = (
            select(
                Person.id,
                func.coalesce(Person.email, Person.slack_user_id, ""),
                func.coalesce(Person.manager_id, 0),
                *(Person.team, Person.title, Person.level, Person.location, Person.country),
                *(Person.start_date, Person.end_date),
                (Person.outsider == "") & Person.deactivated.is_(False),
            )
            .where(Person.workspace_id == self._workspace)
            .order_by(Person.id)
        )
        rows = list(zip(*self._connection.execute(query), strict=True)) or [()] * 11
        ids = np.array(rows[0], np.int64)
        return record.People(
            id=ids,
            email=rows[1],
            manager=cells.positions(ids, np.array(rows[2], np.int64)),
            team=rows[3],
            title=rows[4],
            level=rows[5],
            location=rows[6],
            country=rows[7],
            start=cells.days(rows[8], record.UNKNOWN_START),
            end=cells.days(rows[9], NO_END),
            here=np.array(rows[10], bool),
        )

    def checkins(self) -> record.Checkins:
        first = self._as_of - timedelta(weeks=HORIZON + SPARE)
        query = select(
            *(Checkin.id, Checkin.person_id, Checkin.week),
            *(self._second(Checkin.answered_at), self._second(Checkin.closed_at)),
            *(Checkin.excused, func.coalesce(Checkin.mood, 0), func.coalesce(Checkin.workload, 0)),
            Checkin.blockers != "",
        ).where(Checkin.workspace_id == self._workspace, Checkin.week >= week_of(first))
        kinds = (np.int64, self._whom, cells.mondays, np.int64, np.int64, bool, np.int8, np.int8, bool)
        ids, who, *rest = self._columns(query, kinds, Checkin.id)
        return record.Checkins(*(each[who != NOBODY] for each in (ids, who, *rest)))

    def goals(self) -> record.Goals:
        """Goals of somebody, drafts left out, due as it was agreed on the day: what was moved later is not
        moved yet, and what was moved before counts by its new date."""
        query = select(
            *(Goal.id, Goal.ref, Goal.owner_id, Goal.start_date, Goal.due_date),
            *(self._second(Goal.agreed_at), self._second(func.coalesce(Goal.closed_at, Goal.confirmed_at))),
            *(Goal.status, Goal.start_value, Goal.target_value),
            *(func.coalesce(Goal.confirmed_by, 0), self._second(Goal.confirmed_at), _is_whole()),
        ).where(Goal.workspace_id == self._workspace, Goal.owner_id.is_not(None), Goal.status != "draft")
        days = cells.known_days
        told = (np.int64, "O", self._whom, days, days, np.int64, np.int64, cells.statuses)
        kinds = (*told, float, float, self._whom, np.int64, bool)
        ids, ref, owner, start, due, agreed, closed, status, *rest = self._columns(query, kinds, Goal.id)
        ended = np.isin(status, (record.DONE, record.DROPPED))
        closed = np.where(~ended, NEVER, np.where(closed == NEVER, LONG_AGO, closed))
        refs = ref.tolist()
        return record.Goals(ids, refs, owner, start, self._due(ids, due), agreed, closed, status, *rest)

    def _due(self, ids: Column, due: Column) -> Column:
        """The due dates as they were agreed on the day."""
        later = agreement.moved_since(self._workspace, record.instant_of(self._end))
        for goal, terms in self._connection.execute(later):
            if (place := int(cells.positions(ids, [goal])[0])) != NOBODY:
                due[place] = cells.known_days([_day(terms)])[0]
        return due

    def updates(self, goal_ids: Column) -> record.Updates:
        query = select(
            *(GoalUpdate.id, GoalUpdate.goal_id, GoalUpdate.author_id),
            *(self._second(GoalUpdate.at), GoalUpdate.value),
        ).where(GoalUpdate.workspace_id == self._workspace, GoalUpdate.at < record.instant_of(self._end))
        kinds = (np.int64, partial(cells.positions, goal_ids), self._whom, np.int64, float)
        ids, place, *rest = self._columns(query, kinds, GoalUpdate.id)
        return record.Updates(*(each[place != NOBODY] for each in (ids, place, *rest)))

    def kudos(self) -> record.Kudos:
        """Public thanks that stand. What was said in private is nobody's to count."""
        query = (
            select(
                *(Kudos.id, Kudos.ref, Kudos.giver_id, KudosReceiver.receiver_id, self._second(Kudos.at)),
                (cast(Kudos.values, Kudos.ref.type) != "") | (cast(Kudos.skills, Kudos.ref.type) != ""),
            )
            .join(KudosReceiver, KudosReceiver.kudos_id == Kudos.id)
            .where(
                Kudos.workspace_id == self._workspace,
                KudosReceiver.workspace_id == self._workspace,
                Kudos.visibility == "public",
                Kudos.voided_at.is_(None),
                Kudos.at >= record.instant_of(self._end - MEMORY * WEEK),
                Kudos.at < record.instant_of(self._end),
            )
        )
        kinds = (np.int64, "S", self._whom, self._whom, np.int64, bool)
        ids, ref, giver, receiver, at, named = self._columns(query, kinds, Kudos.id)
        order = np.lexsort((receiver, ids))
        order = order[(giver[order] != NOBODY) & (receiver[order] != NOBODY)]
        columns = (each[order] for each in (ids, ref, giver, receiver, at, named))
        return record.Kudos(*columns)

    def absences(self) -> record.Absences:
        first = self._as_of - timedelta(weeks=HORIZON + 1)
        query = select(Absence.person_id, Absence.first_day, Absence.last_day).where(
            Absence.workspace_id == self._workspace,
            Absence.last_day >= first,
            Absence.first_day <= self._as_of,
        )
        rows = list(zip(*self._connection.execute(query), strict=True)) or [()] * 3
        who = self._whom(np.array(rows[0], np.int64))
        columns = who, cells.days(rows[1], 0), cells.days(rows[2], 0)
        return record.Absences(*(each[who != NOBODY] for each in columns))

    def learning(self) -> record.Learning:
        """Steps of growth plans that were done, of whatever kind."""
        query = select(
            *(GrowthAct.id, GrowthAct.ref, GrowthAct.person_id, self._second(GrowthAct.closed_at))
        ).where(
            GrowthAct.workspace_id == self._workspace,
            GrowthAct.status == DONE,
            GrowthAct.closed_at >= record.instant_of(self._end - HORIZON * WEEK),
            GrowthAct.closed_at < record.instant_of(self._end),
        )
        found = self._columns(query, (np.int64, "S", self._whom, np.int64), GrowthAct.id)
        return record.Learning(*(each[found[2] != NOBODY] for each in found))

    def earlier(self) -> record.Earlier:
        """What was said before. A card that was withdrawn holds no band; what was said was said all the same,
        so its weeks of silence pass."""
        first = self._as_of - timedelta(weeks=CUES_WEEKS)
        cues = select(
            *(SignalCue.person_id, SignalCue.signal, SignalCue.as_of, SignalCue.band),
            *(SignalCue.raised, SignalCue.to_manager),
        ).where(
            SignalCue.workspace_id == self._workspace,
            SignalCue.as_of >= first,
            SignalCue.as_of < self._as_of,
        )
        withdrawn = select(
            *(Card.person_id, Card.signal, Card.as_of, literal("").label("band")),
            *(true().label("raised"), Card.to_manager),
        ).where(
            Card.workspace_id == self._workspace,
            Card.state == WITHDRAWN,
            Card.as_of >= first,
            Card.as_of < self._as_of,
        )
        query = cues.union_all(withdrawn).order_by("person_id", "signal", "as_of")
        place: dict[int, int] = {int(one): number for number, one in enumerate(self.people.id)}
        return record.earlier(
            (place[person], signal, day.toordinal(), band, raised, told)
            for person, signal, day, band, raised, told in self._connection.execute(query)
            if person in place
        )

    def opted_out(self) -> Column:
        query = select(Consent.person_id).where(
            Consent.workspace_id == self._workspace, Consent.kind == WATCH_CUES, Consent.value == "no"
        )
        return np.isin(self.people.id, list(self._connection.scalars(query)))

    def _second(self, column: Any) -> ColumnElement[int]:
        """Seconds since 1970, whole; NEVER for none."""
        if self._connection.dialect.name == "sqlite":
            second: Any = cast(func.strftime("%s", column), Integer)
        else:
            second = cast(func.floor(extract("epoch", column)), BigInteger)
        return func.coalesce(second, NEVER)

    def _whom(self, ids: Sequence[int] | Column) -> Column:
        return cells.positions(self.people.id, ids)

    def _columns(self, query: Select[*tuple[Any, ...]], kinds: Sequence[Any], order: Any) -> list[Column]:
        """The columns of many rows, page by page: of millions, Python's own numbers would fill the memory."""
        pages = list(self._pages(query.order_by(order), kinds))
        if not pages:
            return [cells.array((), kind) for kind in kinds]
        return [np.concatenate([page[number] for page in pages]) for number in range(len(kinds))]

    def _pages(self, query: Select[*tuple[Any, ...]], kinds: Sequence[Any]) -> Iterator[list[Column]]:
        options = {"stream_results": True, "yield_per": PAGE}
        with self._connection.execute(query, execution_options=options) as found:
            for rows in found.partitions():
                columns = list(zip(*rows, strict=True))
                yield [cells.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]


def _day(terms: Mapping[str, Any]) -> date | None:
    """When a goal was due by its terms."""
    return date.fromisoformat(terms["due_date"]) if terms["due_date"] else None


def _is_whole() -> ColumnElement[bool]:
    """Whether a goal has what SMART asks for and a form can tell; whether it was agreed is another matter."""
    measured = (Goal.measure != "") | (Goal.unit == YES_NO)
    relevant = (Goal.relevance != "") | Goal.parent_id.is_not(None)
    return measured & relevant & Goal.target_value.is_not(None) & Goal.due_date.is_not(None)
