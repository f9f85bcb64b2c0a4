"""Numbers are read and offered as the language that is spoken writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import LANGUAGES, speaking
from bot.rules import amount
from bot.rules.refusal import Refusal

HINT = "Write it like 60."


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("7.500", 7.5, 7500),
        ("7,500", 7500, 7.5),
        ("12.500 EUR", 12.5, 12_500),
        ("1.234,56", 1234.56, 1234.56),
        ("1,234.56", 1234.56, 1234.56),
        ("1.234.567", 1_234_567, 1_234_567),
        ("1,234,567", 1_234_567, 1_234_567),
        ("7500,5", 7500.5, 7500.5),
        ("0.500", 0.5, 0.5),
        ("1.5", 1.5, 1.5),
        ("1,5", 1.5, 1.5),
    ],
)
def test_what_may_be_read_in_two_ways_is_read_as_in_the_language_spoken(
    text: str, english: float, german: float
) -> None:
    assert amount.number(text, hint=HINT) == english
    with speaking("de"):
        assert amount.number(text, hint=HINT) == german


@pytest.mark.parametrize("text", ["abc", "1,2,3", "12.34.56", "23.11.2026"])
def test_dates_and_words_are_no_numbers_in_german_either(text: str) -> None:
    with speaking("de"), pytest.raises(Refusal, match="ist keine Zahl"):
        amount.number(text, hint=HINT)


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from(LANGUAGES))
def test_what_a_field_begins_with_is_read_back_as_it_was(value: object, language: str) -> None:
    number = float(str(value))
    with speaking(language):
        assert amount.number(amount.typed(number), hint=HINT) == number


def test_nothing_begins_an_empty_field() -> None:
    assert amount.typed(None) == ""
