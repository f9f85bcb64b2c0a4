"""Many people in one team and one zone, in the database and in the pretend Slack."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.sandbox.slack import PretendSlack
from bot.services import post
from bot.services.setting import chosen
from bot.views.blocks import message, section
from models import person
from models.base import add_all_once
from models.delivery import Delivery
from models.person import Person
from models.workspace import Setting, Workspace

TEAM_ID = "T1"
THURSDAY = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
# Half past nine in Berlin.
FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def fill_slack(slack: PretendSlack, people: int) -> None:
    for number in range(people):
        slack.add_person(f"U{number:05}", f"Person {number}", tz="Europe/Berlin")


def open_some_dms(slack: PretendSlack, people: int) -> list[str]:
    """The direct messages that every second person has with the bot already; empty for the others."""
    return [
        slack.workspace.open_dm([f"U{number:05}", slack.workspace.bot.id])[0].id if number % 2 else ""
        for number in range(people)
    ]


def fill_database(
    session: Session, *, people: int, per_minute: int = 1_000_000, dms: Sequence[str] = ()
) -> int:
    """The people of a launched workspace; returns its id."""
    place = Workspace(team_id=TEAM_ID, bot_user_id="UBOT", created_at=THURSDAY)
    session.add(place)
    session.flush()
    rows: list[dict[str, Any]] = [
        {
            "workspace_id": place.id,
            "slack_user_id": f"U{number:05}",
            "name": f"Person {number}",
            "timezone": "Europe/Berlin",
            "team": "Crowd",
            "working_days": [],
            "roles": [],
            "dm_channel": (dms[number] or None) if dms else None,
        }
        for number in range(people)
    ]
    session.execute(insert(Person), rows)
    for key, value in (("launch", "everyone"), ("messages_per_minute", per_minute)):
        session.add(Setting(workspace_id=place.id, key=key, value=value, changed_at=THURSDAY))
    return place.id


def owe_everybody(session: Session, *, workspace_id: int) -> None:
    """A message to each of them, due now."""
    rows = post.rows_to(
        session,
        people=person.everybody(session, workspace_id),
        kind="kudos_dm",
        about="a fault run",
        message=lambda: message("hello", section("hello")),
        settings=chosen(session, workspace_id=workspace_id),
        now=datetime.now(UTC),
    )
    add_all_once(session, Delivery, rows)
