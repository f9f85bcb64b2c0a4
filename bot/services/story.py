"""What happened to one message, told in sentences. The words in it are not told."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.rules.refusal import Refusal
from bot.services import ledger
from bot.services.delivery import RATE_LIMITED
from models import delivery, pacing, person, workspace
from models.delivery import CLAIMED, FAILED, SENT, UNKNOWN, UNSETTLED, Delivery
from models.person import Person

KINDS = {
    "checkin_prompt": "Check-in prompt",
    "checkin_reminder": "Check-in reminder",
    "readout": "Team read-out",
    "own_card": "Own card",
    "summary": "Monthly summary",
    "digest": "Recognition digest",
    "goal": "Word of a goal",
    "blocker": "Word of a blocker",
    "blocker_escalation": "Blocker without an answer",
    "kudos_dm": "Word of a kudos",
    "kudos_announcement": "Announcement of a kudos",
    "feedback": "Feedback, or a request for it",
    "setup": "The set-up",
    "answer": "An answer to a message",
}
REASONS = {
    RATE_LIMITED: "Slack asked for patience (ratelimited)",
    UNKNOWN: "the answer to an attempt was lost, so the bot looks whether it arrived before it tries again",
}
FAILURES = {UNKNOWN: "nobody knows whether it arrived, and a second copy would be worse than none"}
TIMES = {1: "once", 2: "twice"}


def tell(
    session: Session, *, workspace_id: int, name: str, now: datetime, real_now: datetime
) -> dict[str, Any]:
    """The delivery with this id or key: its row in the ledger, and under `story` what happened to it.

    Raises Refusal where there is none.
    """
    row = delivery.by_key(session, workspace_id, name)
    if row is None and name.isdecimal() and len(name) < len("9223372036854775807"):
        row = delivery.by_id(session, workspace_id, int(name))
    if row is None:
        raise Refusal(f"There is no delivery {name!r}. `cairn deliveries` shows the ids of those there are.")
    who = person.by_ids(session, workspace_id, [row.person_id]).get(row.person_id) if row.person_id else None
    sentences = [
        _what(row, who),
        _when(row),
        *_waited(row),
        *_tried(row),
        _fate(session, row, now, real_now),
        *_edits(session, row),
    ]
    return ledger.entry(row, who) | {
        "promised_at": row.created_at.isoformat(),
        "edit_of": row.edits_id,
        "part_of": row.rides_id,
        "edited_by": [edit.id for edit in delivery.edits_of(session, workspace_id, row.id)],
        "waited_for": row.waited_for,
        "story": sentences,
    }


def at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC"


def _what(row: Delivery, who: Person | None) -> str:
    what = KINDS.get(row.kind, row.kind.replace("_", " ").capitalize())
    period = f" of {row.period}" if row.period else ""
    edit = f", a change of delivery {row.edits_id}" if row.edits_id else ""
    part = f", a part of delivery {row.rides_id}" if row.rides_id else ""
    return f"{what}{period} for {_whom(row, who)} (delivery {row.id}, key {row.key}){edit}{part}."


def _whom(row: Delivery, who: Person | None) -> str:
    if who is None:
        return f"channel {row.channel or row.slack_channel}"
    return f"{who.name} <{who.email}>" if who.email else f"{who.name} ({who.slack_user_id})"


def _when(row: Delivery) -> str:
    due = f"due {at(row.due_at)}" if row.due_at > row.created_at else "due at once"
    until = f", of use until {at(row.useful_until)}" if row.useful_until else ""
    return f"Promised {at(row.created_at)}, {due}{until}."


def _waited(row: Delivery) -> Iterator[str]:
    if row.waited_for:
        yield f"It waited: {REASONS.get(row.waited_for, row.waited_for)}."


def _tried(row: Delivery) -> Iterator[str]:
    if row.attempts:
        last = f", last {at(row.claimed_at)} by the machine's clock" if row.claimed_at else ""
        yield f"Tried {TIMES.get(row.attempts, f'{row.attempts} times')}{last}."
    elif row.state in UNSETTLED:
        yield "Not tried yet."


def _fate(session: Session, row: Delivery, now: datetime, real_now: datetime) -> str:
    if row.state in UNSETTLED:
        return f"Waiting: {_holds_up(session, row, now, real_now)}."
    when = f" {at(row.settled_at)}" if row.settled_at else ""
    if row.state == SENT:
        place = f" as message {row.slack_ts} in {row.slack_channel}" if row.slack_ts else ""
        return f"Sent{when}{place}{f' ({row.reason})' if row.reason else ''}."
    why = FAILURES.get(row.reason, row.reason) if row.state == FAILED else row.reason
    return f"{row.state.capitalize()}{when}: {why}."


def _holds_up(session: Session, row: Delivery, now: datetime, real_now: datetime) -> str:
    """Why it has not left yet, the strongest reason first."""
    place = workspace.by_id(session, row.workspace_id)
    paused = pacing.held_until(session, row.workspace_id, pacing.UPDATE if row.edits_id else pacing.POST)
    ahead = delivery.ahead_of(session, row.workspace_id, row, now=now)
    if row.state == CLAIMED and row.lease_until and row.lease_until > real_now:
        return f"a sender has it in hand until {at(row.lease_until)} at most"
    if row.rides_id:
        return f"it goes with delivery {row.rides_id}, whose story says when"
    if place.revoked_at:
        return f"Slack has refused the token since {at(place.revoked_at)}; see `cairn doctor`"
    if row.due_at > now:
        return "it is not due yet"
    if ahead:
        return f"delivery {ahead} goes to the same place before it"
    if paused and paused > real_now:
        return f"Slack asked for patience until {at(paused)}"
    if row.try_at and row.try_at > real_now:
        return f"the next attempt is at {at(row.try_at)}"
    return "it may leave now, as soon as `cairn run` or `cairn tick` is at work"


def _edits(session: Session, row: Delivery) -> Iterator[str]:
    for edit in delivery.edits_of(session, row.workspace_id, row.id):
        state = "waiting" if edit.state in UNSETTLED else edit.state
        when = f" {at(edit.settled_at)}" if edit.settled_at else ""
        yield f"Changed by delivery {edit.id} ({state}{when})."
