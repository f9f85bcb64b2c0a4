"""Somebody is erased: nothing of theirs is left in any table, and what is others' stays theirs."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Connection, Table, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.database import Database
from bot.porting.erase import AUTHORED, OWNED, compact, erase
from bot.rules.refusal import Refusal
from models import Base
from models.base import UtcDateTime, Words
from models.consent import Consent
from models.delivery import Delivery
from models.goal import Goal, GoalUpdate
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from tests.porting.conftest import NOW, Folder, rows, take_in, written

# What is Ada's, and what of Ada's stands in the words of others.
WORDS = "zebrafinch"
TRACES = (WORDS, "UADA", "ada@example.com", "Ada Lovelace")


def _people(session: Session) -> dict[str, int]:
    ada = Person(
        workspace_id=1, slack_user_id="UADA", email="ada@example.com", name="Ada Lovelace", title=WORDS
    )
    grace = Person(workspace_id=1, slack_user_id="UGRACE", email="grace@example.com", name="Grace")
    session.add_all([ada, grace])
    session.flush()
    grace.manager_id = ada.id
    return {"ada": ada.id, "grace": grace.id}


@pytest.fixture
def people(database: Database) -> dict[str, int]:
    return database.transact_now(_people)


def _everywhere(database: Database) -> Iterator[str]:
    """All that stands in the database, table by table, as text."""
    for table in Base.metadata.sorted_tables:
        for row in rows(database, select(table)):
            yield f"{table.name}: {tuple(row)}"


def _left(database: Database, *traces: str) -> list[str]:
    return [line for line in _everywhere(database) for trace in traces if trace in line]


def _naming(table: Table) -> list[str]:
    return [
        column.name
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


def _value(column: Any, words: str, number: int) -> Any:
    """Something that a column may hold."""
    if isinstance(column.type, JSON):
        return {"text": words}
    if isinstance(column.type, Words):
        return [words]
    if isinstance(column.type, UtcDateTime):
        return NOW
    kind = column.type.python_type
    plain = {str: f"{words} {number}", bool: False, date: NOW.date(), bytes: words.encode()}
    return plain.get(kind, number)


def _once(table: Table, connection: Connection) -> Any:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def _fill(session: Session, *, ada: int, grace: int) -> set[str]:
    """A row in every table for every column that can name Ada; the others name Grace."""
    connection, number, filled = session.connection(), 0, set()
    ids: dict[str, int] = {"workspace": 1, "person": grace}
    for table in Base.metadata.sorted_tables:
        for column in [*_naming(table), ""] if table.name not in ("workspace", "person") else []:
            number += 1
            hers = bool(column) and (not table.c[column].nullable or f"{table.name}.{column}" in OWNED)
            words = WORDS if hers else "the words of Grace"
            row = {}
            for each in table.columns:
                (key,) = each.foreign_keys or (None,)
                if key is not None:
                    row[each.name] = ada if each.name == column else ids.get(key.column.table.name)
                elif each.name != "id":
                    kept = (
                        f"{table.name}.{column}" in AUTHORED
                        and each.name not in AUTHORED[f"{table.name}.{column}"]
                    )
                    row[each.name] = _value(each, "fact" if kept else words, number)
            made = connection.execute(_once(table, connection).values(row).returning(table.c.id)).first()
            if made is not None:
                ids[table.name] = made[0]
                filled.add(table.name)
    return filled


def test_no_table_keeps_a_trace(database: Database, people: dict[str, int]) -> None:
    filled = database.transact_now(_fill, **people)
    assert {"kudos", "checkin", "feedback", "receipt"} <= filled
    before = len(_left(database, "the words of Grace"))
    assert _left(database, *TRACES)

    erase(database, 1, "ada@example.com", now=NOW)

    assert _left(database, *TRACES) == []
    assert len(_left(database, "the words of Grace")) >= before - len(filled)
    for table in Base.metadata.sorted_tables:
        for column in _naming(table):
            named = rows(database, select(table.c.id).where(table.c[column] == people["ada"]))
            assert not named or f"{table.name}.{column}" in AUTHORED


def test_the_file_of_sqlite_holds_nothing_either(database: Database, people: dict[str, int]) -> None:
    database.transact_now(_fill, **people)
    done = erase(database, 1, "UADA", now=NOW)
    if not database.is_sqlite:
        assert compact(database, done) == ""
        return
    path = Path(database.engine.url.database or "")
    database.engine.dispose()

    assert compact(database, done) == ""

    for file in path.parent.glob(f"{path.name}*"):
        content = file.read_bytes()
        assert not [trace for trace in TRACES if trace.encode() in content]


def _facts(session: Session, *, ada: int, grace: int) -> None:
    """Thanks in both directions, an update by each on the other's goal, one message on its way."""
    given, got = (
        Kudos(
            workspace_id=1,
            ref=f"K{giver}",
            act_key=f"reaction:C1:1.0:U{giver}",
            giver_id=giver,
            at=NOW,
            message=words,
            source="command",
        )
        for giver, words in ((ada, f"{WORDS} for Grace"), (grace, "for <@UADA|ada>, of course"))
    )
    third = Person(workspace_id=1, slack_user_id="UHEDY", name="Hedy")
    both = Kudos(
        workspace_id=1,
        ref="KBOTH",
        act_key="command:9",
        giver_id=grace,
        at=NOW,
        message="thanks to <@UADA> and Hedy, says Ada Lovelace",
        source="command",
    )
    session.add_all([given, got, both, third])
    session.flush()
    hers = Goal(workspace_id=1, ref="G1", owner_id=ada, title=WORDS, created_at=NOW)
    his = Goal(workspace_id=1, ref="G2", owner_id=grace, title="Grace's", created_at=NOW)
    session.add_all([hers, his])
    session.flush()
    his.parent_id = hers.id
    session.add_all(
        [
            KudosReceiver(workspace_id=1, kudos_id=given.id, receiver_id=grace),
            KudosReceiver(workspace_id=1, kudos_id=got.id, receiver_id=ada),
            KudosReceiver(workspace_id=1, kudos_id=both.id, receiver_id=ada),
            KudosReceiver(workspace_id=1, kudos_id=both.id, receiver_id=third.id),
            GoalUpdate(
                workspace_id=1, act_key="a", goal_id=his.id, author_id=ada, at=NOW, value=5, note=WORDS
            ),
            GoalUpdate(
                workspace_id=1, act_key="b", goal_id=hers.id, author_id=grace, at=NOW, value=5, note=""
            ),
            Consent(workspace_id=1, person_id=grace, kind="share_feedback:F1", value="yes", at=NOW),
            Delivery(
                workspace_id=1,
                key="waiting",
                kind="kudos_dm",
                person_id=ada,
                conversation=f"person:{ada}",
                body={"text": "for <@UADA>"},
                created_at=NOW,
                due_at=NOW,
            ),
            Delivery(
                workspace_id=1,
                key="announced",
                kind="kudos_announcement",
                channel="C1",
                conversation="channel:C1",
                body={"text": "<@UADA> thanks", "blocks": [{"text": "<@UADA>"}]},
                created_at=NOW,
                due_at=NOW + timedelta(hours=1),
            ),
        ]
    )


