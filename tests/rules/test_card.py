"""When a person sees their card, and what may be said to it."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import card
from bot.rules.cadence import Works
from bot.rules.refusal import Refusal

BERLIN = ZoneInfo("Europe/Berlin")
NINE = time(9)


def working(*, off: Collection[date] = ()) -> Works:
    return lambda day: day.weekday() < 5 and day not in off


def berlin(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BERLIN)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("summary", "off", "seen"),
    [
        pytest.param((2026, 12, 1, 9), (), (2026, 11, 27, 9), id="on a Tuesday: the Friday before"),
        pytest.param((2027, 4, 1, 9), (), (2027, 3, 30, 9), id="on a Thursday: 48 hours to the minute"),
        pytest.param((2027, 2, 1, 9), (), (2027, 1, 28, 9), id="on a Monday: the Thursday before"),
        pytest.param((2027, 3, 5, 9), ((2027, 3, 4),), (2027, 3, 2, 9), id="a day off lies not between"),
        pytest.param((2026, 3, 31, 9), (), (2026, 3, 27, 9), id="nine o'clock over a change of clocks"),
        pytest.param(
            (2027, 1, 4, 9),
            (*((2026, 12, day) for day in range(24, 32)), (2027, 1, 1)),
            (2026, 12, 22, 9),
            id="before the holidays, with a working day between",
        ),
        pytest.param((2026, 12, 1, 8), (), (2026, 11, 27, 9), id="a summary at eight, a card at nine"),
    ],
)
def test_the_card_is_seen_48_hours_before_with_a_working_day_between(
    summary: tuple[int, ...], off: tuple[tuple[int, int, int], ...], seen: tuple[int, ...]
) -> None:
    works = working(off=[date(*day) for day in off])
    assert card.own_time(berlin(*summary), NINE, BERLIN, works) == berlin(*seen)


@given(
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    st.sets(st.dates(date(2025, 12, 1), date(2030, 1, 1)), max_size=30),
    st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")).map(ZoneInfo),
)
def test_it_is_always_a_working_day_of_the_persons_early_enough_and_the_last_such(
    day: date, off: set[date], zone: ZoneInfo
) -> None:
    summary, works = datetime.combine(day, NINE, BERLIN), working(off=off)
    seen = card.own_time(summary, NINE, zone, works)
    assert seen is not None
    first, last = seen.astimezone(zone).date(), summary.astimezone(zone).date()
    days = [first + timedelta(days=n) for n in range(1, (last - first).days)]
    assert works(first)
    assert summary - seen >= timedelta(hours=48)
    assert any(works(each) for each in days)
    later = [each for each in days if works(each)][:-1]
    assert all(summary - datetime.combine(each, NINE, zone) < timedelta(hours=48) for each in later)


def test_who_never_works_gets_no_card() -> None:
    assert card.own_time(berlin(2026, 12, 1, 9), NINE, BERLIN, lambda day: False) is None


@pytest.mark.parametrize("text", ["<@UADA> <@UGRACE>", "<@UADA> please", "ada"])
def test_talent_takes_one_person_and_says_how(text: str) -> None:
    with pytest.raises(Refusal, match="/talent @somebody"):
        card.parse(text)


def test_talent_says_which_name_slack_did_not_recognise() -> None:
    with pytest.raises(Refusal, match="I can't tell who @ada is"):
        card.parse("@ada")


def test_talent_takes_a_mention() -> None:
    assert card.parse("<@UADA|ada>") == "UADA"


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_words_to_a_card_are_neither_none_nor_a_book(text: str) -> None:
    with pytest.raises(Refusal):
        card.check_words(text)


def test_an_outcome_is_one_of_three() -> None:
    assert card.check_outcome("agreed") == "agreed"
    with pytest.raises(Refusal, match="Choose"):
        card.check_outcome("promoted")


def test_a_wrong_fact_is_one_of_the_lines_shown_or_something_else() -> None:
    assert card.check_line("0", 2) == 0
    assert card.check_line(card.ANOTHER, 2) is None
    assert card.check_line("", 0) is None


@pytest.mark.parametrize(("choice", "lines"), [("", 2), ("2", 2), ("-1", 2), ("x", 2), ("5", 9)], ids=repr)
def test_a_line_that_is_not_shown_is_refused(choice: str, lines: int) -> None:
    with pytest.raises(Refusal, match="Choose the line"):
        card.check_line(choice, lines)
