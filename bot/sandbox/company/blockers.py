"""What was in the invented people's way: most of it cleared, the newest still open or only seen."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.rules.cadence import week_of
from bot.sandbox.company.past import Past

HEADER = "blocker_id email week text reported_at acknowledged_at acknowledged_by resolved_at resolved_by"
# Weeks of which nothing is cleared yet.
OPEN = 2


def rows(past: Past, weeks: Sequence[Sequence[object]]) -> Iterator[list[object]]:
    """A row for each check-in (as in `checkins.csv`) that names something."""
    bosses = {who.email: boss.email for who in past.cast if (boss := past.boss(who))}
    recent = {week_of(monday) for monday in list(past.mondays)[-OPEN:]}
    for number, (email, week, _prompted, answered, *_rest, text) in enumerate(weeks):
        if text and isinstance(answered, datetime):
            by = bosses.get(str(email), "")
            fate = _cleared(answered, by, past.end) if by else ["", "", "", ""]
            if week in recent:
                # Every second of the newest has been seen, and is not over.
                fate = [*(fate[:2] if number % 2 else ["", ""]), "", ""]
            yield [f"demo{number}", email, week, text, answered, *fate]


def _cleared(reported: datetime, boss: str, end: datetime) -> list[object]:
    seen, over = reported + timedelta(days=3), reported + timedelta(days=5)
    return [*([seen, boss] if seen < end else ["", ""]), *([over, boss] if over < end else ["", ""])]
