"""Settings: every key takes what it can be and refuses the rest with what is possible."""

import pytest

from bot.rules import setting as rules
from bot.rules.refusal import Refusal
from bot.rules.signal import SIGNALS
from bot.services import setting
from models.workspace import Setting
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import PEOPLE, START

GOOD: dict[str, list[tuple[str, str]]] = {
    "launch": [("nobody", "nobody"), ("everyone", "everyone"), ("pilot:A| B", "pilot:A|B")],
    "recognition_channel": [("C012345", "C012345"), ("<#C9|kudos>", "C9"), ("", "")],
    "hr_channel": [("G012345", "G012345"), ("", "")],
    "values": [("care|courage", "care|courage"), ("#care, #courage", "care|courage"), ("", "")],
    "reactions": [(":rock:", "rock"), ("rock|clap", "rock|clap")],
    "allowance": [("5", "5"), ("", "")],
    "checkin_day": [("thu", "thu"), ("THU", "thu")],
    "checkin_time": [("9:05", "09:05"), ("23:59", "23:59")],
    "reminder": [("no", "no"), ("Yes", "yes")],
    "close_after_days": [("1", "1"), ("5", "5")],
    "questions": [("What helped?|What hindered?", "What helped?|What hindered?")],
    "summary_time": [("08:00", "08:00")],
    "digest_day": [("tue", "tue")],
    "working_hours": [("07:00-16:30", "07:00-16:30"), ("7:00 - 9:00", "07:00-09:00")],
    "timezone": [("Asia/Tokyo", "Asia/Tokyo")],
    "language": [("en", "en")],
    "interruption_budget": [("1", "1"), ("20", "20")],
    "messages_per_minute": [("1000", "1000")],
    "retention.checkins": [("3", "3"), ("120", "120")],
    "retention.drafts": [("1", "1")],
    "retention.signals": [("24", "24")],
    "manager_field": [("Xf01", "Xf01"), ("", "")],
    "goals_visible_to_peers": [("no", "no")],
    "watch_cues": [("on Works council 2026-11-02", "on Works council 2026-11-02"), ("off", "off")],
    **{f"signals.{name}": [("off", "off")] for name in SIGNALS},
}
BAD: dict[str, list[str]] = {
    "launch": ["", "all", "pilot:", "pilot: | "],
    "recognition_channel": ["#general", "general", "D0123"],
    "hr_channel": ["U0123", "c012"],
    "allowance": ["0", "-1", "1.5", "many", "1001"],
    "checkin_day": ["", "friday", "5"],
    "checkin_time": ["", "24:00", "9", "9:60", "half past nine"],
    "reminder": ["", "true", "1"],
    "close_after_days": ["", "0", "6"],
    "summary_time": ["25:00"],
    "digest_day": ["never"],
    "working_hours": ["", "08:00", "18:00-08:00", "8-18", "08:00-08:00"],
    "timezone": ["", "Berlin", "Mars/Olympus", "../etc/passwd"],
    "language": ["", "xx"],
    "interruption_budget": ["", "0", "21"],
    "messages_per_minute": ["", "0", "1001", "²"],
    "retention.checkins": ["", "2", "121", "ever"],
    "retention.drafts": ["", "0", "25"],
    "retention.signals": ["", "0", "25"],
    "goals_visible_to_peers": ["", "perhaps"],
    "watch_cues": ["", "on", "on 2026-11-02"],
    **{f"signals.{name}": ["", "yes"] for name in SIGNALS},
}


def _change(house: House, key: str, text: str, *, team: str = "") -> str:
    return house.do(setting.change, key=key, text=text, team=team, by="UHANNA", now=START)


def test_every_setting_is_tried_here() -> None:
    assert set(GOOD) == set(rules.KINDS)


