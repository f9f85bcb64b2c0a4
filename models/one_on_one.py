"""The page that two people share for their 1:1s."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped, add_once

AGENDA, NOTE, ACTION = "agenda", "note", "action"


class OneOnOne(Scoped, Base):
    """One pair of people. `first_id` is the smaller of the two ids, so that a pair has one page."""

    __tablename__ = "one_on_one"
    __table_args__ = (
        UniqueConstraint("workspace_id", "first_id", "second_id"),
        Index("ix_one_on_one_workspace_id_second_id", "workspace_id", "second_id"),
    )

    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # When they last said that they had met; what was on the page until then is its history.
    met_at: Mapped[datetime | None]
    # The form (`view.id`) that said so: delivered again, it does not close the next page.
    met_act: Mapped[str] = mapped_column(default="")

    def other(self, person_id: int) -> int:
        """The other one of the two."""
        return self.second_id if person_id == self.first_id else self.first_id


class OneOnOneItem(Scoped, Base):
    """A point of the agenda, a note, or an action, which has an owner.

    `done_at`: talked about, or done. `met_at`: it belongs to the meeting that was over then; open
    points and actions go on to the next page.
    """

    __tablename__ = "one_on_one_item"
    __table_args__ = (
        UniqueConstraint("workspace_id", "act_key"),
        Index("ix_one_on_one_item_workspace_id_pair_id", "workspace_id", "pair_id"),
        Index("ix_one_on_one_item_workspace_id_author_id", "workspace_id", "author_id"),
    )

    pair_id: Mapped[int] = mapped_column(ForeignKey("one_on_one.id"))
    act_key: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]


def pair(session: Session, workspace: int, one: int, other: int) -> OneOnOne | None:
    """The page of two people, where they have one."""
    return session.scalars(
        select(OneOnOne).where(
            OneOnOne.workspace_id == workspace,
            OneOnOne.first_id == min(one, other),
            OneOnOne.second_id == max(one, other),
        )
    ).first()


def hold(session: Session, workspace: int, one: int, other: int) -> OneOnOne:
    """The page of two people, made where there is none, held for a change and as it is now."""
    ids = {"first_id": min(one, other), "second_id": max(one, other)}
    add_once(session, OneOnOne, workspace_id=workspace, **ids)
    return session.scalars(
        select(OneOnOne)
        .where(
            OneOnOne.workspace_id == workspace,
            OneOnOne.first_id == ids["first_id"],
            OneOnOne.second_id == ids["second_id"],
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def of_person(session: Session, workspace: int, person_id: int) -> Sequence[OneOnOne]:
    """Every page that somebody shares, the oldest first. Asked twice, so that each finds its index."""
    found = [
        each
        for column in (OneOnOne.first_id, OneOnOne.second_id)
        for each in session.scalars(
            select(OneOnOne).where(OneOnOne.workspace_id == workspace, column == person_id)
        )
    ]
    return sorted(found, key=lambda each: each.id)


def items(session: Session, workspace: int, pairs: Collection[int]) -> Sequence[OneOnOneItem]:
    """What stands on these pages now, the oldest first."""
    return session.scalars(
        select(OneOnOneItem)
        .where(
            OneOnOneItem.workspace_id == workspace,
            OneOnOneItem.pair_id.in_(pairs),
            OneOnOneItem.met_at.is_(None),
        )
        .order_by(OneOnOneItem.created_at, OneOnOneItem.id)
    ).all()


def last_notes(session: Session, workspace: int, found: OneOnOne) -> Sequence[OneOnOneItem]:
    """The notes of the meeting before, the oldest first."""
    return session.scalars(
        select(OneOnOneItem)
        .where(
            OneOnOneItem.workspace_id == workspace,
            OneOnOneItem.pair_id == found.id,
            OneOnOneItem.kind == NOTE,
            OneOnOneItem.met_at.is_not(None),
            OneOnOneItem.met_at == found.met_at,
        )
        .order_by(OneOnOneItem.created_at, OneOnOneItem.id)
    ).all()
