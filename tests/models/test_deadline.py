"""A database that hangs keeps nobody waiting, and stores nothing of what was given up."""

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot import deadline
from bot.database import Database, DatabaseAway
from models.channel import Channel
from tests.support import rows
from tests.support.cast import START


@contextmanager
def held_up(database: Database) -> Iterator[None]:
    """Another program has locked the table and does not let go."""
    other = Database(database.engine.url.render_as_string(hide_password=False))
    with closing(other), other.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE channel IN ACCESS EXCLUSIVE MODE"))
        yield


def _add(session: Session, *, workspace_id: int, slack_id: str) -> None:
    session.add(Channel(workspace_id=workspace_id, slack_id=slack_id, public=True, asked_at=START))
    session.flush()


def _names(session: Session, *, workspace_id: int) -> set[str]:
    return set(session.scalars(select(Channel.slack_id).where(Channel.workspace_id == workspace_id)))


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "WITHIN", 0.4)


async def test_what_hangs_is_given_up_in_time_and_not_stored(database: Database, workspace_id: int) -> None:
    begun = asyncio.get_running_loop().time()
    with held_up(database):
        acts = []
        with deadline.answering():
            for n in range(20):
                one = database.transact(_add, workspace_id=workspace_id, slack_id=f"C{n}")
                acts.append(asyncio.ensure_future(one))
            answers = await asyncio.gather(*acts, return_exceptions=True)
        waited = asyncio.get_running_loop().time() - begun

    assert waited < 1.5
    assert all(isinstance(each, DatabaseAway) and not each.unsure for each in answers)
    await database.transact(_add, workspace_id=workspace_id, slack_id="CLATER")
    assert await database.read(_names, workspace_id=workspace_id) == {"CLATER"}


@pytest.mark.several_writers
async def test_a_reader_that_hangs_is_answered_and_its_thread_is_free_again(
    database: Database, workspace_id: int
) -> None:
    with held_up(database), deadline.answering():
        reads = [database.read(_names, workspace_id=workspace_id) for _ in range(20)]
        answers = await asyncio.gather(*reads, return_exceptions=True)

    assert all(isinstance(each, DatabaseAway) for each in answers)
    assert await database.read(_names, workspace_id=workspace_id) == set()


async def test_whoever_is_not_waited_for_takes_the_time_it_needs(
    database: Database, workspace_id: int
) -> None:
    with held_up(database):
        slow = asyncio.ensure_future(database.transact(_add, workspace_id=workspace_id, slack_id="C1"))
        done, _ = await asyncio.wait([slow], timeout=0.8)
        assert not done

    await slow
    kept = await database.read(rows.all_of, model=Channel, workspace_id=workspace_id)
    assert [row.slack_id for row in kept] == ["C1"]


async def test_a_commit_whose_answer_is_lost_is_called_unsure() -> None:
    line, attempt = deadline.Line(), deadline.Attempt()
    attempt.begin(line)
    deadline.commit(line, [attempt])

    assert attempt.give_up()
    with pytest.raises(DatabaseAway):
        attempt.begin(deadline.Line())


async def test_what_was_given_up_is_not_committed() -> None:
    line, attempt = deadline.Line(), deadline.Attempt()
    attempt.begin(line)

    assert not attempt.give_up()
    with pytest.raises(DatabaseAway):
        deadline.commit(line, [attempt])
