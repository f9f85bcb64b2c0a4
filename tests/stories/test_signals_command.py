"""`cairn signals` as a whole process: exit codes, one clear line for what is wrong, data on stdout."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from bot.rules.signal import SIGNALS, WATCH
from bot.services import workspace
from bot.services.setting import change
from models.receipt import Receipt
from tests.support import generated, rows
from tests.support.command import cairn
from tests.support.generated import AS_OF, NOW

DAY = ("--as-of", AS_OF.isoformat())


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A database with a generated organisation in it."""
    place = tmp_path_factory.mktemp("here")
    shutil.copy(sqlite_template, place / "cairn.db")
    database = Database(f"sqlite:///{place}/cairn.db")
    workspace_id = database.transact_now(workspace.ours, now=NOW)
    generated.bring_in(database, workspace_id, tmp_path_factory.mktemp("files"))
    settings = {"watch_cues": "on Works council 2025-01-07", "signals.growth": "off"}
    for key, text in settings.items():
        database.transact_now(change, workspace_id=workspace_id, key=key, text=text, now=NOW)
    database.close()
    return place / "cairn.db"


@pytest.fixture
def folder(tmp_path: Path, organisation: Path) -> Path:
    """A folder with that database."""
    shutil.copy(organisation, tmp_path)
    return tmp_path


def listed(out: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(out)
    return found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--as-of", "yesterday"), "needs a day such as", id="a word is no day"),
        pytest.param(("--as-of", "2025-02-30"), "needs a day such as", id="a day that there is not"),
        pytest.param(("--as-of", "1066-10-14"), "needs a year from", id="long ago"),
        pytest.param(("--as-of", "2199-01-06"), "lies ahead", id="a day to come"),
        pytest.param((*DAY, "--explain"), "needs --person", id="whose cues"),
        pytest.param((*DAY, "--format", "xml"), "xml", id="a form that there is not"),
        pytest.param((), "--as-of", id="no day at all"),
    ],
)
async def test_what_is_typed_wrong_ends_with_two_and_one_line(
    folder: Path, words: tuple[str, ...], said: str
) -> None:
    ended = await cairn(folder, "signals", *words)
    assert ended.code == 2
    assert ended.out == ""
    assert said in ended.err
    assert "Traceback" not in ended.err


async def test_somebody_unknown_ends_with_one_and_a_line_and_no_receipt(folder: Path) -> None:
    ended = await cairn(folder, "signals", *DAY, "--person", "nobody@example.com")
    assert ended.code in (1, 2)
    assert ended.out == ""
    assert "nobody in the directory" in ended.err
    assert "Traceback" not in ended.err
    assert receipts(folder) == []


async def test_a_signal_that_is_off_says_so_and_the_audit_computes_it_all_the_same(folder: Path) -> None:
    plain = await cairn(folder, "signals", *DAY, "--format", "json")
    audit = await cairn(folder, "signals", *DAY, "--format", "json", "--audit")
    assert (plain.code, audit.code) == (0, 0)
    states = {each["state"] for each in listed(plain.out) if each["signal"] == "growth"}
    assert states == {"off"}
    assert "off" not in {each["state"] for each in listed(audit.out)}
    assert {each["signal"] for each in listed(plain.out)} == set(SIGNALS) - set(WATCH)
    assert {each["signal"] for each in listed(audit.out)} == set(SIGNALS)
    assert all(
        ("score" in each) is audited
        for audited, said in ((False, plain), (True, audit))
        for each in listed(said.out)
    )
    assert "signals_looked_at" in audit.err
    assert receipts(folder) == ["signals", "signals --audit"]


async def test_one_person_is_explained_from_the_command_line(folder: Path) -> None:
    audit = await cairn(folder, "signals", *DAY, "--format", "json", "--audit")
    cue = next(each for each in listed(audit.out) if each["state"] == "cue")
    ended = await cairn(folder, "signals", *DAY, "--person", cue["person"], "--explain", "--audit")
    assert ended.code == 0
    told = {each["signal"]: each for each in listed(ended.out)}[cue["signal"]]
    assert told["strength"] == pytest.approx(cue["score"], abs=1e-6)
    assert (told["band"], told["evidence"]) == (cue["band"], cue["evidence"])


async def test_an_explanation_reads_as_a_table_too(folder: Path) -> None:
    audit = listed((await cairn(folder, "signals", *DAY, "--format", "json", "--audit")).out)
    cue = next(each for each in audit if each["state"] == "cue")
    seen = {each["person"] for each in audit if each["state"] == "cue"}
    other = next(each["person"] for each in audit if each["person"] not in seen)
    ask = ("signals", *DAY, "--explain", "--audit", "--format", "table", "--person")
    ended = await cairn(folder, *ask, cue["person"])
    assert ended.out.splitlines()[0].startswith(f"{cue['signal']}  {cue['as_of']}  {cue['band']}")
    assert cue["evidence"][0]["text"] in ended.out
    short = ("signals", *DAY, "--audit", "--explain", cue["person"], "--format", "table")
    assert (await cairn(folder, *short)).out == ended.out
    quiet = await cairn(folder, *ask, other)
    assert quiet.out == "Nothing was seen of this person on that day.\n"


async def test_a_database_without_anybody_has_an_empty_list(tmp_path: Path, sqlite_template: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "cairn.db")
    ended = await cairn(tmp_path, "signals", *DAY, "--format", "json")
    assert ended.code == 0
    assert listed(ended.out) == []


def receipts(folder: Path) -> list[str]:
    database = Database(f"sqlite:///{folder}/cairn.db")
    found = database.read_now(rows.all_of, model=Receipt, workspace_id=1)
    database.close()
    return [row.item for row in found]
