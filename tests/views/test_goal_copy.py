"""What people read about goals, word for word."""

from dataclasses import replace
from datetime import date

import pytest

from bot.language import speaking
from bot.rules.cascade import Rolled
from bot.rules.goal import GoalDraft
from bot.views import agreement, cascade, checkin, completion, goal, goal_form, goal_list
from bot.views.agreement import Suggestion
from bot.views.cascade import Branch, Card, News, Tree
from bot.views.completion import Ended
from bot.views.goal import Begun, Goal
from tests.views.checking import spoken

ADA, GRACE = "<@UADA>", "<@UGRACE>"
SEARCH = Goal(
    "G12",
    "Half of our customers use the new search",
    ADA,
    "proposed",
    measure="weekly users",
    unit="customers",
    start=20,
    target=50,
    value=35,
    confidence="on_track",
    due=date(2026, 12, 31),
    updated=date(2026, 11, 18),
    relevance="It is why they stay",
    parent="G1",
    parent_title="Customers stay",
    need="unanswered",
    stamp="abc",
)


def buttons(message: dict[str, object]) -> dict[str, str]:
    """The buttons of a message, with what they carry."""
    blocks: list[dict[str, object]] = message["blocks"]  # type: ignore[assignment]
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return {each["action_id"]: each.get("value", "") for row in rows for each in row}  # type: ignore[attr-defined]


def test_a_proposal_says_everything_that_is_agreed_about() -> None:
    message = agreement.proposal(SEARCH)
    assert message["text"] == f"{ADA} proposes a goal: G12 Half of our customers use the new search."
    assert spoken(message)[1].split("\n")[2:] == [
        "Measure: weekly users",
        "Target: from 20 customers to 50 customers",
        "Due: Thu 31 Dec 2026",
        "Serves: G1 Customers stay",
        "Reason: It is why they stay",
    ]
    assert buttons(message) == {"goal_agree": "G12 abc", "goal_change_open": "G12"}


def test_a_suggestion_says_what_would_be_different_and_nothing_else() -> None:
    terms = {"title": "x", "target_value": 50.0, "unit": "EUR", "due_date": None}
    message = agreement.suggestion(
        SEARCH, Suggestion(7, GRACE, terms, terms | {"target_value": 40.0, "due_date": "2027-01-31"}, "why")
    )
    assert spoken(message)[1] == "Target: 40 EUR instead of 50 EUR\nDue: Sun 31 Jan 2027 instead of nothing"
    assert buttons(message) == {
        "goal_change_accept": "7",
        "goal_change_open": "G12",
        "goal_change_decline": "7",
    }


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("yes/no", 1.0, "yes"),
        ("yes/no", 0.0, "no"),
        ("milestones", 3.0, "3 milestones"),
        ("%", 12.5, "12.5%"),
        ("EUR", 1200.0, "1,200 EUR"),
    ],
)
def test_a_value_is_said_as_people_say_it(unit: str, value: float, said: str) -> None:
    assert goal.amount(value, unit) == said


def test_figures_and_days_are_said_in_the_readers_language() -> None:
    with speaking("de"):
        assert goal.amount(7500.5, "EUR") == "7.500,5 EUR"
        assert "50\xa0% (35 von 50 customers)" in goal.line(SEARCH)
        assert goal.amount(12.5, "%") == "12,5\xa0%"
        assert "fällig Do. 31. Dez. 2026" in goal.line(SEARCH)


def test_what_is_late_or_quiet_is_said_in_words_beside_the_sign() -> None:
    late = goal.line(replace(SEARCH, overdue=True, silent=4, status="agreed"))
    assert late.endswith("🟢 on track · ⏰ overdue since Thu 31 Dec 2026 · 💤 no news for 4 weeks")


def test_a_new_goal_says_who_is_asked_and_a_draft_that_nobody_is() -> None:
    assert f"{GRACE} is asked to agree." in goal.created(Begun(SEARCH, GRACE))["text"]
    draft = goal.created(Begun(replace(SEARCH, status="draft"), ""))
    assert "It is a draft that only you see." in draft["text"]


def test_a_team_is_shown_in_the_order_of_what_needs_the_manager() -> None:
    needs = ("fine", "stale", "at_risk", "overdue", "off_track", "unconfirmed", "unanswered")
    goals = [replace(SEARCH, ref=f"G{n}", need=need) for n, need in enumerate(needs)]
    headings = [text for text in spoken(goal_list.team(goals)) if text.startswith("*") and text[1] != "G"]
    assert headings[1:] == [
        "*Waiting for your agreement*",
        "*Done, waiting for your confirmation*",
        "*Off track*",
        "*Overdue*",
        "*At risk*",
        "*No news for a while*",
        "*Under way*",
    ]


