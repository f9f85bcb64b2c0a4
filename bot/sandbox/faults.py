"""Faults that tests inject into Slack's answers."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of a method (None: until mended).

    Without `done`, the call has no effect; with it, the thing happens first and only
    the answer goes wrong. A fault with nothing but a `delay` (seconds) is just slow.
    """

    times: int | None = 1
    delay: float = 0.0
    status: int | None = None
    retry_after: int | None = None
    error: str | None = None
    close: bool = False
    done: bool = False

    @property
    def only_slow(self) -> bool:
        """Whether the call works, late."""
        return not (self.close or self.error or self.status or self.retry_after is not None)


class Faults:
    """Faults by method, each used up in the order in which they were asked for."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, list[Fault]] = defaultdict(list)

    def add(
        self,
        method: str,
        *,
        times: int | None = 1,
        delay: float = 0.0,
        status: int | None = None,
        retry_after: int | None = None,
        error: str | None = None,
        close: Literal["before", "after"] | None = None,
        done: bool = False,
    ) -> None:
        """Let the next calls fail; `close="after"` does the thing and then cuts the connection."""
        after = done or close == "after"
        fault = Fault(times, delay, status, retry_after, error, close is not None, after)
        self._waiting[method].append(fault)

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, if any."""
        queue = self._waiting[method]
        if not queue:
            return None
        fault = queue[0]
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                queue.pop(0)
        return fault

    def clear(self, method: str | None = None) -> None:
        """Mend one method, or all."""
        if method is None:
            self._waiting.clear()
        else:
            self._waiting.pop(method, None)
