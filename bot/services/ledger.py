"""The ledger: due = sent + skipped + failed + waiting."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models import delivery, person
from models.delivery import CLAIMED, WAITING

Row = dict[str, Any]
STATES = ("sent", "skipped", "failed", "waiting")
DEFAULT_SPAN = timedelta(days=30)


def rows(session: Session, *, workspace_id: int, since: datetime | None, now: datetime) -> list[Row]:
    """Every delivery promised since then, without its words."""
    found = delivery.since(session, workspace_id, since or now - DEFAULT_SPAN)
    people = person.by_ids(session, workspace_id, [row.person_id for row in found if row.person_id])
    return [
        {
            "key": row.key,
            "kind": row.kind,
            "period": row.period,
            "person": _name(people, row.person_id),
            "channel": row.slack_channel or row.channel,
            "due_at": row.due_at.isoformat(),
            "state": WAITING if row.state == CLAIMED else row.state,
            "reason": row.reason,
            "attempts": row.attempts,
            "settled_at": row.settled_at.isoformat() if row.settled_at else None,
            "edit": row.edits_id is not None,
        }
        for row in found
    ]


def table(rows: Sequence[Row]) -> str:
    """Counts by day and kind, and why messages were skipped or failed."""
    counts: Counter[tuple[str, str, str]] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counts[row["due_at"][:10], row["kind"], row["state"]] += 1
        if row["state"] in ("skipped", "failed"):
            reasons[row["state"], row["reason"]] += 1
    lines = [f"{'day':<12}{'kind':<20}{'due':>7}" + "".join(f"{state:>9}" for state in STATES)]
    for day, kind in sorted({(day, kind) for day, kind, _ in counts}):
        each = [counts[day, kind, state] for state in STATES]
        lines.append(f"{day:<12}{kind:<20}{sum(each):>7}" + "".join(f"{n:>9}" for n in each))
    lines += [f"{state}: {reason} ({n})" for (state, reason), n in sorted(reasons.items())]
    return "\n".join(lines)


def _name(people: dict[int, person.Person], person_id: int | None) -> str | None:
    who = people.get(person_id or 0)
    return (who.email or who.slack_user_id or who.name) if who else None
