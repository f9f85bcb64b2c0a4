"""Every bad row is reported with its file, line, column and reason, and nothing is written."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.database import Database
from models.goal import Goal
from models.person import Person
from tests.porting.conftest import Folder, rows, take_in

GOAL = "goal_id,owner_email,title"
UPDATE = "goal_id,author_email,at,value,confidence,note"
FEEDBACK = "feedback_id,from_email,to_email,at,text"
KUDOS = "kudos_id,giver_email,receiver_email,at,visibility"
CHECKIN = "email,week,answered_at,mood,workload,excused"
GROWTH = "email,growth_id,kind,title,status,suggested_by_email,created_at,closed_at"
AT = "2026-03-01T10:00:00Z"

CASES: dict[str, tuple[str, list[str], tuple[int, str, str]]] = {
    "an unknown kind of step": (
        "growth.csv",
        [GROWTH, f"ada@x.com,S1,course,Learn SQL,,,{AT},"],
        (2, "kind", "'course' is none of stretch, learning, mentoring"),
    ),
    "an unknown status of a step": (
        "growth.csv",
        [GROWTH, f"ada@x.com,S1,learning,Learn SQL,open,,{AT},"],
        (2, "status", "'open' is none of suggested, planned, done, dropped"),
    ),
    "a step that is done without a day": (
        "growth.csv",
        [GROWTH, f"ada@x.com,S1,learning,Learn SQL,done,,{AT},"],
        (2, "closed_at", "is empty, though the step is done"),
    ),
    "an open step with an end": (
        "growth.csv",
        [GROWTH, f"ada@x.com,S1,learning,Learn SQL,,,{AT},{AT}"],
        (2, "closed_at", "is there, though the step is planned"),
    ),
    "a step suggested by oneself": (
        "growth.csv",
        [GROWTH, f"ada@x.com,S1,learning,Learn SQL,,ada@x.com,{AT},"],
        (2, "suggested_by_email", "is the same person"),
    ),
    "a step suggested by nobody known": (
        "growth.csv",
        [GROWTH, f"ada@x.com,S1,learning,Learn SQL,,bob@x.com,{AT},"],
        (2, "suggested_by_email", "is nobody in people.csv"),
    ),
    "a step twice": (
        "growth.csv",
        [GROWTH, f"ada@x.com,S1,learning,Learn SQL,,,{AT},", f"grace@x.com,S1,learning,Learn SQL,,,{AT},"],
        (3, "growth_id", "is there twice"),
    ),
    "an empty required cell": ("goals.csv", [GOAL, "g1,ada@x.com,"], (2, "title", "is empty, and is needed")),
    "blanks in a required cell": (
        "absences.csv",
        ["email,from,to", "ada@x.com, ,2026-01-01"],
        (2, "from", "empty"),
    ),
    "an unknown email": (
        "kudos.csv",
        [KUDOS, f"k1,bob@x.com,ada@x.com,{AT},"],
        (2, "giver_email", "is nobody"),
    ),
    "an unknown status": (
        "goals.csv",
        [GOAL + ",status", "g1,ada@x.com,T,started"],
        (2, "status", "'started' is none of draft, proposed, agreed, done, dropped"),
    ),
    "an unknown level": ("goals.csv", [GOAL + ",level", "g1,ada@x.com,T,me"], (2, "level", "none of")),
    "an unknown confidence": (
        "goal_updates.csv",
        [UPDATE, f"G9,ada@x.com,{AT},1,sure,"],
        (2, "confidence", "'sure' is none of on_track, at_risk, off_track"),
    ),
    "an unknown kind of absence": (
        "absences.csv",
        ["email,from,to,kind", "ada@x.com,2026-01-01,2026-01-02,strike"],
        (2, "kind", "none of vacation, sick, parental, other"),
    ),
    "an unknown visibility": (
        "kudos.csv",
        [KUDOS, f"k1,ada@x.com,grace@x.com,{AT},team"],
        (2, "visibility", "none of"),
    ),
    "an unknown goal": (
        "goal_updates.csv",
        [UPDATE, f"G7,ada@x.com,{AT},,,"],
        (2, "goal_id", "'G7' is no goal"),
    ),
    "an unknown parent": (
        "goals.csv",
        [GOAL + ",parent_goal_id", "g1,ada@x.com,T,g0"],
        (2, "parent_goal_id", "'g0' is no goal"),
    ),
    "a number that is none": (
        "goal_updates.csv",
        [UPDATE, f"G9,ada@x.com,{AT},half,,"],
        (2, "value", "is not a number"),
    ),
    "a number with a comma": (
        "goal_updates.csv",
        [UPDATE, f'G9,ada@x.com,{AT},"1,5",,'],
        (2, "value", "not a number"),
    ),
    "no finite number": (
        "goal_updates.csv",
        [UPDATE, f"G9,ada@x.com,{AT},1e999,,"],
        (2, "value", "not a number"),
    ),
    "a time without offset": (
        "goal_updates.csv",
        [UPDATE, "G9,ada@x.com,2026-03-01T10:00:00,,,"],
        (2, "at", "'2026-03-01T10:00:00' has no offset"),
    ),
    "no time": (
        "goal_updates.csv",
        [UPDATE, "G9,ada@x.com,yesterday,,,"],
        (2, "at", "is not a time such as"),
    ),
    "no date": (
        "absences.csv",
        ["email,from,to", "ada@x.com,1/2/26,2026-02-01"],
        (2, "from", "is not a date"),
    ),
    "an absence that ends before it begins": (
        "absences.csv",
        ["email,from,to", "ada@x.com,2026-02-02,2026-02-01"],
        (2, "to", "2026-02-01 is before the first day 2026-02-02"),
    ),
    "a due date before the start date": (
        "goals.csv",
        [GOAL + ",start_date,due_date", "g1,ada@x.com,T,2026-02-02,2026-02-01"],
        (2, "due_date", "2026-02-01 is before the start date 2026-02-02"),
    ),
    "a goal_id that nobody can type": (
        "goals.csv",
        [GOAL, f"{'g' * 61},ada@x.com,T"],
        (2, "goal_id", "has 61 characters; up to 60 can be typed in Slack"),
    ),
    "a mood outside the scale": (
        "checkins.csv",
        [CHECKIN, f"ada@x.com,2026-W10,{AT},6,3,false"],
        (2, "mood", "'6' is not a whole number from 1 to 5"),
    ),
    "a workload between two steps": (
        "checkins.csv",
        [CHECKIN, f"ada@x.com,2026-W10,{AT},3,2.5,false"],
        (2, "workload", "'2.5' is not a whole number"),
    ),
    "no ISO week": ("checkins.csv", [CHECKIN, "ada@x.com,2026-W54,,,,"], (2, "week", "is not an ISO week")),
    "a week in words": (
        "checkins.csv",
        [CHECKIN, "ada@x.com,week 10,,,,"],
        (2, "week", "is not an ISO week"),
    ),
    "neither true nor false": (
        "checkins.csv",
        [CHECKIN, "ada@x.com,2026-W10,,,,maybe"],
        (2, "excused", "'maybe' is neither true nor false"),
    ),
    "answers without their time": (
        "checkins.csv",
        [CHECKIN, "ada@x.com,2026-W10,,4,,"],
        (2, "answered_at", "is empty"),
    ),
    "a week twice": (
        "checkins.csv",
        [CHECKIN, "ada@x.com,2026-W10,,,,", "ADA@x.com,2026-W10,,,,"],
        (3, "week", "2026-W10 is there twice for this person"),
    ),
    "kudos to oneself": (
        "kudos.csv",
        [KUDOS, f"k1,ada@x.com,ada@x.com,{AT},"],
        (2, "receiver_email", "is the giver"),
    ),
    "a receiver twice": (
        "kudos.csv",
        [KUDOS, f"k1,ada@x.com,grace@x.com,{AT},", f"k1,ada@x.com,grace@x.com,{AT},"],
        (3, "receiver_email", "is there twice for k1"),
    ),
    "rows of one kudos that contradict each other": (
        "kudos.csv",
        [KUDOS, f"k1,ada@x.com,grace@x.com,{AT},", f"k1,ada@x.com,mallory@x.com,{AT},private"],
        (3, "visibility", "differs from an earlier row of k1"),
    ),
    "feedback for oneself": (
        "feedback.csv",
        [FEEDBACK, f"F1,ada@x.com,ada@x.com,{AT},Clear"],
        (2, "to_email", "is the one who gave it"),
    ),
    "feedback without words": (
        "feedback.csv",
        [FEEDBACK, f"F1,ada@x.com,grace@x.com,{AT},"],
        (2, "text", "is empty, and is needed"),
    ),
    "feedback twice": (
        "feedback.csv",
        [FEEDBACK, f"F1,ada@x.com,grace@x.com,{AT},Clear", f"F1,grace@x.com,ada@x.com,{AT},Clear"],
        (3, "feedback_id", "F1 is there twice"),
    ),
    "an unknown consent": (
        "consents.csv",
        ["email,kind,value,at", f"ada@x.com,fun,yes,{AT}"],
        (2, "kind", "none of"),
    ),
    "a consent that is neither yes nor no": (
        "consents.csv",
        ["email,kind,value,at", f"ada@x.com,share_mood,often,{AT}"],
        (2, "value", "'often' is none of yes, no"),
    ),
    "a language that is not spoken": (
        "consents.csv",
        ["email,kind,value,at", f"ada@x.com,language,tlh,{AT}"],
        (2, "value", "'tlh' is none of en, de"),
    ),
    "a pause without a date": (
        "consents.csv",
        ["email,kind,value,at", f"ada@x.com,pause,soon,{AT}"],
        (2, "value", "'soon' is not a date"),
    ),
    "a consent twice": (
        "consents.csv",
        ["email,kind,value,at", f"ada@x.com,share_mood,yes,{AT}", f"ada@x.com,share_mood,no,{AT}"],
        (3, "kind", "share_mood is there twice"),
    ),
    "a goal twice": (
        "goals.csv",
        [GOAL, "g1,ada@x.com,T", "G1,ada@x.com,U"],
        (3, "goal_id", "g1 is in line 2 already"),
    ),
    "a goal that is its own parent": (
        "goals.csv",
        [GOAL + ",parent_goal_id", "g1,ada@x.com,T,G1"],
        (2, "parent_goal_id", "a goal cannot be its own parent"),
    ),
    "parents in a circle": (
        "goals.csv",
        [GOAL + ",parent_goal_id", "g1,ada@x.com,T,g2", "g2,ada@x.com,U,g3", "g3,ada@x.com,V,g1"],
        (2, "parent_goal_id", "in a circle"),
    ),
    "an individual goal without owner": ("goals.csv", [GOAL, "g1,,T"], (2, "owner_email", "needs an owner")),
    "too few cells": ("goals.csv", [GOAL, "g1,ada@x.com"], (2, "", "has 2 cells where the header has 3")),
    "too many cells": (
        "goals.csv",
        [GOAL, "g1,ada@x.com,T,U"],
        (2, "", "has 4 cells where the header has 3"),
    ),
    "a quote that is never closed": (
        "goals.csv",
        [GOAL, 'g1,ada@x.com,"T', "g2,ada@x.com,T"],
        (2, "", "not proper CSV"),
    ),
    "a NUL character": ("goals.csv", [GOAL, "g1,ada@x.com,T\0"], (2, "", "has a NUL character in it")),
    "a missing column": (
        "goals.csv",
        ["goal_id,owner_email", "g1,ada@x.com"],
        (1, "title", "the column is missing"),
    ),
    "a column twice": (
        "goals.csv",
        [GOAL + ",title", "g1,ada@x.com,T,U"],
        (1, "title", "the column is there twice"),
    ),
    "a line after a text of several lines": (
        "goals.csv",
        [GOAL, 'g1,ada@x.com,"two', 'lines"', "g2,bob@x.com,T"],
        (4, "owner_email", "is nobody"),
    ),
}

PEOPLE: dict[str, tuple[list[str], tuple[int, str, str]]] = {
    "an email twice": (["ADA@x.com,Ada,"], (5, "email", "ada@x.com is in line 2 already")),
    "no email": (["not an email,Bob,"], (5, "email", "is not an email address")),
    "nobody's row": ([",Bob,"], (5, "email", "is empty, and there is no slack_user_id either")),
    "an unknown manager": (["bob@x.com,Bob,carl@x.com"], (5, "manager_email", "'carl@x.com' is nobody")),
    "one's own manager": (
        ["bob@x.com,Bob,BOB@x.com"],
        (5, "manager_email", "nobody can be their own manager"),
    ),
    "managers in a circle": (
        ["bob@x.com,Bob,carl@x.com", "carl@x.com,Carl,bob@x.com"],
        (5, "manager_email", "in a circle: bob@x.com, carl@x.com"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_row_is_named_and_nothing_is_written(case: str, database: Database, folder: Folder) -> None:
    file, lines, (line, column, reason) = CASES[case]
    folder.people()
    if file != "goals.csv":
        folder.file("goals.csv", GOAL, "G9,ada@x.com,Fine")
    folder.file(file, *lines)
    report = take_in(database, folder.path)
    assert [(p.file, p.line, p.column) for p in report.problems] == [(file, line, column)], report.lines()
    assert reason in report.problems[0].reason
    assert rows(database, select(func.count()).select_from(Person)) == [(0,)]
    assert report.lines()[-1] == "Nothing was written: 1 problem."


@pytest.mark.parametrize("case", PEOPLE)
def test_a_bad_person_is_named_and_nothing_is_written(case: str, database: Database, folder: Folder) -> None:
    lines, (line, column, reason) = PEOPLE[case]
    report = take_in(database, folder.people(*lines).path)
    assert [(p.line, p.column) for p in report.problems] == [(line, column)], report.lines()
    assert reason in report.problems[0].reason
    assert rows(database, select(func.count()).select_from(Person)) == [(0,)]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("timezone", "Europe/Atlantis", "is not a time zone"),
        ("working_days", "mon|someday", "'someday' is none of mon"),
        ("roles", "employee|king", "'king' is none of employee"),
        ("start_date", "2026-13-01", "is not a date"),
        ("end_date", "soon", "is not a date"),
    ],
)
def test_what_a_person_cannot_be(
    column: str, cell: str, reason: str, database: Database, folder: Folder
) -> None:
    folder.file("people.csv", f"email,{column}", f"ada@x.com,{cell}")
    (problem,) = take_in(database, folder.path).problems
    assert (problem.line, problem.column) == (2, column)
    assert reason in problem.reason


def test_an_empty_file_lacks_its_columns(database: Database, folder: Folder) -> None:
    (folder.path / "people.csv").write_bytes(b"")
    (problem,) = take_in(database, folder.path).problems
    assert str(problem) == "people.csv:1: email: the column is missing"


def test_every_bad_row_is_counted_and_the_first_hundred_are_shown(database: Database, folder: Folder) -> None:
    folder.people().file("absences.csv", "email,from,to", *["ada@x.com,x,y"] * 2500)
    report = take_in(database, folder.path)
    assert report.problem_count == 5000
    assert len(report.problems) == 100
    assert report.lines()[-2:] == ["… and 4900 more.", "Nothing was written: 5000 problems."]


def test_a_bad_person_or_goal_is_not_held_against_the_rows_that_name_it(
    database: Database, folder: Folder
) -> None:
    folder.file("people.csv", "email,timezone", "ada@x.com,Nowhere/Land", "grace@x.com,")
    folder.file("goals.csv", GOAL + ",status", "g1,ada@x.com,T,begun")
    folder.file("goal_updates.csv", UPDATE, f"g1,ada@x.com,{AT},1,,")
    report = take_in(database, folder.path)
    assert [(p.file, p.column) for p in report.problems] == [
        ("people.csv", "timezone"),
        ("goals.csv", "status"),
    ]


def test_a_repetition_is_found_also_when_thousands_of_rows_lie_between(
    database: Database, folder: Folder
) -> None:
    folder.people()
    weeks = [f"{year}-W{week:02}" for year in range(1960, 2010) for week in range(1, 53)]
    folder.file("checkins.csv", "email,week", *[f"ada@x.com,{week}" for week in [*weeks, "1960-W01"]])
    given = [f"k{n},ada@x.com,grace@x.com,{AT}" for n in range(2500)]
    folder.file(
        "kudos.csv",
        "kudos_id,giver_email,receiver_email,at",
        *given,
        f"k0,ada@x.com,grace@x.com,{AT}",
        f"k1,mallory@x.com,grace@x.com,{AT}",
        f"k2,ada@x.com,mallory@x.com,{AT}",
    )
    report = take_in(database, folder.path)
    assert [(p.file, p.line, p.column) for p in report.problems] == [
        ("kudos.csv", 2502, "receiver_email"),
        ("kudos.csv", 2503, "giver_email"),
        ("checkins.csv", 2602, "week"),
    ], report.lines()


def test_a_circle_that_only_closes_with_the_database_is_found(database: Database, folder: Folder) -> None:
    assert take_in(database, folder.people().path).ok
    folder.file("people.csv", "email,manager_email", "grace@x.com,ada@x.com")
    (problem,) = take_in(database, folder.path).problems
    assert (problem.line, problem.column) == (2, "manager_email")
    managed = select(Person.email).where(Person.manager_id.is_not(None)).order_by(Person.email)
    assert rows(database, managed) == [("ada@x.com",), ("mallory@x.com",)]


def test_an_email_and_a_slack_id_of_two_people_are_not_one(database: Database, folder: Folder) -> None:
    folder.file("people.csv", "email,slack_user_id", "ada@x.com,UADA", "grace@x.com,UGRACE")
    assert take_in(database, folder.path).ok
    folder.file("people.csv", "email,slack_user_id", "ada@x.com,UGRACE")
    (problem,) = take_in(database, folder.path).problems
    assert problem.column == "slack_user_id"


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ('{\n"workspace": {\n"checkin_day": "someday"}}', 3, "checkin_day", "must be one of mon"),
        ('{"workspace": {"colour": "red"}}', 1, "colour", "There is no setting 'colour'"),
        ('{"teams": {\n"A": {\n"launch": "nobody"}}}', 3, "launch", "for the whole workspace"),
        ('{"workspace": {"close_after_days": 3}}', 1, "close_after_days", "a text in quotes"),
        ('{"workspace": []}', 1, "workspace", "must be an object"),
        ('{\n"workspace": {', 2, "", "is not JSON"),
    ],
)
def test_a_bad_setting_is_named_with_its_line(
    text: str, line: int, column: str, reason: str, database: Database, folder: Folder
) -> None:
    folder.people().file("settings.json", text)
    (problem,) = take_in(database, folder.path).problems
    assert (problem.line, problem.column) == (line, column)
    assert reason in problem.reason
    assert rows(database, select(func.count()).select_from(Goal)) == [(0,)]


def test_a_folder_without_any_of_the_files_is_a_problem(database: Database, tmp_path: Path) -> None:
    assert not take_in(database, tmp_path / "nowhere").ok
