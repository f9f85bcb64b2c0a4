"""Thanks from one person to one or more others."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    ForeignKey,
    Index,
    Row,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped
from models.person import Person
from models.prepared import Ask, Prepared, prepared

# How many rows are read at a time where all of a span are gone through.
PAGE = 1000


class Kudos(Scoped, Base):
    """`act_key` names the act in Slack that this row is, so that a repeated delivery finds it.

    A kudos is never deleted when it is taken back: `voided_at` is set, and an older,
    late delivery cannot revive it (`act_ts` is the Slack time of the last act applied).
    """

    __tablename__ = "kudos"
    __table_args__ = (
        UniqueConstraint("workspace_id", "act_key"),
        UniqueConstraint("workspace_id", "ref"),
        Index("ix_kudos_workspace_id_at", "workspace_id", "at"),
        Index("ix_kudos_workspace_id_giver_id_at", "workspace_id", "giver_id", "at"),
        Index(
            "ix_kudos_untold",
            "workspace_id",
            sqlite_where=text("source = 'reaction' AND told_at IS NULL"),
            postgresql_where=text("source = 'reaction' AND told_at IS NULL"),
        ),
    )

    ref: Mapped[str]
    act_key: Mapped[str]
    act_ts: Mapped[str] = mapped_column(default="")
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    message: Mapped[str] = mapped_column(default="")
    values: Mapped[list[str]] = mapped_column(default=list)
    skills: Mapped[list[str]] = mapped_column(default=list)
    visibility: Mapped[str] = mapped_column(default="public")
    source: Mapped[str]
    # What is thanked for, where a message or a reaction said so.
    channel: Mapped[str | None] = mapped_column(Text)
    message_ts: Mapped[str | None] = mapped_column(Text)
    reaction: Mapped[str | None] = mapped_column(Text)
    voided_at: Mapped[datetime | None]
    # When a kudos by reaction went into the receiver's daily message.
    told_at: Mapped[datetime | None]


class KudosReceiver(Scoped, Base):
    __tablename__ = "kudos_receiver"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kudos_id", "receiver_id"),
        Index(
            "ix_kudos_receiver_workspace_id_receiver_id_kudos_id", "workspace_id", "receiver_id", "kudos_id"
        ),
    )

    kudos_id: Mapped[int] = mapped_column(ForeignKey("kudos.id"))
    receiver_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


def by_act(session: Session, workspace: int, act_key: str, *, hold: bool = False) -> Kudos | None:
    """The kudos that an act made; held for a change where asked."""
    query = select(Kudos).where(Kudos.workspace_id == workspace, Kudos.act_key == act_key)
    return session.scalars(query.with_for_update() if hold else query).first()


def by_id(session: Session, workspace: int, kudos_id: int) -> Kudos | None:
    return session.scalars(select(Kudos).where(Kudos.workspace_id == workspace, Kudos.id == kudos_id)).first()


def unerased(session: Session, workspace: int, ids: Collection[int]) -> set[int]:
    """Which of these kudos there are, from people who have not been erased."""
    rows = (
        select(Kudos.id)
        .join(Person, Person.id == Kudos.giver_id)
        .where(
            Kudos.workspace_id == workspace,
            Person.workspace_id == workspace,
            Kudos.id.in_(ids),
            Person.erased_at.is_(None),
        )
    )
    return set(session.scalars(rows))


def counting(connection: Connection, workspace: int, giver_id: int, since: datetime) -> Ask:
    """Ask how many thanks somebody has typed since then, one for each receiver; reactions are free."""
    values = {"workspace": workspace, "giver": giver_id, "since": since}
    return _counting(connection.dialect).ask(values)


@prepared
def _counting(dialect: Dialect) -> Prepared:
    statement = (
        select(func.count(KudosReceiver.id))
        .join(Kudos, Kudos.id == KudosReceiver.kudos_id)
        .where(
            Kudos.workspace_id == bindparam("workspace"),
            KudosReceiver.workspace_id == bindparam("workspace"),
            Kudos.giver_id == bindparam("giver"),
            Kudos.source != "reaction",
            Kudos.at >= bindparam("since"),
            Kudos.voided_at.is_(None),
        )
    )
    return Prepared(statement, dialect)


class Given(NamedTuple):
    """One public kudos to one receiver; `says_why` where there are words with it."""

    giver_id: int
    receiver_id: int
    values: list[str]
    skills: list[str]
    says_why: bool


def between(session: Session, workspace: int, since: datetime, until: datetime) -> Iterator[Given]:
    """The public kudos that stand, one for each receiver, from `since` up to `until` (excluded); a large
    company's month goes by without being held in memory."""
    found = session.execute(
        select(Kudos.giver_id, KudosReceiver.receiver_id, Kudos.values, Kudos.skills, Kudos.message != "")
        .join(KudosReceiver, KudosReceiver.kudos_id == Kudos.id)
        .where(*_public(workspace, since, until))
        .execution_options(yield_per=PAGE)
    )
    return (Given(*row) for row in found)


