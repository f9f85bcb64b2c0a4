"""The outbox: what may leave now, in which order."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.database import Database
from models import delivery, queue
from models.delivery import CLAIMED, FAILED, SENT, SKIPPED, WAITING, Delivery
from tests.support import rows
from tests.support.cast import START

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def _owe(
    session: Session, *, workspace_id: int, key: str, conversation: str = "person:1", **more: Any
) -> None:
    values = {"kind": "kudos_dm", "created_at": START, "due_at": START, "state": WAITING, **more}
    session.add(Delivery(workspace_id=workspace_id, key=key, conversation=conversation, **values))
    session.flush()


def _sendable(session: Session, *, workspace_id: int, limit: int = 20) -> list[str]:
    found = queue.sendable(session, workspace_id, now=START, real_now=START, limit=limit)
    return [each.key for each in found]


@pytest.mark.parametrize(
    ("first", "leaves"),
    [
        ({"state": WAITING}, ["first"]),
        ({"state": WAITING, "try_at": START}, ["first"]),
        ({"state": WAITING, "try_at": START + SECOND}, []),
        ({"state": CLAIMED, "lease_until": START + SECOND}, []),
        ({"state": CLAIMED, "lease_until": START}, ["first"]),
        ({"state": SENT}, ["second"]),
        ({"state": FAILED}, ["second"]),
        ({"state": SKIPPED}, ["second"]),
        ({"state": WAITING, "due_at": START + HOUR}, ["second"]),
    ],
    ids=[
        "the first leaves before the second",
        "a retry whose time has come goes first",
        "a retry that waits keeps the next one waiting",
        "one in hand keeps the next one waiting",
        "one whose lease has ended is taken again",
        "one sent lets the next go",
        "one failed lets the next go",
        "one skipped lets the next go",
        "one for later does not hold up what is due now",
    ],
)
def test_in_one_conversation(
    database: Database, workspace_id: int, first: dict[str, Any], leaves: list[str]
) -> None:
    database.transact_now(_owe, workspace_id=workspace_id, key="first", **first)
    database.transact_now(_owe, workspace_id=workspace_id, key="second")

    assert database.transact_now(_sendable, workspace_id=workspace_id) == leaves


def test_a_conversation_that_waits_holds_up_no_other(database: Database, workspace_id: int) -> None:
    for n, conversation in enumerate(["a", "a", "b", "b", "c"]):
        later = START + HOUR if conversation == "a" else None
        database.transact_now(
            _owe, workspace_id=workspace_id, key=f"{conversation}{n}", conversation=conversation, try_at=later
        )

    assert database.transact_now(_sendable, workspace_id=workspace_id) == ["b2", "c4"]
    assert database.transact_now(_sendable, workspace_id=workspace_id, limit=1) == ["b2"]


def test_what_was_due_first_leaves_first(database: Database, workspace_id: int) -> None:
    for key, due in (("noon", START - HOUR), ("dawn", START - 5 * HOUR), ("now", START)):
        database.transact_now(_owe, workspace_id=workspace_id, key=key, conversation=key, due_at=due)

    assert database.transact_now(_sendable, workspace_id=workspace_id) == ["dawn", "noon", "now"]


@pytest.mark.several_writers
def test_two_senders_at_once_take_different_conversations_and_never_the_next_of_one_in_hand(
    database: Database, workspace_id: int
) -> None:
    for n in range(6):
        database.transact_now(_owe, workspace_id=workspace_id, key=f"{n}", conversation=f"person:{n // 2}")
    with Session(database.engine) as first, Session(database.engine) as second:
        held = _sendable(first, workspace_id=workspace_id, limit=2)
        others = _sendable(second, workspace_id=workspace_id)

    assert held == ["0", "2"]
    assert others == ["4"]


def test_the_budget_counts_what_was_claimed_since(database: Database, workspace_id: int) -> None:
    for n in range(5):
        database.transact_now(
            _owe, workspace_id=workspace_id, key=f"{n}", state=SENT, claimed_at=START - n * SECOND
        )

    def count(session: Session) -> int:
        return delivery.claimed_since(session, workspace_id, START - 3 * SECOND)

    assert database.read_now(count) == 3


def test_promised_twice_is_owed_once(database: Database, workspace_id: int) -> None:
    from models.base import add_once

    def promise(session: Session) -> int | None:
        return add_once(
            session,
            Delivery,
            workspace_id=workspace_id,
            key="k",
            kind="kudos_dm",
            conversation="person:1",
            created_at=START,
            due_at=START,
        )

    assert database.transact_now(promise) is not None
    assert database.transact_now(promise) is None
    owed = database.read_now(rows.all_of, model=Delivery, workspace_id=workspace_id)
    assert [(each.state, each.attempts) for each in owed] == [(WAITING, 0)]


def test_what_is_owed_of_a_kind_is_due_with_the_message_it_goes_in(
    database: Database, workspace_id: int
) -> None:
    def owe(session: Session, *, workspace_id: int) -> int:
        ada = rows.person(session, workspace_id=workspace_id, slack_id="UADA").id
        theirs: dict[str, Any] = {"workspace_id": workspace_id, "person_id": ada, "kind": "summary"}
        _owe(session, key="sent", state=SENT, **theirs)
        _owe(session, key="own", due_at=START + SECOND, **theirs)
        _owe(session, **theirs | {"key": "carrier", "kind": "readout", "due_at": START + HOUR})
        carrier = delivery.by_key(session, workspace_id, "carrier")
        assert carrier is not None
        _owe(session, key="part", rides_id=carrier.id, **theirs)
        return ada

    ada = database.transact_now(owe, workspace_id=workspace_id)
    found = database.transact_now(_owed, workspace_id=workspace_id, person_id=ada)
    assert sorted(found) == [START + SECOND, START + HOUR]


def _owed(session: Session, *, workspace_id: int, person_id: int) -> list[Any]:
    return list(queue.owed(session, workspace_id, person_id=person_id, kind="summary"))
