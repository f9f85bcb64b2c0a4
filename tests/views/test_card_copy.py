"""What cards say, to the person and to their manager."""

import re
from datetime import date

from bot.rules.signal import SIGNALS
from bot.views import card
from bot.views.card import Shown
from bot.views.signals import wording

MONTH = date(2026, 11, 1)


def test_names_speak_to_neither_the_person_nor_the_manager() -> None:
    """Both read them: "you" would be somebody else to one of the two."""
    for name in SIGNALS:
        said = wording(name)
        for text in (said.name, said.high, said.low):
            assert not re.search(r"\byour?\b", text, re.IGNORECASE), text


def test_what_one_might_do_fits_the_end_of_the_level() -> None:
    """Nobody whose work lands is asked whether they have taken on too much."""
    shown = [Shown("1", "delivery_reliability", band, "medium", "") for band in ("high", "low")]
    high, low = (str(card.mine(MONTH, [each])) for each in shown)
    assert "Would fewer goals" in low
    assert "Would fewer goals" not in high
    assert "What helps these goals land" in high


def test_who_thanks_few_is_asked_about_those_who_helped() -> None:
    shown = Shown("1", "recognition_given", "low", "medium", "")
    assert "Who has helped them lately" in str(card.of_report("<@UADA>", MONTH, [shown]))
