"""What `cairn import` takes in of an untidy organisation, and what the audit's list then says of it."""

import math
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from bot.porting.folder import read_folder
from bot.rules.signal import SIGNALS
from bot.services import signals, workspace
from bot.signals.constants import DEFAULT
from tests.signals import slow_files
from tests.signals.slow_levels import Levels
from tests.support import messy
from tests.support.generated import looked, quietly
from tests.support.messy import AS_OF, Files, Messy

pytestmark = pytest.mark.long

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
PEOPLE = 22
Listed = dict[tuple[str, str], dict[str, Any]]


def _listed(database: Database, files: Files, folder: Path) -> Listed:
    """The audit's list after an import of these files, by email and signal."""
    ours = database.transact_now(workspace.ours, now=NOW)
    messy.write(files, folder)
    report = read_folder(database, ours, folder, now=NOW, dry_run=False, progress=quietly)
    assert report.ok, report.lines()
    found = looked(database, ours, AS_OF, even_if_off=True)
    entries = signals.entries(found, person_id=None, audit=True)
    return {(each["person"], each["signal"]): each for each in entries}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_audit_says_what_the_method_says_of_the_files(
    seed: int, database: Database, tmp_path: Path
) -> None:
    listed = _listed(database, Messy(seed, PEOPLE).files(), tmp_path)
    slow = Levels(slow_files.read(tmp_path, AS_OF), AS_OF, DEFAULT)
    people = {one: slow.r.people.email[one] for one in slow.eligible()}
    assert listed.keys() == {(email, signal) for email in people.values() for signal in SIGNALS}
    for one, email in people.items():
        for signal in SIGNALS:
            said = listed[email, signal]
            state = "told" if said["state"] in ("cue", "none") else said["state"]
            assert state == slow.state(one, signal), (email, signal)
            score = slow.score(one, signal)
            assert math.isnan(score) or said["score"] == pytest.approx(score, abs=1e-4), (email, signal)


@pytest.mark.parametrize("seed", [3, 4])
def test_nothing_that_came_after_the_day_is_looked_at(
    seed: int, sqlite_template: Path, tmp_path: Path
) -> None:
    """An export of the day itself and one of weeks later say the same of that day, to the last line."""
    files = Messy(seed, PEOPLE).files()
    listed = []
    for name, some in (("then", messy.until(files, AS_OF)), ("later", files)):
        path = shutil.copy(sqlite_template, tmp_path / f"{name}.db")
        database = Database(f"sqlite:///{path}")
        listed.append(_listed(database, some, tmp_path / name))
        database.close()
    assert listed[0] == listed[1]
