"""The interruption budget on the tables: what is merged, put off, or yields with its reason."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from bot.services import interruption, post, shared, workdays
from bot.services.ahead import Receiver
from bot.services.interruption import Owed
from bot.services.setting import chosen
from bot.views.blocks import message, section
from models.appointment import Appointment
from models.delivery import SKIPPED, WAITING, Delivery
from tests.services.conftest import House
from tests.support import rows

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, WEDNESDAY, FRIDAY = (datetime(2026, 11, day, 9, 30, tzinfo=BERLIN) for day in (23, 25, 27))


def _promise(
    session: Session, *, workspace_id: int, kind: str, at: datetime, words: str = "", days: int = 5
) -> bool:
    grace = rows.person(session, workspace_id=workspace_id, slack_id="UGRACE")
    settings = chosen(session, workspace_id=workspace_id)
    calendar = workdays.load(session, workspace_id, [grace], settings, at)
    said = message(words or kind, section(words or kind))
    owed = Owed(kind, f"{kind}:{at}", said, at, at + timedelta(days=days), period=f"{at:%G-W%V}")
    receiver = Receiver(grace, calendar.zone(grace), calendar.works(grace))
    return interruption.promise(session, receiver, owed, settings, now=at)


def _book(session: Session, *, workspace_id: int, kind: str, at: datetime, slack_id: str = "UGRACE") -> None:
    who = rows.person(session, workspace_id=workspace_id, slack_id=slack_id)
    session.add(
        Appointment(workspace_id=workspace_id, kind=kind, subject_id=who.id, period=str(at), due_at=at)
    )


def _sent(session: Session, *, workspace_id: int) -> None:
    """Everything that is due has left."""
    for row in rows.all_of(session, model=Delivery, workspace_id=workspace_id):
        if row.state == WAITING:
            row.state, row.slack_channel, row.slack_ts = "sent", "D1", f"1.{row.rides_id or row.id}"


def _told(house: House) -> list[tuple[str, datetime]]:
    """The messages Grace gets: whose they are and when, riders left out."""
    return [(row.kind, row.due_at) for row in house.deliveries() if row.state == WAITING and not row.rides_id]


def _words(row: Delivery) -> list[str]:
    assert row.body is not None
    return [block["text"]["text"] for block in row.body["blocks"] if block["type"] == "section"]


def test_alone_in_its_week_a_message_comes_at_its_time(house: House) -> None:
    for number, kind in enumerate(("readout", "summary", "digest")):
        assert house.do(_promise, kind=kind, at=MONDAY + timedelta(days=number))
        house.do(_sent)

    assert [row.due_at for row in house.deliveries()] == [MONDAY + timedelta(days=n) for n in range(3)]


def test_two_of_one_day_are_one_message(house: House) -> None:
    """The summary of nine o'clock waits for the prompt of half past, and goes with it."""
    nine = FRIDAY - timedelta(minutes=30)
    house.do(_book, kind="checkin_prompt", at=FRIDAY)

    house.do(_promise, kind="summary", at=nine)
    assert _told(house) == [("summary", FRIDAY + timedelta(hours=1))]
    house.do(_promise, kind="checkin_prompt", at=FRIDAY)

    assert _told(house) == [("summary", FRIDAY)]
    carrier, rider = house.deliveries()
    assert (rider.rides_id, rider.due_at, rider.state) == (carrier.id, FRIDAY, WAITING)
    assert _words(carrier) == ["checkin_prompt", "summary"]


def test_where_the_other_does_not_come_it_goes_alone_a_little_later(house: House) -> None:
    house.do(_book, kind="checkin_prompt", at=FRIDAY)

    house.do(_promise, kind="summary", at=FRIDAY - timedelta(minutes=30))

    [row] = house.deliveries()
    assert (row.due_at, row.useful_until) == (
        FRIDAY + timedelta(hours=1),
        FRIDAY - timedelta(minutes=30) + timedelta(days=5),
    )


def test_what_is_on_its_way_is_joined_by_nothing(house: House) -> None:
    house.do(_promise, kind="digest", at=MONDAY)
    house.do(_sent)

    house.do(_promise, kind="readout", at=MONDAY + timedelta(minutes=1))

    assert _told(house) == [("readout", MONDAY + timedelta(minutes=1))]


