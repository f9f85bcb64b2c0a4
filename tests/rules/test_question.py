"""The company's own questions: how they are written, and what may be answered."""

import pytest

from bot.rules import question
from bot.rules.question import Question
from bot.rules.refusal import Refusal

WHERE = Question("Where?", "choice", ("home", "office"))
SURE = Question("How sure are we?", "scale")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("What did you learn?", Question("What did you learn?"), id="words alone are a text"),
        pytest.param("How sure are we? (scale)", SURE, id="a scale"),
        pytest.param("Where? (choice: home, office)", WHERE, id="a choice"),
        pytest.param("Where? (choice: home,home , office,)", WHERE, id="blanks and doubles do not matter"),
        pytest.param("Why (really)?", Question("Why (really)?"), id="other brackets are words"),
    ],
)
def test_a_question_is_read_from_its_words(written: str, meant: Question) -> None:
    assert question.read(written) == meant
    assert question.read(question.write(meant)) == meant


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("x" * 151, "1 to 150 characters", id="too long"),
        pytest.param("(scale)", "1 to 150 characters", id="a kind without words"),
        pytest.param("Where? (choice: home)", "2 to 10 choices", id="nothing to choose between"),
        pytest.param("Where? (choice)", "2 to 10 choices", id="a choice of nothing"),
        pytest.param("Sure? (scale: 1, 2)", "only (choice: …)", id="a scale has its own numbers"),
        pytest.param(
            f"Where? (choice: {'x' * 76}, y)", "at most 75 characters", id="a choice that is too long"
        ),
        pytest.param("a|b|c|d|e|f", "at most 5 questions", id="more than two minutes"),
        pytest.param("a| a", "differ", id="the same twice"),
    ],
)
def test_what_is_no_question_says_what_is_possible(written: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"characters|choices|questions|choice") as refused:
        question.read_all(written)
    assert said in str(refused.value)


def test_other_words_are_another_version() -> None:
    keys = {each.key for each in (WHERE, SURE, Question("Where?"), Question("Where?", "choice", ("home",)))}
    assert len(keys) == 4


@pytest.mark.parametrize(
    ("asked", "answer"),
    [(SURE, "6"), (SURE, "x"), (WHERE, "train"), (Question("What?"), "x" * 1001)],
)
def test_an_answer_that_cannot_be_kept_names_its_field(asked: Question, answer: str) -> None:
    with pytest.raises(Refusal) as refused:
        question.check([asked], {asked.key: answer})
    assert refused.value.field == f"question_{asked.key}"


def test_no_answer_and_a_fitting_one_are_kept() -> None:
    question.check([SURE, WHERE], {SURE.key: "5", WHERE.key: ""})
