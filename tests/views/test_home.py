"""Home, however much there is of everything."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.limits import checked_view
from bot.views import growth, home
from bot.views.home import Coverage, Home, Todo, Week
from tests.views import growth_tried
from tests.views.checking import mentions, said
from tests.views.goals_tried import goals
from tests.views.test_every_view import counts, days, hidden, kudos_lines, zones


def copies(each: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """One thing, up to very many times."""
    return st.tuples(each, st.sampled_from((0, 1, 3, 13, 300))).map(lambda pair: [pair[0]] * pair[1])


todos = st.builds(
    Todo, text=said, label=st.sampled_from(("Answer", "Update")), action=st.just("act"), value=st.just("G12")
) | st.builds(Todo, text=said)
weeks = st.builds(
    Week,
    week=st.sampled_from(("2026-W53", "2026-W01")),
    answered=counts,
    asked=counts,
    silent=copies(mentions),
    blockers=counts,
    at_risk=copies(goals),
    suggestion=said,
)
homes = st.builds(
    Home,
    todos=copies(todos),
    goals=copies(goals),
    page=st.integers(-1, 60),
    received=copies(kudos_lines),
    zone=zones,
    weeks_answered=counts,
    weeks_due=counts,
    growth=growth_tried.plans.map(growth.at_home),
    team=st.none() | weeks,
    coverage=st.none()
    | st.builds(
        Coverage, first=days, people=counts, thanked=hidden, givers=hidden, answered=counts, due=counts
    ),
    awaits_coverage=st.booleans(),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(homes)
def test_home_is_within_all_limits(facts: Home) -> None:
    checked_view(home.home(facts), "home", files={})


def test_an_empty_home_says_so_kindly() -> None:
    shown = str(home.home(Home()))
    for sentence in ("Nothing waits for you", "You have no open goals", "None yet", "not been asked"):
        assert sentence in shown


def test_small_groups_stay_hidden_in_the_coverage() -> None:
    shown: Any = str(home.home(Home(coverage=Coverage(date(2026, 10, 1), 12, None, 7, 8, 12))))
    assert "Thanked at least once: too few people to say" in shown
    assert "Gave thanks: 7 of 12" in shown


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            Home(todos=[Todo("It is open.", "Answer", "checkin_open")]),
            "Your first week is open.",
        ),
        (Home(weeks_due=1, weeks_answered=1), "You answered the last week."),
        (Home(weeks_due=1), "The last week has no answer."),
        (Home(weeks_due=4, weeks_answered=3), "Answered 3 of the last 4 weeks."),
    ],
)
def test_the_weeks_are_told_as_people_would_say_it(facts: Home, said: str) -> None:
    shown = str(home.home(facts))
    assert said in shown
    assert "not been asked" not in shown
