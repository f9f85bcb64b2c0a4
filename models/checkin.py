"""One person's answers for one ISO week."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Dialect,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import person
from models.base import Base, Scoped, add_once, inserting, past_the_orm
from models.person import Person
from models.prepared import Prepared, prepared


class Checkin(Scoped, Base):
    """No row for a week means that no answer was due.

    `mood` and `workload` run from 1 to 5; `share` says whether the manager may see them.
    """

    __tablename__ = "checkin"
    __table_args__ = (
        UniqueConstraint("workspace_id", "person_id", "week"),
        Index("ix_checkin_workspace_id_week", "workspace_id", "week"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    week: Mapped[str]
    prompted_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    skipped_at: Mapped[datetime | None]
    # When a file brought it: an old week is kept as long from then on as a new one.
    imported_at: Mapped[datetime | None]
    excused: Mapped[bool] = mapped_column(default=False)
    excuse: Mapped[str] = mapped_column(default="")
    mood: Mapped[int | None]
    workload: Mapped[int | None]
    share: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[str] = mapped_column(default="")
    plans: Mapped[str] = mapped_column(default="")
    blockers: Mapped[str] = mapped_column(default="")
    # The modals whose submissions wrote these answers (`view.id`), the newest last: an older one that
    # is delivered again does not undo a newer.
    acts: Mapped[list[str]] = mapped_column(default=list)


def of_week(session: Session, workspace: int, person_id: int, week: str) -> Checkin | None:
    return session.scalars(
        select(Checkin).where(
            Checkin.workspace_id == workspace, Checkin.person_id == person_id, Checkin.week == week
        )
    ).first()


def hold(session: Session, workspace: int, person_id: int, week: str) -> Checkin:
    """The row of a week, made where there is none, held for a change and as it is now."""
    add_once(session, Checkin, workspace_id=workspace, person_id=person_id, week=week)
    return session.scalars(
        select(Checkin)
        .where(Checkin.workspace_id == workspace, Checkin.person_id == person_id, Checkin.week == week)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def ask(
    session: Session, workspace: int, person_id: int, week: str, *, at: datetime, closes: datetime
) -> None:
    """Write down when somebody is asked about a week, and until when it is open."""
    row: dict[str, Any] = {"workspace_id": workspace, "person_id": person_id, "week": week}
    row |= {"prompted_at": at, "closes_at": closes}
    connection = past_the_orm(session)
    _asked(connection.dialect, tuple(row)).rows(connection, row)


@prepared
def _asked(dialect: Dialect, columns: tuple[str, ...]) -> Prepared:
    statement = inserting(Checkin, dialect)
    written = {name: statement.excluded[name] for name in ("prompted_at", "closes_at")}
    either = statement.on_conflict_do_update(
        index_elements=["workspace_id", "person_id", "week"], set_=written
    )
    return Prepared(either, dialect, columns=columns)


def close(session: Session, row: Checkin) -> None:
    """The week is over, at the time it was announced for; closed twice, the first time counts."""
    values = {"workspace": row.workspace_id, "row": row.id, "at": row.closes_at}
    connection = past_the_orm(session)
    _closed(connection.dialect).touched(connection, values)
    session.expire(row)


@prepared
def _closed(dialect: Dialect) -> Prepared:
    still_open = (
        Checkin.workspace_id == bindparam("workspace"),
        Checkin.id == bindparam("row"),
        Checkin.closed_at.is_(None),
    )
    at = bindparam("at", type_=Checkin.closed_at.type)
    return Prepared(update(Checkin).where(*still_open).values(closed_at=at), dialect)


def not_asked(session: Session, workspace: int, person_id: int, week: str) -> None:
    """The prompt never reached the person, so an unanswered week is nobody's silence."""
    session.execute(
        update(Checkin)
        .where(
            Checkin.workspace_id == workspace,
            Checkin.person_id == person_id,
            Checkin.week == week,
            Checkin.answered_at.is_(None),
        )
        .values(excused=True, excuse="not asked", prompted_at=None)
        .execution_options(synchronize_session=False)
    )


