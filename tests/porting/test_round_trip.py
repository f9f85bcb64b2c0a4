"""What is exported can be imported again, on either engine, to the byte."""

from pathlib import Path

import pytest

from tests.porting.conftest import Folder, NewDatabase, take_in, written


@pytest.fixture
def company(folder: Folder) -> Folder:
    """A little of everything, in no particular order and with awkward texts."""
    folder.file(
        "people.csv",
        "roles,email,slack_user_id,name,manager_email,team,title,level,location,country,timezone,"
        "start_date,end_date,end_reason,working_days",
        "employee,Ada@X.com,UADA,Ada Lovelace,grace@x.com,Platform,Engineer,5,London,GB,Europe/London,"
        "2020-02-29,,,mon|tue|thu",
        'manager|leadership,grace@x.com,,"Grace ""Amazing"" Hopper",,Platform,,,,US,,,,,',
        ",,UZED,Zed,ada@x.com,,,,,,,,,,",
        ",gone@x.com,,Gone,grace@x.com,,,,,,,2019-01-01,2021-06-30,resigned,",
    )
    folder.file("absences.csv", "email,from,to,kind", "ada@x.com,2026-08-03,2026-08-14,vacation")
    folder.file(
        "goals.csv",
        "goal_id,owner_email,level,parent_goal_id,title,start_value,target_value,status,agreed_at,due_date",
        "G2,ada@x.com,individual,okr-1,=1+1 | done,0.1,1e3,agreed,2026-01-05T09:00:00+01:00,2026-12-31",
        "okr-1,,organisation,,Be kind,,-3,proposed,,",
    )
    folder.file(
        "goal_updates.csv",
        "goal_id,author_email,at,value,confidence,note",
        'g2,ada@x.com,2026-02-01T10:00:00.123456Z,12.5,on_track,"two\nlines"',
        'g2,ada@x.com,2026-02-01T10:00:00.123456Z,12.5,on_track,"two\nlines"',
        "g2,grace@x.com,2026-02-01T10:00:00Z,,,",
        "okr-1,UZED,2026-02-01T10:00:00Z,3,at_risk, spaced ",
    )
    folder.file(
        "kudos.csv",
        "kudos_id,giver_email,receiver_email,at,message,values,skills,channel,visibility,source",
        "k1,ada@x.com,grace@x.com,2026-03-01T10:00:00Z,Thanks!,care|craft,sql,C1,public,slack",
        "k2,gone@x.com,ada@x.com,2021-03-01T10:00:00Z,Bye 👋,,,,private,",
        "k1,ada@x.com,UZED,2026-03-01T10:00:00Z,Thanks!,care|craft,sql,C1,public,slack",
    )
    folder.file(
        "feedback.csv",
        "asked,feedback_id,from_email,to_email,at,text",
        'true,F1,grace@x.com,ada@x.com,2026-03-02T10:00:00Z,"Clear, and\nshort"',
        ",F2,gone@x.com,UZED,2021-03-02T10:00:00Z, spaced ",
    )
    folder.file(
        "checkins.csv",
        "email,week,prompted_at,answered_at,excused,mood,workload,progress,plans,blockers",
        "ada@x.com,2026-W10,2026-03-06T09:30:00Z,2026-03-06T10:00:00Z,false,4,2,done,more,none",
        "UZED,2026-W10,2026-03-06T09:30:00Z,,false,,,,,",
        "ada@x.com,2026-W11,,,true,,,,,",
    )
    folder.file(
        "blockers.csv",
        "blocker_id,email,week,text,owner_email,reported_at,acknowledged_at,acknowledged_by,resolved_at,"
        "resolved_by,raised_at,escalated_at",
        "b1,ada@x.com,2026-W10,none,UZED,2026-03-06T10:00:00Z,2026-03-09T10:00:00Z,UZED,"
        "2026-03-10T10:00:00.5+01:00,ada@x.com,2026-03-08T10:00:00Z,",
        'b2,gone@x.com,2021-W10,"two\nlines",,2021-03-06T10:00:00Z,,,,,,2021-03-12T10:00:00Z',
    )
    folder.file(
        "answers.csv",
        "email,week,question,kind,options,answer",
        "ada@x.com,2026-W10,How sure?,scale,,4",
        "UZED,2026-W10,Where?,choice,home|office,home",
        "ada@x.com,2026-W10,Where?,choice,home|office|train,train",
        'ada@x.com,2026-W11,What did you learn?,,,"a, b"',
    )
    folder.file(
        "one_on_ones.csv",
        "item_id,first_email,second_email,kind,author_email,owner_email,at,text,done_at,met_at",
        "i1,grace@x.com,ada@x.com,agenda,ada@x.com,,2026-03-06T10:00:00Z,=plan|,2026-03-07T10:00:00Z,"
        "2026-03-07T10:00:00Z",
        "i2,ada@x.com,grace@x.com,action,grace@x.com,ada@x.com,2026-03-06T10:00:00Z,call,,",
        'i3,UZED,ada@x.com,note,UZED,,2026-03-06T11:00:00Z,"x\ny",,',
    )
    folder.file(
        "growth.csv",
        "result,email,growth_id,kind,title,aim,by,status,suggested_by_email,created_at,closed_at",
        ',ada@x.com,S1,learning,=SQL|,"two\nlines",2026-06-01,planned,,2026-03-06T10:00:00Z,',
        ",ada@x.com,S2,stretch,Lead the move,,,suggested,grace@x.com,2026-03-06T11:00:00.5+01:00,",
        " spaced ,UZED,s2,mentoring, Teach ,,,done,ada@x.com,2026-03-05T10:00:00Z,2026-03-04T12:00:00Z",
        ",gone@x.com,S0,learning,Go,,,dropped,,2020-03-05T10:00:00Z,2021-03-05T10:00:00Z",
    )
    folder.file(
        "consents.csv",
        "email,kind,value,at",
        "ada@x.com,share_mood,yes,2026-01-01T00:00:00Z",
        "ada@x.com,pause,2026-12-01,2026-01-01T00:00:00Z",
        "ada@x.com,share_feedback:F1,yes,2026-03-03T00:00:00Z",
        "grace@x.com,language,de,2026-01-01T00:00:00Z",
        "grace@x.com,reactions,no,2026-01-01T00:00:00Z",
    )
    folder.file(
        "settings.json",
        '{"workspace": {"values": "care|craft", "allowance": ""},',
        '"teams": {"Platform": {"checkin_day": "thu"}}}',
    )
    return folder


@pytest.mark.parametrize(
    ("here", "there"),
    [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite"), ("postgresql", "postgresql")],
)
def test_an_export_read_into_an_empty_database_and_exported_again_is_the_same_to_the_byte(
    here: str, there: str, company: Folder, new_database: NewDatabase, tmp_path: Path
) -> None:
    first, second = new_database(here), new_database(there)
    assert (
        take_in(first, company.path).lines()[-1] == "settings.json: 3 rows, 3 added, 0 changed, 0 unchanged"
    )
    exported = written(first, tmp_path / "first")
    report = take_in(second, tmp_path / "first")
    assert report.ok, report.lines()
    assert written(second, tmp_path / "second") == exported
