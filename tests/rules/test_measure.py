"""How a goal is measured, and what would make it better."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rules import goal, smart
from bot.rules.attention import need, standing
from bot.rules.goal import GoalDraft
from bot.rules.measure import Measure, chosen_kind, kind_of, measured, milestones
from bot.rules.refusal import Refusal

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("%", "percent"),
        (" % ", "percent"),
        ("EUR", "currency"),
        ("eur", "currency"),
        ("€", "currency"),
        ("yes/no", "yes_no"),
        ("Milestones", "milestones"),
        ("customers", "number"),
        ("", "number"),
    ],
)
def test_the_unit_says_the_kind(unit: str, kind: str) -> None:
    assert kind_of(unit) == kind


def test_a_chosen_kind_wins_unless_it_is_the_plain_number() -> None:
    assert chosen_kind("yes_no", "customers") == "yes_no"
    assert chosen_kind("number", "%") == "percent"
    assert chosen_kind("nonsense", "EUR") == "currency"


@pytest.mark.parametrize(
    ("kind", "unit", "measure", "target", "kept"),
    [
        pytest.param("yes_no", "", "", None, Measure("yes/no", 0.0, 1.0), id="yes or no goes to yes"),
        pytest.param(
            "milestones", "", "a\nb\n\n- c", None, Measure("milestones", 0.0, 3.0), id="as many as listed"
        ),
        pytest.param(
            "", "milestones", "in words", 4.0, Measure("milestones", 0.0, 4.0), id="or as many as said"
        ),
        pytest.param("percent", "x", "", 50.0, Measure("%", 5.0, 50.0), id="a percentage has its own unit"),
        pytest.param("currency", " EUR ", "", 50.0, Measure("EUR", 5.0, 50.0), id="money"),
        pytest.param("number", "days", "", 50.0, Measure("days", 5.0, 50.0), id="a number of something"),
    ],
)
def test_what_is_kept_of_a_measure(kind: str, unit: str, measure: str, target: float, kept: Measure) -> None:
    assert measured(kind, unit=unit, measure=measure, start=5.0, target=target) == kept


def test_milestones_are_the_lines_with_something_in_them() -> None:
    assert milestones("- Plan\n\n • Trial \nMoved") == ["Plan", "Trial", "Moved"]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("yes", "yes/no", 1.0),
        ("Nein.", "yes/no", 0.0),
        ("1", "yes/no", 1.0),
        ("100%", "yes/no", 1.0),
        ("3/5", "milestones", 3.0),
        ("3", "milestones", 3.0),
        ("60%", "milestones", 3.0),
        ("60%", "percent", 60.0),
    ],
)
def test_a_typed_value_means(text: str, unit: str, value: float) -> None:
    assert goal.value_in_unit(text, unit=unit, start=0.0, target=5.0) == value


@pytest.mark.parametrize(("text", "unit"), [("yes", "customers"), ("3/5", "customers"), ("maybe", "yes/no")])
def test_a_word_is_no_value_where_numbers_are_counted(text: str, unit: str) -> None:
    with pytest.raises(Refusal, match="is no number"):
        goal.value_in_unit(text, unit=unit, start=0.0, target=5.0)


def test_hints_name_what_is_missing_and_nothing_once_it_is_there() -> None:
    assert smart.missing(GoalDraft("Grow")) == ("specific", "measure", "target", "relevant", "due")
    full = GoalDraft(
        "Half of the customers use search",
        measure="weekly users",
        target="50",
        relevance="It is why they stay",
        due=date(2026, 12, 31),
    )
    assert smart.missing(full) == ()


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(GoalDraft("It is signed and sealed", kind="yes_no"), id="yes or no needs neither"),
        pytest.param(
            GoalDraft("It is moved over", kind="milestones", measure="a\nb"), id="milestones are listed"
        ),
    ],
)
def test_what_needs_no_number_is_not_asked_for_one(draft: GoalDraft) -> None:
    assert not {"measure", "target"} & set(smart.missing(draft))


@pytest.mark.parametrize(
    ("status", "due", "quiet", "overdue", "silent"),
    [
        pytest.param("agreed", date(2026, 11, 17), 0, True, 0, id="its day is over"),
        pytest.param("agreed", date(2026, 11, 18), 0, False, 0, id="its day is today"),
        pytest.param("agreed", None, 20, False, 0, id="twenty days are no silence"),
        pytest.param("agreed", None, 21, False, 3, id="three weeks are"),
        pytest.param("proposed", date(2026, 11, 1), 30, True, 4, id="proposed counts too"),
        pytest.param("draft", date(2026, 11, 1), 99, False, 0, id="a draft owes nobody anything"),
        pytest.param("done", date(2026, 11, 1), 99, False, 0, id="what has ended neither"),
    ],
)
def test_a_goal_stands(status: str, due: date | None, quiet: int, overdue: bool, silent: int) -> None:
    stands = standing(status=status, due=due, since=NOW - timedelta(days=quiet), now=NOW, today=NOW.date())
    assert (stands.overdue, stands.silent) == (overdue, silent)


@pytest.mark.parametrize(
    ("status", "confirmed", "confidence", "quiet", "needs"),
    [
        ("proposed", False, "off_track", 99, "unanswered"),
        ("done", False, "", 0, "unconfirmed"),
        ("done", True, "", 0, "fine"),
        ("agreed", False, "off_track", 0, "off_track"),
        ("agreed", False, "at_risk", 0, "at_risk"),
        ("agreed", False, "on_track", 30, "stale"),
        ("agreed", False, "on_track", 0, "fine"),
        ("draft", False, "off_track", 99, "fine"),
    ],
)
def test_what_a_goal_needs_first(
    status: str, confirmed: bool, confidence: str, quiet: int, needs: str
) -> None:
    since = NOW - timedelta(days=quiet)
    stands = standing(status=status, due=None, since=since, now=NOW, today=NOW.date())
    assert need(status=status, confirmed=confirmed, confidence=confidence, standing=stands) == needs
