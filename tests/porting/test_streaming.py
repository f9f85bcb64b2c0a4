"""Files much larger than memory go through in chunks."""

import gc
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from bot.porting.seen import Seen
from bot.porting.writing import write_folder
from tests.porting.conftest import NOW, Folder, NewDatabase, quiet, take_in


def thanks(number: int) -> str:
    minute, second = divmod(number % 3600, 60)
    at = f"2026-03-{1 + number // 3600:02}T10:{minute:02}:{second:02}Z"
    return f"k{number},ada@x.com,grace@x.com,{at},{'thank you very much ' * 100}"


def peak(work: Callable[..., Any], *arguments: Any, **named: Any) -> int:
    """The most memory in use meanwhile, in bytes. Python lets garbage lie for longer the more objects it
    has looked at before; what other tests have left must not count for that."""
    gc.collect()
    gc.freeze()
    tracemalloc.start()
    try:
        work(*arguments, **named)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.unfreeze()


def peaks(database: Database, place: Path, rows: int) -> tuple[int, int]:
    """What so many rows take on their way in, and on their way out."""
    place.mkdir()
    folder = Folder(place / "files").people()
    header = "kudos_id,giver_email,receiver_email,at,message"
    folder.file("kudos.csv", header, *map(thanks, range(rows)))
    coming = peak(take_in, database, folder.path)
    return coming, peak(write_folder, database, 1, place / "out", now=NOW, progress=quiet)


@pytest.mark.long
def test_twice_as_many_rows_take_no_more_memory(
    engine: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    peaks(new_database(engine), tmp_path / "warm", 10)
    few = peaks(new_database(engine), tmp_path / "few", 5_000)
    many = peaks(new_database(engine), tmp_path / "many", 10_000)
    assert many[0] < few[0] * 1.2
    assert many[1] < few[1] * 1.2


def test_a_set_of_ids_is_a_bit_for_each() -> None:
    def fill(seen: Seen) -> None:
        for number in range(0, 400_000, 2):
            seen.add(number)

    seen = Seen()
    assert peak(fill, seen) < 100_000
    assert all(number in seen for number in range(0, 400_000, 2))
    assert not any(number in seen for number in range(1, 400_000, 2))
