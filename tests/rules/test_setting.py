"""What can be set: read, written, refused with what is possible."""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import setting
from bot.rules.cadence import Hours, Rhythm
from bot.rules.launch import hears
from bot.rules.refusal import Refusal
from bot.rules.setting import KINDS, Chosen
from bot.rules.signal import SIGNALS

# Texts with the value they mean; below, texts that mean nothing with a word of what is possible.
GOOD: dict[str, list[tuple[str, Any]]] = {
    "launch": [("nobody", "nobody"), ("everyone", "everyone"), ("pilot: A | B ", "pilot:A|B")],
    "recognition_channel": [("C012AB", "C012AB"), ("<#C012AB|kudos>", "C012AB"), ("", "")],
    "hr_channel": [("G012AB", "G012AB"), ("<#C012AB>", "C012AB"), ("", "")],
    "values": [("Craft, #Courage|Kindness", ["Craft", "Courage", "Kindness"]), ("", [])],
    "reactions": [(":rock: tada", ["rock", "tada"]), ("", [])],
    "allowance": [("1", 1), ("1000", 1000), ("", None)],
    "checkin_day": [("THU", "thu"), ("sun", "sun")],
    "checkin_time": [("9:30", "09:30"), ("23:59", "23:59"), ("00:00", "00:00")],
    "reminder": [("Yes", True), ("no", False)],
    "close_after_days": [("1", 1), ("5", 5)],
    "questions": [("What did you learn? | What else?", ["What did you learn?", "What else?"]), ("", [])],
    "summary_time": [("08:05", "08:05")],
    "digest_day": [("Fri", "fri")],
    "working_hours": [("9:00 - 17:30", "09:00-17:30")],
    "timezone": [("Europe/Berlin", "Europe/Berlin"), ("UTC", "UTC")],
    "language": [("EN", "en")],
    "interruption_budget": [("1", 1), ("20", 20)],
    "messages_per_minute": [("1", 1), ("1000", 1000)],
    "retention.checkins": [("3", 3), ("120", 120)],
    "retention.drafts": [("1", 1), ("24", 24)],
    "retention.signals": [("1", 1), ("24", 24)],
    "manager_field": [("Xf0123", "Xf0123"), ("", "")],
    "goals_visible_to_peers": [("no", False), ("yes", True)],
    "watch_cues": [("off", "off"), ("On  Works council 2026-11-02", "on Works council 2026-11-02")],
    **{f"signals.{name}": [("Off", "off"), ("on", "on")] for name in SIGNALS},
}  # fmt: skip
BAD: dict[str, list[tuple[str, str]]] = {
    "launch": [("", "nobody, everyone, or pilot:"), ("pilot:", "pilot:TEAM|TEAM"), ("some", "everyone")],
    "recognition_channel": [("#general", "channel id"), ("U012", "channel id"), ("C012 C013", "channel id")],
    "hr_channel": [("general", "channel id")],
    "allowance": [("0", "from 1 to 1000"), ("-1", "whole number"), ("1.5", "whole")],
    "checkin_day": [("friday", "mon, tue, wed"), ("", "sun")],
    "checkin_time": [("24:00", "09:30"), ("9.30", "09:30"), ("", "09:30"), ("9:3٠", "09:30")],
    "reminder": [("maybe", "yes or no"), ("", "yes or no")],
    "close_after_days": [("0", "from 1 to 5"), ("6", "from 1 to 5"), ("three", "whole number")],
    "summary_time": [("nine", "09:30")],
    "digest_day": [("monday", "mon, tue")],
    "working_hours": [("18:00-08:00", "08:00-18:00"), ("08:00", "08:00-18:00"), ("8-18", "08:00-18:00")],
    "timezone": [("Berlin", "Europe/Berlin"), ("+01:00", "Europe/Berlin"), ("", "Europe/Berlin")],
    "language": [("tlh", "one of en")],
    "interruption_budget": [("0", "from 1 to 20"), ("21", "from 1 to 20")],
    "messages_per_minute": [("0", "from 1 to 1000"), ("many", "whole number")],
    "retention.checkins": [("2", "from 3 to 120"), ("121", "from 3 to 120"), ("ever", "whole number")],
    "retention.drafts": [("0", "from 1 to 24"), ("25", "from 1 to 24")],
    "retention.signals": [("0", "from 1 to 24"), ("25", "from 1 to 24")],
    "goals_visible_to_peers": [("1", "yes or no")],
    "watch_cues": [("on", "who approved it"), ("on Works council", "when"), ("on me 2026-02-30", "such as")],
    **{f"signals.{name}": [("maybe", "on, off")] for name in SIGNALS},
}  # fmt: skip