def test_a_reminder_yields_in_a_full_week_and_the_ledger_says_so(house: House) -> None:
    """A manager's week with a digest: the closing on Wednesday will bring a read-out, Friday the prompt."""
    house.do(_promise, kind="digest", at=MONDAY)
    house.do(_sent)
    house.do(_book, kind="checkin_closing", at=WEDNESDAY, slack_id="UADA")
    house.do(_book, kind="checkin_prompt", at=FRIDAY)

    assert not house.do(_promise, kind="checkin_reminder", at=MONDAY + timedelta(hours=1))

    [reminder] = house.deliveries("checkin_reminder")
    assert (reminder.state, reminder.reason, reminder.body) == (SKIPPED, "weekly budget", None)


def test_what_may_not_be_dropped_goes_with_the_prompt_in_a_full_week(house: House) -> None:
    house.set("interruption_budget", "1")
    house.do(_book, kind="checkin_prompt", at=FRIDAY)

    house.do(_promise, kind="readout", at=WEDNESDAY)
    house.do(_promise, kind="checkin_prompt", at=FRIDAY)

    assert _told(house) == [("readout", FRIDAY)]
    assert _words(house.deliveries()[0]) == ["checkin_prompt", "readout"]


def test_two_that_wait_for_the_same_prompt_wait_together(house: House) -> None:
    house.set("interruption_budget", "1")
    house.do(_book, kind="checkin_prompt", at=FRIDAY)

    house.do(_promise, kind="summary", at=MONDAY)
    house.do(_promise, kind="readout", at=WEDNESDAY)
    house.do(_promise, kind="checkin_prompt", at=FRIDAY)

    assert _told(house) == [("summary", FRIDAY)]
    assert _words(house.deliveries()[0]) == ["checkin_prompt", "summary", "readout"]


def test_in_a_week_that_brings_nothing_more_it_goes_on_the_next_monday(house: House) -> None:
    house.set("interruption_budget", "1")
    house.do(_promise, kind="digest", at=MONDAY)
    house.do(_sent)

    house.do(_promise, kind="readout", at=FRIDAY)

    assert _told(house) == [("readout", datetime(2026, 11, 30, 8, 0, tzinfo=BERLIN))]


def test_the_budget_of_another_week_or_person_is_not_touched(house: House) -> None:
    house.set("interruption_budget", "1")
    for at in (MONDAY, MONDAY + timedelta(weeks=1), MONDAY - timedelta(weeks=1)):
        assert house.do(_promise, kind="digest", at=at)
        house.do(_sent)


def test_too_much_for_one_message_stays_two(house: House) -> None:
    house.do(_promise, kind="summary", at=MONDAY, words="s" * 2900)
    for number, kind in enumerate(("readout", "digest", "checkin_reminder"), start=1):
        house.do(_promise, kind=kind, at=MONDAY + timedelta(minutes=number), words=kind[0] * 2900)

    first, *others = [row for row in house.deliveries() if row.state == WAITING]
    assert [row.rides_id for row in others] == [first.id, None, None] or len(_words(first)) == 2


@pytest.mark.parametrize("kind", ["checkin_prompt", "checkin_reminder"])
def test_an_answer_takes_the_place_of_its_question_only(house: House, kind: str) -> None:
    house.do(_promise, kind="summary", at=MONDAY, words="the month")
    house.do(_promise, kind=kind, at=MONDAY, words="how was it?")
    house.do(_sent)
    carrier, rider = house.deliveries()

    def answered(session: Session, *, workspace_id: int) -> Any:
        grace = rows.person(session, workspace_id=workspace_id, slack_id="UGRACE")
        week = f"{MONDAY:%G-W%V}"
        return shared.answered(
            session, person=grace, week=week, ts=carrier.slack_ts or "", message=message("Thanks")
        )

    whole = house.do(answered)
    assert [block["text"]["text"] for block in whole["blocks"] if block["type"] == "section"] == [
        "Thanks",
        "the month",
    ]
    assert rider.rides_id == carrier.id


def test_a_late_answer_changes_its_part_of_the_message_only(house: House) -> None:
    house.do(_promise, kind="summary", at=MONDAY, words="the month")
    house.do(_promise, kind="readout", at=MONDAY, words="the week")
    house.do(_sent)

    def edit(session: Session, *, workspace_id: int, words: str) -> None:
        found = rows.all_of(session, model=Delivery, workspace_id=workspace_id)
        sent = next(row for row in found if row.kind == "readout" and row.edits_id is None)
        post.edit(session, sent, about=words, message=message(words), now=MONDAY)

    house.do(edit, words="the week, with Ada")
    house.do(edit, words="the week, with Ada and Linus")

    *_, first, second = house.deliveries()
    assert _words(first) == ["the month", "the week, with Ada"]
    assert _words(second) == ["the month", "the week, with Ada and Linus"]
