"""A member in the directory, when they are away, and what they have agreed to."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    func,
    literal,
    or_,
    select,
    text,
    true,
    type_coerce,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Scoped


class Person(Scoped, Base):
    """Someone in the directory: known from Slack, from `people.csv`, or from both.

    The CSV wins for manager, team, title and dates; Slack for its id, name and zone.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_user_id"),
        UniqueConstraint("workspace_id", "email"),
        Index("ix_person_workspace_id_manager_id", "workspace_id", "manager_id"),
        Index(
            "ix_person_without_dm",
            "workspace_id",
            "id",
            sqlite_where=text("dm_channel IS NULL"),
            postgresql_where=text("dm_channel IS NULL"),
        ),
        Index(
            "ix_person_erased",
            "workspace_id",
            "erased_at",
            sqlite_where=text("erased_at IS NOT NULL"),
            postgresql_where=text("erased_at IS NOT NULL"),
        ),
    )

    slack_user_id: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(default="")
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="")
    location: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    timezone: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="")
    # The language they chose here; empty: the one of their locale. The choice itself is a consent.
    language: Mapped[str] = mapped_column(default="")
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="")
    working_days: Mapped[list[str]] = mapped_column(default=list)
    roles: Mapped[list[str]] = mapped_column(default=list)
    # A `people.csv` row has named this person, so Slack no longer decides manager, team, title, dates.
    in_csv: Mapped[bool] = mapped_column(default=False)
    # Slack says that the account is switched off.
    deactivated: Mapped[bool] = mapped_column(default=False)
    # Slack says that they administer the workspace, so they may set the bot up.
    slack_admin: Mapped[bool] = mapped_column(default=False)
    # Bots, guests and people of other organisations are known so that they can be refused by name.
    outsider: Mapped[str] = mapped_column(default="")
    # Slack's status says that the person is away between these instants; its words are not kept.
    away_from: Mapped[datetime | None]
    away_until: Mapped[datetime | None]
    # When Slack last changed this profile (`updated`), so that an old event cannot undo a newer one.
    slack_updated: Mapped[int] = mapped_column(default=0)
    dm_channel: Mapped[str | None] = mapped_column(Text)
    # What was personal has been deleted; the row stays where others' records need an end to point to.
    erased_at: Mapped[datetime | None]
    # The first message explained what Cairn is; it is said once.
    introduced_at: Mapped[datetime | None]

    @property
    def mention(self) -> str:
        return mention(self.slack_user_id, self.name)

    def employed_on(self, day: date) -> bool:
        """Whether this person works here on that local date."""
        started = self.start_date is None or self.start_date <= day
        return started and (self.end_date is None or day <= self.end_date)

    def active_on(self, day: date) -> bool:
        return self.employed_on(day) and not self.deactivated and not self.outsider


def mention(slack_user_id: str | None, name: str) -> str:
    """How a message names somebody."""
    return f"<@{slack_user_id}>" if slack_user_id else name


def by_slack_ids(
    session: Session, workspace: int, ids: Iterable[str], *, hold: bool = False
) -> dict[str, Person]:
    """People by their Slack id; held for a change where asked."""
    query = select(Person).where(Person.workspace_id == workspace, Person.slack_user_id.in_(set(ids)))
    if hold:
        query = query.order_by(Person.id).with_for_update(key_share=True)
    return {person.slack_user_id: person for person in session.scalars(query) if person.slack_user_id}


def by_slack_id(session: Session, workspace: int, slack_user_id: str) -> Person | None:
    return by_slack_ids(session, workspace, [slack_user_id]).get(slack_user_id)


def by_ids(session: Session, workspace: int, ids: Iterable[int]) -> dict[int, Person]:
    wanted = set(ids)
    if not wanted:
        return {}
    found = session.scalars(select(Person).where(Person.workspace_id == workspace, Person.id.in_(wanted)))
    return {person.id: person for person in found}


def by_id(session: Session, workspace: int, person_id: int) -> Person:
    return by_ids(session, workspace, [person_id])[person_id]


def by_email(session: Session, workspace: int, email: str, *, hold: bool = False) -> Person | None:
    """The person with an address; held for a change where asked."""
    query = select(Person).where(Person.workspace_id == workspace, Person.email == email.strip().lower())
    return session.scalars(query.with_for_update(key_share=True) if hold else query).first()


def reports(session: Session, workspace: int, manager_id: int) -> Sequence[Person]:
    """Direct reports, by name."""
    return session.scalars(
        select(Person)
        .where(Person.workspace_id == workspace, Person.manager_id == manager_id)
        .order_by(Person.name, Person.id)
    ).all()


def reports_of(session: Session, workspace: int, manager_ids: Iterable[int]) -> Sequence[Person]:
    """The direct reports of any of these managers."""
    return session.scalars(
        select(Person)
        .where(Person.workspace_id == workspace, Person.manager_id.in_(set(manager_ids)))
        .order_by(Person.id)
    ).all()


def everybody(session: Session, workspace: int) -> Sequence[Person]:
    """The whole directory, outsiders left out, by name."""
    return session.scalars(
        select(Person)
        .where(Person.workspace_id == workspace, Person.outsider == "")
        .order_by(Person.name, Person.id)
    ).all()


def with_role(session: Session, workspace: int, role: str) -> Sequence[Person]:
    """Who holds a role in the directory, by name."""
    roles = literal("|").concat(type_coerce(Person.roles, Text)).concat("|")
    return session.scalars(
        select(Person)
        .where(Person.workspace_id == workspace, Person.outsider == "", roles.like(f"%|{role}|%"))
        .order_by(Person.name, Person.id)
    ).all()


def is_active(on: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    """The conditions of `active_on`."""
    return (
        Person.outsider == "",
        Person.deactivated.is_(False),
        or_(Person.start_date.is_(None), Person.start_date <= on),
        or_(Person.end_date.is_(None), Person.end_date >= on),
    )


def teams(session: Session, workspace: int) -> Sequence[str]:
    """The teams that members belong to, by name."""
    return session.scalars(
        select(Person.team)
        .where(Person.workspace_id == workspace, Person.outsider == "", Person.team != "")
        .distinct()
        .order_by(Person.team)
    ).all()


def without_dm(
    session: Session, workspace: int, *, teams: Collection[str] | None, refused: Collection[int]
) -> Person | None:
    """The first of these teams (None: all) whose DM with the bot is not known yet."""
    return session.scalars(
        select(Person)
        .where(
            Person.workspace_id == workspace,
            Person.slack_user_id.is_not(None),
            Person.outsider == "",
            Person.deactivated.is_(False),
            Person.dm_channel.is_(None),
            true() if teams is None else Person.team.in_(teams),
            Person.id.not_in(refused),
        )
        .order_by(Person.id)
        .limit(1)
    ).first()


def named(session: Session, workspace: int, word: str) -> Person | None:
    """The person meant by an email address or a Slack id."""
    return session.scalars(
        select(Person).where(
            Person.workspace_id == workspace,
            or_(Person.email == word.strip().lower(), Person.slack_user_id == word.strip()),
        )
    ).first()


def last_erased(session: Session, workspace: int) -> datetime | None:
    """When somebody was last erased."""
    return session.scalar(
        select(func.max(Person.erased_at)).where(
            Person.workspace_id == workspace, Person.erased_at.is_not(None)
        )
    )
