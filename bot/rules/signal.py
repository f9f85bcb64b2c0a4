"""The talent signals by name, and the day as of which they are computed."""

from datetime import UTC, date, datetime, timedelta

# Shown to the person and the direct manager only, and off until notice and consultation are on record.
WATCH = ("engagement_trend", "overload_watch", "stay_conversation")
SIGNALS = (
    *("goal_momentum", "delivery_reliability", "recognition_breadth", "recognition_given", "growth"),
    *(*WATCH, "unseen_contribution"),
)


def last_whole_week(now: datetime) -> date:
    """The last Sunday that is over in UTC: the day as of which signals are computed each week."""
    today = now.astimezone(UTC).date()
    return today - timedelta(days=today.isoweekday())


class Overtaken(Exception):
    """Somebody was erased while signals were computed: they are to be computed anew, without them."""
