"""Do Not Disturb: when somebody does not want to be told anything.

Slack's fields are those of `dnd.teamInfo` (docs.slack.dev/reference/methods/dnd.teamInfo). It
gives the window at hand or the next one in Unix seconds, and ones where there is no schedule.
Its documentation shows a snooze to the person alone; where it is told to an app, it counts.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Window = tuple[datetime, datetime]


def window(status: Mapping[str, Any], now: datetime) -> Window | None:
    """The window that somebody is in at an instant, else the one that is scheduled next, if any."""
    scheduled = _window(status.get("next_dnd_start_ts"), status.get("next_dnd_end_ts"))
    if not status.get("dnd_enabled"):
        scheduled = None
    snoozed = _window(now.timestamp(), status.get("snooze_endtime")) if status.get("snooze_enabled") else None
    at_hand = [each for each in (scheduled, snoozed) if each and quiet_until(each, now)]
    if at_hand:
        return min(begins for begins, _ in at_hand), max(ends for _, ends in at_hand)
    return scheduled


def quiet_until(span: Window | None, now: datetime) -> datetime | None:
    """When somebody may be told something again; None where they may be told now."""
    return span[1] if span and span[0] <= now < span[1] else None


def _window(begins: Any, ends: Any) -> Window | None:
    """None for what is no span of time, as the ones that stand for no schedule."""
    try:
        span = datetime.fromtimestamp(float(begins), UTC), datetime.fromtimestamp(float(ends), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return span if span[0] < span[1] else None
