"""A company's own last months under other constants of the talent signals."""

import json
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.rules.refusal import Refusal
from bot.services import receipt
from bot.services import record as reading
from bot.signals.constants import DEFAULT, Constants
from bot.simulate.replay import Replay, replayed

ITEM = "simulate --formula"


def constants_of(text: str, *, name: str) -> Constants:
    """The constants that a TOML or JSON file changes, by their names in `bot/signals/constants.py`.

    Raises Refusal, with what is wrong, for a file that is neither, a name there is not or a value
    that cannot be.
    """
    try:
        changes: Any = json.loads(text) if name.endswith(".json") else tomllib.loads(text)
        if not isinstance(changes, dict):
            raise ValueError("it needs names with their values")
        return DEFAULT.changed(changes)
    except ValueError as error:
        raise Refusal(f"{name} does not say which constants to change: {error}") from None


def note(session: Session, *, workspace_id: int, now: datetime) -> None:
    """The receipt of the operator's look at everybody."""
    receipt.note(
        session, workspace_id=workspace_id, role=receipt.OPERATOR, item=ITEM, subjects=(None,), now=now
    )


def replay(
    session: Session,
    *,
    workspace_id: int,
    today: date,
    other: Constants,
    progress: Callable[[int, int], None],
) -> Replay:
    """The last six whole months, read a month at a time; nothing is kept."""

    def read(day: date) -> Any:
        return reading.read(session, workspace_id=workspace_id, as_of=day)

    return replayed(read, today, other, progress)
