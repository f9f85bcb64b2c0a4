"""`cairn simulate` as a whole process."""

import json
import sqlite3
import sys
from pathlib import Path

import pytest

from bot.commands.simulate import progress_line
from bot.signals.constants import WATCH
from bot.simulate import first, folder
from bot.simulate.history import Plan
from bot.simulate.records import email
from tests.support.command import cairn

TODAY = "2025-06-30"


async def test_a_back_test_prints_values_for_programs_and_nothing_else(tmp_path: Path) -> None:
    told = await cairn(
        *(tmp_path, "simulate", "--generator", "first", "--seeds", "2", "--people", "60", "--weeks", "60"),
        *("--format", "json"),
    )
    assert told.code == 0, told.err
    assert not told.err
    names = [line["name"] for line in json.loads(told.out)]
    assert "overload, AUC" in names
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.long
async def test_a_replay_shows_what_other_constants_would_move(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    folder.write(first.generate(Plan(3, people=80)), files)
    assert (await cairn(tmp_path, "import", str(files))).code == 0
    (tmp_path / "higher.toml").write_text("band_person = 1.4\nband_conversation = 2.0\n")
    # An attribute that is in no file of the company's, read for this look only.
    shifts = [f"{email(row)},{'night' if row % 2 else 'day'}" for row in range(80)]
    (tmp_path / "shifts.csv").write_text("\n".join(["email,shift", *shifts]))
    replay = ("simulate", "--formula", "higher.toml", "--as-of", TODAY, "--groups", "shifts.csv")
    told = await cairn(tmp_path, *replay, "--format", "json")
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert found["days"][0] == "2024-12-31"
    assert sum(count["go"] for count in found["counts"]) > 0
    assert found["moved"]
    assert {ratio["group"] for ratio in found["ratios"]} >= {"night", "day"}
    assert not {move["signal"] for move in found["moved"]} & set(WATCH)
    shown = await cairn(tmp_path, *replay)
    assert "Cues as of the ends of the last 6 months" in shown.out
    with sqlite3.connect(tmp_path / "cairn.db") as connection:
        receipts = connection.execute("SELECT count(*) FROM receipt WHERE item = 'simulate --formula'")
        assert receipts.fetchone()[0] >= 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.toml", "band_persons = 1.4", "is no constant"),
        ("a.toml", "band_person = 'much'", "needs a number"),
        ("a.toml", "band_person 1.4", "does not say which constants to change"),
        ("a.json", "[1, 2]", "it needs names with their values"),
        ("a.json", '{"windows": 4}', "needs a list of numbers"),
    ],
)
async def test_a_file_that_says_no_constants_is_refused_in_one_line(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text)
    told = await cairn(tmp_path, "simulate", "--formula", name)
    assert told.code == 2
    assert said in told.err
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", TODAY),
        ("--seeds", "1"),
        ("--generator", "third"),
        ("--formula", "nowhere.toml"),
        ("--formula", "empty.toml", "--groups", "empty.toml"),
    ],
)
async def test_wrong_usage_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text("")
    told = await cairn(tmp_path, "simulate", *words)
    assert told.code == 2
    assert told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize("terminal", [True, False], ids=["a terminal", "a file"])
def test_progress_is_shown_on_a_terminal_only(
    terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    progress = progress_line("organisations")
    progress(1, 2)
    progress(2, 2)
    said = capsys.readouterr()
    assert not said.out
    assert ("1 of 2 organisations" in said.err) == terminal
    assert said.err.endswith("\n") == terminal
