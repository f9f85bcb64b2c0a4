"""What the talent signals say of the demo's people: of several kinds, and of whom they are meant to be."""

from datetime import UTC, date, datetime

import pytest

from bot.database import Database
from bot.porting.folder import read_folder
from bot.rules.signal import last_whole_week
from bot.sandbox import company
from bot.services import workspace
from models.base import Base
from tests.support.generated import looked, quietly


@pytest.fixture(scope="module", params=["2026-11-23", "2027-03-10"])
def bands(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, str]]:
    """The bands of everybody's cues, by name and signal, as of the week before a day."""
    folder, today = tmp_path_factory.mktemp("company"), date.fromisoformat(request.param)
    now = datetime.combine(today, datetime.min.time(), UTC)
    company.write(folder / "files", today=today)
    database = Database(f"sqlite:///{folder}/cairn.db")
    with database.writing() as connection:
        Base.metadata.create_all(connection)
    ours = database.transact_now(workspace.ours, now=now)
    read_folder(database, ours, folder / "files", now=now, dry_run=False, progress=quietly)
    found = looked(database, ours, last_whole_week(now), even_if_off=True)
    database.close()
    shown: dict[str, dict[str, str]] = {}
    for _, cue in found.cues():
        name = found.record.people.email[cue.person].partition(".")[0]
        shown.setdefault(name, {})[cue.signal] = cue.band or ""
    return shown


def test_there_are_cards_of_almost_every_kind_and_not_of_everybody(bands: dict[str, dict[str, str]]) -> None:
    assert len({signal for cues in bands.values() for signal in cues}) >= 8
    assert len(bands) < 35


def test_a_visitor_begins_as_somebody_whose_work_lands(bands: dict[str, dict[str, str]]) -> None:
    assert bands["ada"] == {"delivery_reliability": "high"}


def test_each_character_shows_in_the_signals(bands: dict[str, dict[str, str]]) -> None:
    assert bands["chiara"]["growth"] == "clear_change"
    assert "unseen_contribution" in bands["elena"]
    assert "overload_watch" in bands["rosa"]
    assert {"engagement_trend", "stay_conversation"} & bands["nadia"].keys()
    for name in ("sofia", "diego"):
        assert bands[name]["recognition_given"] == "low"
