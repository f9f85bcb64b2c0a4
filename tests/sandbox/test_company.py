"""The demo's people and their history."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.database import Database
from bot.porting.folder import read_folder
from bot.porting.report import Report
from bot.sandbox import company
from bot.services import workspace
from models.base import Base

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)


def imported(tmp_path: Path, folder: Path) -> Report:
    database = Database(f"sqlite:///{tmp_path / 'cairn.db'}")
    try:
        with database.writing() as connection:
            Base.metadata.create_all(connection)
        ours = database.transact_now(workspace.ours, now=NOW)
        return read_folder(database, ours, folder, dry_run=False, now=NOW, progress=lambda *_: None)
    finally:
        database.close()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("people", "weeks", "today"),
    [(12, 8, TODAY), (4, 1, TODAY), (60, 26, date(2026, 1, 1)), (12, 3, date(2026, 11, 21))],
)
def test_the_company_imports_without_a_problem(tmp_path: Path, people: int, weeks: int, today: date) -> None:
    company.write(tmp_path / "demo", today=today, people=people, weeks=weeks)
    report = imported(tmp_path, tmp_path / "demo")
    assert report.ok, report.lines()
    assert not report.unknown_columns
    assert not report.unknown_files
    assert report.files["people.csv"].added == people
    assert all(counts.rows == counts.added for counts in report.files.values())


def test_the_same_seed_makes_the_same_company(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("other", 8)):
        company.write(tmp_path / name, today=TODAY, seed=seed)
    texts = {
        name: [path.read_bytes() for path in sorted((tmp_path / name).iterdir())]
        for name in ("one", "two", "other")
    }
    assert texts["one"] == texts["two"]
    assert texts["one"] != texts["other"]


def test_nothing_has_happened_today_or_later(tmp_path: Path) -> None:
    company.write(tmp_path, today=TODAY)
    moments = (
        "at",
        "agreed_at",
        "closed_at",
        "confirmed_at",
        "prompted_at",
        "answered_at",
        "acknowledged_at",
        "resolved_at",
        "done_at",
        "met_at",
        "created_at",
        "from",
        "start_date",
    )
    for path in tmp_path.glob("*.csv"):
        for row in rows(path):
            assert all(row.get(name, "") < TODAY.isoformat() for name in moments), (path.name, row)


def test_there_is_something_of_everything(tmp_path: Path) -> None:
    company.write(tmp_path, today=TODAY)
    checkins, goals = rows(tmp_path / "checkins.csv"), rows(tmp_path / "goals.csv")
    kudos = rows(tmp_path / "kudos.csv")
    assert {row["status"] for row in goals} == {"draft", "proposed", "agreed", "done", "dropped"}
    assert any(row["status"] == "agreed" and row["due_date"] < TODAY.isoformat() for row in goals)
    done = [row for row in goals if row["status"] == "done"]
    assert any(row["confirmed_at"] for row in done)
    assert any(not row["confirmed_at"] for row in done)
    assert any(row["closed_at"][:10] > row["due_date"] for row in done)
    assert {row["level"] for row in goals} == {"organisation", "team", "individual"}
    assert {"%", "customers", "days", "EUR"} <= {row["unit"] for row in goals}
    confidences = {row["confidence"] for row in rows(tmp_path / "goal_updates.csv")}
    assert confidences == {"on_track", "at_risk", "off_track"}
    assert {row["excused"] for row in checkins} == {"true", "false"}
    assert any(row["blockers"] for row in checkins)
    assert any(not row["answered_at"] and row["excused"] == "false" for row in checkins)
    assert {row["visibility"] for row in kudos} == {"public", "private"}
    assert len({row["kudos_id"] for row in kudos}) < len(kudos)
    blockers = rows(tmp_path / "blockers.csv")
    fates = {(bool(row["acknowledged_at"]), bool(row["resolved_at"])) for row in blockers}
    assert fates == {(False, False), (True, False), (True, True)}
    assert {row["asked"] for row in rows(tmp_path / "feedback.csv")} == {"true", "false"}
    page = rows(tmp_path / "one_on_ones.csv")
    assert {row["kind"] for row in page if not row["met_at"]} == {"agenda", "action"}
    assert any(row["met_at"] for row in page)
    steps = rows(tmp_path / "growth.csv")
    assert {row["status"] for row in steps} == {"planned", "suggested", "done", "dropped"}
    assert {row["kind"] for row in steps} == {"stretch", "learning", "mentoring"}


class Scene:
    """The usual company, by team and week."""

    def __init__(self, folder: Path) -> None:
        company.write(folder, today=TODAY)
        self.people = {row["email"]: row for row in rows(folder / "people.csv")}
        self.checkins = rows(folder / "checkins.csv")
        self.kudos = rows(folder / "kudos.csv")
        self.absences = rows(folder / "absences.csv")
        self.weeks = sorted({row["week"] for row in self.checkins})

    def average(self, column: str, team: str, weeks: list[str]) -> float:
        here = [row for row in self.checkins if row["week"] in weeks and row[column]]
        scores = [int(row[column]) for row in here if self.people[row["email"]]["team"] == team]
        return sum(scores) / len(scores)

    def thanked(self, email: str) -> set[str]:
        return {row["receiver_email"] for row in self.kudos if row["giver_email"] == email}

    def thankers(self, email: str) -> set[str]:
        return {row["giver_email"] for row in self.kudos if row["receiver_email"] == email}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("company"))


def test_one_team_does_well_and_one_has_lately_too_much_to_do(scene: Scene) -> None:
    early, late = scene.weeks[:-8], scene.weeks[-3:]
    assert scene.average("mood", "Platform", late) > scene.average("mood", "Customer care", late) + 1
    assert (
        scene.average("workload", "Customer care", late)
        > scene.average("workload", "Customer care", early) + 0.7
    )
    assert scene.average("mood", "Customer care", late) < scene.average("mood", "Customer care", early) - 0.6


def test_one_thanks_and_is_not_thanked_and_two_thank_only_each_other(scene: Scene) -> None:
    elena, sofia, diego = (f"{name}@example.com" for name in ("elena.petrova", "sofia.marin", "diego.ramos"))
    assert scene.thanked(elena)
    assert not scene.thankers(elena)
    assert scene.thanked(sofia) == scene.thankers(sofia) == {diego}
    assert scene.thanked(diego) == scene.thankers(diego) == {sofia}


def test_one_has_just_begun_one_is_on_leave_and_one_office_is_nine_zones_away(scene: Scene) -> None:
    new = scene.people["amara.nwosu@example.com"]
    assert "2026-11-01" < new["start_date"] < TODAY.isoformat()
    assert not [row for row in scene.checkins if row["email"] == new["email"]]
    leave = next(row for row in scene.absences if row["kind"] == "parental")
    assert leave["from"] < TODAY.isoformat() < leave["to"]
    far = [row for row in scene.people.values() if row["timezone"] == "Asia/Tokyo"]
    assert len(far) >= 5
    assert {row["team"] for row in far} == {"Mobile"}


def test_the_members_are_those_of_the_files(tmp_path: Path) -> None:
    company.write(tmp_path, today=TODAY)
    people = {row["slack_user_id"]: row for row in rows(tmp_path / "people.csv")}
    by_id = {member.id: member for member in company.members()}
    assert people.keys() == by_id.keys()
    assert len({member.email for member in company.members(100)}) == 100
    for member in by_id.values():
        row = people[member.id]
        assert (row["email"], row["name"], row["timezone"]) == (member.email, member.name, member.tz)
        assert row["manager_email"] == (by_id[member.manager].email if member.manager else "")
    roles = [row["roles"] for row in people.values()]
    assert sum("hr" in found for found in roles) == sum("admin" in found for found in roles) == 1