def oldest_open(session: Session, workspace: int, person_id: int) -> Checkin | None:
    """The oldest prompted week that is neither answered nor closed nor excused."""
    return session.scalars(
        select(Checkin)
        .where(
            Checkin.workspace_id == workspace,
            Checkin.person_id == person_id,
            Checkin.prompted_at.is_not(None),
            Checkin.answered_at.is_(None),
            Checkin.closed_at.is_(None),
            Checkin.excused.is_(False),
        )
        .order_by(Checkin.week)
        .limit(1)
    ).first()


def newest_prompted(session: Session, workspace: int, person_id: int) -> Checkin | None:
    """The week asked about last."""
    return session.scalars(
        select(Checkin)
        .where(
            Checkin.workspace_id == workspace,
            Checkin.person_id == person_id,
            Checkin.prompted_at.is_not(None),
        )
        .order_by(Checkin.week.desc())
        .limit(1)
    ).first()


def answered_before(session: Session, workspace: int, person_id: int, week: str) -> Checkin | None:
    """The last week before this one that somebody answered."""
    return session.scalars(
        select(Checkin)
        .where(
            Checkin.workspace_id == workspace,
            Checkin.person_id == person_id,
            Checkin.week < week,
            Checkin.answered_at.is_not(None),
        )
        .order_by(Checkin.week.desc())
        .limit(1)
    ).first()


def newest_week(session: Session, workspace: int, person_ids: Iterable[int]) -> str | None:
    """The latest week any of these people was asked about or answered."""
    return session.scalar(
        select(func.max(Checkin.week)).where(
            Checkin.workspace_id == workspace,
            Checkin.person_id.in_(set(person_ids)),
            or_(Checkin.prompted_at.is_not(None), Checkin.answered_at.is_not(None)),
        )
    )


def of_people(
    session: Session, workspace: int, person_ids: Iterable[int], weeks: Iterable[str]
) -> Sequence[Checkin]:
    return session.scalars(
        select(Checkin).where(
            Checkin.workspace_id == workspace,
            Checkin.person_id.in_(set(person_ids)),
            Checkin.week.in_(set(weeks)),
        )
    ).all()


def participation(session: Session, workspace: int, weeks: Iterable[str], *, on: date) -> tuple[int, int]:
    """How many of the check-ins of some weeks were answered, and how many were due, among the people who
    are active on a day; an excused week is not due, an open one not yet."""
    answered, due = session.execute(
        select(func.count(Checkin.answered_at), func.count(Checkin.id))
        .join(Person, Person.id == Checkin.person_id)
        .where(
            Checkin.workspace_id == workspace,
            Checkin.week.in_(set(weeks)),
            Checkin.excused.is_(False),
            or_(Checkin.answered_at.is_not(None), Checkin.closed_at.is_not(None)),
            Person.workspace_id == workspace,
            *person.is_active(on),
        )
    ).one()
    return answered, due


def forget(
    session: Session, workspace: int, *, week: str, imported: datetime, most: int
) -> list[tuple[int, str]]:
    """Delete at most so many check-ins of weeks before one, unless a file brought them since an instant;
    the people and weeks of those that went."""
    found = session.execute(
        select(Checkin.id, Checkin.person_id, Checkin.week)
        .where(
            Checkin.workspace_id == workspace,
            Checkin.week < week,
            or_(Checkin.imported_at.is_(None), Checkin.imported_at < imported),
        )
        .order_by(Checkin.week)
        .limit(most)
    ).all()
    ids = [row.id for row in found]
    session.execute(
        delete(Checkin)
        .where(Checkin.workspace_id == workspace, Checkin.id.in_(ids))
        .execution_options(synchronize_session=False)
    )
    return [(row.person_id, row.week) for row in found]
