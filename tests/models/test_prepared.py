"""Statements past the ORM: the same types, the same errors."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.database import Database
from models.base import add_all_once, add_once
from models.channel import Channel
from models.delivery import Delivery
from models.kudos import Kudos
from models.prepared import Prepared
from tests.support import rows
from tests.support.cast import START

ELSEWHERE = datetime(2026, 3, 1, 8, 15, tzinfo=timezone(timedelta(hours=5, minutes=45)))


def _kudos(database: Database, workspace_id: int) -> dict[str, object]:
    ada = database.read_now(rows.person, workspace_id=workspace_id, slack_id="UADA")
    return {
        "workspace_id": workspace_id,
        "ref": "K1",
        "act_key": "a",
        "giver_id": ada.id,
        "at": ELSEWHERE,
        "message": "für «alles» 🎉 % :name ?",
        "values": ["craft", "care"],
        "skills": [],
        "source": "command",
    }


def test_a_row_added_past_the_orm_is_read_by_it(database: Database, workspace_id: int) -> None:
    """Instants, words, defaults of the model, and characters that mean something to a driver."""
    given = _kudos(database, workspace_id)
    assert database.transact_now(add_once, model=Kudos, **given) is not None

    [kept] = database.read_now(rows.all_of, model=Kudos, workspace_id=workspace_id)

    assert {name: getattr(kept, name) for name in given} == given
    assert (kept.visibility, kept.channel, kept.voided_at) == ("public", None, None)


def test_a_row_is_read_past_the_orm_as_by_it(database: Database, workspace_id: int) -> None:
    body = {"text": "hello", "blocks": [{"type": "divider"}], "none": None}
    row = {"workspace_id": workspace_id, "key": "k", "kind": "x", "conversation": "c", "body": body}
    row |= {"created_at": START, "due_at": ELSEWHERE}
    database.transact_now(lambda session: add_all_once(session, Delivery, [row, row]))
    columns = (Delivery.body, Delivery.due_at, Delivery.posting, Delivery.attempts, Delivery.try_at)

    def read(session: Session) -> list[tuple[object, ...]]:
        connection = session.connection()
        query = select(*columns).where(Delivery.workspace_id == bindparam("workspace"))
        return Prepared(query, connection.dialect).rows(connection, {"workspace": workspace_id})

    assert database.read_now(read) == [(body, ELSEWHERE, False, 0, None)]


def test_an_error_is_sqlalchemys_and_keeps_the_words_to_itself(database: Database, workspace_id: int) -> None:
    row = {"workspace_id": workspace_id, "slack_id": "CSECRET", "public": True, "asked_at": START}

    def twice(session: Session) -> None:
        connection = session.connection()
        Prepared(insert(Channel), connection.dialect, columns=tuple(row)).run_all(connection, [row, row])

    with pytest.raises(IntegrityError) as caught:
        database.transact_now(twice)

    assert "CSECRET" not in str(caught.value).partition("DETAIL")[0]


def test_a_connection_that_died_is_let_go(database: Database, workspace_id: int) -> None:
    """The next try gets a new one."""
    tries: list[int] = []

    def add(session: Session) -> int | None:
        connection = session.connection()
        tries.append(1)
        if len(tries) == 1:
            connection.connection.driver_connection.close()  # type: ignore[union-attr]
        return add_once(
            session, Channel, workspace_id=workspace_id, slack_id="C1", public=True, asked_at=START
        )

    assert database.transact_now(add) is not None
    assert len(tries) == 2