def cases(table: dict[str, list[tuple[str, Any]]]) -> list[Any]:
    return [
        pytest.param(key, text, value, id=f"{key} {text or 'empty'}")
        for key, pairs in table.items()
        for text, value in pairs
    ]


def test_every_setting_has_its_examples_here() -> None:
    assert set(GOOD) == set(KINDS)
    # Any text is a value of these.
    assert set(KINDS) - set(BAD) == {"values", "reactions", "questions", "manager_field"}


@pytest.mark.parametrize(("key", "text", "value"), cases(GOOD))
def test_a_text_is_read_and_written_back(key: str, text: str, value: Any) -> None:
    read = setting.read(key, f" {text} ")
    assert read == value
    assert setting.read(key, setting.write(read)) == read


@pytest.mark.parametrize("key", KINDS)
def test_a_default_is_written_and_read_back(key: str) -> None:
    default = KINDS[key].default
    assert setting.read(key, setting.write(default)) == default


@given(st.sampled_from(sorted(KINDS)), st.text())
def test_any_text_is_a_value_that_can_be_written_and_read_back_or_is_refused(key: str, text: str) -> None:
    try:
        read = setting.read(key, text)
    except Refusal:
        return
    assert setting.read(key, setting.write(read)) == read


@pytest.mark.parametrize(("key", "text", "possible"), cases(BAD))
def test_a_bad_value_is_refused_with_what_is_possible(key: str, text: str, possible: str) -> None:
    with pytest.raises(Refusal) as refusal:
        setting.read(key, text)
    said = str(refusal.value)
    assert said.startswith(f"{key} must be ")
    assert possible in said
    assert repr(text) in said


def test_an_unknown_setting_is_refused_with_the_whole_list() -> None:
    with pytest.raises(Refusal) as refusal:
        setting.read("colour", "red")
    assert "'colour'" in str(refusal.value)
    assert all(key in str(refusal.value) for key in KINDS)


@pytest.mark.parametrize("key", [key for key, kind in KINDS.items() if not kind.per_team])
def test_what_is_set_for_all_cannot_be_set_for_a_team(key: str) -> None:
    with pytest.raises(Refusal) as refusal:
        setting.read(key, GOOD[key][0][0], team="Platform")
    assert "checkin_day, checkin_time, reminder, close_after_days, questions" in str(refusal.value)


@pytest.mark.parametrize("key", [key for key, kind in KINDS.items() if kind.per_team])
def test_a_team_may_have_its_own_rhythm(key: str) -> None:
    text, value = GOOD[key][0]
    assert setting.read(key, text, team="Platform") == value


@pytest.mark.parametrize("key", KINDS)
def test_every_setting_says_in_a_sentence_what_it_changes(key: str) -> None:
    effect = KINDS[key].effect
    assert effect[0].isupper()
    assert effect.endswith(".")


def test_a_teams_own_value_counts_before_the_workspaces_and_that_before_the_default() -> None:
    chosen = Chosen({"checkin_day": "thu", "checkin_time": "10:00"}, {"Platform": {"checkin_day": "wed"}})
    assert chosen.rhythm("Platform") == Rhythm("wed", time(10), reminds=True, close_after=3)
    assert chosen.rhythm("Product") == Rhythm("thu", time(10), reminds=True, close_after=3)
    assert chosen.get("checkin_day") == "thu"
    assert chosen.get("digest_day") == "mon"


def test_a_team_that_turns_the_reminder_off_has_it_off() -> None:
    chosen = Chosen({"reminder": True}, {"Platform": {"reminder": False}})
    assert not chosen.rhythm("Platform").reminds
    assert chosen.rhythm("").reminds


def test_without_anything_chosen_the_clockwork_is_the_one_that_is_promised() -> None:
    chosen = Chosen({}, {})
    assert chosen.rhythm("") == Rhythm("fri", time(9, 30), reminds=True, close_after=3)
    assert chosen.hours == Hours(time(8), time(18))
    assert chosen.summary_time == time(9)
    assert chosen.zone == ZoneInfo("UTC")
    assert not hears(chosen.get("launch"), "Platform")


def test_chosen_hours_and_zone_are_used() -> None:
    chosen = Chosen({"working_hours": "07:15-15:45", "timezone": "Asia/Kolkata", "summary_time": "07:30"}, {})
    assert chosen.hours == Hours(time(7, 15), time(15, 45))
    assert chosen.zone == ZoneInfo("Asia/Kolkata")
    assert chosen.summary_time == time(7, 30)
