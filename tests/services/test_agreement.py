"""Agreeing about goals: whose word it takes, in which order, and what is kept of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.rules.goal import Ending, GoalDraft
from bot.rules.refusal import Refusal
from bot.services import agreement, completion, goal
from bot.views import goal as views
from models import agreement as changes
from models.agreement import GoalChange
from models.goal import Goal, GoalUpdate
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import START

TITLE = "Fewer pages at night"


def draft(**terms: Any) -> GoalDraft:
    return GoalDraft(**{"title": TITLE, "start": "0", "target": "200", **terms})


def propose(house: House, *, owner: str = "UADA", act: str = "view-1", **terms: Any) -> str:
    begun = house.do(goal.propose, owner=owner, draft=draft(**terms), act=act, now=START)
    ref: str = begun.goal.ref
    return ref


def suggest(house: House, by: str, *, act: str = "view-2", note: str = "", **terms: Any) -> Any:
    wanted = draft(**terms)
    return house.do(agreement.suggest, by=by, ref="G1", draft=wanted, note=note, act=act, now=START)


def agree(house: House, by: str = "UGRACE", *, seen: str = "", now: datetime = START) -> Any:
    return house.do(agreement.agree, by=by, ref="G1", seen=seen, now=now)


def finish(house: House, by: str = "UADA", **words: str) -> Any:
    ending = Ending("done", **words)
    return house.do(completion.finish, author=by, ref="G1", ending=ending, act="end", now=START)


def kept(house: House) -> Goal:
    found: Goal = house.all(Goal)[0]
    return found


def test_the_manager_is_asked_once_for_each_proposal(house: House) -> None:
    propose(house)
    propose(house)

    (asked,) = house.deliveries("goal")
    assert (asked.person_id, asked.state) == (house.person("UGRACE").id, "waiting")


def test_a_proposal_at_night_waits_for_the_managers_morning(house: House) -> None:
    night = datetime(2026, 11, 20, 23, tzinfo=ZoneInfo("Europe/Berlin"))
    house.do(goal.propose, owner="UADA", draft=draft(), act="view", now=night)

    (asked,) = house.deliveries("goal")
    assert asked.due_at == datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Europe/Berlin"))


def test_somebody_without_a_manager_is_told_that_nobody_is_asked(house: House) -> None:
    begun = house.do(goal.propose, owner="UHEDY", draft=draft(), act="view", now=START)

    assert (begun.asked, begun.goal.status) == ("", "agreed")
    assert "Nobody is above you in the directory, so it counts as agreed." in views.created(begun)["text"]
    assert house.deliveries("goal") == []


def test_who_leads_changes_their_own_goal_and_the_change_is_kept_as_agreed(house: House) -> None:
    house.do(goal.propose, owner="UHEDY", draft=draft(), act="view", now=START)
    for _again in range(2):
        done = suggest(house, "UHEDY", title="Something else")
    assert (done.goal.title, done.goal.status, done.goal.changing) == ("Something else", "agreed", False)
    (kept,) = house.all(GoalChange)
    assert (kept.state, kept.rescope) == ("agreed", True)


def test_somebody_whose_manager_is_not_known_yet_is_told_that_nobody_is_asked(house: House) -> None:
    house.do(rows.change_person, slack_id="UADA", manager_id=None)
    begun = house.do(goal.propose, owner="UADA", draft=draft(), act="view", now=START)
    assert (begun.asked, begun.goal.status) == ("", "proposed")
    assert "Your manager is not in the directory yet" in views.created(begun)["text"]


def test_where_the_manager_has_left_the_next_above_answers(house: House) -> None:
    house.do(rows.change_person, slack_id="UGRACE", deactivated=True)
    propose(house)

    assert house.deliveries("goal")[0].person_id == house.person("UHEDY").id
    assert agree(house, "UHEDY").status == "agreed"


def test_agreeing_twice_is_agreeing_once(house: House) -> None:
    propose(house)
    agree(house)
    agree(house, now=START + timedelta(hours=1))

    assert kept(house).agreed_at == START
    assert len(house.deliveries("goal")) == 2


def test_many_replicas_agree_at_once_and_the_owner_hears_it_once(house: House) -> None:
    propose(house)
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda n: agree(house, now=START + timedelta(seconds=n)), range(8)))

    owner = house.person("UADA").id
    assert sum(row.person_id == owner for row in house.deliveries("goal")) == 1


def test_what_was_read_is_what_is_agreed_to(house: House) -> None:
    propose(house)
    seen = changes.stamp(kept(house))
    suggest(house, "UADA", target="300")

    with pytest.raises(Refusal, match="has changed since that message"):
        agree(house, seen=seen)
    assert agree(house, seen=changes.stamp(kept(house))).status == "agreed"


def test_a_suggestion_changes_nothing_until_it_is_accepted(house: House) -> None:
    propose(house)
    suggest(house, "UGRACE", target="100", due=date(2027, 3, 1), note="Half is plenty.")
    assert (kept(house).target_value, kept(house).due_date) == (200.0, None)

    (change,) = house.all(GoalChange)
    house.do(agreement.answer, by="UADA", change_id=change.id, accepts=True, now=START)

    assert (kept(house).target_value, kept(house).due_date) == (100.0, date(2027, 3, 1))
    assert (kept(house).status, kept(house).agreed_at) == ("agreed", START)


def test_an_agreed_rescope_is_kept_as_history_and_a_negotiation_is_none(house: House) -> None:
    propose(house, due=date(2026, 12, 31))
    suggest(house, "UGRACE", act="v2", target="150", due=date(2026, 12, 31))
    house.do(agreement.answer, by="UADA", change_id=1, accepts=True, now=START)
    suggest(house, "UADA", act="v3", target="150", due=date(2027, 2, 28))
    house.do(agreement.answer, by="UGRACE", change_id=2, accepts=True, now=START)

    (moved,) = house.ask(lambda session, *, workspace_id: changes.rescopes(session, workspace_id, [1]))
    assert (moved.before["due_date"], moved.after["due_date"]) == ("2026-12-31", "2027-02-28")
    assert moved.answered_by == house.person("UGRACE").id


def test_a_suggestion_is_answered_once_and_by_the_other_side(house: House) -> None:
    propose(house)
    suggest(house, "UGRACE", target="100")
    answer = {"change_id": 1, "now": START}

    with pytest.raises(Refusal, match="your own suggestion"):
        house.do(agreement.answer, by="UGRACE", accepts=True, **answer)
    with pytest.raises(Refusal, match="belongs to"):
        house.do(agreement.answer, by="UMALLORY", accepts=True, **answer)
    house.do(agreement.answer, by="UADA", accepts=False, **answer)
    house.do(agreement.answer, by="UADA", accepts=False, **answer)
    with pytest.raises(Refusal, match="has been settled"):
        house.do(agreement.answer, by="UADA", accepts=True, **answer)
    assert (kept(house).status, kept(house).target_value) == ("proposed", 200.0)


def test_a_new_suggestion_takes_the_place_of_the_open_one(house: House) -> None:
    propose(house)
    suggest(house, "UGRACE", act="v2", target="100")
    suggest(house, "UGRACE", act="v3", target="120")
    suggest(house, "UGRACE", act="v3", target="120")

    assert [row.state for row in house.all(GoalChange)] == ["answered", "waiting"]


def test_a_suggestion_that_changes_nothing_is_refused(house: House) -> None:
    propose(house)
    with pytest.raises(Refusal, match="Nothing is different"):
        suggest(house, "UGRACE")


def test_a_goal_cannot_come_to_serve_itself(house: House) -> None:
    propose(house)
    propose(house, act="view-2", parent="G1")

    with pytest.raises(Refusal, match="cannot be the larger one") as refused:
        suggest(house, "UADA", act="v3", parent="G2")
    assert refused.value.field == "parent"


def test_only_those_who_lead_begin_goals_of_a_team_or_the_company(house: House) -> None:
    with pytest.raises(Refusal, match="those who lead"):
        propose(house, level="team")
    with pytest.raises(Refusal, match="those who lead"):
        propose(house, owner="UGRACE", level="organisation")
    propose(house, owner="UGRACE", level="team", act="1")
    propose(house, owner="UHEDY", level="organisation", act="2")
    assert [(row.level, row.team) for row in house.all(Goal)] == [("team", "Platform"), ("organisation", "")]


def test_an_end_keeps_its_value_result_and_lesson_and_asks_for_confirmation(house: House) -> None:
    propose(house)
    agree(house)
    done = finish(house, value="180", result="Nearly all.", lesson="Start sooner.")

    assert (kept(house).result, kept(house).lesson) == ("Nearly all.", "Start sooner.")
    assert kept(house).closed_at == START
    assert [row.value for row in house.all(GoalUpdate)] == [180.0]
    assert done.asked == house.person("UGRACE").mention


@pytest.mark.parametrize("by", ["UADA", "UMALLORY"], ids=["the owner", "a peer"])
def test_an_end_is_confirmed_by_nobody_but_the_manager_or_a_stakeholder(house: House, by: str) -> None:
    propose(house)
    finish(house)
    with pytest.raises(Refusal, match=r"belongs to|is your own"):
        house.do(completion.confirm, by=by, ref="G1", now=START)
    assert kept(house).confirmed_at is None


def test_the_owner_of_the_larger_goal_is_a_stakeholder(house: House) -> None:
    propose(house, owner="UMALLORY", act="larger")
    house.do(goal.propose, owner="UADA", draft=draft(parent="G1"), act="own", now=START)
    ending = Ending("done")
    house.do(completion.finish, author="UADA", ref="G2", ending=ending, act="end", now=START)

    house.do(completion.confirm, by="UMALLORY", ref="G2", now=START)

    found = house.all(Goal)[1]
    assert (found.confirmed_by, found.confirmed_at) == (house.person("UMALLORY").id, START)


def test_what_is_confirmed_stays_done(house: House) -> None:
    propose(house)
    finish(house)
    house.do(completion.confirm, by="UGRACE", ref="G1", now=START)
    house.do(completion.confirm, by="UGRACE", ref="G1", now=START + timedelta(days=1))

    assert kept(house).confirmed_at == START
    with pytest.raises(Refusal, match="confirmed as done"):
        house.do(completion.reopen, by="UADA", ref="G1", note="", act="again", now=START)


def test_what_is_let_go_asks_nobody(house: House) -> None:
    propose(house)
    ending = Ending("dropped", lesson="Wrong moment.")
    house.do(completion.finish, author="UADA", ref="G1", ending=ending, act="end", now=START)

    assert kept(house).status == "dropped"
    assert len(house.deliveries("goal")) == 1
    with pytest.raises(Refusal, match="not done"):
        house.do(completion.confirm, by="UGRACE", ref="G1", now=START)


def test_before_the_launch_the_ledger_says_why_nobody_was_asked(house: House) -> None:
    house.set("launch", "nobody")
    propose(house)

    (held,) = house.deliveries("goal")
    assert (held.state, held.reason) == ("skipped", "not launched")
