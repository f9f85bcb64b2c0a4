"""An import may be repeated, tried dry, and corrected; what it must not touch it leaves alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from bot.database import Database
from bot.porting.folder import read_people
from models.absence import Absence
from models.appointment import Appointment
from models.base import Base
from models.checkin import Checkin, oldest_open
from models.consent import Consent
from models.delivery import Delivery
from models.goal import Goal, GoalUpdate
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from tests.porting.conftest import NOW, Folder, quiet, rows, take_in, written

AT = "2026-03-01T10:00:00Z"


def count(database: Database) -> dict[str, int]:
    tables = [
        Person,
        Absence,
        Goal,
        GoalUpdate,
        Kudos,
        KudosReceiver,
        Checkin,
        Consent,
        Appointment,
        Delivery,
    ]
    return {
        table.__tablename__: rows(database, select(func.count()).select_from(table))[0][0] for table in tables
    }


def contents(database: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        table.name: rows(database, select(table).order_by(table.c.id))
        for table in Base.metadata.sorted_tables
    }


def full(folder: Folder) -> Folder:
    folder.people("gone@x.com,Gone,ada@x.com")
    folder.file(
        "absences.csv", "email,from,to", "ada@x.com,2026-01-01,2026-01-02", "ada@x.com,2026-01-01,2026-01-02"
    )
    folder.file(
        "goals.csv", "goal_id,owner_email,title,parent_goal_id", "G1,ada@x.com,One,G2", "G2,ada@x.com,Two,"
    )
    same = f"G1,ada@x.com,{AT},5,on_track,same"
    folder.file("goal_updates.csv", "goal_id,author_email,at,value,confidence,note", same, same, same)
    folder.file(
        "kudos.csv",
        "kudos_id,giver_email,receiver_email,at,message",
        f"k1,ada@x.com,grace@x.com,{AT},Thanks",
        f"k1,ada@x.com,mallory@x.com,{AT},Thanks",
    )
    folder.file(
        "checkins.csv", "email,week,answered_at,mood", f"ada@x.com,2026-W09,{AT},4", "ada@x.com,2026-W10,,"
    )
    folder.file(
        "feedback.csv", "feedback_id,from_email,to_email,at,text", f"F1,ada@x.com,grace@x.com,{AT},Clear"
    )
    folder.file("consents.csv", "email,kind,value,at", f"ada@x.com,share_mood,yes,{AT}")
    folder.file(
        "blockers.csv",
        "blocker_id,email,week,text,reported_at",
        f"b1,ada@x.com,2026-W09,No staging,{AT}",
    )
    folder.file("answers.csv", "email,week,question,answer", "ada@x.com,2026-W09,What did you learn?,SQL")
    folder.file(
        "one_on_ones.csv",
        "item_id,first_email,second_email,kind,author_email,at,text",
        f"i1,ada@x.com,grace@x.com,agenda,ada@x.com,{AT},The plan",
    )
    folder.file(
        "growth.csv", "email,growth_id,kind,title,created_at", f"ada@x.com,S1,learning,Learn SQL,{AT}"
    )
    folder.file("settings.json", '{"workspace": {"checkin_day": "thu"}}')
    return folder


def test_repeating_an_import_changes_nothing(database: Database, folder: Folder) -> None:
    full(folder)
    first = take_in(database, folder.path)
    assert first.ok, first.lines()
    before = contents(database)
    again = take_in(database, folder.path, now=NOW + timedelta(days=3))
    assert all(c.rows == c.unchanged and not c.added and not c.changed for c in again.files.values())
    assert contents(database) == before
    assert count(database)["goal_update"] == 3


def test_importing_ones_own_export_changes_nothing(
    database: Database, folder: Folder, tmp_path: Path
) -> None:
    take_in(database, full(folder).path)
    exported, before = written(database, tmp_path / "export"), contents(database)
    report = take_in(database, tmp_path / "export")
    assert report.ok, report.lines()
    assert contents(database) == before
    assert written(database, tmp_path / "export") == exported


def test_a_dry_run_counts_and_writes_nothing(database: Database, folder: Folder) -> None:
    before = contents(database)
    report = take_in(database, full(folder).path, dry_run=True)
    assert report.files["kudos.csv"].added == 2
    assert report.lines()[-1] == "Nothing was written: this was a dry run."
    assert contents(database) == before


def test_a_dry_run_finds_what_only_the_database_knows(database: Database, folder: Folder) -> None:
    take_in(database, folder.people().path)
    (folder.path / "people.csv").unlink()
    folder.file(
        "absences.csv", "email,from,to", "ada@x.com,2026-01-01,2026-01-02", "bob@x.com,2026-01-01,2026-01-02"
    )
    report = take_in(database, folder.path, dry_run=True)
    assert [str(problem) for problem in report.problems] == [
        "absences.csv:3: email: 'bob@x.com' is nobody in people.csv or in the database"
    ]


def test_one_bad_row_in_the_last_file_keeps_the_first_file_out(database: Database, folder: Folder) -> None:
    before = contents(database)
    full(folder).file("settings.json", '{"workspace": {"launch": "tomorrow"}}')
    assert take_in(database, folder.path).problem_count == 1
    assert contents(database) == before


def test_a_corrected_file_corrects_the_database(database: Database, folder: Folder) -> None:
    take_in(database, full(folder).path)
    folder.people("gone@x.com,Gone,mallory@x.com")
    folder.file(
        "goals.csv", "goal_id,owner_email,title,parent_goal_id", "g1,grace@x.com,One!,", "G2,ada@x.com,Two,"
    )
    folder.file(
        "kudos.csv",
        "kudos_id,giver_email,receiver_email,at,message",
        f"k1,ada@x.com,grace@x.com,{AT},Thank you",
    )
    folder.file(
        "checkins.csv", "email,week,answered_at,mood", f"ada@x.com,2026-W09,{AT},2", "ada@x.com,2026-W10,,"
    )
    folder.file(
        "blockers.csv",
        "blocker_id,email,week,text,reported_at,owner_email",
        f"b1,ada@x.com,2026-W09,No staging,{AT},grace@x.com",
    )
    folder.file("answers.csv", "email,week,question,answer", "ada@x.com,2026-W09,What did you learn?,Rust")
    folder.file(
        "one_on_ones.csv",
        "item_id,first_email,second_email,kind,author_email,at,text,done_at",
        f"i1,grace@x.com,ada@x.com,agenda,ada@x.com,{AT},The plan,{AT}",
    )
    folder.file(
        "growth.csv",
        "email,growth_id,kind,title,status,created_at,closed_at",
        f"ada@x.com,S1,learning,Learn SQL,done,{AT},{AT}",
    )
    folder.file("settings.json", '{"workspace": {"checkin_day": "fri"}}')
    report = take_in(database, folder.path)
    changed = {file: counts.changed for file, counts in report.files.items() if counts.changed}
    assert changed == dict.fromkeys(
        [
            *("people.csv", "goals.csv", "kudos.csv", "checkins.csv", "blockers.csv", "answers.csv"),
            *("one_on_ones.csv", "growth.csv", "settings.json"),
        ],
        1,
    ), report.lines()
    assert rows(database, select(Goal.ref, Goal.title, Goal.parent_id).order_by(Goal.ref)) == [
        ("G1", "One!", None),
        ("G2", "Two", None),
    ]
    assert rows(database, select(Kudos.message)) == [("Thank you",)]
    assert rows(database, select(Checkin.mood).where(Checkin.week == "2026-W09")) == [(2,)]


def test_nothing_is_announced_and_nothing_is_owed(database: Database, folder: Folder) -> None:
    full(folder).file(
        "kudos.csv",
        "kudos_id,giver_email,receiver_email,at,source",
        f"k1,ada@x.com,grace@x.com,{AT},reaction",
    )
    take_in(database, folder.path)
    counts = count(database)
    assert (counts["delivery"], counts["appointment"]) == (0, 0)
    assert rows(database, select(Kudos.id).where(Kudos.told_at.is_(None))) == []


def test_an_imported_week_is_never_open(database: Database, folder: Folder) -> None:
    folder.people()
    weeks = ["2026-W40,2026-10-02T09:30:00Z", "2026-W47,2026-11-20T09:30:00Z", "2027-W10,"]
    folder.file("checkins.csv", "email,week,prompted_at", *[f"ada@x.com,{week}" for week in weeks])
    assert take_in(database, folder.path).ok
    assert database.read_now(lambda s: oldest_open(s, 1, person_id(s, "ada@x.com"))) is None
    closed = rows(database, select(Checkin.closed_at).order_by(Checkin.week))
    assert closed[0] == (datetime(2026, 10, 5, tzinfo=UTC),)


def test_a_mood_is_shared_only_where_the_person_said_so(database: Database, folder: Folder) -> None:
    full(folder).file(
        "checkins.csv",
        "email,week,answered_at,mood",
        f"ada@x.com,2026-W09,{AT},4",
        f"grace@x.com,2026-W09,{AT},4",
    )
    take_in(database, folder.path)
    shared = select(Person.email, Checkin.share).join(Person, Person.id == Checkin.person_id)
    assert sorted(rows(database, shared)) == [("ada@x.com", True), ("grace@x.com", False)]


def person_id(session: Session, email: str) -> int:
    return session.scalars(select(Person.id).where(Person.workspace_id == 1, Person.email == email)).one()


def change(database: Database, act: Callable[[Session], Any]) -> None:
    database.transact_now(act)


def test_what_the_bot_wrote_itself_is_not_doubled(database: Database, folder: Folder, tmp_path: Path) -> None:
    take_in(database, folder.people().file("goals.csv", "goal_id,owner_email,title", "G1,ada@x.com,One").path)
    change(database, _act_in_slack)
    before, exported = count(database), written(database, tmp_path / "export")
    report = take_in(database, tmp_path / "export")
    assert report.ok, report.lines()
    assert count(database) == before
    assert written(database, tmp_path / "export") == exported
    assert set(rows(database, select(GoalUpdate.act_key))) == {("slack-1",), ("slack-2",)}


def _act_in_slack(session: Session) -> None:
    ada, grace = person_id(session, "ada@x.com"), person_id(session, "grace@x.com")
    goal = session.scalars(select(Goal.id).where(Goal.workspace_id == 1)).one()
    for number in (1, 2):
        session.add(
            GoalUpdate(
                workspace_id=1, act_key=f"slack-{number}", goal_id=goal, author_id=ada, at=NOW, value=0.1
            )
        )
    given = Kudos(
        workspace_id=1, ref="K1", act_key="slack", giver_id=ada, at=NOW, message="Thanks", source="command"
    )
    session.add(given)
    session.flush()
    session.add(KudosReceiver(workspace_id=1, kudos_id=given.id, receiver_id=grace))
    session.add(
        Checkin(
            workspace_id=1,
            person_id=ada,
            week="2026-W47",
            prompted_at=NOW,
            answered_at=NOW,
            share=True,
            mood=3,
        )
    )


def test_an_old_export_does_not_undo_what_people_have_said_since(
    database: Database, folder: Folder, tmp_path: Path
) -> None:
    take_in(database, full(folder).path)
    written(database, tmp_path / "old")
    change(database, _change_ones_mind)
    assert take_in(database, tmp_path / "old").ok
    assert rows(database, select(Consent.value)) == [("no",)]
    assert rows(database, select(Kudos.voided_at)) == [(NOW,)]
    assert rows(database, select(Checkin.progress).order_by(Checkin.week)) == [("Later words",)] * 2


def _change_ones_mind(session: Session) -> None:
    ours = {"synchronize_session": False}
    session.execute(
        update(Consent).where(Consent.workspace_id == 1).values(value="no", at=NOW), execution_options=ours
    )
    session.execute(
        update(Kudos).where(Kudos.workspace_id == 1).values(voided_at=NOW), execution_options=ours
    )
    session.execute(
        update(Checkin).where(Checkin.workspace_id == 1).values(answered_at=NOW, progress="Later words"),
        execution_options=ours,
    )


def test_slack_keeps_its_id_name_and_zone_and_the_file_wins_for_the_rest(
    database: Database, folder: Folder
) -> None:
    change(
        database,
        lambda session: session.execute(
            insert(Person).values(
                workspace_id=1,
                slack_user_id="UADA",
                email="ada@x.com",
                name="Ada in Slack",
                timezone="Europe/London",
                title="In Slack",
                slack_updated=1,
            )
        ),
    )
    folder.file(
        "people.csv",
        "email,slack_user_id,name,timezone,title,team",
        "ada@x.com,UOTHER,Ada in the file,Asia/Tokyo,In the file,Platform",
    )
    assert take_in(database, folder.path).ok
    assert rows(
        database,
        select(Person.slack_user_id, Person.name, Person.timezone, Person.title, Person.team, Person.in_csv),
    ) == [("UADA", "Ada in Slack", "Europe/London", "In the file", "Platform", True)]


def test_an_empty_cell_takes_away_what_is_the_files_and_a_missing_column_does_not(
    database: Database, folder: Folder
) -> None:
    folder.file(
        "people.csv",
        "email,name,team,title,manager_email",
        "ada@x.com,Ada,A,T,grace@x.com",
        "grace@x.com,,,,",
    )
    take_in(database, folder.path)
    folder.file("people.csv", "email,name,team,manager_email", "ada@x.com,,,")
    assert take_in(database, folder.path).ok
    ada = select(Person.name, Person.team, Person.title, Person.manager_id).where(Person.email == "ada@x.com")
    assert rows(database, ada) == [("Ada", "", "T", None)]


def test_unknown_columns_and_files_are_named_and_ignored(database: Database, folder: Folder) -> None:
    folder.file("people.csv", "Shoe size, EMAIL ,hat", "42,ada@x.com,L").file("notes.txt", "Hello")
    report = take_in(database, folder.path)
    assert report.ok
    assert report.unknown_columns == {"people.csv": ["shoe size", "hat"]}
    assert report.unknown_files == ["notes.txt"]
    assert "people.csv: ignored columns: shoe size, hat" in report.lines()


def test_a_byte_order_mark_and_windows_line_ends_are_no_trouble(database: Database, folder: Folder) -> None:
    (folder.path / "people.csv").write_bytes(b"\xef\xbb\xbfemail,name\r\nada@x.com,Ada\r\n\r\n")
    assert take_in(database, folder.path).files["people.csv"].added == 1


def test_people_can_be_imported_from_a_file_of_any_name(database: Database, folder: Folder) -> None:
    folder.people()
    path = (folder.path / "people.csv").rename(folder.path / "staff.csv")
    report = read_people(database, 1, path, dry_run=False, now=NOW, progress=quiet)
    assert report.files["staff.csv"].added == 3
    missing = read_people(database, 1, folder.path / "gone.csv", dry_run=False, now=NOW, progress=quiet)
    assert [problem.reason for problem in missing.problems] == ["cannot be read: No such file or directory"]


def test_a_name_falls_back_to_the_emails_local_part(database: Database, folder: Folder) -> None:
    take_in(database, folder.file("people.csv", "email", "Ada.Okafor@x.com").path)
    assert rows(database, select(Person.name, Person.email)) == [("ada.okafor", "ada.okafor@x.com")]


def test_two_workspaces_in_one_database_do_not_see_each_other(
    database: Database, folder: Folder, tmp_path: Path
) -> None:
    from bot.porting.folder import read_folder
    from bot.porting.writing import write_folder
    from models.workspace import Workspace

    take_in(database, full(folder).path)
    before = written(database, tmp_path / "before")
    change(database, lambda session: session.add(Workspace(created_at=NOW, team_id="T2")))
    report = read_folder(database, 2, folder.path, dry_run=False, now=NOW, progress=quiet)
    assert report.ok, report.lines()
    assert all(counts.rows for counts in report.files.values())
    assert report.files["kudos.csv"].added == 2
    assert written(database, tmp_path / "before") == before
    write_folder(database, 2, tmp_path / "other", now=NOW, progress=quiet)
    assert {
        path.name: path.read_bytes().decode() for path in sorted((tmp_path / "other").iterdir())
    } == before


def test_progress_tells_how_much_of_each_file_is_done(database: Database, folder: Folder) -> None:
    heard: list[tuple[str, int, int]] = []
    from bot.porting.folder import read_folder

    full(folder)
    read_folder(database, 1, folder.path, dry_run=False, now=NOW, progress=lambda *told: heard.append(told))
    assert [file for file, done, total in heard if done == total] == [
        "people.csv",
        "absences.csv",
        "goals.csv",
        "goal_updates.csv",
        "kudos.csv",
        "feedback.csv",
        "consents.csv",
        "checkins.csv",
        "blockers.csv",
        "answers.csv",
        "one_on_ones.csv",
        "growth.csv",
        "settings.json",
    ]
