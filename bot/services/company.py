"""The company's settings, as its admins read and change them in Slack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.rules import setting as rules
from bot.services import admin, calendar, setting
from bot.services import person as directory
from bot.services.setting import chosen, record
from bot.views.setting import Setting
from models import person


@dataclass(frozen=True)
class Form:
    """What changing one setting takes to know."""

    setting: Setting
    teams: Sequence[str]
    zone: ZoneInfo


@dataclass(frozen=True)
class Done:
    """The new value as it would be typed, and what whoever set it should know."""

    value: str
    doubts: Sequence[str]


def every(session: Session, *, workspace_id: int, slack_user_id: str) -> list[Setting]:
    """All of them, for an admin. Raises Refusal."""
    admin.required(session, workspace_id, slack_user_id)
    settings = chosen(session, workspace_id=workspace_id)
    return [
        Setting(key, rules.write(settings.get(key)), rules.differing(settings, key)) for key in rules.KINDS
    ]


def one(session: Session, *, workspace_id: int, slack_user_id: str, key: str) -> tuple[Setting, ZoneInfo]:
    """One of them with its record, for any member: nothing that is done to people is hidden from them."""
    directory.asker(session, workspace_id, slack_user_id)
    return _one(session, workspace_id, key), directory.zone_of(
        session, workspace_id=workspace_id, slack_user_id=slack_user_id
    )


def form(session: Session, *, workspace_id: int, slack_user_id: str, key: str) -> Form:
    """What an admin needs to change one. Raises Refusal."""
    admin.required(session, workspace_id, slack_user_id)
    zone = directory.zone_of(session, workspace_id=workspace_id, slack_user_id=slack_user_id)
    return Form(_one(session, workspace_id, key), person.teams(session, workspace_id), zone)


def _one(session: Session, workspace_id: int, key: str) -> Setting:
    rules.known(key)
    settings = chosen(session, workspace_id=workspace_id)
    changes = record(session, workspace_id=workspace_id, key=key)
    return Setting(key, rules.write(settings.get(key)), rules.differing(settings, key), changes)


def change(
    session: Session, *, workspace_id: int, slack_user_id: str, key: str, text: str, team: str, now: datetime
) -> Done:
    """Set one value, with who did it; the calendar follows. Raises Refusal."""
    me = admin.required(session, workspace_id, slack_user_id)
    written = setting.change(
        session, workspace_id=workspace_id, key=key, text=text, team=team, person_id=me.id, now=now
    )
    session.flush()
    calendar.look_again(session, workspace_id=workspace_id)
    doubts = setting.doubts(session, workspace_id=workspace_id, key=key, written=written, team=team)
    return Done(written, doubts)
