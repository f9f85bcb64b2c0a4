"""Every table carries its workspace, every query names it, and the watch over that is awake."""

import pytest
from sqlalchemy import Table, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Session

from bot.database import Database
from models import Base
from models.goal import Goal
from models.person import Person
from tests.support import cast
from tests.support.scoping import unscoped, watched


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_but_the_workspace_itself_carries_its_workspace(table: Table) -> None:
    if table.name == "workspace":
        return
    column = table.columns["workspace_id"]
    assert not column.nullable
    assert {str(key.target_fullname) for key in column.foreign_keys} == {"workspace.id"}


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_unique_key_and_index_begins_with_the_workspace(table: Table) -> None:
    if table.name == "workspace":
        return
    keys = [list(index.columns) for index in table.indexes]
    keys += [list(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    assert keys
    others = [key for key in keys if key[0].name != "workspace_id"]
    # A row that goes is looked for by what refers to it, which knows no workspace.
    assert all(key[0].foreign_keys and key[1].name == "workspace_id" for key in others)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT person.id FROM person WHERE person.name = ?",
        "SELECT p.id FROM person AS p WHERE p.manager_id IN (SELECT person.id FROM person "
        "WHERE person.workspace_id = ?)",
        "SELECT kudos.id FROM kudos JOIN kudos_receiver ON kudos_receiver.kudos_id = kudos.id "
        "WHERE kudos.workspace_id = ?",
        "SELECT goal.id FROM goal, person WHERE goal.workspace_id = ? AND person.id = goal.owner_id",
        "DELETE FROM appointment WHERE appointment.id = ?",
        "UPDATE delivery SET state=? WHERE delivery.id = ?",
    ],
)
def test_the_watch_sees_a_statement_that_forgets_the_workspace(statement: str) -> None:
    assert unscoped(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT person.id FROM person WHERE person.workspace_id = ? AND person.name = ?",
        "SELECT workspace.id FROM workspace WHERE workspace.id = ?",
        "INSERT INTO person (workspace_id, name) VALUES (?, ?)",
        "SELECT kudos.id FROM kudos JOIN kudos_receiver ON kudos_receiver.kudos_id = kudos.id "
        "WHERE kudos.workspace_id = ? AND kudos_receiver.workspace_id = ?",
    ],
)
def test_the_watch_lets_a_scoped_statement_through(statement: str) -> None:
    assert not unscoped(statement)


def test_the_watch_hears_a_real_engine_and_lets_a_session_write_back_what_it_read(
    database: Database, every_statement_names_its_workspace: list[str]
) -> None:
    def forget(session: Session) -> None:
        session.scalars(select(Person).where(Person.name == "Ada Lovelace")).all()
        session.execute(update(Goal).where(Goal.id == 1).values(title="?"))
        session.execute(delete(Goal).where(Goal.id == 1))

    def write_back(session: Session, *, workspace_id: int) -> None:
        ada = session.scalars(
            select(Person).where(Person.workspace_id == workspace_id, Person.slack_user_id == "UADA")
        ).one()
        ada.title = "Countess"
        session.flush()

    workspace_id = database.transact_now(cast.fill_database)
    with watched() as found:
        database.transact_now(write_back, workspace_id=workspace_id)
        assert found == []
        database.read_now(forget)
        assert len(found) == 3
        assert {each.split()[0] for each in found} == {"SELECT", "UPDATE", "DELETE"}
    every_statement_names_its_workspace.clear()
