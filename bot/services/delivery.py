"""A delivery's transactions: claimed under a lease, settled once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, true, update
from sqlalchemy.orm import Session

from bot.refusals import RATE_LIMITED
from bot.rules import cadence
from bot.services import workdays
from bot.services.setting import chosen
from models import checkin, delivery, person, workspace
from models.base import touched_one
from models.delivery import CLAIMED, FAILED, SENT, UNKNOWN, UNSETTLED, Delivery
from models.person import Person

log = structlog.get_logger()

BATCH = 20
LEASE = timedelta(seconds=60)
MINUTE = timedelta(minutes=1)
PROMPT = "checkin_prompt"
TOO_LATE = "too late to be useful"
OUT_OF_HOURS = "outside the receiver's hours"
# What Slack says when the workspace's token is no longer good.
TOKEN_ERRORS = {"account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"}


@dataclass(frozen=True)
class Letter:
    """One claimed delivery, as the sender needs it."""

    id: int
    workspace_id: int
    key: str
    kind: str
    body: dict[str, Any]
    channel: str | None
    person_id: int | None
    slack_user_id: str | None
    period: str
    attempts: int
    # Somebody may have posted it already: look before sending.
    unsure: bool
    edits: tuple[str, str] | None
    due_at: datetime
    # The calendar's messages are waited with until then; the others are given up after a while.
    useful_until: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt: a new state with its reason, and when to try again (real time).

    `unsure` where an earlier attempt may have posted the message and nobody has looked yet.
    """

    state: str
    reason: str = ""
    channel: str | None = None
    ts: str | None = None
    wait: float = 0.0
    unsure: bool = False


def claim(
    session: Session, *, workspace_id: int, sender: str, now: datetime, real_now: datetime
) -> list[Letter]:
    """Take some messages into hand under a lease, within the workspace's budget."""
    place = workspace.by_id(session, workspace_id, hold=True)
    paused = place.posting_paused_until is not None and place.posting_paused_until > real_now
    if paused or place.revoked_at is not None:
        return []
    room = room_left(session, workspace_id=workspace_id, real_now=real_now)
    if room <= 0:
        return []
    for kind, person_id, period in delivery.skip_useless(session, workspace_id, now=now, reason=TOO_LATE):
        _never_arrived(session, workspace_id, kind, person_id, period)
    limit = min(BATCH, room)
    while rows := delivery.sendable(session, workspace_id, now=now, real_now=real_now, limit=limit):
        if letters := _taken(session, workspace_id, rows, sender, now, real_now):
            return letters
    return []


def _taken(
    session: Session,
    workspace_id: int,
    rows: Sequence[Delivery],
    sender: str,
    now: datetime,
    real_now: datetime,
) -> list[Letter]:
    """Claim the rows that may leave at this hour; put off the others, which then are due no more."""
    people = person.by_ids(session, workspace_id, [row.person_id for row in rows if row.person_id])
    hours = _hours(session, workspace_id, rows, people, now)
    letters = []
    for row in rows:
        who = people.get(row.person_id or 0)
        at = hours(who) if row.useful_until is not None else now
        if at > now:
            row.due_at, row.waited_for = at, OUT_OF_HOURS
            continue
        died = row.state == CLAIMED and (row.posting or row.person_id is not None)
        unsure = died or row.reason == UNKNOWN
        row.state, row.claimed_by, row.claimed_at = CLAIMED, sender, real_now
        row.lease_until, row.attempts, row.posting = real_now + LEASE, row.attempts + 1, False
        letters.append(_letter(session, row, who, unsure=unsure))
    session.flush()
    return letters


def _hours(
    session: Session, workspace_id: int, rows: Sequence[Delivery], people: dict[int, Person], now: datetime
) -> Callable[[Person | None], datetime]:
    """Now, or the next hour at which the calendar's messages may arrive; a channel has the workspace's."""
    if all(row.useful_until is None for row in rows):
        return lambda who: now
    settings = chosen(session, workspace_id=workspace_id)
    calendar = workdays.load(session, workspace_id, people.values(), settings, now)
    return lambda who: cadence.next_decent_hour(
        now,
        settings.hours,
        calendar.zone(who) if who else settings.zone,
        calendar.works(who) if who else workdays.in_the_week,
    )


