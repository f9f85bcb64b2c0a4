"""What people choose for themselves: time off from it, their language, what is shared, what they are told."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules import consent as rules
from bot.rules.checkin import pause_until
from bot.services import admin, calendar, workdays
from bot.services import person as directory
from bot.services.setting import chosen
from bot.views.setting import Mine
from models import consent
from models.person import Person


def choices(session: Session, *, workspace_id: int, slack_user_id: str) -> Mine:
    """Somebody's own settings as they stand."""
    me = directory.asker(session, workspace_id, slack_user_id)
    rows = consent.of_person(session, workspace_id, me.id)

    def value(kind: str, default: str) -> str:
        return rows[kind].value if kind in rows else default

    pause = value(rules.PAUSE, "")
    return Mine(
        pause=date.fromisoformat(pause) if pause else None,
        language=me.language,
        share_mood=value(rules.SHARE_MOOD, "no") == "yes",
        cues=value(rules.WATCH_CUES, "yes") == "yes",
        reactions=value(rules.REACTIONS, "yes") == "yes",
        admin=admin.is_one(session, workspace_id, me),
    )


def choose(session: Session, *, workspace_id: int, slack_user_id: str, wanted: Mine, now: datetime) -> Mine:
    """Keep what somebody chose; only what differs is written, with the moment. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    stands = choices(session, workspace_id=workspace_id, slack_user_id=slack_user_id)
    if wanted.pause != stands.pause:
        _pause(session, me, wanted.pause, now)
    pairs = {
        rules.LANGUAGE: (wanted.language, stands.language),
        rules.SHARE_MOOD: (_word(wanted.share_mood), _word(stands.share_mood)),
        rules.WATCH_CUES: (_word(wanted.cues), _word(stands.cues)),
        rules.REACTIONS: (_word(wanted.reactions), _word(stands.reactions)),
    }
    for kind, (new, old) in pairs.items():
        if new != old:
            value = rules.read(kind, new)
            consent.choose(session, workspace_id, me.id, kind=kind, value=value, now=now)
    me.language = rules.read(rules.LANGUAGE, wanted.language)
    return wanted


def _word(yes: bool) -> str:
    return "yes" if yes else "no"


def _pause(session: Session, me: Person, until: date | None, now: datetime) -> None:
    zone = workdays.zone_named(me.timezone) or chosen(session, workspace_id=me.workspace_id).zone
    if until is not None:
        pause_until(until.isoformat(), today=cadence.local_day(now, zone))
    value = until.isoformat() if until else ""
    consent.choose(session, me.workspace_id, me.id, kind=rules.PAUSE, value=value, now=now)
    calendar.look_again(session, workspace_id=me.workspace_id, people=[me.id])
