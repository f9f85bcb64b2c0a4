"""Time that can be moved: the pretend workspace's clock, which runs and may be set forward."""

from datetime import UTC, datetime, timedelta


class MovableClock:
    """Real time plus an offset that only grows, so that nothing ever happens before what it follows."""

    def __init__(self, start: datetime | None = None) -> None:
        """Begin at `start` (an aware instant; default: the real now) and run from there."""
        self.offset = timedelta(0) if start is None else start - datetime.now(UTC)

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC) + self.offset

    __call__ = now

    def move_to(self, instant: datetime) -> None:
        """Jump forward to `instant`; ValueError if it is naive or lies in the past."""
        if instant.tzinfo is None:
            raise ValueError("The instant needs a time zone.")
        if instant < self.now():
            raise ValueError("The clock only moves forward.")
        self.offset += instant - self.now()

    def reach(self, instant: datetime) -> None:
        """Jump forward to `instant`, unless the clock has come there by itself."""
        self.offset += max(timedelta(0), instant - self.now())
