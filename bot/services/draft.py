"""What is typed into a form and not sent: kept, given back, and let go once it is sent."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from bot.services import person as directory
from models import draft

T = TypeVar("T")
Fields = Mapping[str, Any]


def found(session: Session, *, workspace_id: int, slack_user_id: str, form: str) -> Fields:
    """What stands in somebody's draft of a form, by the names of its fields; empty where there is none."""
    me = directory.asker(session, workspace_id, slack_user_id)
    row = draft.of_form(session, workspace_id, me.id, form)
    return row.fields if row is not None else {}


def latest(session: Session, *, workspace_id: int, slack_user_id: str, kind: str) -> tuple[str, Fields]:
    """The form of one kind into which somebody typed last and that they have not sent, and its fields."""
    me = directory.asker(session, workspace_id, slack_user_id)
    row = draft.newest(session, workspace_id, me.id, kind)
    return (row.form, row.fields) if row is not None else ("", {})


def keep(
    session: Session,
    *,
    workspace_id: int,
    slack_user_id: str,
    form: str,
    view: str,
    fields: Fields,
    offered: Fields,
    now: datetime,
) -> None:
    """Keep what somebody has typed and not sent, unless that is what the form (`view`) began with."""
    me = directory.asker(session, workspace_id, slack_user_id)
    row = draft.of_form(session, workspace_id, me.id, form)
    untouched = all(value == offered.get(name, value) for name, value in fields.items())
    if untouched and (row is None or not row.is_open):
        return
    draft.keep(session, workspace_id, me.id, form, view=view, fields=dict(fields), now=now)


def send(
    session: Session,
    *,
    workspace_id: int,
    sender: str,
    form: str,
    view: str,
    doing: Callable[..., T],
    arguments: Mapping[str, Any],
    now: datetime,
) -> T:
    """Do what a form asks for, and let go of its draft with it. Raises what that raises; then the
    draft stays."""
    done = doing(session, workspace_id=workspace_id, now=now, **arguments)
    if form:
        me = directory.asker(session, workspace_id, sender)
        draft.send(session, workspace_id, me.id, form, view=view, now=now)
    return done
