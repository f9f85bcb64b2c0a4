"""Check-ins: the right week, answers once, and a read-out that shows what may be shown."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.rules.checkin import Answers, box
from bot.rules.goal import GoalDraft
from bot.rules.refusal import Refusal
from bot.services import checkin, goal, post, readout, setting
from bot.services.setting import chosen
from bot.views.readout import Readout
from models.checkin import Checkin
from models.delivery import Delivery
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import START

DAY = timedelta(days=1)


def _week(session: Session, *, workspace_id: int, slack_id: str, week: str, **more: Any) -> None:
    who = rows.person(session, workspace_id=workspace_id, slack_id=slack_id)
    session.add(Checkin(workspace_id=workspace_id, person_id=who.id, week=week, **more))


def _ask(house: House, week: str, slack_id: str = "UADA", **more: Any) -> None:
    house.do(_week, slack_id=slack_id, week=week, prompted_at=START - DAY, closes_at=START + DAY, **more)


def _answer(
    house: House, week: str = "2026-W46", *, by: str = "UADA", act: str = "view-1", **answers: Any
) -> checkin.Saved:
    said = Answers(**{"progress": "The migration", **answers})
    return house.do(checkin.answer, slack_user_id=by, week=week, answers=said, act=act, now=START)


def _open(house: House, asked: str = "") -> str:
    return house.ask(checkin.open_week, slack_user_id="UADA", asked=asked, now=START).week


def _readout(house: House, manager: str = "UGRACE", week: str = "2026-W46") -> Readout | None:
    def compiled(session: Session, *, workspace_id: int) -> Readout | None:
        who = rows.person(session, workspace_id=workspace_id, slack_id=manager)
        return readout.compiled(session, manager=who, week=week, now=START)

    return house.ask(compiled)


def test_without_an_open_week_the_current_one_is_filled(house: House) -> None:
    assert _open(house) == "2026-W47"


def test_the_current_week_is_that_of_the_persons_own_zone(house: House) -> None:
    house.do(rows.change_person, slack_id="UADA", timezone="Pacific/Auckland")

    # Sunday noon in London is early Monday in Auckland.
    opened = house.ask(checkin.open_week, slack_user_id="UADA", now=START + 4 * DAY + timedelta(hours=3))
    assert opened.week == "2026-W48"


def test_the_oldest_open_unanswered_week_comes_first(house: House) -> None:
    _ask(house, "2026-W43", closed_at=START - DAY)
    _ask(house, "2026-W44", answered_at=START - DAY)
    _ask(house, "2026-W45")
    _ask(house, "2026-W46")

    assert _open(house) == "2026-W45"
    _answer(house, "2026-W45")
    assert _open(house) == "2026-W46"
    _answer(house, "2026-W46", act="view-2")
    assert _open(house) == "2026-W47"


def test_an_excused_week_is_not_open(house: House) -> None:
    house.do(_week, slack_id="UADA", week="2026-W46", excused=True, excuse="away")

    assert _open(house) == "2026-W47"


def test_the_button_of_a_closed_week_opens_it_until_the_next_is_asked_about(house: House) -> None:
    _ask(house, "2026-W45", closed_at=START - DAY)
    assert _open(house, asked="2026-W45") == "2026-W45"

    _ask(house, "2026-W46")
    assert _open(house, asked="2026-W45") == "2026-W46"


def test_answering_again_replaces_and_the_same_act_changes_nothing(house: House) -> None:
    _ask(house, "2026-W46")
    _answer(house, act="view-1", progress="first")
    _answer(house, act="view-2", progress="second")
    kept = house.all(Checkin)
    assert [(row.progress, row.acts) for row in kept] == [("second", ["view-1", "view-2"])]

    later = START + DAY
    said = Answers("other words")
    house.do(checkin.answer, slack_user_id="UADA", week="2026-W46", answers=said, act="view-2", now=later)

    assert [(row.progress, row.answered_at) for row in house.all(Checkin)] == [("second", START)]


def test_what_was_answered_is_shown_again(house: House) -> None:
    _ask(house, "2026-W46")
    _answer(house, mood=4, workload=2, share=True)

    opened = house.ask(checkin.open_week, slack_user_id="UADA", asked="2026-W46", now=START)

    assert opened.answers == Answers("The migration", mood=4, workload=2, share=True)


@pytest.mark.parametrize("share", [True, False])
def test_the_choice_to_share_is_remembered(house: House, share: bool) -> None:
    _answer(house, share=not share, act="view-1")
    _answer(house, share=share, act="view-2")

    opened = house.ask(checkin.open_week, slack_user_id="UADA", now=START)
    assert (opened.week, opened.answers) == ("2026-W47", Answers(share=share))


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"progress": ""}, "progress"),
        ({"progress": "x" * 3001}, "progress"),
        ({"blockers": "x" * 3001}, "blockers"),
        ({"mood": 6}, "mood"),
        ({"workload": 0}, "workload"),
    ],
)
def test_answers_that_cannot_be_kept_name_the_field(
    house: House, answers: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        _answer(house, **answers)

    assert refused.value.field == field
    assert house.all(Checkin) == []


def test_a_skip_is_remembered_and_an_answer_still_counts(house: House) -> None:
    _ask(house, "2026-W46")
    house.do(checkin.skip, slack_user_id="UADA", week="2026-W46", now=START)
    house.do(checkin.skip, slack_user_id="UADA", week="2026-W46", now=START + DAY)
    assert house.all(Checkin)[0].skipped_at == START

    assert not _answer(house).late
    house.do(checkin.skip, slack_user_id="UADA", week="2026-W40", now=START)
    assert len(house.all(Checkin)) == 1


@pytest.mark.parametrize("share", [True, False])
def test_mood_and_workload_reach_the_manager_only_if_shared(house: House, share: bool) -> None:
    _ask(house, "2026-W46")
    _answer(house, mood=1, workload=5, share=share, blockers="the build")

    facts = _readout(house)

    assert facts is not None
    said = facts.answered[0]
    assert (said.mood, said.workload) == ((1, 5) if share else (None, None))
    assert said.progress == "The migration"
    assert [(each.who, each.text) for each in facts.blockers] == [("<@UADA>", "the build")]


def test_a_readout_is_about_ones_own_reports_and_nobody_else(house: House) -> None:
    for slack_id in ("UADA", "UMALLORY", "UGRACE"):
        _ask(house, "2026-W46", slack_id)
        _answer(house, by=slack_id, act=slack_id, progress=f"by {slack_id}")

    def told(manager: str) -> list[str]:
        facts = _readout(house, manager)
        return [] if facts is None else [each.progress for each in facts.answered]

    assert told("UGRACE") == ["by UADA"]
    assert sorted(told("UHEDY")) == ["by UGRACE", "by UMALLORY"], "not of the reports' reports"
    assert told("UMALLORY") == []
    assert told("UHANNA") == []


def test_a_readout_says_who_was_silent_and_who_was_excused(house: House) -> None:
    house.do(rows.hire, slack_id="UBOB", now=START, manager_id=house.person("UGRACE").id)
    _ask(house, "2026-W46", "UADA")
    house.do(_week, slack_id="UBOB", week="2026-W46", excused=True, excuse="away")

    facts = _readout(house)

    assert facts is not None
    assert (list(facts.answered), facts.silent, facts.excused) == ([], ["<@UADA>"], ["<@UBOB>"])


def _sent_readout(house: House) -> Delivery:
    def promise(session: Session, *, workspace_id: int) -> None:
        grace = rows.person(session, workspace_id=workspace_id, slack_id="UGRACE")
        post.to_person(
            session,
            person=grace,
            kind="readout",
            about="2026-W46",
            message={"text": "before", "blocks": []},
            settings=chosen(session, workspace_id=workspace_id),
            now=START,
            period="2026-W46",
        )

    house.do(promise)
    return house.deliveries("readout")[0]


def test_a_late_answer_edits_the_readout_that_was_sent(house: House) -> None:
    _ask(house, "2026-W46", closed_at=START - timedelta(hours=1))
    sent = _sent_readout(house)

    assert _answer(house, progress="better late").late
    _answer(house, progress="better late")

    edits = [row for row in house.deliveries("readout") if row.edits_id == sent.id]
    assert len(edits) == 1
    assert "better late" in json.dumps(edits[0].body)


def test_a_late_answer_without_a_sent_readout_edits_nothing(house: House) -> None:
    _ask(house, "2026-W46", closed_at=START - timedelta(hours=1))

    assert _answer(house).late
    assert house.deliveries() == []


def test_an_answer_in_time_edits_nothing(house: House) -> None:
    _ask(house, "2026-W46")
    _sent_readout(house)

    assert not _answer(house).late
    assert len(house.deliveries()) == 1


def test_a_late_answer_of_somebody_without_a_manager_is_kept(house: House) -> None:
    _ask(house, "2026-W46", "UHEDY", closed_at=START - timedelta(hours=1))

    assert _answer(house, by="UHEDY").late
    assert house.all(Checkin)[0].progress == "The migration"


def test_last_weeks_plans_come_back_to_be_ticked(house: House) -> None:
    _answer(house, "2026-W46", plans="- search\n- docs")
    opened = house.ask(checkin.open_week, slack_user_id="UADA", now=START)
    assert (opened.asked.planned, opened.answers.plans) == (["search", "docs"], "search\ndocs")

    done = (box("docs"),)
    _answer(house, "2026-W47", act="view-2", progress="", plans="search\ndocs", done=done)

    kept = house.all(Checkin)[-1]
    assert (kept.progress, kept.plans) == ("✓ docs", "search")


def test_the_weeks_goal_updates_begin_the_progress(house: House) -> None:
    made = house.do(goal.propose, owner="UADA", draft=GoalDraft("Faster search"), act="g", now=START).goal
    for value, act, at in (("1", "a", START - 7 * DAY), ("20", "b", START), ("30 at-risk slow", "c", START)):
        house.do(goal.update, author="UADA", ref=made.ref, report=value, act=act, now=at)

    opened = house.ask(checkin.open_week, slack_user_id="UADA", now=START)

    assert opened.answers.progress == f"{made.ref} Faster search: 30, 🟡 at risk, slow"


def test_own_questions_are_a_teams_own_and_answers_keep_the_version_they_were_given_to(house: House) -> None:
    house.set("questions", "What did you learn?|How sure? (scale)")
    opened = house.ask(checkin.open_week, slack_user_id="UADA", now=START)
    learn, sure = opened.asked.questions
    _answer(house, "2026-W47", own={learn.key: "SQL", sure.key: "4", "unknown": "x"})

    house.do(setting.change, key="questions", text="What next?", team="Platform", now=START)

    (asked,) = house.ask(checkin.open_week, slack_user_id="UADA", asked="2026-W47", now=START).asked.questions
    assert asked.text == "What next?"
    facts = _readout(house, week="2026-W47")
    assert facts is not None
    assert list(facts.answered[0].own) == [("What did you learn?", "SQL"), ("How sure?", "4")]


def test_an_answer_that_is_no_choice_names_its_question(house: House) -> None:
    house.set("questions", "How sure? (scale)")
    (sure,) = house.ask(checkin.open_week, slack_user_id="UADA", now=START).asked.questions
    with pytest.raises(Refusal) as refused:
        _answer(house, own={sure.key: "9"})
    assert refused.value.field == f"question_{sure.key}"