def began_before(session: Session, workspace: int, instant: datetime) -> bool:
    """Whether anybody was thanked before an instant."""
    found = select(Kudos.id).where(Kudos.workspace_id == workspace, Kudos.at < instant).limit(1)
    return session.scalar(found) is not None


def received(
    session: Session, workspace: int, receiver_ids: Iterable[int], since: datetime, until: datetime
) -> Sequence[Row[int, int]]:
    """Giver and receiver of the same, for these receivers only, oldest first."""
    return session.execute(
        select(Kudos.giver_id, KudosReceiver.receiver_id)
        .join(KudosReceiver, KudosReceiver.kudos_id == Kudos.id)
        .where(*_public(workspace, since, until), KudosReceiver.receiver_id.in_(set(receiver_ids)))
        .order_by(Kudos.at, Kudos.id)
    ).all()


def _public(workspace: int, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Kudos.workspace_id == workspace,
        KudosReceiver.workspace_id == workspace,
        Kudos.visibility == "public",
        Kudos.at >= since,
        Kudos.at < until,
        Kudos.voided_at.is_(None),
    )


def of_person(
    session: Session, workspace: int, person_id: int, *, given: bool, limit: int
) -> Sequence[Row[Kudos, int]]:
    """What a person gave or received, newest first, with the receiver of each."""
    column = Kudos.giver_id if given else KudosReceiver.receiver_id
    return session.execute(
        select(Kudos, KudosReceiver.receiver_id)
        .join(KudosReceiver, KudosReceiver.kudos_id == Kudos.id)
        .where(
            Kudos.workspace_id == workspace,
            KudosReceiver.workspace_id == workspace,
            column == person_id,
            Kudos.voided_at.is_(None),
        )
        .order_by(Kudos.at.desc(), Kudos.id.desc())
        .limit(limit)
    ).all()


def tagged(session: Session, workspace: int, since: datetime) -> Iterator[list[str]]:
    """The words, beside values, that public kudos since then are tagged with, one list for each kudos."""
    found = session.execute(
        select(Kudos.skills)
        .where(
            Kudos.workspace_id == workspace,
            Kudos.visibility == "public",
            Kudos.at >= since,
            Kudos.voided_at.is_(None),
            Kudos.skills != "",
        )
        .execution_options(yield_per=PAGE)
    )
    return (skills for (skills,) in found)


def untold_reactions(session: Session, workspace: int, receiver_id: int) -> Sequence[Kudos]:
    """Kudos by reaction that stand and that the receiver has not heard of, oldest first, held."""
    return session.scalars(
        select(Kudos)
        .join(KudosReceiver, KudosReceiver.kudos_id == Kudos.id)
        .where(
            Kudos.workspace_id == workspace,
            KudosReceiver.workspace_id == workspace,
            KudosReceiver.receiver_id == receiver_id,
            Kudos.source == "reaction",
            Kudos.told_at.is_(None),
            Kudos.voided_at.is_(None),
        )
        .order_by(Kudos.at, Kudos.id)
        .with_for_update(of=Kudos)
    ).all()


def untold_channels(session: Session, workspace: int) -> set[str]:
    """The channels of reactions that nobody has heard of yet."""
    found = session.scalars(
        select(Kudos.channel)
        .where(Kudos.workspace_id == workspace, Kudos.source == "reaction", Kudos.told_at.is_(None))
        .distinct()
    )
    return {channel for channel in found if channel}
