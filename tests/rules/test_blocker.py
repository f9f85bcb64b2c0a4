"""How a text names blockers, and when one that nobody answers goes up."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules import blocker

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("", [], id="nothing is in the way"),
        pytest.param(" waiting for legal ", ["waiting for legal"], id="one thing"),
        pytest.param(
            "- legal\n\n* staging\n3. budget", ["legal", "staging", "budget"], id="one thing a line"
        ),
        pytest.param("legal\nlegal", ["legal"], id="the same thing twice is one"),
        pytest.param("3.5 days lost", ["3.5 days lost"], id="a number is no bullet"),
        pytest.param("-\n•", [], id="a bullet alone is nothing"),
        pytest.param("None.", [], id="that there is none"),
        pytest.param("- nichts\n- legal", ["legal"], id="nothing, in German, and something"),
        pytest.param("nothing works", ["nothing works"], id="words that only begin like it"),
    ],
)
def test_a_text_names_one_blocker_a_line(text: str, named: list[str]) -> None:
    assert blocker.named(text) == named


def test_nothing_of_a_long_list_is_lost() -> None:
    found = blocker.lines("\n".join(f"thing {n}" for n in range(12)))

    assert len(found) == blocker.MOST
    assert found[-1].split("\n") == [f"thing {n}" for n in range(6, 12)]


def test_an_answer_is_missed_after_two_working_days_at_the_same_hour() -> None:
    def works(day: date) -> bool:
        return day.weekday() < 5 and day != date(2026, 11, 24)

    friday = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert blocker.deadline(friday, zone=BERLIN, works=works) == datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def test_the_hour_stays_the_same_when_the_clocks_change() -> None:
    before = datetime(2026, 10, 23, 8, 0, tzinfo=UTC)
    after = blocker.deadline(before, zone=BERLIN, works=lambda day: day.weekday() < 5)
    assert (before.astimezone(BERLIN).hour, after.astimezone(BERLIN).hour) == (10, 10)
    assert after.astimezone(BERLIN).date() == date(2026, 10, 27)
