"""The calendar's questions, and what two replicas may do at once."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy.orm import Session

from bot.database import Database
from models import appointment
from models.appointment import AT_ONCE, Appointment
from tests.support import rows
from tests.support.cast import START

HOUR = timedelta(hours=1)


def _book(session: Session, *, workspace_id: int, due: dict[int, timedelta], kind: str = "prompt") -> None:
    for subject, after in due.items():
        session.add(
            Appointment(
                workspace_id=workspace_id,
                kind=kind,
                subject_id=subject,
                period="2026-W47",
                due_at=START + after,
            )
        )


def _due(session: Session, *, workspace_id: int, limit: int = 100) -> list[int]:
    found = appointment.due(session, workspace_id, "prompt", now=START, limit=limit)
    return [each.subject_id for each in found]


def test_what_waits_longest_comes_first_and_what_is_not_due_not_at_all(
    database: Database, workspace_id: int
) -> None:
    due = {1: -HOUR, 2: -3 * HOUR, 3: HOUR, 4: timedelta(0), 5: -3 * HOUR}
    database.transact_now(_book, workspace_id=workspace_id, due=due)
    database.transact_now(_book, workspace_id=workspace_id, due={9: -9 * HOUR}, kind="summary")

    assert database.transact_now(_due, workspace_id=workspace_id) == [2, 5, 1, 4]
    assert database.transact_now(_due, workspace_id=workspace_id, limit=2) == [2, 5]


@pytest.mark.several_writers
def test_what_one_replica_holds_another_passes_over(database: Database, workspace_id: int) -> None:
    database.transact_now(_book, workspace_id=workspace_id, due={n: -n * HOUR for n in range(1, 7)})
    first, second = Session(database.engine), Session(database.engine)
    with first, second:
        held = _due(first, workspace_id=workspace_id, limit=4)
        others = _due(second, workspace_id=workspace_id, limit=4)
        first.rollback()
        afterwards = _due(second, workspace_id=workspace_id, limit=10)

    assert held == [6, 5, 4, 3]
    assert others == [2, 1]
    assert afterwards == [6, 5, 4, 3, 2, 1]


@pytest.mark.several_writers
@pytest.mark.parametrize("act", ["move", "finish"])
def test_of_two_sessions_that_read_the_same_appointment_one_has_an_effect(
    database: Database, workspace_id: int, act: str
) -> None:
    """SQLite has one writer; the next test shows the condition there."""
    database.transact_now(_book, workspace_id=workspace_id, due={1: -HOUR})
    effects: list[bool] = []
    read, go = Event(), Event()

    def other_replica() -> None:
        with Session(database.engine) as session:
            mine = appointment.find(session, workspace_id, "prompt", 1, "2026-W47")
            assert mine is not None
            read.set()
            go.wait(5)
            effects.append(_do(act, session, mine))
            session.commit()

    thread = Thread(target=other_replica)
    thread.start()
    read.wait(5)
    with Session(database.engine) as session:
        mine = appointment.find(session, workspace_id, "prompt", 1, "2026-W47")
        assert mine is not None
        effects.append(_do(act, session, mine))
        go.set()
        session.commit()
    thread.join(5)

    assert sorted(effects) == [False, True]
    left = database.read_now(rows.all_of, model=Appointment, workspace_id=workspace_id)
    assert [each.period for each in left] == (["2026-W48"] if act == "move" else [])


def _do(act: str, session: Session, booked: Appointment) -> bool:
    if act == "finish":
        return appointment.finish(session, booked)
    return appointment.move(session, booked, period="2026-W48", due_at=START + HOUR)


@pytest.mark.parametrize("act", ["move", "finish"])
def test_an_appointment_that_was_moved_meanwhile_is_left_alone(
    database: Database, workspace_id: int, act: str
) -> None:
    database.transact_now(_book, workspace_id=workspace_id, due={1: -HOUR})
    stale = database.read_now(rows.all_of, model=Appointment, workspace_id=workspace_id)[0]

    def rebook(session: Session) -> bool:
        mine = appointment.find(session, workspace_id, "prompt", 1, "2026-W47")
        assert mine is not None
        return appointment.move(session, mine, period="2026-W48", due_at=START + 7 * HOUR)

    def late(session: Session) -> bool:
        return _do(act, session, session.merge(stale, load=False))

    assert database.transact_now(rebook)
    assert not database.transact_now(late)
    left = database.read_now(rows.all_of, model=Appointment, workspace_id=workspace_id)
    assert [(each.period, each.due_at) for each in left] == [("2026-W48", START + 7 * HOUR)]


def test_waking_makes_what_is_named_due_and_nothing_else(database: Database, workspace_id: int) -> None:
    database.transact_now(_book, workspace_id=workspace_id, due={1: HOUR, 2: HOUR})
    database.transact_now(_book, workspace_id=workspace_id, due={1: HOUR}, kind="summary")

    def wake(session: Session, *, only: list[int] | None) -> None:
        appointment.wake(session, workspace_id, "prompt", only)

    def awake() -> list[tuple[str, int]]:
        found = database.read_now(rows.all_of, model=Appointment, workspace_id=workspace_id)
        return [(each.kind, each.subject_id) for each in found if each.due_at == AT_ONCE]

    database.transact_now(wake, only=[2])
    assert awake() == [("prompt", 2)]
    database.transact_now(wake, only=None)
    assert awake() == [("prompt", 1), ("prompt", 2)]


def test_those_booked_among_some_subjects_are_those_of_the_period_asked_about(
    database: Database, workspace_id: int
) -> None:
    database.transact_now(_book, workspace_id=workspace_id, due={1: HOUR, 2: 2 * HOUR, 3: 9 * HOUR})

    def booked(session: Session, *, of: list[int], period: str) -> set[int]:
        return set(appointment.booked(session, workspace_id, "prompt", of, period))

    assert database.read_now(booked, of=[1, 2, 4], period="2026-W47") == {1, 2}
    assert database.read_now(booked, of=[1, 2], period="2026-W48") == set()
    assert database.read_now(booked, of=[], period="2026-W47") == set()
