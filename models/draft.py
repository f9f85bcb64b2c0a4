"""What somebody typed into their check-in and has not sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Json, Scoped, inserting, past_the_orm


class CheckinDraft(Scoped, Base):
    """The fields of one week's form as they stood last; gone once the week is answered.

    `view` is the form (`view.id`) it was typed into: what comes late from one that has been sent is
    no draft any more.
    """

    __tablename__ = "checkin_draft"
    __table_args__ = (UniqueConstraint("workspace_id", "person_id", "week"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    week: Mapped[str]
    view: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(Json)
    typed_at: Mapped[datetime]


def of_week(session: Session, workspace: int, person_id: int, week: str) -> CheckinDraft | None:
    return session.scalars(
        select(CheckinDraft).where(
            CheckinDraft.workspace_id == workspace,
            CheckinDraft.person_id == person_id,
            CheckinDraft.week == week,
        )
    ).first()


def keep(
    session: Session,
    workspace: int,
    person_id: int,
    week: str,
    *,
    view: str,
    fields: dict[str, Any],
    now: datetime,
) -> None:
    """Keep what stands in a form, in the place of what stood there before."""
    values = {"view": view, "fields": fields, "typed_at": now}
    connection = past_the_orm(session)
    statement = inserting(CheckinDraft, connection.dialect).values(
        workspace_id=workspace, person_id=person_id, week=week, **values
    )
    keys = ["workspace_id", "person_id", "week"]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


def forget(session: Session, workspace: int, person_id: int, week: str) -> None:
    session.execute(
        delete(CheckinDraft)
        .where(
            CheckinDraft.workspace_id == workspace,
            CheckinDraft.person_id == person_id,
            CheckinDraft.week == week,
        )
        .execution_options(synchronize_session=False)
    )
