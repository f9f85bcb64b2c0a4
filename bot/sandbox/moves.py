"""What happens when the local workspace's clock is moved."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


async def _nothing(instant: datetime) -> None:
    """No bot has anything to do."""


def _nowhere(now: datetime, target: datetime) -> Iterable[datetime]:
    return ()


def _never(name: str, viewer: str) -> datetime | None:
    return None


@dataclass(frozen=True)
class Moves:
    """`work(instant)` is awaited at each stop, to let the bot's scheduler do what is due by then;
    `stops(now, target)` names instants at which a move pauses on its way; `instant(name, viewer)` is
    when something with that name comes next for somebody, None where nothing does."""

    work: Callable[[datetime], Awaitable[None]] = _nothing
    stops: Callable[[datetime, datetime], Iterable[datetime]] = _nowhere
    instant: Callable[[str, str], datetime | None] = _never
