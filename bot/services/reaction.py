"""Kudos by reaction: one per reactor and message, told once a day."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules import kudos as rules
from bot.rules.setting import Chosen
from bot.services import kudos as thanks
from bot.services import person as directory
from bot.services import workdays
from bot.services.setting import chosen
from models import kudos
from models.appointment import Appointment
from models.base import add_once
from models.kudos import Kudos
from models.person import Person

BUNDLE = "kudos_reactions"


@dataclass(frozen=True)
class Reaction:
    """An emoji that somebody put on a message or took away, as Slack tells it."""

    giver: str
    receiver: str
    name: str
    channel: str
    message_ts: str
    event_ts: str

    @property
    def act(self) -> str:
        return f"reaction:{self.channel}:{self.message_ts}:{self.giver}"


def add(session: Session, *, workspace_id: int, reaction: Reaction, now: datetime) -> None:
    """Count a reaction as kudos, where its emoji is one that gives them.

    Deliveries may come twice, late or out of order: the act with the newest `event_ts` counts.
    """
    settings = chosen(session, workspace_id=workspace_id)
    if not _gives_kudos(reaction, settings):
        return
    found = kudos.by_act(session, workspace_id, reaction.act, hold=True)
    if found is None:
        _insert(session, workspace_id, reaction, settings, now, voided_at=None)
    elif reaction.event_ts > found.act_ts:
        stood, found.act_ts, found.reaction = found.voided_at is None, reaction.event_ts, reaction.name
        if stood:
            return
        found.voided_at, found.at = None, now
        _bundle(session, directory.known(session, workspace_id, [reaction.receiver])[0], settings, now)


def take_back(session: Session, *, workspace_id: int, reaction: Reaction, now: datetime) -> None:
    """Void a kudos by reaction. One that arrives before its reaction keeps that from counting."""
    settings = chosen(session, workspace_id=workspace_id)
    if not _gives_kudos(reaction, settings):
        return
    found = kudos.by_act(session, workspace_id, reaction.act, hold=True)
    if found is None:
        _insert(session, workspace_id, reaction, settings, now, voided_at=now)
    elif reaction.event_ts > found.act_ts and found.reaction == reaction.name:
        found.voided_at, found.act_ts = now, reaction.event_ts


def _gives_kudos(reaction: Reaction, settings: Chosen) -> bool:
    # A skin tone follows the emoji's name after two colons.
    name = reaction.name.partition("::")[0]
    return name in settings.get("reactions") and reaction.giver != reaction.receiver


def _insert(
    session: Session,
    workspace_id: int,
    reaction: Reaction,
    settings: Chosen,
    now: datetime,
    *,
    voided_at: datetime | None,
) -> None:
    people = directory.known(session, workspace_id, [reaction.giver, reaction.receiver])
    if any(who.outsider or who.deactivated for who in people):
        return
    giver, receiver = people
    kudos_id = add_once(
        session,
        Kudos,
        workspace_id=workspace_id,
        ref=thanks.ref_of(reaction.act),
        act_key=reaction.act,
        act_ts=reaction.event_ts,
        giver_id=giver.id,
        at=now,
        message="",
        values=[],
        skills=[],
        visibility="public",
        source="reaction",
        channel=reaction.channel,
        message_ts=reaction.message_ts,
        reaction=reaction.name,
        voided_at=voided_at,
    )
    if kudos_id is not None:
        thanks.receive(session, workspace_id, kudos_id, [receiver])
        if voided_at is None:
            _bundle(session, receiver, settings, now)


def _bundle(session: Session, receiver: Person, settings: Chosen, now: datetime) -> None:
    """See to it that the receiver hears of the day's reactions once, in the afternoon."""
    calendar = workdays.load(session, receiver.workspace_id, [receiver], settings, now)
    due = cadence.first_working_time(
        now + timedelta(minutes=1), rules.BUNDLE_TIME, calendar.zone(receiver), calendar.works(receiver)
    )
    add_once(
        session,
        Appointment,
        workspace_id=receiver.workspace_id,
        kind=BUNDLE,
        subject_id=receiver.id,
        period=due.astimezone(UTC).isoformat(timespec="minutes"),
        due_at=due,
    )
