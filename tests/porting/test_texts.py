"""Whatever people write survives the way out and in again, and numbers to the last bit."""

import csv
import io
import tempfile
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.database import Database
from bot.porting import cells
from tests.porting.conftest import Folder, take_in, written

ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
TAGS = st.lists(
    st.text(st.characters(categories=["L", "N", "S", "P"], exclude_characters="|"), min_size=1, max_size=8),
    max_size=3,
)


def row(header: str, *found: object) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([header.split(), found])
    return out.getvalue()


@pytest.mark.long
@settings(max_examples=20)
@given(ANYTHING, ANYTHING, TAGS, st.floats(allow_nan=False, allow_infinity=False))
@example('=1+1|2\n"quoted", \r\n and\rmore', "  spaced  ", ["#1"], -0.0)
@example("\n", "﻿marked", [], 5e-324)
@example("\r", "\u2028\x85\x1c", [], 1.7976931348623157e308)
def test_texts_and_numbers_come_back_as_they_were(
    database: Database, message: str, note: str, tags: list[str], value: float
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place) / "in")
        folder.people().file("goals.csv", "goal_id,owner_email,title", "G1,ada@x.com,One")
        texts = {
            "kudos.csv": row(
                "kudos_id giver_email receiver_email at message values",
                *("k1", "ada@x.com", "grace@x.com", "2026-03-01T10:00:00Z", message, "|".join(tags)),
            ),
            "goal_updates.csv": row(
                "goal_id author_email at value note",
                "G1",
                "ada@x.com",
                "2026-03-01T10:00:00Z",
                repr(value),
                note,
            ),
        }
        for file, text in texts.items():
            (folder.path / file).write_bytes(text.encode())
        report = take_in(database, folder.path)
        assert report.ok, report.lines()
        exported = written(database, Path(place) / "out")
        (kudos,) = csv.DictReader(io.StringIO(exported["kudos.csv"], newline=""))
        assert (kudos["message"], kudos["values"]) == (message, "|".join(tags))
        updates = list(csv.DictReader(io.StringIO(exported["goal_updates.csv"], newline="")))
        assert (note, value) in [(update["note"], float(update["value"])) for update in updates]
        again = take_in(database, Path(place) / "out")
        assert all(counts.rows == counts.unchanged for counts in again.files.values()), again.lines()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_shown_is_read_again(value: float) -> None:
    assert cells.number(cells.show(value)) == value


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_shown_is_read_again(value: object) -> None:
    assert cells.instant(cells.show(value)) == value


@pytest.mark.parametrize("cell", ["1_000", "٣", "0x10", "1,5", "12 %", "nan", "inf", "1e400", "--1", "."])
def test_what_only_looks_like_a_number_is_none(cell: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        cells.number(cell)


@pytest.mark.parametrize(
    "cell", ["2026-W1", "2026-W00", "2025-W53", "2026W10", "0000-W01", "9999-W53", "26-W10"]
)
def test_what_only_looks_like_a_week_is_none(cell: str) -> None:
    with pytest.raises(ValueError, match="is not an ISO week"):
        cells.week(cell)


@pytest.mark.parametrize(
    "cell", ["0001-01-01T00:00:00+01:00", "2026-02-30T00:00:00Z", "2026-03-01", "10:00Z"]
)
def test_what_only_looks_like_a_time_is_none(cell: str) -> None:
    with pytest.raises(ValueError, match="2026-11-20T09:30:00"):
        cells.instant(cell)
