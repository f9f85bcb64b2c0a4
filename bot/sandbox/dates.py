"""Dates and times as the local page shows them, in somebody's zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local(instant: datetime, zone: str | None) -> datetime:
    """An instant on somebody's wall clock; UTC where their zone is unknown."""
    return instant.astimezone(ZoneInfo(zone or "UTC"))


def clock_time(ts: str, zone: str | None) -> str:
    """The hour and minute of a message timestamp."""
    return f"{local(datetime.fromtimestamp(float(ts), UTC), zone):%H:%M}"


def day_name(ts: str, zone: str | None, now: datetime) -> str:
    """The day of a message timestamp: Today, Yesterday or its date."""
    return _pretty(local(datetime.fromtimestamp(float(ts), UTC), zone), local(now, zone), "%A, {} %B %Y")


def slack_date(stamp: int, form: str, zone: str | None, now: datetime) -> str:
    """What Slack shows for `<!date^stamp^form|…>`."""
    when, today = local(datetime.fromtimestamp(stamp, UTC), zone), local(now, zone)
    day = when.day
    shown = {
        "{date_num}": f"{when:%Y-%m-%d}",
        "{date_slash}": f"{when:%d/%m/%Y}",
        "{date_short}": f"{when:%b} {day}, {when:%Y}",
        "{date_long}": f"{when:%A, %B} {day}, {when:%Y}",
        "{date}": f"{when:%B} {day}, {when:%Y}",
        "{time}": f"{when:%H:%M}",
        "{time_secs}": f"{when:%H:%M:%S}",
        "{day_divider_pretty}": _pretty(when, today, "%A, {} %B"),
        "{ago}": _ago(today - when),
    }
    near = abs((when.date() - today.date()).days) <= 1
    for key in ("{date_short}", "{date_long}", "{date}"):
        shown[key[:-1] + "_pretty}"] = _pretty(when, today, "") if near else shown[key]
    for key, value in shown.items():
        form = form.replace(key, value)
    return form


def next_friday(now: datetime, zone: str | None) -> datetime:
    """The next Friday 09:30 on this wall clock, strictly later than now."""
    here = local(now, zone)
    day = here.date() + timedelta(days=(4 - here.weekday()) % 7)
    instant = datetime.combine(day, time(9, 30), here.tzinfo)
    if instant <= here:
        instant = datetime.combine(day + timedelta(days=7), time(9, 30), here.tzinfo)
    return instant.astimezone(UTC)


def next_first(now: datetime, zone: str | None) -> datetime:
    """09:00 on the first of the next month on this wall clock (or of this one, if still to come)."""
    here = local(now, zone)
    first = datetime.combine(here.date().replace(day=1), time(9), here.tzinfo)
    if first <= here:
        day = (first.date() + timedelta(days=32)).replace(day=1)
        first = datetime.combine(day, time(9), here.tzinfo)
    return first.astimezone(UTC)


def _pretty(when: datetime, today: datetime, form: str) -> str:
    """Yesterday, today or tomorrow, else the date in `form`, in which {} is the day of the month."""
    names = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}
    days = (when.date() - today.date()).days
    return names.get(days) or when.strftime(form.format(when.day))


def _ago(gone: timedelta) -> str:
    seconds = int(gone.total_seconds())
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        count = abs(seconds) // size
        if count:
            amount = f"{count} {word}{'s' if count > 1 else ''}"
            return f"{amount} ago" if seconds > 0 else f"in {amount}"
    return "just now"
