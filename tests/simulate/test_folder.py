"""The files of a generated organisation, taken in by the real command, say what the columns in memory say."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.signals.constants import DEFAULT, SIGNALS
from bot.signals.engine import Run, run
from bot.simulate import first, folder, second
from bot.simulate.history import History, Plan
from bot.simulate.records import email, end_of_week, record
from tests.support.command import cairn

WEEK = 77
GENERATORS = {"first": first.generate, "second": second.generate}


def _entries(found: Run) -> Iterator[tuple[tuple[str, str], dict[str, object]]]:
    for each in found:
        said: dict[str, object] = {
            "state": each.state,
            "band": each.band,
            "confidence": each.confidence,
            "window": each.window,
            "score": each.score,
            "formula": each.formula,
        }
        yield (email(each.person), each.signal), said


@pytest.mark.long
@pytest.mark.parametrize("name", GENERATORS)
async def test_imported_files_give_the_same_signals_as_the_history_in_memory(
    name: str, tmp_path: Path
) -> None:
    history: History = GENERATORS[name](Plan(7, people=90))
    files = tmp_path / "files"
    files.mkdir()
    folder.write(history, files)
    taken = await cairn(tmp_path, "import", str(files))
    assert taken.code == 0, taken.err + taken.out
    day = end_of_week(WEEK)
    told = await cairn(tmp_path, "signals", "--as-of", day.isoformat(), "--audit", "--format", "json")
    assert told.code == 0, told.err
    listed = {(each["person"], each["signal"]): each for each in json.loads(told.out)}
    in_memory = dict(_entries(run(record(history), as_of=day, constants=DEFAULT)))
    assert listed.keys() == in_memory.keys()
    assert {signal for _, signal in listed} == set(SIGNALS)
    for key, said in in_memory.items():
        found = listed[key]
        assert found["score"] == pytest.approx(said.pop("score"), abs=1e-9), key
        assert {name: found[name] for name in said} == said, key


async def test_a_signal_changes_where_the_files_do(tmp_path: Path) -> None:
    """The comparison above would notice: a history of another seed gives other scores."""
    day = end_of_week(WEEK)
    one, other = (run(record(first.generate(Plan(seed, people=90))), as_of=day) for seed in (7, 8))
    assert not np.array_equal(one.scores("growth"), other.scores("growth"))
