"""Several statements in one visit to a PostgreSQL server, against the server."""

import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from models.visit import visit

ADD = "INSERT INTO thing (id, word) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id"
ALL = "SELECT id, word FROM thing ORDER BY id"
CHANGE = "UPDATE thing SET word = $1 WHERE id >= $2"


@pytest.fixture
def driver(postgresql_url: str) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(postgresql_url, prepare_threshold=None) as connection:
        connection.execute("CREATE TEMPORARY TABLE thing (id bigint PRIMARY KEY, word text)")
        connection.commit()
        yield connection


def _prepared(driver: "psycopg.Connection[Any]") -> set[str]:
    found = {name for (name,) in driver.execute("SELECT name FROM pg_prepared_statements")}
    driver.rollback()
    return found


def test_each_errand_tells_of_all_its_runs(driver: "psycopg.Connection[Any]") -> None:
    words: list[list[Any]] = [[1, "für «alles» 🎉 % $1 ?"], [2, ""], [1, "again"], [3, None]]

    done = visit(driver, {}, [(ADD, words), (CHANGE, [["x", 3], ["y", 2]]), (ALL, [[]]), (ADD, [])])

    rows = [(1, words[0][1]), (2, "y"), (3, "y")]
    assert done == [([(1,), (2,), (3,)], 3), ([], 3), (rows, 3), ([], 0)]


def test_it_begins_the_transaction_and_leaves_its_end_to_the_connection(
    driver: "psycopg.Connection[Any]",
) -> None:
    known: dict[str, bytes] = {}
    visit(driver, known, [(ADD, [[1, "kept"]])])
    assert driver.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS
    visit(driver, known, [(ADD, [[2, "kept"]])])
    driver.commit()
    visit(driver, known, [(ADD, [[3, "undone"]])])
    driver.rollback()

    assert visit(driver, known, [(ALL, [[]])]) == [([(1, "kept"), (2, "kept")], 2)]


def test_a_statement_is_prepared_once_for_each_connection(driver: "psycopg.Connection[Any]") -> None:
    known: dict[str, bytes] = {}
    visit(driver, known, [(ADD, [[1, "a"]]), (ADD, [[2, "b"]]), (ALL, [[]])])
    driver.rollback()
    before = dict(known)
    visit(driver, known, [(ALL, [[]]), (ADD, [[1, "a"]])])
    driver.rollback()

    assert known == before
    assert {name.decode() for name in known.values()} == _prepared(driver)
    assert len(known) == 2


@pytest.mark.parametrize(
    ("errand", "error"),
    [
        (("INSERT INTO thing VALUES ($1)", [[1]]), psycopg.errors.UniqueViolation),
        (("SELECT nothing FROM thing", [[]]), psycopg.errors.UndefinedColumn),
        (("SELECT 1 / $1::int", [["0"]]), psycopg.errors.DivisionByZero),
        ((CHANGE, [["x", "no number"]]), psycopg.errors.InvalidTextRepresentation),
    ],
    ids=lambda what: what.__name__ if isinstance(what, type) else "",
)
def test_what_the_server_refuses_is_said_and_the_connection_stays(
    driver: "psycopg.Connection[Any]", errand: Any, error: type[Exception]
) -> None:
    """What comes after it is not done, and is not taken for prepared."""
    known: dict[str, bytes] = {}
    with pytest.raises(error):
        visit(driver, known, [(ADD, [[1, "a"]]), errand, (ALL, [[]])])
    driver.rollback()

    assert {name.decode() for name in known.values()} == _prepared(driver)
    assert visit(driver, known, [(ALL, [[]])]) == [([], 0)]


def test_a_value_that_cannot_be_sent_disturbs_nothing(driver: "psycopg.Connection[Any]") -> None:
    with pytest.raises(psycopg.DataError):
        visit(driver, {}, [(ADD, [[1, "a"]]), (ADD, [[2, "nul \0"]])])

    assert visit(driver, {}, [(ALL, [[]])]) == [([], 0)]


def test_a_visit_as_large_as_no_buffer_arrives(driver: "psycopg.Connection[Any]") -> None:
    """More than the socket takes at once, while as much comes back."""
    word = "w" * 100_000
    add = f"{ADD}, word"

    [(rows, touched)] = visit(driver, {}, [(add, [[n, word] for n in range(100)])])

    assert touched == 100
    assert rows == [(n, word) for n in range(100)]


def test_a_line_that_is_cut_amid_a_visit_ends_it_and_closes_the_connection(
    driver: "psycopg.Connection[Any]",
) -> None:
    line = socket.socket(fileno=os.dup(driver.pgconn.socket))
    cut = threading.Timer(0.3, line.shutdown, [socket.SHUT_RDWR])
    cut.start()

    with pytest.raises(psycopg.OperationalError):
        visit(driver, {}, [("SELECT pg_sleep(30)", [[]]), (ALL, [[]])])

    cut.join()
    line.close()
    assert driver.closed


def test_a_server_that_ends_the_connection_meanwhile_is_heard(
    driver: "psycopg.Connection[Any]", postgresql_url: str
) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [driver.info.backend_pid])

    with pytest.raises(psycopg.OperationalError):
        visit(driver, {}, [(ADD, [[1, "a"]]), (ALL, [[]])])

    assert driver.closed
