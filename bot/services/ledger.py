"""The ledger: due = sent + skipped + failed + waiting."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy.orm import Session

from models import delivery, person
from models.delivery import CLAIMED, WAITING, Delivery
from models.person import Person

Row = dict[str, Any]
STATES = ("sent", "skipped", "failed", "waiting")
DEFAULT_SPAN = timedelta(days=30)
# How many runs of ids a line shows; all are in the JSON.
RUNS = 6
HINT = "What happened to one of them: cairn deliveries --story ID"


def rows(session: Session, *, workspace_id: int, since: datetime | None, now: datetime) -> list[Row]:
    """Every delivery promised since then, without its words."""
    found = delivery.since(session, workspace_id, since or now - DEFAULT_SPAN)
    people = person.by_ids(session, workspace_id, [row.person_id for row in found if row.person_id])
    return [entry(row, people.get(row.person_id or 0)) for row in found]


def entry(row: Delivery, who: Person | None) -> Row:
    """One delivery as plain values."""
    return {
        "id": row.id,
        "key": row.key,
        "kind": row.kind,
        "period": row.period,
        "person": (who.email or who.slack_user_id or who.name) if who else None,
        "channel": row.slack_channel or row.channel,
        "due_at": row.due_at.isoformat(),
        "state": WAITING if row.state == CLAIMED else row.state,
        "reason": row.reason,
        "attempts": row.attempts,
        "settled_at": row.settled_at.isoformat() if row.settled_at else None,
        "edit": row.edits_id is not None,
    }


def table(rows: Sequence[Row]) -> str:
    """Counts by day and kind with the ids they count, and why messages were skipped or failed."""
    kinds: dict[tuple[str, str], list[Row]] = defaultdict(list)
    reasons: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        kinds[row["due_at"][:10], row["kind"]].append(row)
        if row["state"] in ("skipped", "failed"):
            reasons[row["state"], row["reason"]].append(row["id"])
    lines = [f"{'day':<12}{'kind':<20}{'due':>7}" + "".join(f"{state:>9}" for state in STATES) + "  ids"]
    for (day, kind), counted in sorted(kinds.items(), key=itemgetter(0)):
        states = Counter(row["state"] for row in counted)
        numbers = "".join(f"{states[state]:>9}" for state in STATES)
        lines.append(f"{day:<12}{kind:<20}{len(counted):>7}{numbers}  {runs([row['id'] for row in counted])}")
    lines += [
        f"{state}: {reason} ({len(ids)}): {runs(ids)}" for (state, reason), ids in sorted(reasons.items())
    ]
    return "\n".join([*lines, HINT] if rows else lines)


def runs(ids: Iterable[int]) -> str:
    """Numbers as `3-7, 9`; of many runs the first few."""
    ordered = enumerate(sorted(ids))
    found = [[number for _, number in run] for _, run in groupby(ordered, lambda each: each[1] - each[0])]
    said = [f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in found]
    return ", ".join(said[:RUNS] + ["…"] * (len(said) > RUNS))