def test_what_is_others_stays_theirs_without_the_name(database: Database, people: dict[str, int]) -> None:
    database.transact_now(_facts, **people)

    done = erase(database, 1, "UADA", now=NOW)

    kudos = {row.ref: row for row in rows(database, select(Kudos.ref, Kudos.message, Kudos.giver_id))}
    assert kudos[f"K{people['ada']}"].message == ""
    assert kudos["KBOTH"].message == "thanks to somebody and Hedy, says somebody"
    assert f"K{people['grace']}" not in kudos
    ((note, value),) = rows(database, select(GoalUpdate.note, GoalUpdate.value))
    assert (note, value) == ("", 5)
    assert rows(database, select(Goal.ref, Goal.parent_id)) == [("G2", None)]
    assert rows(database, select(Consent.kind)) == []
    found = {row.key: row for row in rows(database, select(Delivery.key, Delivery.state, Delivery.body))}
    assert (found["waiting"].state, found["waiting"].body) == ("skipped", None)
    assert found["announced"].body == {"text": "somebody thanks", "blocks": [{"text": "somebody"}]}
    assert rows(database, select(Person.manager_id).where(Person.slack_user_id == "UGRACE")) == [(None,)]
    assert "1 checkin" not in done.lines()[0]
    assert "1 goal" in done.lines()[0]


def test_an_export_after_it_goes_round_and_names_nobody(
    database: Database, people: dict[str, int], tmp_path: Path, new_database: Any
) -> None:
    database.transact_now(_facts, **people)
    erase(database, 1, "UADA", now=NOW)

    exported = written(database, tmp_path / "first")

    assert not [file for file, content in exported.items() for trace in TRACES if trace in content]
    assert (
        f"K{people['ada']},erased-{people['ada']}@erased.invalid,grace@example.com" in exported["kudos.csv"]
    )
    other = new_database("sqlite")
    assert take_in(other, tmp_path / "first").ok
    assert written(other, tmp_path / "second")["kudos.csv"] == exported["kudos.csv"]


def test_an_erased_person_can_be_entered_anew(
    database: Database, people: dict[str, int], folder: Folder
) -> None:
    erase(database, 1, "ada@example.com", now=NOW)
    folder.file("people.csv", "email,name,slack_user_id", "ada@example.com,Ada Lovelace,UADA")

    assert take_in(database, folder.path).ok

    anew = rows(database, select(Person.id, Person.erased_at).where(Person.email == "ada@example.com"))
    assert [(row.id != people["ada"], row.erased_at) for row in anew] == [(True, None)]


def test_nobody_of_that_name_is_refused(database: Database, people: dict[str, int]) -> None:
    before = list(_everywhere(database))
    with pytest.raises(Refusal, match=r"'nobody@example\.com' is nobody"):
        erase(database, 1, "nobody@example.com", now=NOW)
    assert list(_everywhere(database)) == before


def test_another_workspace_keeps_everything(database: Database, people: dict[str, int]) -> None:
    with database.writing() as connection:
        connection.execute(
            text("INSERT INTO workspace (name, url, created_at, retried) VALUES ('', '', '2026-01-01', '[]')")
        )
    other = database.transact_now(_neighbour)
    erase(database, 1, "ada@example.com", now=NOW)
    kept = database.read_now(
        lambda session: session.scalars(select(Consent.value).where(Consent.workspace_id == other)).all()
    )
    assert kept == ["for ada@example.com"]


def _neighbour(session: Session) -> int:
    who = Person(workspace_id=2, email="ada@example.com", name="Ada Lovelace")
    session.add(who)
    session.flush()
    session.add(Consent(workspace_id=2, person_id=who.id, kind="pause", value="for ada@example.com", at=NOW))
    return 2
