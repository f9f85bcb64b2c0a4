"""Goals: proposed, moved on by their owner and their manager, and nobody else's to touch."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.rules.goal import Ending, GoalDraft, Report
from bot.rules.refusal import Refusal
from bot.services import completion, goal
from bot.views import goal as views
from bot.views.completion import Ended
from models import workspace
from models.goal import Goal, GoalUpdate
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import START


def _propose(house: House, *, act: str = "view-1", owner: str = "UADA", **draft: Any) -> views.Goal:
    wanted = GoalDraft(**{"title": "Fewer pages at night", "start": "0", "target": "200", **draft})
    begun: views.Begun = house.do(goal.propose, owner=owner, draft=wanted, act=act, now=START)
    return begun.goal


def _finish(house: House, by: str, *, ref: str = "G1", now: datetime = START) -> views.Goal:
    ending = Ending("done")
    ended: Ended = house.do(completion.finish, author=by, ref=ref, ending=ending, act=f"end {now}", now=now)
    return ended.goal


def _update(
    house: House, text: str | Report, *, by: str = "UADA", act: str = "t-1", ref: str = "G1", after: int = 0
) -> views.Updated:
    now = START + timedelta(minutes=after)
    return house.do(goal.update, author=by, ref=ref, report=text, act=act, now=now)


def test_a_goal_begins_proposed_with_the_next_name(house: House) -> None:
    first = _propose(house, unit="incidents", due=date(2026, 12, 24))
    second = _propose(house, act="view-2", owner="UGRACE")

    assert (first.ref, second.ref) == ("G1", "G2")
    kept = house.all(Goal)[0]
    assert (kept.status, kept.start_value, kept.target_value) == ("proposed", 0.0, 200.0)
    assert (kept.team, kept.due_date) == ("Platform", date(2026, 12, 24))


def test_the_same_act_makes_one_goal_and_is_answered_alike(house: House) -> None:
    assert _propose(house) == _propose(house)
    assert len(house.all(Goal)) == 1


def test_many_at_once_get_a_name_each(house: House) -> None:
    with ThreadPoolExecutor(8) as threads:
        people = ("UADA", "UGRACE", "UHEDY")
        made = list(
            threads.map(lambda n: _propose(house, act=f"view-{n}", owner=people[n % 3]).ref, range(18))
        )

    assert sorted(made, key=lambda ref: int(ref[1:])) == [f"G{n}" for n in range(1, 19)]


def test_the_same_act_from_many_replicas_at_once_is_one_goal(house: House) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: _propose(house).ref, range(12)))

    assert made == ["G1"] * 12
    assert len(house.all(Goal)) == 1


def test_names_from_an_import_are_stepped_over(house: House) -> None:
    _propose(house)

    def imported(session: Any, *, workspace_id: int) -> None:
        for ref in ("G41", "GOAL-7", "g99", "G1x"):
            session.add(Goal(workspace_id=workspace_id, ref=ref, title=ref, created_at=START))
        # As an import does.
        workspace.by_id(session, workspace_id).goals_named = None

    house.do(imported)
    assert _propose(house, act="view-2").ref == "G42"


@pytest.mark.parametrize("by", ["UADA", "UGRACE"], ids=["the owner", "the owner's manager"])
def test_a_goal_is_moved_on_by(house: House, by: str) -> None:
    _propose(house)

    moved = _update(house, "60 on-track half the alerts are gone", by=by)

    assert (moved.goal.value, moved.goal.confidence, moved.note) == (
        60.0,
        "on_track",
        "half the alerts are gone",
    )
    kept = house.all(GoalUpdate)
    assert [(row.value, row.author_id) for row in kept] == [(60.0, house.person(by).id)]


def test_small_letters_do_not_matter_in_a_goals_name(house: House) -> None:
    _propose(house)

    assert _update(house, "60", ref="g1").goal.ref == "G1"


def test_the_same_act_updates_once_and_is_answered_alike(house: House) -> None:
    _propose(house)

    assert _update(house, "60 at-risk slow") == _update(house, "60 at-risk slow", after=1)
    assert len(house.all(GoalUpdate)) == 1


def test_the_same_words_as_two_acts_are_two_updates(house: House) -> None:
    _propose(house)
    _update(house, "60", act="t-1")
    _update(house, "60", act="t-2", after=1)

    assert len(house.all(GoalUpdate)) == 2


@pytest.mark.parametrize(
    ("draft", "text", "value"),
    [
        ({"unit": "%", "start": "0", "target": "100"}, "60%", 60.0),
        ({"unit": "%", "start": "0", "target": "100"}, "60", 60.0),
        ({"unit": "incidents", "start": "0", "target": "200"}, "60%", 120.0),
        ({"unit": "incidents", "start": "0", "target": "200"}, "60", 60.0),
        ({"unit": "days", "start": "20", "target": "10"}, "60%", 14.0),
        ({"unit": "days", "start": "20", "target": "10"}, "12,5", 12.5),
        ({"unit": "", "start": "", "target": "50"}, "50%", 25.0),
    ],
    ids=[
        "60% where the unit is %",
        "60 where the unit is %",
        "60% is that share of the way elsewhere",
        "60 is the value elsewhere",
        "60% of the way down a falling target",
        "a decimal comma",
        "half of the way from nothing",
    ],
)
def test_a_typed_value_means(house: House, draft: dict[str, str], text: str, value: float) -> None:
    _propose(house, **draft)

    assert _update(house, text).goal.value == value


def test_a_falling_target_gets_nearer_as_the_value_falls(house: House) -> None:
    from bot.rules.goal import progress

    _propose(house, start="20", target="10")

    shown = _update(house, "14").goal
    assert progress(shown.value, start=shown.start, target=shown.target) == 0.6


def test_confidence_alone_keeps_the_value(house: House) -> None:
    _propose(house)
    _update(house, "60 on-track", act="t-1")

    shown = _update(house, "off-track the supplier is gone", act="t-2", after=1)

    assert (shown.goal.value, shown.goal.confidence) == (60.0, "off_track")


def test_a_value_alone_keeps_the_confidence(house: House) -> None:
    _propose(house)
    _update(house, "60 at-risk", act="t-1")

    shown = _update(house, "65", act="t-2", after=1)

    assert (shown.goal.value, shown.goal.confidence) == (65.0, "at_risk")


@pytest.mark.parametrize("by", ["UMALLORY", "UHANNA"], ids=["a peer", "hr"])
def test_others_are_told_whose_goal_it_is(house: House, by: str) -> None:
    _propose(house)

    with pytest.raises(Refusal, match="<@UADA>"):
        _update(house, "60", by=by)
    with pytest.raises(Refusal, match="<@UADA>"):
        _finish(house, by, ref="G1", now=START)
    assert house.all(GoalUpdate) == []
    assert house.all(Goal)[0].status == "proposed"


def test_where_peers_may_not_look_a_goal_is_refused_in_the_words_for_one_that_is_not_there(
    house: House,
) -> None:
    house.set("goals_visible_to_peers", "no")
    _propose(house)
    said = []
    for ref in ("G1", "G77"):
        for report in ("60", "nonsense at all", Report(None, "", "")):
            with pytest.raises(Refusal) as refused:
                _update(house, report, by="UMALLORY", ref=ref)
            said.append(str(refused.value).replace(ref, "REF"))
        with pytest.raises(Refusal) as refused:
            _finish(house, "UMALLORY", ref=ref, now=START)
        said.append(str(refused.value).replace(ref, "REF"))

    assert len(set(said)) == 1
    assert "Ada" not in said[0]
    assert "UADA" not in said[0]


def test_an_ended_goal_takes_no_more_updates_and_ending_it_twice_changes_nothing(house: House) -> None:
    _propose(house)
    assert _finish(house, "UADA", ref="G1", now=START).status == "done"
    assert _finish(house, "UADA", ref="G1", now=START + timedelta(days=1)).status == "done"

    assert house.all(Goal)[0].closed_at == START
    assert house.all(Goal)[0].confirmed_by is None
    with pytest.raises(Refusal, match="G1 is done"):
        _update(house, "60")


def test_an_end_by_the_manager_is_a_confirmation(house: House) -> None:
    _propose(house)

    _finish(house, "UGRACE", ref="G1", now=START)

    kept = house.all(Goal)[0]
    assert (kept.confirmed_by, kept.confirmed_at) == (house.person("UGRACE").id, START)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"due": date(2026, 11, 17)}, "due"),
        ({"start": "many"}, "start"),
        ({"target": "all"}, "target"),
        ({"start": "5", "target": "5"}, "target"),
        ({"parent": "G99"}, "parent"),
    ],
)
def test_a_goal_that_cannot_be_kept_names_the_field(house: House, draft: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        _propose(house, **draft)

    assert refused.value.field == field
    assert house.all(Goal) == []


def test_today_is_the_owners_today(house: House) -> None:
    # It is 09:00 UTC on the 18th: in Kiritimati the 18th is nearly over.
    house.do(rows.change_person, slack_id="UADA", timezone="Pacific/Kiritimati")
    late = START + timedelta(hours=3)

    with pytest.raises(Refusal):
        house.do(goal.propose, owner="UADA", draft=GoalDraft("x", due=date(2026, 11, 18)), act="1", now=late)


def test_a_list_shows_open_goals_the_nearest_first_with_where_they_stand(house: House) -> None:
    _propose(house, act="1", title="later", due=date(2027, 1, 1))
    _propose(house, act="2", title="someday", due=None)
    _propose(house, act="3", title="soon", due=date(2026, 12, 1))
    _propose(house, act="4", title="over")
    _finish(house, "UADA", ref="G4", now=START)
    _update(house, "10", ref="G3", act="u1")
    _update(house, "20 at-risk", ref="G3", act="u2", after=5)

    shown = house.ask(goal.mine, slack_user_id="UADA", now=START)

    assert [each.title for each in shown] == ["soon", "later", "someday"]
    assert (shown[0].value, shown[0].confidence) == (20.0, "at_risk")
    assert house.ask(goal.mine, slack_user_id="UMALLORY", now=START) == []
