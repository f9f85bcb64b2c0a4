"""A delivery's transactions: claimed under a lease, settled once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, true, update
from sqlalchemy.orm import Session

from bot.services import arrival, attachment, shared
from bot.services.arrival import Arrival, Arrivals
from bot.services.pacing import CHANNEL_PAUSE, remember, room_left
from models import checkin, delivery, pacing, person, queue, together, workspace
from models.base import touched_one
from models.delivery import CLAIMED, FAILED, SENT, UNKNOWN, UNSETTLED, WAITING, Delivery
from models.pacing import DND_INFO
from models.person import Person

log = structlog.get_logger()

BATCH = 20
LEASE = timedelta(seconds=60)
# A claim as young as this may be acted on. An older one is renewed before its message is posted: its
# sender may have stood still meanwhile, and another may have taken over.
FRESH = timedelta(seconds=2)
PROMPT = "checkin_prompt"
TOO_LATE = "too late to be useful"
OUT_OF_HOURS = "outside the receiver's hours"
RATE_LIMITED = "rate_limited"
# A claim that is taken back costs neither budget nor patience. Only its own claim counts one attempt
# down, so that no later claim of the same sender is ever mistaken for an older one.
UNTRIED: dict[str, Any] = {
    "state": WAITING,
    "lease_until": None,
    "claimed_at": None,
    "attempts": Delivery.attempts - 1,
}
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
    claimed_at: datetime
    # The calendar's messages are waited with until then; the others are given up after a while.
    useful_until: datetime | None = None
    # Nobody knows yet whether the receiver may be disturbed.
    asks_dnd: bool = False
    # Others ride with it.
    shared: bool = False
    # The deliveries whose files stand in it.
    encloses: tuple[str, ...] = ()
    # Its last sender has not settled it, and may yet wake.
    taken_over: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt: a new state with its reason, and when to try again (real time).

    `unsure` where an earlier attempt may have posted the message and nobody has looked yet.
    `held` is the method with which Slack has asked to wait: the message itself was not tried.
    """

    state: str
    reason: str = ""
    channel: str | None = None
    ts: str | None = None
    wait: float = 0.0
    unsure: bool = False
    held: str = ""


def claim(
    session: Session, *, workspace_id: int, sender: str, now: datetime, real_now: datetime
) -> list[Letter]:
    """Take some messages into hand under a lease, within the workspace's budget and Slack's patience."""
    place = workspace.by_id(session, workspace_id, hold=True)
    _skip_useless(session, workspace_id, now)
    room = room_left(session, workspace_id=workspace_id, real_now=real_now)
    if place.revoked_at is not None or room <= 0:
        return []
    paused = pacing.held(session, workspace_id, pacing.METHODS, real_now=real_now)
    while rows := queue.sendable(
        session,
        workspace_id,
        now=now,
        real_now=real_now,
        limit=min(BATCH, room),
        paused=paused,
        paced_since=real_now - CHANNEL_PAUSE,
    ):
        before = {row.id: row.claimed_at for row in rows}
        if letters := _taken(session, workspace_id, rows, sender, now, real_now, asks=DND_INFO not in paused):
            remember(place, [before[letter.id] for letter in letters], real_now=real_now)
            return letters
    return []


def _skip_useless(session: Session, workspace_id: int, now: datetime) -> None:
    parts = shared.take_out_useless(session, workspace_id, reason=TOO_LATE, now=now)
    skipped = delivery.skip_useless(session, workspace_id, now=now, reason=TOO_LATE)
    for kind, person_id, period in [*((row.kind, row.person_id, row.period) for row in parts), *skipped]:
        _never_arrived(session, workspace_id, kind, person_id, period)


def _taken(
    session: Session,
    workspace_id: int,
    rows: Sequence[Delivery],
    sender: str,
    now: datetime,
    real_now: datetime,
    *,
    asks: bool,
) -> list[Letter]:
    """Claim the rows that may leave at this hour; put off the others, which then are due no more."""
    people = person.by_ids(session, workspace_id, [row.person_id for row in rows if row.person_id])
    known = _arrivals(session, workspace_id, rows, people, now)
    letters = []
    for row in rows:
        who = people.get(row.person_id or 0)
        at = known.when(who) if row.useful_until is not None else Arrival(now)
        if at.at > now:
            row.due_at, row.waited_for = at.at, at.reason or OUT_OF_HOURS
            row.reason = UNKNOWN if row.reason == UNKNOWN else at.reason
            continue
        left = row.state == CLAIMED
        unsure = row.reason == UNKNOWN or (left and (row.posting or row.person_id is not None))
        row.state, row.claimed_by, row.claimed_at = CLAIMED, sender, real_now
        row.lease_until, row.attempts, row.posting = real_now + LEASE, row.attempts + 1, False
        unasked = asks and row.useful_until is not None and who is not None and who.id not in known.told
        letters.append(_letter(session, row, who, unsure=unsure, asks_dnd=unasked, taken_over=left))
    session.flush()
    return letters


