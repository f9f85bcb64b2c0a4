"""What waits for one hour of one person comes as one message, and each part keeps its own fate."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from bot.rules.checkin import Answers
from bot.rules.goal import Ending, GoalDraft
from bot.services import agreement, blocker_answer, checkin, colleague, completion, goal
from bot.services.delivery import Outcome
from bot.services.setting import chosen
from bot.views.blocks import message, section
from models import together
from models.agreement import stamp
from models.blocker import Blocker
from models.delivery import SENT, SKIPPED, WAITING, Delivery
from models.goal import Goal
from tests.services.conftest import House
from tests.services.promises import claim, settle
from tests.support import rows
from tests.support.cast import START

NIGHT = datetime(2026, 11, 20, 23, tzinfo=ZoneInfo("Europe/Berlin"))
MORNING = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Europe/Berlin"))
LONDON = MORNING + timedelta(hours=1)
WEEK = "2026-W47"


def propose(house: House, title: str, *, now: datetime = NIGHT, owner: str = "UADA", act: str = "") -> str:
    draft = GoalDraft(title, start="0", target="200")
    ref: str = house.do(goal.propose, owner=owner, draft=draft, act=act or title, now=now).goal.ref
    return ref


def propose_anew(house: House, ref: str, target: str) -> None:
    draft = GoalDraft("Fewer pages", start="0", target=target)
    house.do(agreement.suggest, by="UADA", ref=ref, draft=draft, note="", act=f"to {target}", now=NIGHT)


def stuck(house: House, blockers: str, *, act: str = "view", owner: str = "UGRACE", by: str = "UADA") -> None:
    said = Answers(progress="x", blockers=blockers, owner=owner)
    house.do(checkin.answer, slack_user_id=by, week=WEEK, answers=said, act=act, now=NIGHT)


def carriers(house: House, who: str = "UGRACE") -> list[Delivery]:
    """The messages somebody is to get, what rides with another left out."""
    receiver = house.person(who).id
    return [
        row
        for row in house.deliveries()
        if row.person_id == receiver and row.rides_id is None and row.state == WAITING
    ]


def words(row: Delivery) -> list[str]:
    """What a message says aloud, part by part."""
    assert row.body is not None
    said: list[str] = row.body["text"].split("\n\n")
    return said


def sent(house: House, now: datetime = MORNING) -> Delivery:
    """The message that goes now; it is sent."""
    (letter,) = house.do(claim, now=now)
    house.do(settle, letter=letter, outcome=Outcome(SENT, channel="D1", ts="1.1"), now=now)
    return next(row for row in house.deliveries() if row.id == letter.id)


def edited(house: House) -> list[str]:
    """What the newest change of a message says aloud, part by part."""
    changes = [row for row in house.deliveries() if row.edits_id is not None]
    return words(max(changes, key=lambda row: row.id))


def test_proposals_of_one_night_are_one_message_in_the_morning(house: House) -> None:
    for title in ("Fewer pages", "Faster builds", "A tidy wiki"):
        propose(house, title)

    (carrier,) = carriers(house)
    assert words(carrier) == [
        "3 things for you.",
        "<@UADA> proposes a goal: G1 Fewer pages.",
        "<@UADA> proposes a goal: G2 Faster builds.",
        "<@UADA> proposes a goal: G3 A tidy wiki.",
    ]
    assert {(row.due_at, row.rides_id in (None, carrier.id)) for row in house.deliveries()} == {
        (MORNING, True)
    }
    sent(house)
    assert [(row.state, row.slack_ts) for row in house.deliveries()] == [(SENT, "1.1")] * 3


def test_goals_and_blockers_of_different_people_go_together(house: House) -> None:
    propose(house, "Fewer pages")
    stuck(house, "No staging\nNo budget")
    house.do(rows.change_person, slack_id="UMALLORY", manager_id=house.person("UGRACE").id)
    propose(house, "Better words", owner="UMALLORY")

    (carrier,) = carriers(house)
    assert words(carrier)[0] == "4 things for you."
    assert [row.kind for row in house.deliveries()] == ["goal", "blocker", "blocker", "goal"]


def test_the_line_before_them_is_in_the_readers_language(house: House) -> None:
    house.do(rows.change_person, slack_id="UGRACE", language="de")
    for title in ("Fewer pages", "Faster builds"):
        propose(house, title)
    assert words(carriers(house)[0])[0] == "2 Sachen für dich."

    ref = propose(house, "A tidy wiki")
    house.do(agreement.agree, by="UGRACE", ref=ref, now=NIGHT)
    assert words(carriers(house)[0])[0] == "2 Sachen für dich."


def test_what_goes_at_once_goes_alone(house: House) -> None:
    for title in ("Fewer pages", "Faster builds"):
        propose(house, title, now=START)

    assert [len(words(row)) for row in carriers(house)] == [1, 1]


def test_what_waits_for_another_hour_goes_alone(house: House) -> None:
    propose(house, "Fewer pages", now=NIGHT - timedelta(days=1))
    propose(house, "Faster builds")

    assert [len(words(row)) for row in carriers(house)] == [1, 1]


def test_the_same_act_again_joins_nothing(house: House) -> None:
    propose(house, "Fewer pages")
    propose(house, "Faster builds")
    before = words(carriers(house)[0])

    propose(house, "Faster builds")
    stuck(house, "No staging", owner="")
    stuck(house, "No staging", owner="")

    assert words(carriers(house)[0]) == before


def test_forty_proposals_are_a_few_messages_in_their_order_and_none_is_lost(house: House) -> None:
    for number in range(40):
        propose(house, f"Goal {number}")

    found = carriers(house)
    assert len(found) <= 6
    assert all(row.body is not None and len(row.body["blocks"]) <= 50 for row in found)
    told = [line for row in found for line in words(row) if "proposes" in line]
    assert told == [f"<@UADA> proposes a goal: G{number + 1} Goal {number}." for number in range(40)]


def test_many_who_are_stuck_at_the_same_moment_share_one_message_and_lose_nothing(house: House) -> None:
    people = [f"UTEAM{n}" for n in range(8)]
    for who in people:
        house.do(rows.hire, slack_id=who, now=START)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda who: stuck(house, f"No {who}", act=who, by=who), people))

    (carrier,) = carriers(house)
    assert sorted(words(carrier)[1:]) == [
        f"<@{who}> is stuck and thinks that you can help. No {who}" for who in people
    ]


def test_a_goal_ended_twice_is_told_once(house: House) -> None:
    propose(house, "Fewer pages")
    ref = propose(house, "Faster builds")
    for result in ("", "It is there."):
        ending = Ending("done", result=result)
        house.do(completion.finish, author="UADA", ref=ref, ending=ending, act=result, now=NIGHT)

    assert words(carriers(house)[0])[1:] == [
        "<@UADA> proposes a goal: G1 Fewer pages.",
        "<@UADA> says that G2 Faster builds is done.",
    ]


@pytest.mark.parametrize(("length", "messages"), [(7_800, 1), (8_200, 2)], ids=["room left", "no room left"])
def test_some_room_is_left_for_what_answers_add(house: House, length: int, messages: int) -> None:
    def tell(session: Session, *, workspace_id: int, about: str) -> None:
        colleague.tell(
            session,
            rows.person(session, workspace_id=workspace_id, slack_id="UGRACE"),
            kind="blocker",
            about=about,
            message=lambda: message("Long.", section("x" * (length // 4)), section("x" * (length // 4))),
            settings=chosen(session, workspace_id=workspace_id),
            now=NIGHT,
        )

    for about in ("one", "two"):
        house.do(tell, about=about)

    assert len(carriers(house)) == messages


def test_what_is_on_its_way_is_joined_by_nothing(house: House) -> None:
    propose(house, "Fewer pages")
    house.do(claim, now=MORNING)

    propose(house, "Faster builds")

    assert [words(row) for row in carriers(house)] == [["<@UADA> proposes a goal: G2 Faster builds."]]


def test_a_proposal_that_is_changed_twice_while_it_waits_is_told_once_as_it_stands(house: House) -> None:
    propose(house, "Fewer pages")
    propose(house, "Faster builds")
    for target in ("300", "400"):
        propose_anew(house, "G1", target)

    (carrier,) = carriers(house)
    assert words(carrier) == [
        "2 things for you.",
        "<@UADA> proposes a goal: G2 Faster builds.",
        "<@UADA> proposes a goal: G1 Fewer pages.",
    ]
    assert "from 0 to 400" in str(carrier.body)
    assert "from 0 to 300" not in str(carrier.body)
    assert [(row.state, row.reason) for row in house.deliveries()] == [
        (SKIPPED, "answered meanwhile"),
        (WAITING, ""),
        (SKIPPED, "answered meanwhile"),
        (WAITING, ""),
    ]


@pytest.mark.parametrize("rest", [0, 1], ids=["alone", "with another"])
def test_what_is_let_go_or_agreed_before_the_morning_is_not_asked(house: House, rest: int) -> None:
    for title in ("Fewer pages", "Faster builds", "A tidy wiki")[: 2 + rest]:
        propose(house, title)
    dropped = Ending("dropped")
    house.do(completion.finish, author="UADA", ref="G1", ending=dropped, act="end", now=NIGHT)
    house.do(agreement.agree, by="UGRACE", ref="G2", now=NIGHT)

    assert [words(row) for row in carriers(house)] == (
        [["<@UADA> proposes a goal: G3 A tidy wiki."]] if rest else []
    )


def test_an_answer_elsewhere_takes_the_place_of_its_own_part(house: House) -> None:
    for title in ("Fewer pages", "Faster builds"):
        propose(house, title)
    carrier = sent(house)

    house.do(agreement.agree, by="UGRACE", ref="G2", now=MORNING)
    house.do(agreement.agree, by="UGRACE", ref="G1", now=MORNING)

    first, second = (row for row in house.deliveries() if row.edits_id is not None)
    assert words(first)[1:] == [
        "<@UADA> proposes a goal: G1 Fewer pages.",
        "You agreed to G2 Faster builds.",
    ]
    assert words(second)[1:] == ["You agreed to G1 Fewer pages.", "You agreed to G2 Faster builds."]
    assert "goal_agree" not in str(second.body)
    assert second.edits_id == carrier.id


def test_who_is_not_asked_any_more_reads_how_it_stands(house: House) -> None:
    ref = propose(house, "Fewer pages")
    sent(house)

    house.do(completion.finish, author="UADA", ref=ref, ending=Ending("done"), act="end", now=MORNING)

    assert edited(house) == ["Nothing waits for you here any more: G1 Fewer pages."]


def test_the_old_proposal_says_so_once_a_new_one_is_sent(house: House) -> None:
    propose(house, "Fewer pages")
    sent(house)
    propose_anew(house, "G1", "300")

    assert edited(house) == ["Nothing waits for you here any more: G1 Fewer pages."]
    assert [words(row) for row in carriers(house) if row.edits_id is None] == [
        ["<@UADA> proposes a goal: G1 Fewer pages."]
    ]


def test_an_end_taken_back_asks_again_for_what_was_not_agreed(house: House) -> None:
    ref = propose(house, "Fewer pages")
    house.do(completion.finish, author="UADA", ref=ref, ending=Ending("done"), act="end", now=NIGHT)
    assert words(carriers(house)[0]) == ["<@UADA> says that G1 Fewer pages is done."]

    house.do(completion.reopen, by="UADA", ref=ref, note="", act="again", now=NIGHT)

    assert [words(row) for row in carriers(house)] == [["<@UADA> proposes a goal: G1 Fewer pages."]]
    found: Goal = house.all(Goal)[0]
    assert house.do(agreement.agree, by="UGRACE", ref=ref, seen=stamp(found), now=NIGHT).status == "agreed"


def test_many_answers_at_once_all_stand_in_the_message(house: House) -> None:
    refs = [propose(house, f"Goal {n}") for n in range(6)]
    sent(house)

    def agree(ref: str) -> None:
        house.do(agreement.agree, by="UGRACE", ref=ref, now=MORNING)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(agree, refs))

    assert sorted(edited(house)[1:]) == [f"You agreed to G{n + 1} Goal {n}." for n in range(6)]


def test_an_answer_while_the_message_is_being_sent_follows_it(house: House) -> None:
    for title in ("Fewer pages", "Faster builds"):
        propose(house, title)
    (letter,) = house.do(claim, now=MORNING)
    house.do(agreement.agree, by="UGRACE", ref="G2", now=MORNING)
    assert [each.edits for each in house.do(claim, now=MORNING)] == [None]

    house.do(settle, letter=letter, outcome=Outcome(SENT, channel="D1", ts="1.1"), now=MORNING)
    (change,) = house.do(claim, now=MORNING)

    assert change.edits == ("D1", "1.1")
    assert change.body["text"].endswith("You agreed to G2 Faster builds.")


def test_once_the_words_of_the_others_are_forgotten_the_message_stays_as_it_is(house: House) -> None:
    for title in ("Fewer pages", "Faster builds"):
        propose(house, title)
    sent(house)
    house.do(together.forget_parts, before=MORNING + timedelta(days=1))

    for ref in ("G1", "G2"):
        house.do(agreement.agree, by="UGRACE", ref=ref, now=MORNING)

    assert [row for row in house.deliveries() if row.edits_id is not None] == []


def test_a_blocker_that_is_answered_before_the_morning_is_taken_out(house: House) -> None:
    stuck(house, "No staging\nNo budget\nNo time", owner="UMALLORY")
    found = house.all(Blocker)
    house.do(blocker_answer.resolve, slack_user_id="UGRACE", ref=found[0].ref, now=NIGHT)

    (carrier,) = carriers(house, "UMALLORY")
    assert [line.rpartition(". ")[2] for line in words(carrier)] == [
        "2 things for you.",
        "No budget",
        "No time",
    ]


def test_a_blocker_taken_back_or_given_to_somebody_else_asks_nothing_any_more(house: House) -> None:
    stuck(house, "No staging\nNo budget", owner="UMALLORY")
    sent(house, LONDON)

    stuck(house, "No budget", act="again", owner="UGRACE")

    assert edited(house)[1:] == ["Nothing is needed from you here any more."] * 2
    assert len(carriers(house, "UGRACE")) == 1
    stuck(house, "No budget", act="once more", owner="UMALLORY")
    assert carriers(house, "UGRACE") == []
    assert [words(row) for row in carriers(house, "UMALLORY") if row.edits_id is None] == [
        ["<@UADA> is stuck and thinks that you can help. No budget"]
    ]


def test_a_blocker_cleared_at_the_next_check_in_says_so_where_it_was_told(house: House) -> None:
    stuck(house, "No staging", owner="UMALLORY")
    sent(house, LONDON)
    ref = house.all(Blocker)[0].ref
    said = Answers("y", cleared=(ref,))
    for _again in range(2):
        house.do(checkin.answer, slack_user_id="UADA", week="2026-W48", answers=said, act="v", now=MORNING)

    (change,) = (row for row in house.deliveries() if row.edits_id is not None)
    assert "resolved by <@UADA>" in str(change.body)


def test_what_would_have_introduced_the_bot_and_is_taken_back_leaves_that_to_the_next(house: House) -> None:
    house.do(rows.change_person, slack_id="UGRACE", introduced_at=None)
    for title in ("Fewer pages", "Faster builds"):
        propose(house, title)

    house.do(agreement.agree, by="UGRACE", ref="G1", now=NIGHT)
    assert str(carriers(house)[0].body).count("Hello, this is Cairn") == 2  # Seen, and read aloud.
    house.do(agreement.agree, by="UGRACE", ref="G2", now=NIGHT)
    assert carriers(house) == []

    propose(house, "A tidy wiki")
    propose(house, "Better words")
    assert str(carriers(house)[0].body).count("Hello, this is Cairn") == 2


def test_what_waits_for_somebody_who_hears_nothing_is_skipped_and_joins_nothing(house: House) -> None:
    propose(house, "Fewer pages")
    house.set("launch", "nobody")
    propose(house, "Faster builds")
    house.set("launch", "everyone")
    house.do(rows.change_person, slack_id="UGRACE", slack_user_id=None)
    propose(house, "A tidy wiki")

    assert [(row.state, row.reason) for row in house.deliveries()] == [
        (WAITING, ""),
        (SKIPPED, "not launched"),
        (SKIPPED, "not in Slack"),
    ]
    (carrier,) = (row for row in house.deliveries() if row.state == WAITING)
    assert words(carrier) == ["<@UADA> proposes a goal: G1 Fewer pages."]
