"""Promising Grace scheduled messages, and what became of them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.services import delivery, interruption, workdays
from bot.services.ahead import Receiver
from bot.services.delivery import Letter, Outcome
from bot.services.interruption import Owed
from bot.services.setting import chosen
from bot.views.blocks import message, section
from models.appointment import Appointment
from models.checkin import Checkin
from models.delivery import WAITING, Delivery
from tests.services.conftest import House
from tests.support import rows

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, WEDNESDAY, FRIDAY = (datetime(2026, 11, day, 9, 30, tzinfo=BERLIN) for day in (23, 25, 27))


def promise(
    session: Session, *, workspace_id: int, kind: str, at: datetime, words: str = "", days: int = 5
) -> bool:
    grace = rows.person(session, workspace_id=workspace_id, slack_id="UGRACE")
    settings = chosen(session, workspace_id=workspace_id)
    calendar = workdays.load(session, workspace_id, [grace], settings, at)
    said = message(words or kind, section(words or kind))
    owed = Owed(kind, f"{kind}:{at}", said, at, at + timedelta(days=days), period=f"{at:%G-W%V}")
    receiver = Receiver(grace, calendar.zone(grace), calendar.works(grace))
    return interruption.promise(session, receiver, owed, settings, now=at)


def book(
    session: Session,
    *,
    workspace_id: int,
    kind: str,
    at: datetime,
    slack_id: str = "UGRACE",
    period: str = "",
) -> None:
    who = rows.person(session, workspace_id=workspace_id, slack_id=slack_id)
    own = f"{at:%Y-%m}" if kind in ("summary", "digest_month") else f"{at:%G-W%V}"
    session.add(
        Appointment(workspace_id=workspace_id, kind=kind, subject_id=who.id, period=period or own, due_at=at)
    )


def all_sent(session: Session, *, workspace_id: int, at: datetime | None = None) -> None:
    """Everything that is waiting has left, when it was due or at an instant."""
    for row in rows.all_of(session, model=Delivery, workspace_id=workspace_id):
        if row.state == WAITING:
            row.state, row.slack_channel, row.slack_ts = "sent", "D1", f"1.{row.rides_id or row.id}"
            row.settled_at = at or row.due_at


def claim(session: Session, *, workspace_id: int, now: datetime) -> list[Letter]:
    return delivery.claim(session, workspace_id=workspace_id, sender="one", now=now, real_now=now)


def settle(session: Session, *, workspace_id: int, letter: Letter, outcome: Outcome, now: datetime) -> None:
    assert letter.workspace_id == workspace_id
    delivery.settle(session, letter=letter, outcome=outcome, sender="one", now=now, real_now=now)


def fates(house: House) -> list[tuple[str, str, str]]:
    return [(row.kind, row.state, row.reason) for row in house.deliveries()]


def told(house: House) -> list[tuple[str, datetime]]:
    """The messages Grace gets: whose they are and when, riders left out."""
    return [(row.kind, row.due_at) for row in house.deliveries() if row.state == WAITING and not row.rides_id]


def words_of(row: Delivery) -> list[str]:
    assert row.body is not None
    return [block["text"]["text"] for block in row.body["blocks"] if block["type"] == "section"]


def at_hour(day: datetime, hour: int, minute: int = 0) -> datetime:
    return day.replace(hour=hour, minute=minute)


def open_week(session: Session, *, workspace_id: int) -> None:
    """Grace's week is open."""
    grace = rows.person(session, workspace_id=workspace_id, slack_id="UGRACE")
    session.add(
        Checkin(
            workspace_id=workspace_id,
            person_id=grace.id,
            week=f"{MONDAY:%G-W%V}",
            prompted_at=MONDAY,
            closes_at=FRIDAY,
        )
    )


def unbook(session: Session, *, workspace_id: int) -> None:
    """What was booked is being dealt with."""
    session.execute(delete(Appointment).where(Appointment.workspace_id == workspace_id))
