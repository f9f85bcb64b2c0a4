"""What people have agreed to, or chosen for themselves."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped


class Consent(Scoped, Base):
    """A choice of the person's own, one row each; `rules.consent` names the kinds and their values."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("workspace_id", "person_id", "kind"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    value: Mapped[str]
    at: Mapped[datetime]


def find(session: Session, workspace: int, person_id: int, kind: str) -> Consent | None:
    return session.scalars(
        select(Consent).where(
            Consent.workspace_id == workspace, Consent.person_id == person_id, Consent.kind == kind
        )
    ).first()


def of_person(session: Session, workspace: int, person_id: int) -> dict[str, Consent]:
    """All that somebody has chosen, by kind."""
    found = session.scalars(
        select(Consent).where(Consent.workspace_id == workspace, Consent.person_id == person_id)
    )
    return {row.kind: row for row in found}


def of_people(session: Session, workspace: int, person_ids: Iterable[int], kind: str) -> dict[int, Consent]:
    found = session.scalars(
        select(Consent).where(
            Consent.workspace_id == workspace, Consent.person_id.in_(set(person_ids)), Consent.kind == kind
        )
    )
    return {row.person_id: row for row in found}


def choose(session: Session, workspace: int, person_id: int, *, kind: str, value: str, now: datetime) -> None:
    """Record a choice; the newest counts."""
    chosen = find(session, workspace, person_id, kind)
    if chosen is None:
        session.add(Consent(workspace_id=workspace, person_id=person_id, kind=kind, value=value, at=now))
    else:
        chosen.value, chosen.at = value, now
