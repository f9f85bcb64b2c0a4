"""The small cast of every test: Ada; Grace, her manager; Mallory, who must see nothing."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.sandbox.slack import PretendSlack
from bot.services import setting
from models.person import Person
from models.workspace import Setting, Workspace

# A Wednesday, ten in the morning in Berlin; every test begins here unless it says otherwise.
START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
TEAM_ID = "T1"
CHANNEL = "CKUDOS"

PEOPLE: dict[str, tuple[str, str, str, str, str]] = {
    "UADA": ("Ada Lovelace", "ada@example.com", "Europe/Berlin", "Platform", "UGRACE"),
    "UGRACE": ("Grace Hopper", "grace@example.com", "Europe/Berlin", "Platform", "UHEDY"),
    "UHEDY": ("Hedy Lamarr", "hedy@example.com", "America/New_York", "", ""),
    "UMALLORY": ("Mallory Moss", "mallory@example.com", "Europe/London", "Product", "UHEDY"),
    "UHANNA": ("Hanna Reitz", "hanna@example.com", "Europe/Berlin", "People", "UHEDY"),
}


def fill_slack(slack: PretendSlack) -> None:
    """The cast as members of the pretend workspace, and the channel where kudos are announced."""
    for slack_id, (name, email, zone, _, _) in PEOPLE.items():
        slack.add_person(slack_id, name=name, email=email, tz=zone)
    slack.add_channel(CHANNEL, "kudos", members=list(PEOPLE), bot=True)
    slack.add_channel("CGENERAL", "general", members=list(PEOPLE), bot=True)


def fill_database(session: Session, *, launch: str = "everyone", now: datetime = START) -> int:
    """The cast in the directory of a workspace that has been launched; returns its id."""
    place = Workspace(
        team_id=TEAM_ID, name="Pretend", url="https://pretend.example/", bot_user_id="UBOT", created_at=now
    )
    session.add(place)
    session.flush()
    everybody = {
        slack_id: Person(
            workspace_id=place.id,
            slack_user_id=slack_id,
            name=name,
            email=email,
            timezone=zone,
            team=team,
            introduced_at=now,
            roles=["hr"] if slack_id == "UHANNA" else [],
            working_days=[],
        )
        for slack_id, (name, email, zone, team, _) in PEOPLE.items()
    }
    session.add_all(everybody.values())
    session.flush()
    for slack_id, (*_, manager) in PEOPLE.items():
        everybody[slack_id].manager_id = everybody[manager].id if manager else None
    # Thousands of tests begin so: these are not worth what a change of settings does beside.
    for key, value in (("launch", launch), ("recognition_channel", CHANNEL)):
        session.add(
            Setting(workspace_id=place.id, team="", key=key, value=value, changed_at=now, changed_by="")
        )
    session.flush()
    return place.id


def change(session: Session, workspace_id: int, key: str, text: str, *, now: datetime = START) -> None:
    setting.change(session, workspace_id=workspace_id, key=key, text=text, now=now)
