"""Slack's rate limits, in real time."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
POSTS_PER_MINUTE = 525
CHANNEL_BURST = 4


class Rates:
    """Counts calls per method and minute, and posts per channel and second, by a clock of seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self._tokens: dict[str, tuple[float, float]] = {}
        # Calls a minute where they differ from Slack's own limits.
        self.per_minute: dict[str, int] = {}

    def wait_for(self, method: str, per_minute: int, channel: str | None = None) -> int:
        """Seconds to wait before this call may be made; 0 counts it as made."""
        now = self._clock()
        wait = self._minute(method, self.per_minute.get(method, per_minute), now)
        if not wait and channel is not None:
            wait = self._channel(channel, now)
        if not wait:
            self._calls[method].append(now)
        return wait

    def _minute(self, method: str, per_minute: int, now: float) -> int:
        calls = self._calls[method]
        while calls and calls[0] <= now - 60:
            calls.popleft()
        return 0 if len(calls) < per_minute else int(calls[0] + 60 - now) + 1

    def _channel(self, channel: str, now: float) -> int:
        """A bucket of CHANNEL_BURST posts that refills with one a second."""
        left, since = self._tokens.get(channel, (float(CHANNEL_BURST), now))
        left = min(float(CHANNEL_BURST), left + now - since)
        self._tokens[channel] = (left - 1 if left >= 1 else left, now)
        return 0 if left >= 1 else 1
