"""When people are away."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped


class Absence(Scoped, Base):
    """Whole days away, both ends included: vacation, sick, parental or other."""

    __tablename__ = "absence"
    __table_args__ = (UniqueConstraint("workspace_id", "person_id", "first_day", "last_day", "kind"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    kind: Mapped[str]


def of_people(
    session: Session, workspace: int, person_ids: Iterable[int], *, since: date
) -> Sequence[Absence]:
    return session.scalars(
        select(Absence).where(
            Absence.workspace_id == workspace,
            Absence.person_id.in_(set(person_ids)),
            Absence.last_day >= since,
        )
    ).all()
