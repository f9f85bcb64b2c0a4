"""The company's own questions: how one is written, and what may be answered to it.

A question is its words, with its kind behind them in brackets where it is not a plain text:
`What did you learn?`, `How sure are we of the plan? (scale)`, `Where? (choice: home, office)`.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.language import _
from bot.rules.refusal import Refusal

TEXT, SCALE, CHOICE = "text", "scale", "choice"
KINDS = (TEXT, SCALE, CHOICE)
# Two minutes are promised, and these come after what everybody is asked.
MOST = 5
LONGEST = 150
LONGEST_ANSWER = 1000
MOST_OPTIONS, LONGEST_OPTION = 10, 75
_WRITTEN = re.compile(
    r"(?P<text>.*?)\s*(?:\((?P<kind>text|scale|choice)\s*(?::(?P<options>[^()]*))?\))?", re.DOTALL
)


@dataclass(frozen=True)
class Question:
    """One version of a question; `options` are what can be chosen."""

    text: str
    kind: str = TEXT
    options: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same for the same words, kind and options, and for nothing else."""
        parts = "\x1f".join((self.kind, self.text, *self.options))
        return hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def read(written: str) -> Question:
    """The question that a text means. ValueError says what is possible."""
    found = _WRITTEN.fullmatch(written.strip())
    text, kind = (found["text"], found["kind"] or TEXT) if found else ("", TEXT)
    options = tuple(dict.fromkeys(each.strip() for each in ((found and found["options"]) or "").split(",")))
    options = tuple(each for each in options if each)
    if not text or len(text) > LONGEST:
        raise ValueError(f"questions of 1 to {LONGEST} characters, separated by |")
    if kind != CHOICE and options:
        raise ValueError("questions where only (choice: …) names what can be chosen")
    if kind == CHOICE and not 2 <= len(options) <= MOST_OPTIONS:
        raise ValueError(f"questions with 2 to {MOST_OPTIONS} choices, such as Where? (choice: home, office)")
    if any(len(each) > LONGEST_OPTION for each in options):
        raise ValueError(f"questions with choices of at most {LONGEST_OPTION} characters")
    return Question(text, kind, options)


def read_all(written: str) -> list[str]:
    """Several questions, separated by |, each in the form it is kept in. ValueError as in `read`."""
    found = [read(each) for each in written.split("|") if each.strip()]
    if len(found) > MOST:
        raise ValueError(f"at most {MOST} questions: a check-in takes two minutes")
    if len({each.key for each in found}) < len(found):
        raise ValueError("questions that differ from each other")
    return [write(each) for each in found]


def write(question: Question) -> str:
    """A question as it would be typed."""
    if question.kind == TEXT:
        return question.text
    named = f": {', '.join(question.options)}" if question.options else ""
    return f"{question.text} ({question.kind}{named})"


def check(questions: Sequence[Question], answers: Mapping[str, str]) -> None:
    """Raise Refusal, naming the field, for an answer that cannot be kept."""
    for question in questions:
        answer = answers.get(question.key, "")
        field = field_of(question.key)
        if question.kind == TEXT and len(answer) > LONGEST_ANSWER:
            raise Refusal(
                _(
                    "That is {length} characters; up to {most} fit. Say it a little shorter.",
                    length=len(answer),
                    most=LONGEST_ANSWER,
                ),
                field=field,
            )
        if answer and question.kind == SCALE and answer not in ("1", "2", "3", "4", "5"):
            raise Refusal(_("Pick a number from 1 to 5, or leave it out."), field=field)
        if answer and question.kind == CHOICE and answer not in question.options:
            raise Refusal(_("Pick one of the choices, or leave it out."), field=field)


def field_of(key: str) -> str:
    """The name of a question's field in the form."""
    return f"question_{key}"
