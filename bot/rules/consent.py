"""What people choose for themselves: each choice by its kind, with what its value may be."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from bot.language import LANGUAGES

SHARE_MOOD, PAUSE, LANGUAGE, REACTIONS = "share_mood", "pause", "language", "reactions"
# Whether engagement, overload and stay cues are computed about one.
WATCH_CUES = "watch_cues"
SHARE_FEEDBACK = "share_feedback:"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _yes_or_no(text: str) -> str:
    if text.lower() not in ("yes", "no"):
        raise ValueError(f"{text!r} is none of yes, no")
    return text.lower()


def _day(text: str) -> str:
    """A date, or empty once the pause was ended."""
    try:
        if text and not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise ValueError(f"{text!r} is not a date such as 2026-11-20") from None


def _language(text: str) -> str:
    """A language, or empty for the one that Slack says."""
    if text and text.lower() not in LANGUAGES:
        raise ValueError(f"{text!r} is none of {', '.join(LANGUAGES)}")
    return text.lower()


READERS: Mapping[str, Callable[[str], str]] = {
    SHARE_MOOD: _yes_or_no,
    PAUSE: _day,
    LANGUAGE: _language,
    # Whether one is told of kudos by emoji.
    REACTIONS: _yes_or_no,
    WATCH_CUES: _yes_or_no,
}


def kind(text: str) -> str:
    """A kind as it is kept. ValueError names what is possible."""
    text = text.strip()
    if text in READERS or (text.startswith(SHARE_FEEDBACK) and len(text) > len(SHARE_FEEDBACK)):
        return text
    raise ValueError(f"{text!r} is none of {', '.join(READERS)}, {SHARE_FEEDBACK}ID")


def read(kind_: str, text: str) -> str:
    """The value of a choice in the one form in which it is kept. ValueError names what is possible."""
    return READERS.get(kind_, _yes_or_no)(text.strip())
