"""What an answer may hold, how long a pause may be, and which weeks are excused."""

from datetime import date, timedelta

import pytest

from bot.rules import checkin
from bot.rules.checkin import Answers, box
from bot.rules.refusal import Refusal

TODAY = date(2026, 11, 18)
MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(Answers(progress="x"), id="one line of progress is enough"),
        pytest.param(Answers(plans="x"), id="one line of plans is enough"),
        pytest.param(Answers(blockers="x"), id="one blocker is enough"),
        pytest.param(Answers(mood=1), id="the lowest mood alone is enough"),
        pytest.param(Answers(workload=5), id="the highest workload alone is enough"),
        pytest.param(Answers("x" * 3000, "y" * 3000, "z" * 3000, 3, 3, True), id="everything at its limit"),
    ],
)
def test_answers_that_say_anything_are_kept(answers: Answers) -> None:
    checkin.check(answers)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        pytest.param(Answers(), "progress", id="nothing at all"),
        pytest.param(Answers(share=True), "progress", id="only the wish to share"),
        pytest.param(Answers(progress="  ", plans="\n"), "progress", id="only white space"),
        pytest.param(Answers(progress="x" * 3001), "progress", id="too much progress"),
        pytest.param(Answers(plans="x" * 3001), "plans", id="too many plans"),
        pytest.param(Answers(blockers="x" * 3001), "blockers", id="too long a blocker"),
        pytest.param(Answers(progress="x", mood=0), "mood", id="a mood below the scale"),
        pytest.param(Answers(progress="x", mood=6), "mood", id="a mood above the scale"),
        pytest.param(Answers(progress="x", workload=-1), "workload", id="a workload below the scale"),
    ],
)
def test_answers_that_cannot_be_kept_name_their_field(answers: Answers, field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        checkin.check(answers)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "until",
    [
        pytest.param(TODAY, id="through today"),
        pytest.param(date(2026, 12, 1), id="for two weeks"),
        pytest.param(TODAY + timedelta(days=366), id="for a whole year"),
    ],
)
def test_a_pause_ends_on_the_day_given(until: date) -> None:
    assert checkin.pause_until(f" {until.isoformat()} ", today=TODAY) == until


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "pause until 2026-12-02", id="no day"),
        pytest.param("tomorrow", "pause until 2026-12-02", id="a word"),
        pytest.param("01.12.2026", "pause until 2026-12-02", id="a day written otherwise"),
        pytest.param("2026-02-30", "pause until 2026-12-02", id="a day that does not exist"),
        pytest.param("2026-11-17", "That day is over", id="yesterday"),
        pytest.param("2027-11-20", "within a year", id="more than a year away"),
    ],
)
def test_a_pause_that_cannot_be_read_is_refused_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        checkin.pause_until(text, today=TODAY)
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("start", "works_any_day", "away", "reason"),
    [
        pytest.param(None, True, False, "", id="an ordinary week"),
        pytest.param(MONDAY - timedelta(days=1), True, False, "", id="somebody who came the week before"),
        pytest.param(MONDAY, True, False, "joined", id="somebody who came on Monday"),
        pytest.param(MONDAY + timedelta(days=4), True, False, "joined", id="somebody who came on Friday"),
        pytest.param(MONDAY + timedelta(days=30), True, False, "joined", id="somebody who is still to come"),
        pytest.param(None, False, True, "away", id="no day left because of an absence"),
        pytest.param(None, False, False, "holiday", id="no day left because of holidays"),
        pytest.param(MONDAY, False, True, "joined", id="having joined is said first"),
    ],
)
def test_a_week_is_excused_for_a_reason(
    start: date | None, works_any_day: bool, away: bool, reason: str
) -> None:
    found = checkin.excuse(week_monday=MONDAY, start=start, works_any_day=works_any_day, away=away)
    assert found == reason


def test_plans_that_came_true_move_from_the_plans_to_the_progress() -> None:
    planned = checkin.carried("- search\n- docs\n- a talk")
    said = Answers("Reviews", plans="- search\ndocs\na talk\nmore", done=(box("search"), box("a talk")))

    settled = checkin.settled(said, planned)

    assert settled.progress == "Reviews\n✓ search\n✓ a talk"
    assert settled.plans == "docs\nmore"
    assert checkin.settled(settled, planned).progress == settled.progress


def test_a_box_that_is_not_of_last_week_ticks_nothing() -> None:
    said = Answers(plans="docs", done=(box("docs"),))
    assert checkin.settled(said, []) == said


def test_ticks_that_make_the_progress_too_long_are_refused_with_its_field() -> None:
    with pytest.raises(Refusal) as refused:
        checkin.settled(Answers("x" * 2999, done=(box("docs"),)), ["docs"])
    assert refused.value.field == "progress"


def test_the_fields_of_a_form_are_read_whatever_is_missing() -> None:
    assert checkin.read({}) == Answers()
    given = {"progress": "x", "mood": "4", "workload": "", "share": ["yes"], "done": ["a"], "question_k": "5"}
    assert checkin.read(given) == Answers("x", mood=4, share=True, done=("a",), own={"k": "5"})