def _arrivals(
    session: Session, workspace_id: int, rows: Sequence[Delivery], people: dict[int, Person], now: datetime
) -> Arrivals:
    """The hours of those who get something from the calendar; nobody else's matter."""
    calendars = [row for row in rows if row.useful_until is not None]
    if not calendars:
        return Arrivals(lambda who: Arrival(now))
    some = [people[row.person_id] for row in calendars if row.person_id in people]
    return arrival.load(session, workspace_id, some, now)


def put_off(
    session: Session, *, workspace_id: int, letters: Sequence[Letter], sender: str, now: datetime
) -> set[int]:
    """Give back claimed letters that must not arrive now, as if they had not been claimed.

    Returns their ids, also where a claim is lost already.
    """
    people = person.by_ids(session, workspace_id, [each.person_id for each in letters if each.person_id])
    known = arrival.load(session, workspace_id, people.values(), now)
    given_back = set()
    for letter in letters:
        at = known.when(people.get(letter.person_id or 0))
        if letter.useful_until is not None and at.at > now:
            reason = UNKNOWN if letter.unsure else at.reason
            change = {**UNTRIED, "reason": reason, "due_at": at.at}
            _write(session, letter, change, _held_by(sender, letter))
            given_back.add(letter.id)
    return given_back


def _letter(session: Session, row: Delivery, who: Person | None, **more: bool) -> Letter:
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
        edits=_edited(session, row),
        due_at=row.due_at,
        claimed_at=row.claimed_at or row.due_at,
        useful_until=row.useful_until,
        shared=bool(row.parts),
        encloses=attachment.keys(session, row),
        **more,
    )


def begin_posting(session: Session, *, letter: Letter, sender: str, real_now: datetime) -> bool:
    """Write down that a message is about to be handed to Slack, and renew its claim; False where that
    is lost, as when the sender stood still for longer than its lease."""
    change = {"posting": True, "claimed_at": real_now, "lease_until": real_now + LEASE}
    return _write(session, letter, change, _held_by(sender, letter))


def settle(
    session: Session, *, letter: Letter, outcome: Outcome, sender: str, now: datetime, real_now: datetime
) -> bool:
    """Write down what became of a message; False where another sender's copy counts.

    A post that succeeded counts also where the claim has been lost, unless the message is settled
    already; the other sender then finds this copy, or deletes its own.
    """
    reason = UNKNOWN if outcome.unsure else outcome.reason
    change: dict[str, Any] = {"state": outcome.state, "reason": reason, "lease_until": None}
    # Slack had the message at some instant before this one: that is how the budget counts it.
    change["claimed_at"] = real_now
    if outcome.state in (SENT, FAILED):
        change |= {"settled_at": now, "body": None, "slack_channel": outcome.channel, "slack_ts": outcome.ts}
    else:
        change |= {"try_at": real_now + timedelta(seconds=outcome.wait), "waited_for": reason}
    if outcome.held:
        change |= UNTRIED
        pacing.hold_back(session, letter.workspace_id, outcome.held, until=change["try_at"])
    kept = _write(session, letter, change, true() if outcome.state == SENT else _held_by(sender, letter))
    about = [(letter.kind, letter.person_id, letter.period)]
    if letter.shared and kept and outcome.state in (SENT, FAILED):
        fate = {name: change[name] for name in ("state", "reason", "settled_at", "slack_channel", "slack_ts")}
        about += together.settle(session, letter.workspace_id, [letter.id], **fate)
    if outcome.state == FAILED and letter.edits is None and kept:
        for kind, person_id, period in about:
            _never_arrived(session, letter.workspace_id, kind, person_id, period)
    if outcome.reason in TOKEN_ERRORS:
        workspace.by_id(session, letter.workspace_id).revoked_at = now
        log.error("token_revoked", workspace=letter.workspace_id, reason=outcome.reason)
    return kept or _is_the_one(session, letter, outcome)


def _write(session: Session, letter: Letter, change: dict[str, Any], condition: ColumnElement[bool]) -> bool:
    """Change an unsettled message where the condition holds; tells whether it did."""
    written = session.execute(
        update(Delivery)
        .where(
            Delivery.workspace_id == letter.workspace_id,
            Delivery.id == letter.id,
            Delivery.state.in_(UNSETTLED),
            condition,
        )
        .values(**change)
        .execution_options(synchronize_session=False)
    )
    return touched_one(written)


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


def _edited(session: Session, row: Delivery) -> tuple[str, str] | None:
    """Where the message that this one changes stands."""
    if row.edits_id is None:
        return None
    original = delivery.by_id(session, row.workspace_id, row.edits_id)
    if original is None or original.slack_channel is None or original.slack_ts is None:
        return ("", "")
    return (original.slack_channel, original.slack_ts)
