"""How a line about a goal is read, what a value means, how far along a goal is."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import goal
from bot.rules.goal import GoalCommand, GoalDraft, Report
from bot.rules.refusal import Refusal

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        pytest.param("", GoalCommand("list"), id="nothing lists"),
        pytest.param("   ", GoalCommand("list"), id="spaces list"),
        pytest.param("list", GoalCommand("list"), id="list lists"),
        pytest.param("new", GoalCommand("new"), id="new alone"),
        pytest.param(
            "new Half of all searches", GoalCommand("new", rest="Half of all searches"), id="a title"
        ),
        pytest.param("new <@UADA|ada> A title", GoalCommand("new", "UADA", "A title"), id="a report's title"),
        pytest.param("NEW x", GoalCommand("new", rest="x"), id="the verb in capitals"),
        pytest.param("new\tx", GoalCommand("new", rest="x"), id="a tab after the verb"),
        pytest.param("team", GoalCommand("team"), id="the team's goals"),
        pytest.param("help", GoalCommand("help"), id="help"),
        pytest.param("G12 done", GoalCommand("done", ref="G12"), id="a goal that is done"),
        pytest.param("G12  DONE ", GoalCommand("done", ref="G12"), id="done in capitals"),
        pytest.param("G12 60 on-track", GoalCommand("update", "G12", "60 on-track"), id="an update"),
        pytest.param("G12\n60 on-track", GoalCommand("update", "G12", "60 on-track"), id="over two lines"),
        pytest.param("G12", GoalCommand("show", "G12"), id="a goal alone is shown"),
        pytest.param("G12 Done", GoalCommand("done", "G12"), id="done"),
        pytest.param("g12 dropped", GoalCommand("dropped", "g12"), id="dropped"),
        pytest.param("G12 agree", GoalCommand("agree", "G12"), id="agreeing in words"),
        pytest.param("tree", GoalCommand("tree"), id="the tree"),
        pytest.param("tree G1", GoalCommand("tree", "G1"), id="the tree of one goal"),
        pytest.param("<@UADA|ada>", GoalCommand("of", rest="UADA"), id="a colleague's"),
        pytest.param("<@UADA|ada> 50", GoalCommand("of", rest="UADA"), id="a colleague's, whatever follows"),
        pytest.param(
            "new Lunch with @ada", GoalCommand("new", rest="Lunch with @ada"), id="a name in a title"
        ),
        pytest.param("G1 yes", GoalCommand("update", "G1", "yes"), id="yes"),
        pytest.param("OKR-7 done soon", GoalCommand("update", "OKR-7", "done soon"), id="done inside a note"),
    ],
)
def test_the_command_is_read(text: str, command: GoalCommand) -> None:
    assert goal.parse(text) == command


def test_a_name_that_slack_did_not_recognise_is_no_goal() -> None:
    with pytest.raises(Refusal, match="I can't tell who @ada is"):
        goal.parse("@ada")


@pytest.mark.parametrize(
    ("text", "report"),
    [
        pytest.param("60", Report("60", "", ""), id="a value alone"),
        pytest.param("60 on-track note", Report("60", "on_track", "note"), id="all three"),
        pytest.param(
            "60 on track: note", Report("60", "on_track", "note"), id="confidence with a space and colon"
        ),
        pytest.param("60 ON_TRACK note", Report("60", "on_track", "note"), id="confidence in capitals"),
        pytest.param("60 at-risk", Report("60", "at_risk", ""), id="at risk"),
        pytest.param("60 off-track, sorry", Report("60", "off_track", "sorry"), id="off track"),
        pytest.param("60 a plain note", Report("60", "", "a plain note"), id="no confidence"),
        pytest.param("on-track", Report(None, "on_track", ""), id="confidence alone"),
        pytest.param("at risk the vendor", Report(None, "at_risk", "the vendor"), id="confidence and a note"),
        pytest.param("60% on-track", Report("60%", "on_track", ""), id="a share of the way"),
        pytest.param("60 % on-track", Report("60 %", "on_track", ""), id="a share with a space"),
        pytest.param("5 EUR on-track x", Report("5 EUR", "on_track", "x"), id="a currency behind"),
        pytest.param("EUR 5 on-track x", Report("EUR 5", "on_track", "x"), id="a currency before"),
        pytest.param("12 000 on-track", Report("12 000", "on_track", ""), id="thousands with a space"),
        pytest.param(
            "60 on-track :tada: yes", Report("60", "on_track", ":tada: yes"), id="an emoji stays whole"
        ),
        pytest.param("60 on-tracked", Report("60", "", "on-tracked"), id="a word that only begins like one"),
        pytest.param(
            "60 12 of 20 schools", Report("60", "", "12 of 20 schools"), id="a note that begins with a number"
        ),
        pytest.param(
            "5 eurythmics songs", Report("5", "", "eurythmics songs"), id="a note that begins like a currency"
        ),
    ],
)
def test_an_update_is_read(text: str, report: Report) -> None:
    assert goal.parse_report(text) == report


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "What is the news?", id="nothing"),
        pytest.param("much better", "“much” is no number", id="no value first"),
        pytest.param("60x on-track", "“60x” is no number", id="a value with a word in it"),
        pytest.param("23.11.2026 on-track", "“23.11.2026” is no number", id="a date"),
        pytest.param("60 on-risk", "on-track, at-risk and off-track", id="a confidence that is none"),
        pytest.param("at-track", "on-track, at-risk and off-track", id="another that is none"),
    ],
)
def test_an_update_that_cannot_be_read_is_refused_with_an_example(text: str, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        goal.parse_report(text)
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60", 60), ("60%", 60), ("60 %", 60), ("0", 0), ("-3", -3), ("−3", -3), ("+3", 3),
        ("1,5", 1.5), ("1.5", 1.5), ("0,500", 0.5), ("1.234", 1.234), ("1000,234", 1000.234), (" 7. ", 7),
        ("12,000", 12_000), ("12 000", 12_000), ("12\u00a0000", 12_000), ("12\u202f000", 12_000),
        ("12'000", 12_000), ("12’000", 12_000), ("1.234.567", 1_234_567), ("1,234,567", 1_234_567),
        ("1,234.56", 1234.56), ("1.234,56", 1234.56), ("1.234.567,8", 1_234_567.8), ("1 234,5", 1234.5),
        ("1,20,000", 120_000), ("€5", 5), ("5€", 5), ("5 EUR", 5), ("eur 5", 5), ("-€5", -5),
        ("$ 1,000", 1000), ("£1.50", 1.5), ("CHF 1'000.50", 1000.5), ("٣", 3),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, value: float) -> None:
    assert goal.number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", " ", "%", "€", "-", "abc", "6o", "inf", "nan", "-inf", "1e3", "1e999", "0x10", "1_000", "1,2,3",
     "1.2.3", "23.11.2026", "1,234,5", "1.234.5", "12 34", "5 5", "--5", "5-", "60%%", "½", "²"],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_the_words_given_back(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        goal.number(text, field="target")
    assert f"“{text.strip()}” is no number" in str(refusal.value)
    assert refusal.value.field == "target"


@pytest.mark.parametrize("text", ["9" * 16, "9" * 400, "-" + "9" * 5000])
def test_a_number_beyond_all_goals_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="too large"):
        goal.number(text)


def test_a_refused_number_shows_the_command_only_where_one_was_typed() -> None:
    with pytest.raises(Refusal, match="/goal G12"):
        goal.number("abc")
    with pytest.raises(Refusal) as in_a_modal:
        goal.number("abc", field="target")
    assert "/goal" not in str(in_a_modal.value)


@given(st.text())
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    try:
        value = goal.number(text)
    except Refusal:
        return
    assert math.isfinite(value)
    assert any(letter.isdecimal() for letter in text)


@given(st.integers(-(10**15), 10**15), st.sampled_from([",", " ", "'", "\u202f"]))
def test_whole_numbers_with_grouped_thousands_are_read_back(value: int, mark: str) -> None:
    assert goal.number(f"{value:,}".replace(",", mark)) == value


@given(
    st.decimals(-(10**9), 10**9, places=2), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")])
)
def test_amounts_with_cents_are_read_back_in_every_country(value: object, marks: tuple[str, str]) -> None:
    group, point = marks
    text = f"{value:,.2f}".replace(",", "G").replace(".", point).replace("G", group)
    assert goal.number(text) == float(str(value))


@pytest.mark.parametrize(
    ("text", "unit", "start", "target", "value"),
    [
        pytest.param("60", "customers", 0, 200, 60, id="a bare value is the value"),
        pytest.param("60%", "%", 20, 80, 60, id="percent is the value where the unit is percent"),
        pytest.param("60%", " % ", 20, 80, 60, id="also where the unit has spaces around it"),
        pytest.param("60%", "customers", 0, 200, 120, id="else percent is that share of the way"),
        pytest.param("50%", "days", 10, 20, 15, id="the way begins at the start"),
        pytest.param("25%", "days", 20, 10, 17.5, id="a falling goal goes down"),
        pytest.param("50%", "days", None, 10, 5, id="no start is zero"),
        pytest.param("150%", "days", 0, 10, 15, id="beyond the target"),
        pytest.param("5 EUR", "EUR", 0, 10, 5, id="the unit may be said"),
    ],
)
def test_a_typed_value_is_understood_in_the_goals_unit(
    text: str, unit: str, start: float | None, target: float | None, value: float
) -> None:
    assert goal.value_in_unit(text, unit=unit, start=start, target=target) == value


def test_what_looks_like_an_addition_is_asked_about() -> None:
    with pytest.raises(Refusal, match="“\\+3” is not added") as refusal:
        goal.value_in_unit("+3", unit="", start=0, target=10)
    assert refusal.value.field == "value"


def test_a_share_of_an_unknown_way_is_refused_at_its_field() -> None:
    with pytest.raises(Refusal, match="no target") as refusal:
        goal.value_in_unit("60%", unit="days", start=0, target=None)
    assert str(refusal.value).endswith("Give the value itself.")
    with pytest.raises(Refusal) as refusal:
        goal.value_in_unit("soon", unit="", start=0, target=1)
    assert refusal.value.field == "value"


@pytest.mark.parametrize(
    ("value", "start", "target", "share"),
    [
        pytest.param(5, 0, 10, 0.5, id="half of the way"),
        pytest.param(15, 10, 20, 0.5, id="from a start"),
        pytest.param(15, 20, 10, 0.5, id="a falling target"),
        pytest.param(25, 20, 10, 0.0, id="a falling target that rose"),
        pytest.param(5, 20, 10, 1.0, id="a falling target overshot"),
        pytest.param(12, 0, 10, 1.0, id="more than all counts as all"),
        pytest.param(-3, 0, 10, 0.0, id="less than nothing counts as nothing"),
        pytest.param(5, None, 10, 0.5, id="no start is zero"),
        pytest.param(3, 3, 3, 1.0, id="nothing to move, and there"),
        pytest.param(2, 3, 3, 0.0, id="nothing to move, and elsewhere"),
        pytest.param(None, 0, 10, None, id="no value yet"),
        pytest.param(5, 0, None, None, id="no target yet"),
    ],
)
def test_progress_is_the_share_of_the_way(
    value: float | None, start: float | None, target: float | None, share: float | None
) -> None:
    assert goal.progress(value, start=start, target=target) == share


@pytest.mark.parametrize(
    ("value", "start", "target", "slipped"),
    [
        pytest.param(15, 0, 10, False, id="more than asked"),
        pytest.param(15.1, 0, 10, True, id="far more than asked"),
        pytest.param(-5, 0, 10, False, id="a step back"),
        pytest.param(-6, 0, 10, True, id="far back"),
        pytest.param(0, 20, 10, True, id="far below a falling target"),
        pytest.param(24, 20, 10, False, id="a falling target that rose"),
        pytest.param(7, 3, 3, False, id="nothing to move"),
        pytest.param(400, 0, None, False, id="no target yet"),
    ],
)
def test_a_value_far_off_its_way_looks_like_a_slip(
    value: float, start: float | None, target: float | None, slipped: bool
) -> None:
    assert goal.looks_slipped(value, start=start, target=target) is slipped


finite = st.floats(-1e15, 1e15)


@given(finite, finite, finite)
def test_progress_stays_between_nothing_and_all(value: float, start: float, target: float) -> None:
    share = goal.progress(value, start=start, target=target)
    assert share is not None
    assert 0 <= share <= 1


@given(finite, finite, finite)
def test_a_falling_goal_mirrors_a_rising_one(value: float, start: float, target: float) -> None:
    rising = goal.progress(value, start=start, target=target)
    assert goal.progress(-value, start=-start, target=-target) == rising


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        pytest.param(GoalDraft(""), "title", id="no title"),
        pytest.param(GoalDraft("   "), "title", id="a title of spaces"),
        pytest.param(GoalDraft("x" * 151), "title", id="a title over the limit"),
        pytest.param(GoalDraft("x", due=TODAY - timedelta(days=1)), "due", id="a day that is over"),
        pytest.param(GoalDraft("x", start="soon"), "start", id="a start that is no number"),
        pytest.param(GoalDraft("x", target="soon"), "target", id="a target that is no number"),
        pytest.param(GoalDraft("x", start="5", target="5.0"), "target", id="start and target the same"),
        pytest.param(GoalDraft("x", target="0"), "target", id="a target of zero without a start"),
        pytest.param(GoalDraft("x", start="  ", target="0"), "target", id="the same with a start of spaces"),
    ],
)
def test_a_draft_that_cannot_be_kept_names_its_field(draft: GoalDraft, field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        goal.check_draft(draft, today=TODAY)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(GoalDraft("x"), id="a title alone"),
        pytest.param(GoalDraft("x" * 150), id="a title at the limit"),
        pytest.param(GoalDraft("x", due=TODAY), id="due today"),
        pytest.param(GoalDraft("x", start="20", target="5"), id="a falling target"),
        pytest.param(GoalDraft("x", start="20"), id="a start without a target"),
        pytest.param(GoalDraft("x", start=" ", target="5"), id="a start of spaces"),
    ],
)
def test_a_draft_that_can_be_kept_passes(draft: GoalDraft) -> None:
    goal.check_draft(draft, today=TODAY)


def test_a_note_at_the_limit_passes_and_a_longer_one_names_its_field() -> None:
    assert goal.check_note("x" * goal.LONGEST_NOTE) == "x" * goal.LONGEST_NOTE
    with pytest.raises(Refusal, match=f"{goal.LONGEST_NOTE + 1} characters") as refusal:
        goal.check_note("x" * (goal.LONGEST_NOTE + 1))
    assert refusal.value.field == "note"


@pytest.mark.parametrize("status", goal.STATUSES)
def test_only_a_goal_that_has_ended_takes_no_updates(status: str) -> None:
    if status in ("done", "dropped"):
        with pytest.raises(Refusal, match=f"G12 is {status}"):
            goal.check_open(status, "G12")
    else:
        goal.check_open(status, "G12")


def test_the_next_name_follows_the_highest_and_foreign_names_do_not_count() -> None:
    assert goal.highest([]) == 0
    assert goal.highest(["G2", "G10", "OKR-99", "G", "Gx", "G7a", "g99"]) == 10
    assert goal.next_ref(goal.highest(["G2", "G10"])) == "G11"
