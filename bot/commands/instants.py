"""Instants and days as they are typed after an option."""

from datetime import UTC, date, datetime, time

from bot.settings import SettingsError

FIRST_YEAR, LAST_YEAR = 2000, 2200
INSTANT = "an instant such as 2026-11-27T09:30:00+01:00"


def read_instant(text: str, *, option: str, possible: str = INSTANT) -> datetime:
    """The instant in UTC. Raises SettingsError where the text is none with an offset."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{option} needs {possible}, not {text!r}.") from None
    if instant.tzinfo is None:
        raise SettingsError(f"{option} needs an offset, such as {text}+00:00.")
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise SettingsError(f"{option} needs a year from {FIRST_YEAR} to {LAST_YEAR}, not {instant.year}.")
    return instant.astimezone(UTC)


def read_start(text: str, *, option: str) -> datetime:
    """The beginning of a day in UTC, or an instant. Raises SettingsError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return read_instant(text, option=option, possible=f"a day such as 2026-11-27, or {INSTANT}")
    return datetime.combine(day, time(), UTC)
