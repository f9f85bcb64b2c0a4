"""Several statements in one visit to a PostgreSQL server: one packet there, one back.

Psycopg's own pipeline sends each statement in a packet of its own and waits for the socket in between,
and begins a transaction with a visit of its own. Each packet wakes the server, each wait hands the
interpreter to another thread; together they cost more than the statements. So here libpq's pipeline is
spoken to directly, through `psycopg.pq`; how values become text, errors, and the connection stay psycopg's.
"""

from collections.abc import Generator, Sequence
from itertools import count
from typing import Any

from psycopg import Connection, abc, errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.generators import fetch_many
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait

# A statement that says `$1`, `$2` and so on, and the values of each time that it is to run.
Errand = tuple[str, Sequence[Sequence[Any]]]
# What it returned, and how many rows it touched.
Done = tuple[list[tuple[Any, ...]], int]

_numbers = count(1)


def visit(driver: "Connection[Any]", known: dict[str, bytes], errands: Sequence[Errand]) -> list[Done]:
    """Run these in their order, within the connection's transaction, which begins here if it has not.

    `known` are the names of the statements that the server has prepared for this connection; it is
    kept up to date. Raises the first psycopg.Error; where it is not the server's answer to a
    statement or a value that cannot be sent, the connection is closed.
    """
    adapt = Transformer(driver)
    packed = [(text, [_packed(adapt, row) for row in rows]) for text, rows in errands]
    begins = driver.pgconn.transaction_status == TransactionStatus.IDLE
    try:
        named = _send(driver.pgconn, known, packed, begins=begins)
        results = driver.wait(_answers(driver.pgconn, begins + len(named)))
        driver.pgconn.exit_pipeline_mode()
    except BaseException:
        driver.close()
        raise
    answers = iter(results[begins:])
    runs = []
    for newly, result in zip(named, answers, strict=True):
        if newly is None:
            runs.append(result)
        elif result.status == ExecStatus.COMMAND_OK:
            known.update(newly)
    for result in results:
        if result.status == ExecStatus.FATAL_ERROR:
            raise errors.error_from_result(result)
    each = iter(runs)
    return [_done(adapt, [next(each) for _ in rows]) for _, rows in packed]


def _packed(adapt: abc.Transformer, row: Sequence[Any]) -> Sequence[Any]:
    """As text, whose type the server knows from the statement."""
    return adapt.dump_sequence(row, [PyFormat.TEXT] * len(row))


def _send(
    pgconn: PGconn, known: dict[str, bytes], errands: Sequence[Errand], *, begins: bool
) -> list[dict[str, bytes] | None]:
    """Write all into libpq's buffer. For each answer that will come after a BEGIN's: the statement that it
    says is prepared, or None where one has run."""
    named: list[dict[str, bytes] | None] = []
    new: dict[str, bytes] = {}
    pgconn.enter_pipeline_mode()
    if begins:
        pgconn.send_query_params(b"BEGIN", None)
    for text, rows in errands:
        name = known.get(text) or new.get(text)
        if name is None:
            name = new[text] = b"cairn_%d" % next(_numbers)
            pgconn.send_prepare(name, text.encode())
            named.append({text: name})
        for row in rows:
            pgconn.send_query_prepared(name, row)
            named.append(None)
    pgconn.pipeline_sync()
    return named


def _answers(pgconn: PGconn, expected: int) -> Generator[Wait, Ready | int, list[PGresult]]:
    """Send the buffer and read so many answers, then that of the end."""
    while pgconn.flush():
        if (yield Wait.RW) & Ready.R:
            pgconn.consume_input()
    results: list[PGresult] = []
    while len(results) < expected:
        results += yield from fetch_many(pgconn)
    yield from fetch_many(pgconn)
    return results


def _done(adapt: abc.Transformer, results: Sequence[PGresult]) -> Done:
    rows: list[tuple[Any, ...]] = []
    for result in results:
        if result.ntuples:
            adapt.set_pgresult(result)
            rows += adapt.load_rows(0, result.ntuples, tuple)
    return rows, sum(result.command_tuples or 0 for result in results)