def test_pages_lead_to_each_other_and_no_further() -> None:
    goals = [replace(SEARCH, ref=f"G{n}") for n in range(25)]
    turns = [
        {name: value for name, value in buttons(goal_list.listing(goals, page)).items() if "page" in name}
        for page in (1, 2, 3)
    ]
    assert turns == [
        {"goal_page_next": "2 mine"},
        {"goal_page_back": "1 mine", "goal_page_next": "3 mine"},
        {"goal_page_back": "2 mine"},
    ]
    assert goal_list.listing(goals, 99) == goal_list.listing(goals, 3)


@pytest.mark.parametrize(
    ("rolled", "said"),
    [
        (Rolled(None, under=3), "progress cannot be told yet"),
        (Rolled(0.5, own=True, told=1, under=1), "▓▓▓▓▓░░░░░ 50%"),
        (Rolled(0.5, told=2, under=2), "▓▓▓▓▓░░░░░ 50% from the goals under it"),
        (Rolled(0.5, told=2, under=5), "▓▓▓▓▓░░░░░ 50% from 2 of 5 goals under it"),
    ],
)
def test_progress_says_what_it_goes_by(rolled: Rolled, said: str) -> None:
    assert cascade.far(rolled) == said


def test_the_tree_is_indented_by_depth() -> None:
    rows = [
        Branch(replace(SEARCH, ref="G1"), 0, Rolled(0.5, told=1, under=1)),
        Branch(SEARCH, 1, Rolled(None)),
    ]
    shown = spoken(cascade.tree(Tree(rows, 2)))
    assert shown[1].startswith("*G1*")
    assert shown[2].startswith("\u2003\u2003↳ *G12*")


def test_a_card_has_its_news_and_the_buttons_of_the_role() -> None:
    news = [News(date(2026, 11, 18), 35.0, "on_track", "pilot went\nwell", ADA)]
    facts = Card(SEARCH, "manager", Rolled(0.5, own=True), news=news)
    assert (
        "• Wed 18 Nov 2026, <@UADA>: 35 customers · 🟢 on track · pilot went well"
        in spoken(cascade.card(facts))[1]
    )
    assert set(buttons(cascade.card(facts))) == {
        *("goal_agree", "goal_change_open", "goal_update_open", "goal_close_open"),
    }
    assert buttons(cascade.card(replace(facts, role="viewer"))) == {}
    done = replace(SEARCH, status="done", need="unconfirmed")
    assert set(buttons(cascade.card(replace(facts, goal=done, role="stakeholder")))) == {
        *("goal_confirm", "goal_reopen_open"),
    }


def test_an_end_offers_its_result_and_a_way_back_until_it_is_confirmed() -> None:
    done = replace(SEARCH, status="done")
    assert buttons(completion.ended(Ended(done, GRACE))) == {
        "goal_close_open": "G12 done",
        "goal_reopen": "G12",
    }
    assert "goal_reopen" not in buttons(completion.ended(Ended(replace(done, confirmed=True))))


def fields(view: dict[str, object]) -> list[str]:
    blocks: list[dict[str, str]] = view["blocks"]  # type: ignore[assignment]
    return [block["block_id"] for block in blocks if block["type"] == "input"]


@pytest.mark.parametrize(
    ("kind", "gone"),
    [
        ("number", set()),
        ("currency", set()),
        ("percent", {"unit"}),
        ("yes_no", {"unit", "start", "target"}),
        ("milestones", {"unit", "start"}),
    ],
)
def test_the_form_asks_only_what_the_kind_of_measure_needs(kind: str, gone: set[str]) -> None:
    every = {"title", "measure", "unit", "start", "target", "due", "relevance"}
    assert set(fields(goal_form.form(GoalDraft("x", kind=kind)))) == every - gone


def test_only_those_who_lead_are_asked_whose_goal_it_is() -> None:
    assert "goal_level" not in str(goal_form.form(GoalDraft("x"), levels=["individual"]))
    assert "goal_level" in str(goal_form.form(GoalDraft("x"), levels=["individual", "team"]))


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("yes/no", 1.0, "yes"),
        ("%", 60.0, "60%"),
        ("milestones", 2.0, "2 milestones"),
        ("R&D days", 3.0, "3 R&D days"),
    ],
)
def test_a_check_in_begins_with_what_moved_as_it_is_said_elsewhere(
    unit: str, value: float, said: str
) -> None:
    moved = checkin.moved([checkin.Moved("G1", "Sign", value, unit, "on_track", "")])
    assert moved == f"G1 Sign: {said}, 🟢 on track"


def test_a_goal_is_not_offered_as_its_own_larger_one() -> None:
    form = goal_form.change_form("G2", GoalDraft("x"), parents=[("G1", "Answers"), ("G2", "Releases")])
    assert "G1 Answers" in str(form)
    assert "G2 Releases" not in str(form)
