"""How long things are kept."""

from calendar import monthrange
from datetime import datetime


def months_before(instant: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of a shorter month."""
    year, month = divmod(instant.year * 12 + instant.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return instant.replace(year=year, month=month + 1, day=min(instant.day, last))
