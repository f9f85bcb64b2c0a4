"""What an export leaves out, and how it treats what is in the folder already."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.database import Database
from bot.porting.listing import Scope
from bot.porting.writing import LISTINGS, write_folder
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from tests.porting.conftest import NOW, Folder, quiet, take_in, written

# The columns of the contract.
COLUMNS = {
    "people.csv": "email slack_user_id name manager_email team title level location country timezone "
    "start_date end_date end_reason working_days roles",
    "absences.csv": "email from to kind",
    "goals.csv": "goal_id owner_email team level parent_goal_id title measure unit start_value target_value "
    "relevance start_date due_date status agreed_at closed_at confirmed_by confirmed_at",
    "goal_updates.csv": "goal_id author_email at value confidence note",
    "kudos.csv": "kudos_id giver_email receiver_email at message values skills channel visibility source",
    "feedback.csv": "feedback_id from_email to_email at text asked",
    "checkins.csv": "email week prompted_at answered_at excused mood workload progress plans blockers",
    "consents.csv": "email kind value at",
    "blockers.csv": "blocker_id email week text owner_email reported_at acknowledged_at acknowledged_by "
    "resolved_at resolved_by raised_at escalated_at",
    "answers.csv": "email week question kind options answer",
    "growth.csv": "email growth_id kind title aim by status suggested_by_email created_at closed_at result",
    "one_on_ones.csv": "item_id first_email second_email kind author_email owner_email at text done_at "
    "met_at",
}


@pytest.mark.parametrize("file", COLUMNS)
def test_each_file_has_the_columns_of_the_contract(file: str) -> None:
    query = LISTINGS[file](Scope(1, "BINARY"))
    assert " ".join(query.selected_columns.keys()) == COLUMNS[file]


def test_an_empty_workspace_has_all_files_with_their_headers(database: Database, tmp_path: Path) -> None:
    exported = written(database, tmp_path / "out")
    assert {
        file: text.strip().replace(",", " ") for file, text in exported.items() if file != "settings.json"
    } == COLUMNS
    assert exported["settings.json"] == '{\n  "teams": {},\n  "workspace": {}\n}\n'
    assert take_in(database, tmp_path / "out").ok


def test_bots_and_guests_are_left_out_unless_a_row_names_them(database: Database, tmp_path: Path) -> None:
    database.transact_now(_guests)
    exported = written(database, tmp_path / "out")
    assert [line.split(",")[0] for line in exported["people.csv"].splitlines()[1:]] == [
        "ada@x.com",
        "guest@x.com",
    ]


def _guests(session: Session) -> None:
    ada, guest, bot = (
        Person(workspace_id=1, email="ada@x.com", name="Ada"),
        Person(workspace_id=1, email="guest@x.com", name="Guest", outsider="guest"),
        Person(workspace_id=1, slack_user_id="UBOT", name="Bot", outsider="bot"),
    )
    session.add_all([ada, guest, bot])
    session.flush()
    _thank(session, giver=guest, receiver=ada)


def _thank(session: Session, *, giver: Person, receiver: Person) -> None:
    given = Kudos(workspace_id=1, ref="K1", act_key="1", giver_id=giver.id, at=NOW, source="command")
    session.add(given)
    session.flush()
    session.add(KudosReceiver(workspace_id=1, kudos_id=given.id, receiver_id=receiver.id))


def test_rows_of_somebody_without_a_name_to_go_by_are_left_out_and_counted(
    database: Database, tmp_path: Path
) -> None:
    def nameless(session: Session) -> None:
        ada, nobody = Person(workspace_id=1, email="ada@x.com"), Person(workspace_id=1)
        session.add_all([ada, nobody])
        session.flush()
        _thank(session, giver=nobody, receiver=ada)

    database.transact_now(nameless)
    report = write_folder(database, 1, tmp_path / "out", now=NOW, progress=quiet)
    assert (report.nameless, report.files["kudos.csv"].rows) == (1, 0)
    assert report.lines()[-1] == "Exported as of 2026-11-20T12:00:00+00:00."
    assert take_in(database, tmp_path / "out").ok


def test_the_files_are_for_their_owner_only_and_others_stay(database: Database, folder: Folder) -> None:
    folder.file("notes.txt", "mine")
    write_folder(database, 1, folder.path, now=NOW, progress=quiet)
    assert (folder.path / "notes.txt").read_text() == "mine\n"
    assert (folder.path / "kudos.csv").stat().st_mode & 0o777 == 0o600
    assert not list(folder.path.glob(".*"))


def test_progress_of_an_export_counts_rows(database: Database, folder: Folder, tmp_path: Path) -> None:
    heard: dict[str, tuple[int, int]] = {}
    take_in(database, folder.people().path)

    def hear(file: str, done: int, total: int) -> None:
        heard[file] = done, total

    write_folder(database, 1, tmp_path / "out", now=NOW, progress=hear)
    assert heard["people.csv"] == (3, 3)
