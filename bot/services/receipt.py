"""Receipts: each look of HR, leadership, an admin or the operator at what is somebody's own."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from models import receipt

OPERATOR = "operator"
EXPORT = "export"
EVERYBODY: tuple[int | None, ...] = (None,)


def note(
    session: Session,
    *,
    workspace_id: int,
    role: str,
    item: str,
    now: datetime,
    subjects: Iterable[int | None] = EVERYBODY,
    viewer_id: int | None = None,
) -> None:
    """Write down a look, one receipt for each subject; they see it in `/cairn privacy`.

    `role` is hr, leadership, admin or operator; `item` a name of `visibility.Item`, or the operator's
    command. A viewer who is a person in the directory is named by `viewer_id`.
    """
    receipt.add(session, workspace_id, subjects, viewer_id=viewer_id, role=role, item=item, at=now)
