"""Blockers: named once, told to their owner, answered by those who may see them, and nobody else."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.rules.checkin import Answers
from bot.rules.refusal import Refusal
from bot.services import blocker_answer, checkin, readout, reply
from bot.views.blocks import Message
from models.blocker import Blocker
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import START

WEEK = "2026-W47"
DAY = timedelta(days=1)


def _say(house: House, blockers: str, act: str = "view-1", *, by: str = "UADA", **more: Any) -> None:
    said = Answers(**{"progress": "x", "blockers": blockers, **more})
    house.do(checkin.answer, slack_user_id=by, week=WEEK, answers=said, act=act, now=START)


def _texts(house: House) -> list[str]:
    return [row.text for row in house.all(Blocker)]


def _answer(house: House, service: Any, by: str, ref: str = "") -> Message:
    ref = ref or house.all(Blocker)[-1].ref
    message: Message = house.do(service, slack_user_id=by, ref=ref, now=START + DAY)
    return message


def _told(house: House, slack_id: str) -> list[str]:
    who = house.person(slack_id).id
    return [row.body["text"] for row in house.deliveries("blocker") if row.person_id == who and row.body]


def test_each_line_is_a_blocker_and_the_same_act_names_it_once(house: House) -> None:
    _say(house, "- No staging\n- No budget")
    _say(house, "- No staging\n- No budget")

    assert _texts(house) == ["No staging", "No budget"]


def test_named_again_it_stays_what_it_was_and_what_is_taken_out_is_gone(house: House) -> None:
    _say(house, "No staging\nNo budget")
    before = {row.text: row.ref for row in house.all(Blocker)}

    _say(house, "No staging\nLegal", "view-2")

    assert _texts(house) == ["No staging", "Legal"]
    assert house.all(Blocker)[0].ref == before["No staging"]
    with pytest.raises(Refusal, match="taken back"):
        _answer(house, blocker_answer.acknowledge, "UGRACE", before["No budget"])


def test_what_somebody_answered_is_resolved_when_it_is_taken_out(house: House) -> None:
    _say(house, "No staging")
    _answer(house, blocker_answer.acknowledge, "UGRACE")
    _say(house, "", "view-2")

    (row,) = house.all(Blocker)
    assert (row.resolved_at, row.resolved_by) == (START, house.person("UADA").id)


def test_the_owner_hears_of_it_once_in_working_hours(house: House) -> None:
    _say(house, "No staging", owner="UMALLORY")
    _say(house, "No staging", "view-2", owner="UMALLORY", plans="more")

    assert _told(house, "UMALLORY") == ["<@UADA> is stuck and thinks that you can help. No staging"]


def test_somebody_who_owns_it_themselves_is_told_nothing(house: House) -> None:
    _say(house, "No staging", owner="UADA")
    assert house.deliveries("blocker") == []


def test_somebody_who_left_cannot_own_a_blocker(house: House) -> None:
    house.do(rows.change_person, slack_id="UMALLORY", deactivated=True)
    with pytest.raises(Refusal) as refused:
        _say(house, "No staging", owner="UMALLORY")
    assert refused.value.field == "owner"
    assert house.all(Blocker) == []


def test_the_reporter_hears_that_it_was_seen_once_and_who_helps_and_that_it_is_over(house: House) -> None:
    _say(house, "No staging")
    for service in (blocker_answer.acknowledge, blocker_answer.offer_help, blocker_answer.resolve):
        _answer(house, service, "UGRACE")
        _answer(house, service, "UGRACE")

    assert [text.partition(".")[0] for text in _told(house, "UADA")] == [
        "<@UGRACE> has seen what is in your way",
        "<@UGRACE> offers to help you with this",
        "<@UGRACE> says that this is out of your way",
    ]


@pytest.mark.parametrize("slack_id", ["UMALLORY", "UHANNA", "UHEDY"])
def test_peers_hr_and_the_one_above_cannot_answer_what_is_not_theirs_to_see(
    house: House, slack_id: str
) -> None:
    _say(house, "No staging")
    for service in (blocker_answer.acknowledge, blocker_answer.offer_help, blocker_answer.resolve):
        with pytest.raises(Refusal, match="Only the person who is stuck"):
            _answer(house, service, slack_id)
    assert house.deliveries("blocker") == []


def test_the_one_above_may_answer_once_it_has_gone_up(house: House) -> None:
    _say(house, "No staging")

    def escalate(session: Any, *, workspace_id: int) -> None:
        for row in rows.all_of(session, model=Blocker, workspace_id=workspace_id):
            row.escalated_at = START

    house.do(escalate)
    assert "will hear" in _answer(house, blocker_answer.acknowledge, "UHEDY")["text"]


def test_ones_own_blocker_is_resolved_but_not_acknowledged_by_oneself(house: House) -> None:
    _say(house, "No staging")
    with pytest.raises(Refusal, match="your own"):
        _answer(house, blocker_answer.acknowledge, "UADA")

    _answer(house, blocker_answer.resolve, "UADA")

    assert _told(house, "UADA") == []
    assert house.all(Blocker)[0].resolved_at == START + DAY


def test_older_blockers_are_asked_about_and_cleared_by_their_reporter_alone(house: House) -> None:
    _say(house, "No staging")
    ref = house.all(Blocker)[0].ref
    later = START + 7 * DAY
    opened = house.ask(checkin.open_week, slack_user_id="UADA", now=later)
    assert opened.asked.stuck == [(ref, "No staging")]

    for by in ("UMALLORY", "UADA"):
        said = Answers("y", cleared=(ref,))
        house.do(checkin.answer, slack_user_id=by, week="2026-W48", answers=said, act=by, now=later)
        assert (house.all(Blocker)[0].resolved_at is None) == (by == "UMALLORY")


def test_a_manager_sees_the_team_by_age_and_nobody_elses(house: House) -> None:
    _say(house, "No staging")
    _say(house, "Secret", "view-3", by="UMALLORY")

    facts = house.ask(readout.latest, slack_user_id="UGRACE", now=START + 3 * DAY)

    assert [(each.who, each.text, each.since) for each in facts.blockers] == [
        ("<@UADA>", "No staging", START.date())
    ]


def test_a_reply_reaches_the_report_alone_and_once(house: House) -> None:
    _say(house, "")
    ref = f"{WEEK}:{house.person('UADA').id}"
    asked = {"ref": ref, "text": "Well done, <b>", "act": "view-9", "now": START}
    for _ in range(2):
        house.do(reply.reply, slack_user_id="UGRACE", **asked)

    (sent,) = house.deliveries("feedback")
    assert sent.person_id == house.person("UADA").id
    assert "Well done, &lt;b&gt;" in json.dumps(sent.body)
    for other in ("UMALLORY", "UHEDY", "UHANNA"):
        with pytest.raises(Refusal, match="Only their manager"):
            house.do(reply.reply, slack_user_id=other, **asked)
        with pytest.raises(Refusal, match="Only their manager"):
            house.ask(reply.open_reply, slack_user_id=other, ref=ref)


@pytest.mark.parametrize(
    "ref", ["", "x", "2026-W47:", "2026-W47:999999", "2026-W01:1", "2026-W47:-1", "2026-W47:" + "9" * 30]
)
def test_a_reply_to_nothing_is_refused(house: House, ref: str) -> None:
    with pytest.raises(Refusal, match="can't find"):
        house.ask(reply.open_reply, slack_user_id="UGRACE", ref=ref)
