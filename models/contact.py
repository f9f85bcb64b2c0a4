"""People as a message needs to know them, read and held past the ORM for the busiest path."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Dialect, Text, bindparam, select, update
from sqlalchemy.orm import Session

from models.base import past_the_orm
from models.person import Person, mention
from models.prepared import Ask, Prepared, prepared, run_together


@dataclass(frozen=True, slots=True)
class Contact:
    """What writing to somebody takes to know."""

    id: int
    workspace_id: int
    slack_user_id: str | None
    name: str
    team: str
    timezone: str
    locale: str
    language: str
    deactivated: bool
    outsider: str
    introduced_at: datetime | None

    @property
    def mention(self) -> str:
        return mention(self.slack_user_id, self.name)


Addressee = Person | Contact


def asking(connection: Connection, workspace: int, slack_ids: Sequence[str]) -> Ask:
    """Ask for people by their Slack ids; `found` reads the answer."""
    ids = {f"id{n}": each for n, each in enumerate(slack_ids)}
    return _asking(connection.dialect, len(ids)).ask({"workspace": workspace, **ids})


def found(rows: Iterable[tuple[Any, ...]]) -> dict[str, Contact]:
    """Those who are in the directory, by their Slack id."""
    return {who.slack_user_id: who for who in itertools.starmap(Contact, rows) if who.slack_user_id}


@prepared
def _asking(dialect: Dialect, amount: int) -> Prepared:
    columns = [getattr(Person, each.name) for each in fields(Contact)]
    ids = [bindparam(f"id{n}", type_=Text) for n in range(amount)]
    named = Person.workspace_id == bindparam("workspace"), Person.slack_user_id.in_(ids)
    return Prepared(select(*columns).where(*named), dialect)


def hold(session: Session, workspace: int, people: Iterable[Addressee]) -> None:
    """Hold people's rows to the end of the transaction, so that what is counted for them stays counted.

    They are taken in one order, so that two who thank each other do not wait for each other for
    ever; rows that refer to them can still be added meanwhile.
    """
    connection = past_the_orm(session)
    run_together(connection, *holding(connection, workspace, people))


def holding(connection: Connection, workspace: int, people: Iterable[Addressee]) -> list[Ask]:
    """What `hold` runs, to be run together with something else."""
    ids = {f"id{n}": who.id for n, who in enumerate(people)}
    if not ids or connection.dialect.name == "sqlite":
        return []  # The one writer holds everything.
    return [_holding(connection.dialect, len(ids)).ask({"workspace": workspace, **ids})]


@prepared
def _holding(dialect: Dialect, amount: int) -> Prepared:
    ids = [bindparam(f"id{n}", type_=Person.id.type) for n in range(amount)]
    named = Person.workspace_id == bindparam("workspace"), Person.id.in_(ids)
    rows = select(Person.id).where(*named).order_by(Person.id).with_for_update(key_share=True)
    return Prepared(rows, dialect)


def introduce(session: Session, who: Addressee, *, now: datetime) -> bool:
    """Claim the right to introduce the bot to somebody; of two messages at once one does."""
    connection = past_the_orm(session)
    values = {"workspace": who.workspace_id, "person": who.id, "now": now}
    return _introduced(connection.dialect).touched(connection, values) == 1


@prepared
def _introduced(dialect: Dialect) -> Prepared:
    unknown = (
        Person.workspace_id == bindparam("workspace"),
        Person.id == bindparam("person"),
        Person.introduced_at.is_(None),
    )
    now = bindparam("now", type_=Person.introduced_at.type)
    return Prepared(update(Person).where(*unknown).values(introduced_at=now), dialect)
