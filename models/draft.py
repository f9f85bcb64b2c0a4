"""What somebody typed into a form and has not sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Json, Scoped, inserting, past_the_orm


class FormDraft(Scoped, Base):
    """The fields of one form as they stood last; empty and no longer open once it is sent.

    `form` says which form it is and what it is about: `checkin:2026-W47`, `one_on_one:U123`. `sent`
    names the last one that was sent (its `view.id`): what comes late from it is no draft any more.
    """

    __tablename__ = "form_draft"
    __table_args__ = (
        UniqueConstraint("workspace_id", "person_id", "form"),
        Index("ix_form_draft_workspace_id_typed_at", "workspace_id", "typed_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    form: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(Json)
    is_open: Mapped[bool] = mapped_column(default=True)
    sent: Mapped[str] = mapped_column(default="")
    typed_at: Mapped[datetime]


def of_form(session: Session, workspace: int, person_id: int, form: str) -> FormDraft | None:
    return session.scalars(
        select(FormDraft).where(
            FormDraft.workspace_id == workspace, FormDraft.person_id == person_id, FormDraft.form == form
        )
    ).first()


def newest(session: Session, workspace: int, person_id: int, kind: str) -> FormDraft | None:
    """The draft of one kind of form into which somebody typed last."""
    found = session.scalars(
        select(FormDraft).where(
            FormDraft.workspace_id == workspace,
            FormDraft.person_id == person_id,
            FormDraft.form.startswith(f"{kind}:", autoescape=True),
            FormDraft.is_open,
        )
    )
    # They are few: put in order by the database, SQLite would go through everybody's by their time.
    return max(found, key=lambda row: (row.typed_at, row.id), default=None)


def keep(
    session: Session,
    workspace: int,
    person_id: int,
    form: str,
    *,
    view: str,
    fields: dict[str, Any],
    now: datetime,
) -> None:
    """Keep what stands in a form (`view`), in the place of what stood there before, unless it was sent."""
    _write(session, workspace, person_id, form, unless=view, fields=fields, is_open=True, typed_at=now)


def send(session: Session, workspace: int, person_id: int, form: str, *, view: str, now: datetime) -> None:
    """Let go of a draft that has been sent."""
    _write(session, workspace, person_id, form, fields={}, is_open=False, sent=view, typed_at=now)


def _write(
    session: Session, workspace: int, person_id: int, form: str, *, unless: str = "", **values: Any
) -> None:
    connection = past_the_orm(session)
    statement = inserting(FormDraft, connection.dialect).values(
        **{"workspace_id": workspace, "person_id": person_id, "form": form, "sent": "", **values}
    )
    keys = ["workspace_id", "person_id", "form"]
    still_open = FormDraft.sent != unless if unless else None
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=values, where=still_open))


def forget(session: Session, *, workspace_id: int, sent: datetime, typed: datetime) -> None:
    """Forget forms that were sent before an instant, and those into which nobody has typed since another."""
    over = (FormDraft.typed_at < sent) & ~FormDraft.is_open
    session.execute(
        delete(FormDraft)
        .where(FormDraft.workspace_id == workspace_id, FormDraft.typed_at < sent)
        .where(over | (FormDraft.typed_at < typed))
        .execution_options(synchronize_session=False)
    )