@pytest.mark.parametrize(("key", "text", "kept"), [(k, *pair) for k, pairs in GOOD.items() for pair in pairs])
def test_a_possible_value_is_kept_and_read_back(house: House, key: str, text: str, kept: str) -> None:
    assert _change(house, key, text) == kept
    assert dict(house.ask(setting.listed))[key] == kept
    assert _change(house, key, kept) == kept, "what is written can be typed again"


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in BAD.items() for text in texts])
def test_an_impossible_value_is_refused_with_what_is_possible(house: House, key: str, text: str) -> None:
    before = house.ask(setting.listed)
    with pytest.raises(Refusal, match=key):
        _change(house, key, text)

    assert house.ask(setting.listed) == before


def test_an_unknown_key_is_refused_with_the_keys_there_are(house: House) -> None:
    with pytest.raises(Refusal, match="checkin_day"):
        _change(house, "chekin_day", "fri")


def test_a_team_has_its_own_where_that_makes_sense(house: House) -> None:
    _change(house, "checkin_day", "thu", team="Platform")
    _change(house, "checkin_day", "wed")

    chosen = house.ask(setting.chosen)
    assert [chosen.rhythm(team).day for team in ("Platform", "Product", "")] == ["thu", "wed", "wed"]
    with pytest.raises(Refusal, match="whole workspace"):
        _change(house, "launch", "everyone", team="Platform")


def test_what_a_team_or_the_workspace_chose_can_be_taken_back(house: House) -> None:
    _change(house, "checkin_day", "thu", team="Platform")
    _change(house, "checkin_day", "wed")

    assert _change(house, "checkin_day", "default", team="Platform") == "wed"
    assert _change(house, "checkin_day", " Default ") == "fri"
    assert _change(house, "checkin_day", "default") == "fri"

    assert [row for row in house.all(Setting) if row.key == "checkin_day"] == []
    changes = house.ask(setting.record, key="checkin_day")
    assert [(each.team, each.before, each.after) for each in changes[:2]] == [
        ("", "wed", "fri"),
        ("Platform", "thu", "wed"),
    ]
    with pytest.raises(Refusal, match="whole workspace"):
        _change(house, "launch", "default", team="Platform")


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("checkin_time", "23:59", "checkin_time is 23:59"),
        ("checkin_time", "18:00", "checkin_time is 18:00"),
        ("summary_time", "06:00", "summary_time is 06:00"),
        ("working_hours", "10:00-16:00", "checkin_time is 09:30"),
    ],
)
def test_a_time_at_which_nothing_is_sent_is_doubted(house: House, key: str, text: str, said: str) -> None:
    written = _change(house, key, text)
    doubts = house.ask(setting.doubts, key=key, written=written)
    assert doubts[0].startswith(said)
    assert "messages wait until those begin" in doubts[0]


def test_a_value_chosen_twice_is_one_row_that_says_who(house: House) -> None:
    for text in ("3", "4", "4"):
        _change(house, "allowance", text)

    kept = [row for row in house.all(Setting) if row.key == "allowance"]
    assert [(row.value, row.changed_by, row.changed_at) for row in kept] == [(4, "UHANNA", START)]


def test_a_team_that_nobody_belongs_to_is_doubted(house: House) -> None:
    def doubts(key: str, written: str, team: str = "") -> list[str]:
        return house.ask(setting.doubts, key=key, written=written, team=team)

    assert doubts("launch", "pilot:Platform|Platfrom|people") == [
        "Nobody in the directory belongs to team 'Platfrom'. Teams there are: People, Platform, Product.",
        "Nobody in the directory belongs to team 'people'. Teams there are: People, Platform, Product.",
    ]
    assert len(doubts("checkin_day", "thu", team="Sales")) == 1
    for key, written, team in (
        ("launch", "pilot:Platform|Product", ""),
        ("launch", "everyone", ""),
        ("checkin_day", "thu", "Platform"),
        ("values", "pilot:care", ""),
    ):
        assert doubts(key, written, team) == []


def test_in_an_empty_directory_every_team_is_doubted(house: House) -> None:
    for slack_id in PEOPLE:
        house.do(rows.change_person, slack_id=slack_id, team="")
    (doubt,) = house.ask(setting.doubts, key="launch", written="pilot:Platform")
    assert doubt.endswith("to team 'Platform'. There are no teams yet: people.csv names them.")
