"""Time that passes faster than it does: minutes of waiting in seconds."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class FastClock:
    """Real time since its making, `speed` times as fast; the same in every process that is given it."""

    speed: float
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))
    # The machine's own clock, which all its processes share.
    zero: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return self.begun + timedelta(seconds=self.seconds())

    def seconds(self) -> float:
        """Seconds that have passed, on this clock."""
        return (time.monotonic() - self.zero) * self.speed

    def real(self, seconds: float) -> float:
        """How long so many of its seconds really take."""
        return seconds / self.speed
