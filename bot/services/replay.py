"""A company's own last months under other constants of the talent signals."""

import csv
import io
import json
import tomllib
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.rules.refusal import Refusal
from bot.services import receipt
from bot.signals.constants import DEFAULT, Constants

ITEM = "simulate --formula"
EMAIL = "email"


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


def groups_of(text: str, *, name: str) -> dict[str, dict[str, str]]:
    """Attributes to audit, from CSV with an email and a column for each. They are read and forgotten.

    Raises Refusal where there is no such column.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    columns = [column for column in rows.fieldnames or () if column != EMAIL]
    if EMAIL not in (rows.fieldnames or ()) or not columns:
        raise Refusal(f"{name} needs the column email and one for each attribute to compare.")
    groups: dict[str, dict[str, str]] = {column: {} for column in columns}
    for row in rows:
        for column in columns:
            groups[column][(row[EMAIL] or "").strip().lower()] = (row[column] or "").strip()
    return groups


def note(session: Session, *, workspace_id: int, now: datetime) -> None:
    """The receipt of the operator's look at everybody."""
    receipt.note(
        session, workspace_id=workspace_id, role=receipt.OPERATOR, item=ITEM, subjects=(None,), now=now
    )
