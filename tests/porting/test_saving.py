"""Files that a spreadsheet saved in another way, and the order in which problems are told."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.database import Database
from bot.porting.folder import read_people
from bot.porting.report import Report
from models.person import Person
from tests.porting.conftest import NOW, Folder, quiet, rows, take_in

UTF_8 = "is not UTF-8. Save it as UTF-8: in Excel as the type “CSV UTF-8 (Comma delimited)”"
SEMICOLONS = "is separated by semicolons, and commas are needed. Save it with commas: in LibreOffice"


def people_in(database: Database) -> int:
    count: int = rows(database, select(func.count()).select_from(Person))[0][0]
    return count


@pytest.mark.parametrize(
    ("saved", "line", "reason"),
    [
        pytest.param("email,name\nada@x.com,Adé\nbob@x.com,Bobé\n".encode("cp1252"), 2, UTF_8, id="Windows"),
        pytest.param("email,prénom\nada@x.com,Ada\n".encode("latin-1"), 1, UTF_8, id="the header in Latin-1"),
        pytest.param("email,name\nada@x.com,Adé\n".encode("utf-16"), 0, UTF_8, id="UTF-16"),
        pytest.param(b"email;name;team\nada@x.com;Ada;A, B\n", 0, SEMICOLONS, id="semicolons"),
        pytest.param("\N{BOM}email;name\nada@x.com;Ada\n".encode(), 0, SEMICOLONS, id="semicolons and a BOM"),
        pytest.param(b"email\tname\nada@x.com\tAda\n", 0, "is separated by tabs", id="tabs"),
    ],
)
def test_a_file_saved_otherwise_gets_one_sentence_with_how_to_save_it(
    saved: bytes, line: int, reason: str, database: Database, folder: Folder
) -> None:
    (folder.path / "people.csv").write_bytes(saved)
    report = take_in(database, folder.path)
    assert [(p.file, p.line, p.column) for p in report.problems] == [("people.csv", line, "")]
    assert report.problems[0].reason.startswith(reason)
    assert people_in(database) == 0


def test_one_file_of_people_is_told_the_same(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(b"email;name\nada@x.com;Ada\n")
    report = read_people(database, 1, path, dry_run=False, now=NOW, progress=quiet)
    assert report.lines()[0].startswith(f"staff.csv: {SEMICOLONS}")
    assert people_in(database) == 0


def test_each_wrongly_saved_file_is_named_and_no_row_is_blamed_for_it(
    database: Database, folder: Folder
) -> None:
    folder.file("people.csv", "email;name", "ada@x.com;Ada")
    folder.file("absences.csv", "email;from;to", "ada@x.com;2026-01-01;2026-01-02")
    folder.file("goals.csv", "goal_id,owner_email,title", "g1,ada@x.com,T")
    assert [p.file for p in take_in(database, folder.path).problems] == ["people.csv", "absences.csv"]


def test_one_column_needs_no_separator(database: Database, folder: Folder) -> None:
    assert take_in(database, folder.file("people.csv", "email", "ada@x.com").path).ok


def test_what_else_is_wrong_in_a_file_that_is_not_utf_8_is_said_too(
    database: Database, folder: Folder
) -> None:
    lines = "email,name,manager_email\nada@x.com,Adé,grace@x.com\ngräce@x.com,G,\ngrace@x.com,G,bob@x.com\n"
    (folder.path / "people.csv").write_bytes(lines.encode("latin-1"))
    folder.file("absences.csv", "email,from,to", "gräce@x.com,2026-01-01,2026-01-02")
    report = take_in(database, folder.path)
    assert [(p.file, p.line, p.column) for p in report.problems] == [
        ("people.csv", 2, ""),
        ("people.csv", 4, "manager_email"),
    ]
    assert people_in(database) == 0


def test_problems_are_told_in_the_order_of_their_lines(database: Database, folder: Folder) -> None:
    folder.people("bob@x.com,Bob,nobody@x.com", "not an email,Bob,", "bob@x.com,Bob,")
    folder.file("absences.csv", "email,from,to", "ada@x.com,x,2026-01-01")
    report = take_in(database, folder.path)
    assert [(p.file, p.line) for p in report.problems] == [
        ("people.csv", 5),
        ("people.csv", 6),
        ("people.csv", 7),
        ("absences.csv", 2),
    ]


def test_of_many_problems_those_of_the_first_lines_are_shown() -> None:
    report = Report()
    report.counts("a.csv")
    report.counts("b.csv")
    for line in range(150, 0, -1):
        report.add("b.csv", line, "", "is late")
        report.add("a.csv", line, "", "is early")
    assert [(p.file, p.line) for p in report.problems] == [("a.csv", n) for n in range(1, 101)]
    assert report.problem_count == 300


def test_a_country_without_known_holidays_is_named_and_kept(database: Database, folder: Folder) -> None:
    countries = ["DE", "de-by", "USA", "", "Germany", "DE-XX", "PUBLIC", "MON"]
    folder.file("people.csv", "email,country", *[f"p{n}@x.com,{each}" for n, each in enumerate(countries)])
    report = take_in(database, folder.path)
    assert report.ok
    assert report.lines()[1:] == [
        "No public holidays are known for: DE-XX, Germany, MON, PUBLIC. "
        "Codes such as DE, or DE-BY for a part of a country, bring them."
    ]
    assert people_in(database) == len(countries)
    folder.file("people.csv", "email,country", *[f"p{n}@x.com,Land {n}" for n in range(12)])
    assert "Land 7 and 2 more. Codes" in take_in(database, folder.path).lines()[1]
