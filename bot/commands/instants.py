"""Instants and days as they are typed after an option."""

from datetime import UTC, date, datetime

from bot.settings import SettingsError

FIRST_YEAR, LAST_YEAR = 2000, 2200


def read_instant(text: str) -> datetime:
    """Raises SettingsError where the text is no instant with an offset."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(
            f"--at needs an instant such as 2026-11-27T09:30:00+01:00, not {text!r}."
        ) from None
    if instant.tzinfo is None:
        raise SettingsError(f"--at needs an offset, such as {text}+00:00.")
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise SettingsError(f"--at needs a year from {FIRST_YEAR} to {LAST_YEAR}, not {instant.year}.")
    return instant.astimezone(UTC)


def read_day(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise SettingsError(f"--since needs a day such as 2026-11-27, not {text!r}.") from None
