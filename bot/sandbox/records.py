"""What went over the wire, in both directions, for tests and the inspector to read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass
class Call:
    """One call by the bot. `status` 0 means that the connection was cut before an answer."""

    method: str
    args: dict[str, Any]
    started: datetime
    answer: dict[str, Any] = field(default_factory=dict)
    status: int = 0
    duration: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the thing was done and the bot was told so."""
        return self.status == 200 and bool(self.answer.get("ok"))


@dataclass
class Delivery:
    """One delivery to the bot. `status` 0 with a `problem` means that no answer came in time."""

    kind: Literal["slash_commands", "interactive", "events_api"]
    name: str
    payload: dict[str, Any]
    at: datetime
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    transport: Literal["http", "socket"] = "http"
    attempt: int = 0
    status: int = 0
    response: Any = None
    response_headers: dict[str, str] = field(default_factory=dict)
    duration: float = 0.0
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Whether the bot acknowledged it in time."""
        return 200 <= self.status < 300 and not self.problem