def _letter(session: Session, row: Delivery, who: Person | None, *, unsure: bool) -> Letter:
    return Letter(
        id=row.id,
        workspace_id=row.workspace_id,
        key=row.key,
        kind=row.kind,
        body=row.body or {},
        channel=row.channel or (who.dm_channel if who else None),
        person_id=row.person_id,
        slack_user_id=who.slack_user_id if who else None,
        period=row.period,
        attempts=row.attempts,
        unsure=unsure,
        edits=_edited(session, row),
        due_at=row.due_at,
        useful_until=row.useful_until,
    )


def begin_posting(session: Session, *, letter: Letter, sender: str) -> bool:
    """Write down that a message is about to be handed to Slack; False where the claim is lost."""
    begun = session.execute(
        update(Delivery)
        .where(
            Delivery.workspace_id == letter.workspace_id,
            Delivery.id == letter.id,
            _held_by(sender, letter),
        )
        .values(posting=True)
        .execution_options(synchronize_session=False)
    )
    return touched_one(begun)


def settle(
    session: Session, *, letter: Letter, outcome: Outcome, sender: str, now: datetime, real_now: datetime
) -> bool:
    """Write down what became of a message; False where another sender's copy counts.

    A post that succeeded counts also where the claim has been lost, unless the message is settled
    already; the other sender then finds this copy, or deletes its own.
    """
    settled = outcome.state in (SENT, FAILED)
    reason = UNKNOWN if outcome.unsure else outcome.reason
    change: dict[str, Any] = {"state": outcome.state, "reason": reason, "lease_until": None}
    if settled:
        change |= {"settled_at": now, "body": None, "slack_channel": outcome.channel, "slack_ts": outcome.ts}
    else:
        change |= {"try_at": real_now + timedelta(seconds=outcome.wait), "waited_for": reason}
    kept = session.execute(
        update(Delivery)
        .where(
            Delivery.workspace_id == letter.workspace_id,
            Delivery.id == letter.id,
            Delivery.state.in_(UNSETTLED),
            true() if outcome.state == SENT else _held_by(sender, letter),
        )
        .values(**change)
        .execution_options(synchronize_session=False)
    )
    if outcome.state == FAILED and letter.edits is None and touched_one(kept):
        _never_arrived(session, letter.workspace_id, letter.kind, letter.person_id, letter.period)
    if outcome.reason == RATE_LIMITED:
        until = real_now + timedelta(seconds=outcome.wait)
        workspace.pause_posting(session, letter.workspace_id, until=until)
    if outcome.reason in TOKEN_ERRORS:
        workspace.by_id(session, letter.workspace_id).revoked_at = now
        log.error("token_revoked", workspace=letter.workspace_id, reason=outcome.reason)
    return touched_one(kept) or _is_the_one(session, letter, outcome)


def _never_arrived(
    session: Session, workspace_id: int, kind: str, person_id: int | None, period: str
) -> None:
    """What follows where a message was skipped or failed: who was not asked has not been silent."""
    if kind == PROMPT and person_id is not None:
        checkin.not_asked(session, workspace_id, person_id, period)


def _held_by(sender: str, letter: Letter) -> ColumnElement[bool]:
    return and_(
        Delivery.state == CLAIMED, Delivery.claimed_by == sender, Delivery.attempts == letter.attempts
    )


def _is_the_one(session: Session, letter: Letter, outcome: Outcome) -> bool:
    """Whether the copy that counts is this one, which another sender found."""
    row = delivery.by_id(session, letter.workspace_id, letter.id)
    return row is not None and row.state == SENT and row.slack_ts == outcome.ts


def room_left(session: Session, *, workspace_id: int, real_now: datetime) -> int:
    """How many messages the workspace's budget leaves for now."""
    budget: int = chosen(session, workspace_id=workspace_id).get("messages_per_minute")
    return budget - delivery.claimed_since(session, workspace_id, real_now - MINUTE)


def _edited(session: Session, row: Delivery) -> tuple[str, str] | None:
    """Where the message that this one changes stands."""
    if row.edits_id is None:
        return None
    original = delivery.by_id(session, row.workspace_id, row.edits_id)
    if original is None or original.slack_channel is None or original.slack_ts is None:
        return ("", "")
    return (original.slack_channel, original.slack_ts)
