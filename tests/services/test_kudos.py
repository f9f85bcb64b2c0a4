"""Kudos are kept once, counted, and told to whom they concern."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot.rules.kudos import KudosRequest, is_reason
from bot.rules.refusal import Refusal
from bot.services import kudos, person
from bot.services.person import Stranger
from bot.views.kudos import Thanks
from models.delivery import SKIPPED, WAITING
from models.kudos import Kudos, KudosReceiver
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import CHANNEL, START, TEAM_ID


def _give(house: House, *, act: str = "trigger-1", giver: str = "UADA", **request: Any) -> Thanks:
    asked = KudosRequest(**{"receivers": ["UGRACE"], "message": "the tidy migration", **request})
    return house.do(kudos.give, giver=giver, request=asked, act=act, now=START)


def _places(house: House) -> list[str]:
    people = {house.person(slack_id).id: slack_id for slack_id in ("UADA", "UGRACE", "UHEDY", "UMALLORY")}
    return [row.channel or people[row.person_id or 0] for row in house.deliveries()]


def test_public_kudos_are_kept_announced_and_told_to_each_receiver(house: House) -> None:
    thanks = _give(house, receivers=["UGRACE", "UHEDY"], tags=["care", "sql"])

    kept = house.all(Kudos)
    assert [(row.message, row.visibility, row.skills) for row in kept] == [
        ("the tidy migration", "public", ["care", "sql"])
    ]
    assert len(house.all(KudosReceiver)) == 2
    assert sorted(_places(house)) == sorted([CHANNEL, "UGRACE", "UHEDY"])
    assert {row.state for row in house.deliveries()} == {WAITING}
    assert thanks.receivers == ["<@UGRACE>", "<@UHEDY>"]


def test_private_kudos_reach_the_receiver_and_nobody_else(house: House) -> None:
    _give(house, private=True, message="for listening")

    assert _places(house) == ["UGRACE"]
    assert [line.message for line in house.ask(kudos.mine, slack_user_id="UGRACE")] == ["for listening"]
    assert [line.message for line in house.ask(kudos.mine, slack_user_id="UADA")] == ["for listening"]
    for other in ("UMALLORY", "UHEDY", "UHANNA"):
        assert house.ask(kudos.mine, slack_user_id=other) == []


def test_a_tag_that_names_a_value_counts_as_it_and_the_others_are_skills(house: House) -> None:
    house.set("values", "Care|Courage")

    thanks = _give(house, tags=["care", "sql", "courage"])

    kept = house.all(Kudos)[0]
    assert (kept.values, kept.skills) == (["Care", "Courage"], ["sql"])
    assert list(thanks.values) == ["Care", "Courage"]


def test_the_same_act_counts_once_and_is_answered_alike(house: House) -> None:
    first, second = _give(house), _give(house)

    assert first == second
    assert len(house.all(Kudos)) == len(house.all(KudosReceiver)) == 1
    assert len(house.deliveries()) == 2


def test_the_same_words_as_two_acts_are_two(house: House) -> None:
    _give(house, act="trigger-1")
    _give(house, act="trigger-2")

    assert len(house.all(Kudos)) == 2
    assert len(house.deliveries()) == 4


def test_the_allowance_is_refused_beyond_its_end_and_says_what_is_left(house: House) -> None:
    house.set("allowance", "3")
    _give(house, act="1", receivers=["UGRACE", "UHEDY"])

    with pytest.raises(Refusal, match="1 more this week \\(3 are yours\\)"):
        _give(house, act="2", receivers=["UGRACE", "UHEDY"])
    _give(house, act="3")
    with pytest.raises(Refusal, match=r"all of this week.s kudos"):
        _give(house, act="4")
    assert len(house.all(KudosReceiver)) == 3


def test_the_last_allowed_kudos_delivered_again_is_answered_alike_not_refused(house: House) -> None:
    house.set("allowance", "1")
    first = _give(house, act="1")

    assert _give(house, act="1") == first
    assert len(house.all(Kudos)) == 1


def test_the_allowance_starts_afresh_on_the_givers_own_monday(house: House) -> None:
    house.set("allowance", "1")
    request = KudosRequest(receivers=["UGRACE"], message="well done")
    # Sunday 23:30 and Monday 00:30 in Berlin; in UTC both are Sunday.
    late_sunday, early_monday = START + timedelta(days=4, hours=13.5), START + timedelta(days=4, hours=14.5)

    house.do(kudos.give, giver="UADA", request=request, act="1", now=late_sunday)
    with pytest.raises(Refusal):
        house.do(kudos.give, giver="UADA", request=request, act="2", now=late_sunday)
    house.do(kudos.give, giver="UADA", request=request, act="3", now=early_monday)

    assert len(house.all(Kudos)) == 2


def test_many_kudos_at_once_never_exceed_the_allowance(house: House) -> None:
    house.set("allowance", "10")

    def once(n: int) -> bool:
        try:
            _give(house, act=f"trigger-{n}", receivers=[("UGRACE", "UHEDY", "UMALLORY")[n % 3]])
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        given_kudos = list(threads.map(once, range(40)))

    assert sum(given_kudos) == 10
    assert len(house.all(Kudos)) == len(house.all(KudosReceiver)) == 10


def test_the_same_act_from_many_replicas_at_once_is_one_kudos(house: House) -> None:
    house.set("allowance", "10")

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: _give(house), range(16)))

    assert answers == [answers[0]] * 16
    assert len(house.all(Kudos)) == 1
    assert len(house.deliveries()) == 2


def test_two_people_thank_each_other_at_once(house: House) -> None:
    house.set("allowance", "100")
    for slack_id in ("UADA", "UGRACE"):
        house.do(rows.change_person, slack_id=slack_id, introduced_at=None)

    def once(n: int) -> None:
        giver, receiver = ("UADA", "UGRACE") if n % 2 else ("UGRACE", "UADA")
        _give(house, act=f"{n}", giver=giver, receivers=[receiver])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(once, range(16)))

    assert len(house.all(Kudos)) == 16


@pytest.mark.parametrize(
    ("request_of", "says"),
    [
        ({"receivers": ["UADA"]}, "Who helped you"),
        ({"receivers": ["UGRACE", "UADA"]}, "Who helped you"),
        ({"message": "x" * 2001}, "2001 characters"),
        ({"receivers": [f"U{n}" for n in range(21)]}, "more than 20"),
        ({"receivers": ["UROBOT"]}, "is an app"),
        ({"receivers": ["UGUEST"]}, "not a member"),
        ({"receivers": ["UOTHER"]}, "not a member"),
        ({"receivers": ["UGONE"]}, "has left"),
        ({"receivers": ["USLACKBOT"]}, "is an app"),
        ({"receivers": ["UGRACE", "UROBOT"]}, "is an app"),
    ],
    ids=[
        "oneself",
        "oneself among others",
        "words over the limit",
        "too many at once",
        "a bot",
        "a guest",
        "somebody of another organisation",
        "somebody who has left",
        "Slackbot",
        "a bot among people",
    ],
)
def test_what_is_refused_leaves_no_trace(house: House, request_of: dict[str, Any], says: str) -> None:
    house.do(
        person.learn,
        team_id=TEAM_ID,
        users=[
            {"id": "UROBOT", "name": "robot", "is_bot": True, "team_id": TEAM_ID},
            {"id": "USLACKBOT", "name": "slackbot", "is_bot": False, "team_id": TEAM_ID},
            {"id": "UGUEST", "name": "guest", "is_restricted": True, "team_id": TEAM_ID},
            {"id": "UOTHER", "name": "other", "team_id": "T9"},
            {"id": "UGONE", "name": "gone", "deleted": True, "team_id": TEAM_ID},
        ],
    )

    with pytest.raises(Refusal, match=says):
        _give(house, **request_of)

    assert house.all(Kudos) == []
    assert house.deliveries() == []


def test_two_thousand_characters_fit(house: House) -> None:
    _give(house, message="x" * 2000)

    assert len(house.all(Kudos)[0].message) == 2000


def test_somebody_unknown_is_named_so_that_slack_can_be_asked(house: House) -> None:
    with pytest.raises(Stranger) as stranger:
        _give(house, receivers=["UGRACE", "UNOBODY"])

    assert stranger.value.slack_user_id == "UNOBODY"
    assert house.all(Kudos) == []


def test_a_guest_cannot_give(house: House) -> None:
    house.do(
        person.learn,
        team_id=TEAM_ID,
        users=[{"id": "UGUEST", "name": "guest", "is_restricted": True, "team_id": TEAM_ID}],
    )

    with pytest.raises(Refusal, match="members"):
        _give(house, giver="UGUEST")


def test_before_the_launch_a_kudos_is_kept_and_its_messages_are_skipped_for_good(house: House) -> None:
    house.set("launch", "nobody")

    thanks = _give(house)

    assert len(house.all(Kudos)) == 1
    assert {(row.state, row.reason) for row in house.deliveries()} == {(SKIPPED, "not launched")}
    assert all(row.body is None and row.settled_at == START for row in house.deliveries())
    assert thanks.held == "not launched"
    house.set("launch", "everyone")
    _give(house)
    assert {row.state for row in house.deliveries()} == {SKIPPED}, "nothing is sent later"


def test_in_a_pilot_only_its_teams_hear(house: House) -> None:
    house.set("launch", "pilot:Platform")

    _give(house, receivers=["UGRACE", "UMALLORY"])

    told = {row.channel or row.person_id: (row.state, row.reason) for row in house.deliveries()}
    assert told[house.person("UGRACE").id] == (WAITING, "")
    assert told[house.person("UMALLORY").id] == (SKIPPED, "not launched")
    assert told[CHANNEL] == (SKIPPED, "not launched"), "an announcement would name somebody outside the pilot"


def test_without_a_recognition_channel_the_receiver_still_hears(house: House) -> None:
    house.set("recognition_channel", "")

    thanks = _give(house)

    assert _places(house) == ["UGRACE"]
    assert thanks.announced_in == ""


def test_the_introduction_is_said_once_with_the_first_message(house: House) -> None:
    house.do(rows.change_person, slack_id="UGRACE", introduced_at=None)

    _give(house, act="1")
    _give(house, act="2")

    told = [json.dumps(row.body) for row in house.deliveries("kudos_dm")]
    assert ["this is Cairn" in body for body in told] == [True, False]


def test_of_many_first_messages_at_once_one_introduces(house: House) -> None:
    house.do(rows.change_person, slack_id="UGRACE", introduced_at=None)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: _give(house, act=f"{n}"), range(12)))

    told = [json.dumps(row.body) for row in house.deliveries("kudos_dm")]
    assert sum("this is Cairn" in body for body in told) == 1


def test_a_message_that_is_not_sent_introduces_nobody(house: House) -> None:
    house.set("launch", "nobody")
    house.do(rows.change_person, slack_id="UGRACE", introduced_at=None)

    _give(house, act="1")

    assert house.person("UGRACE").introduced_at is None


def test_words_of_every_script_come_back_as_they_were_given(house: House) -> None:
    serial = iter(range(10_000))
    words = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=200)

    @settings(max_examples=25)
    @given(words.filter(is_reason))
    def check(message: str) -> None:
        act = f"words-{next(serial)}"
        _give(house, act=act, message=message)

        def kept(session: Session, *, workspace_id: int) -> str:
            found = models_kudos.by_act(session, workspace_id, act)
            assert found is not None
            return found.message

        assert house.ask(kept) == message

    from models import kudos as models_kudos

    check()
