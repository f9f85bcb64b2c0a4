"""A growth plan: a person's own, short, seen by the direct manager, who may suggest."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.porting import own
from bot.porting.erase import erase
from bot.rules.growth import Ending, StepDraft
from bot.rules.refusal import Refusal
from bot.services import growth, growth_offer, talent
from bot.views.growth import Kept, Plan
from models.growth import GrowthAct
from models.person import Person
from tests.services.conftest import House
from tests.support.cast import START

DAY = timedelta(days=1)
STEP = StepDraft("Learn SQL", "learning", "Calm nights", date(2026, 12, 18))


def add(house: House, act: str = "1", by: str = "UADA", draft: StepDraft = STEP) -> Kept:
    return house.do(growth.add, slack_user_id=by, draft=draft, act=act, now=START)


def suggest(house: House, act: str = "s1", **values: Any) -> Kept:
    pair = {"by": "UGRACE", "owner": "UADA"} | values
    return house.do(growth_offer.suggest, **pair, draft=STEP, act=act, now=START)


def answer(house: House, kept: Kept, *, accepts: bool, now: datetime = START) -> Kept:
    whose = {"slack_user_id": "UADA", "ref": kept.step.ref}
    return house.do(growth_offer.answer, **whose, accepts=accepts, now=now)


def finish(house: House, kept: Kept, now: datetime = START, by: str = "UADA", **ending: Any) -> Kept:
    whose = {"slack_user_id": by, "ref": kept.step.ref}
    return house.do(growth.finish, **whose, ending=Ending(**ending), now=now)


def plan(house: House, by: str = "UADA", now: datetime = START) -> Plan:
    return house.ask(growth.mine, slack_user_id=by, now=now)


def titles(steps: Any) -> list[str]:
    return [each.title for each in steps]


def test_one_act_adds_one_step_and_the_same_words_typed_twice_are_two(house: House) -> None:
    assert add(house).step == add(house).step
    assert len(house.all(GrowthAct)) == 1
    add(house, "2")
    assert titles(plan(house).planned) == ["Learn SQL"] * 2


def test_a_plan_takes_ten_open_steps_and_the_eleventh_once_one_is_done(house: House) -> None:
    steps = [add(house, str(number)) for number in range(10)]
    with pytest.raises(Refusal, match="10 open steps already"):
        add(house, "11")
    finish(house, steps[0])
    add(house, "11")
    assert len(plan(house).planned) == 10


def test_today_is_the_persons_own(house: House) -> None:
    late = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)  # Still the 18th in New York.
    kept = add(house, by="UHEDY")
    _step, today = house.ask(growth.ending, slack_user_id="UHEDY", ref=kept.step.ref, now=late)
    assert today == date(2026, 11, 18)
    with pytest.raises(Refusal, match="still to come"):
        finish(house, kept, late, "UHEDY", day=date(2026, 11, 19))
    done = finish(house, kept, late, "UHEDY", day=date(2026, 11, 17))
    assert done.step.done_on == date(2026, 11, 17)
    assert house.all(GrowthAct)[0].closed_at == datetime(2026, 11, 17, 17, 0, tzinfo=UTC)


def test_to_say_more_about_what_is_done_does_not_move_its_day(house: House) -> None:
    kept = finish(house, add(house), result="It works")
    assert house.all(GrowthAct)[0].closed_at == START
    finish(house, kept, START + DAY, day=START.date(), result="It works well")
    assert [(row.closed_at, row.result) for row in house.all(GrowthAct)] == [(START, "It works well")]


def test_what_is_done_is_shown_for_half_a_year(house: House) -> None:
    finish(house, add(house), result="It works")
    assert titles(plan(house, now=START + 180 * DAY).done) == ["Learn SQL"]
    assert plan(house, now=START + 190 * DAY).done == []


def test_what_was_meant_for_a_day_that_is_over_says_so(house: House) -> None:
    add(house)
    assert [each.late for each in plan(house, now=START + 30 * DAY).planned] == [False]
    assert [each.late for each in plan(house, now=START + 31 * DAY).planned] == [True]


def test_a_step_that_has_ended_is_not_changed(house: House) -> None:
    kept = add(house)
    whose = {"slack_user_id": "UADA", "ref": kept.step.ref, "draft": STEP, "now": START}
    for _ in range(2):
        house.do(growth.change, **whose, drop=True)
    assert house.all(GrowthAct)[0].closed_at == START
    for act in (
        lambda: house.do(growth.change, **whose, drop=False),
        lambda: finish(house, kept),
        lambda: house.ask(growth.form, slack_user_id="UADA", ref=kept.step.ref),
    ):
        with pytest.raises(Refusal, match="You let this step go"):
            act()


def test_a_suggestion_is_no_step_until_it_is_accepted(house: House) -> None:
    kept = suggest(house)
    with pytest.raises(Refusal, match="waits for your answer first"):
        finish(house, kept)
    assert (plan(house).planned, titles(plan(house).waiting)) == ([], ["Learn SQL"])
    for _ in range(2):
        answer(house, kept, accepts=True)
    assert (titles(plan(house).planned), plan(house).waiting) == (["Learn SQL"], [])
    told = [row.person_id for row in house.deliveries("goal")]
    assert told == [house.person("UADA").id, house.person("UGRACE").id]


@pytest.mark.parametrize(("first", "said"), [(True, "on your plan already"), (False, "You let this step go")])
def test_the_first_answer_stands(house: House, first: bool, said: str) -> None:
    kept = suggest(house)
    answer(house, kept, accepts=first)
    with pytest.raises(Refusal, match=said):
        answer(house, kept, accepts=not first)
    assert len(house.deliveries("goal")) == 2


def test_a_step_of_ones_own_is_no_suggestion_to_answer(house: House) -> None:
    with pytest.raises(Refusal, match="on your plan already"):
        answer(house, add(house), accepts=True)


def test_a_full_plan_takes_no_suggestion_until_there_is_room(house: House) -> None:
    steps = [add(house, str(number)) for number in range(10)]
    kept = suggest(house)
    with pytest.raises(Refusal, match="10 open steps already"):
        answer(house, kept, accepts=True)
    finish(house, steps[0])
    answer(house, kept, accepts=True)


def test_three_suggestions_wait_at_most(house: House) -> None:
    kept = [suggest(house, f"s{number}") for number in range(3)]
    for act in (
        lambda: suggest(house, "s4"),
        lambda: house.do(growth_offer.check, by="UGRACE", owner="UADA"),
    ):
        with pytest.raises(Refusal, match="3 suggestions of yours"):
            act()
    # The same form again is the same suggestion.
    suggest(house, "s2")
    answer(house, kept[0], accepts=False)
    suggest(house, "s4")


@pytest.mark.parametrize("who", ["UHEDY", "UMALLORY", "UHANNA", "UADA"])
def test_only_the_direct_manager_sees_the_plan_and_suggests(house: House, who: str) -> None:
    add(house)
    with pytest.raises(Refusal, match="direct manager"):
        house.ask(talent.of_report, slack_user_id=who, report="UADA", now=START)
    with pytest.raises(Refusal, match="direct manager see"):
        suggest(house, by=who)
    found = house.ask(talent.of_report, slack_user_id="UGRACE", report="UADA", now=START)
    assert titles(found.plan.planned) == ["Learn SQL"]


def test_with_a_new_manager_the_plan_is_theirs_to_see_and_no_longer_the_old_ones(house: House) -> None:
    add(house)
    house.do(_moves, manager=house.person("UMALLORY").id)
    assert house.ask(talent.of_report, slack_user_id="UMALLORY", report="UADA", now=START).plan.planned
    with pytest.raises(Refusal):
        house.ask(talent.of_report, slack_user_id="UGRACE", report="UADA", now=START)


def _moves(session: Session, *, workspace_id: int, manager: int) -> None:
    named = Person.workspace_id == workspace_id, Person.slack_user_id == "UADA"
    session.execute(update(Person).where(*named).values(manager_id=manager))


def test_the_plan_goes_with_its_person_and_outlives_who_suggested(house: House) -> None:
    add(house, by="UGRACE")
    kept = suggest(house)
    erase(house.database, house.workspace_id, "UGRACE", now=START)
    (left,) = house.all(GrowthAct)
    assert (left.ref, left.suggested_by) == (kept.step.ref, None)
    answer(house, kept, accepts=True)
    assert [(each.title, each.suggested_by) for each in plan(house).planned] == [("Learn SQL", "")]
    erase(house.database, house.workspace_id, "UADA", now=START)
    assert house.all(GrowthAct) == []


def test_ones_own_archive_holds_the_plan(house: House) -> None:
    import io
    import zipfile

    finish(house, add(house), result="It works")
    ada = house.person("UADA").id
    assert ("growth_act", 1) in house.ask(own.counted, person_id=ada)
    packed = zipfile.ZipFile(io.BytesIO(house.ask(own.archive, person_id=ada)))
    assert "Learn SQL,Calm nights,2026-12-18,done" in packed.read("growth_act.csv").decode()
