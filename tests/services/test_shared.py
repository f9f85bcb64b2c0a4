"""Messages of several parts: each part keeps its own fate, and none is left behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.rules.checkin import Answers
from bot.services import checkin, post, shared
from bot.services.delivery import Outcome
from bot.views.blocks import message
from models import together
from models.checkin import Checkin
from models.delivery import FAILED, SENT, SKIPPED, WAITING, Delivery
from tests.services.conftest import House
from tests.services.promises import (
    MONDAY,
    all_sent,
    at_hour,
    book,
    claim,
    fates,
    open_week,
    promise,
    settle,
    words_of,
)
from tests.support import rows


def test_too_much_for_one_message_stays_two(house: House) -> None:
    house.do(promise, kind="summary", at=MONDAY, words="s" * 2900)
    for number, kind in enumerate(("readout", "digest", "checkin_reminder"), start=1):
        house.do(promise, kind=kind, at=MONDAY + timedelta(minutes=number), words=kind[0] * 2900)

    first, *others = [row for row in house.deliveries() if row.state == WAITING]
    assert [row.rides_id for row in others] == [first.id, None, None] or len(words_of(first)) == 2


@pytest.mark.parametrize("kind", ["checkin_prompt", "checkin_reminder"])
def test_an_answer_takes_the_place_of_its_question_only(house: House, kind: str) -> None:
    house.do(promise, kind="summary", at=MONDAY, words="the month")
    house.do(promise, kind=kind, at=MONDAY, words="how was it?")
    house.do(all_sent)
    carrier, rider = house.deliveries()

    def answered(session: Session, *, workspace_id: int) -> Any:
        grace = rows.person(session, workspace_id=workspace_id, slack_id="UGRACE")
        week = f"{MONDAY:%G-W%V}"
        return shared.answered(
            session, person=grace, week=week, ts=carrier.slack_ts or "", message=message("Thanks")
        )

    whole = house.do(answered)
    assert [block["text"]["text"] for block in whole["blocks"] if block["type"] == "section"] == [
        "Thanks",
        "the month",
    ]
    assert rider.rides_id == carrier.id


def test_a_late_answer_changes_its_part_of_the_message_only(house: House) -> None:
    house.do(promise, kind="summary", at=MONDAY, words="the month")
    house.do(promise, kind="readout", at=MONDAY, words="the week")
    house.do(all_sent)

    def edit(session: Session, *, workspace_id: int, words: str) -> None:
        found = rows.all_of(session, model=Delivery, workspace_id=workspace_id)
        sent = next(row for row in found if row.kind == "readout" and row.edits_id is None)
        post.edit(session, sent, about=words, message=message(words), now=MONDAY)

    house.do(edit, words="the week, with Ada")
    house.do(edit, words="the week, with Ada and Linus")

    *_, first, second = house.deliveries()
    assert words_of(first) == ["the month", "the week, with Ada"]
    assert words_of(second) == ["the month", "the week, with Ada and Linus"]


def test_a_part_that_is_of_no_use_any_more_is_skipped_and_the_rest_goes(house: House) -> None:
    """The prompt rides with the summary, Slack is away, and the week closes."""
    house.do(promise, kind="summary", at=MONDAY, words="the month", days=20)
    house.do(promise, kind="checkin_prompt", at=MONDAY, days=2)
    house.do(open_week)

    [letter] = house.do(claim, now=MONDAY + timedelta(days=2))

    assert letter.body["text"] == "the month"
    assert fates(house) == [("summary", "claimed", ""), ("checkin_prompt", SKIPPED, "too late to be useful")]
    assert [row.excused for row in house.all(Checkin)] == [True]


def test_where_the_message_itself_is_of_no_use_one_of_its_parts_takes_its_place(house: House) -> None:
    house.do(promise, kind="checkin_prompt", at=MONDAY, days=2)
    house.do(promise, kind="summary", at=MONDAY, words="the month", days=20)
    house.do(promise, kind="readout", at=MONDAY, words="the week", days=5)

    [letter] = house.do(claim, now=MONDAY + timedelta(days=2))
    sent = Outcome(SENT, channel="D1", ts="1.1")
    house.do(settle, letter=letter, outcome=sent, now=MONDAY + timedelta(days=2))

    assert letter.kind == "summary"
    assert letter.body["text"] == "the month\n\nthe week"
    assert fates(house) == [
        ("checkin_prompt", SKIPPED, "too late to be useful"),
        ("summary", SENT, ""),
        ("readout", SENT, ""),
    ]


def test_where_no_part_is_of_use_nothing_is_sent_and_nothing_waits(house: House) -> None:
    house.do(promise, kind="summary", at=MONDAY, days=1)
    house.do(promise, kind="readout", at=MONDAY, days=2)

    assert house.do(claim, now=MONDAY + timedelta(days=2)) == []

    assert {state for _, state, _ in fates(house)} == {SKIPPED}


def test_what_fails_fails_with_all_its_parts(house: House) -> None:
    house.do(promise, kind="summary", at=MONDAY)
    house.do(promise, kind="checkin_prompt", at=MONDAY)
    house.do(open_week)

    [letter] = house.do(claim, now=MONDAY)
    house.do(settle, letter=letter, outcome=Outcome(FAILED, "user_disabled"), now=MONDAY)

    assert {(state, reason) for _, state, reason in fates(house)} == {(FAILED, "user_disabled")}
    assert [row.excused for row in house.all(Checkin)] == [True]


@pytest.mark.parametrize("alone", [True, False], ids=["alone", "with another"])
def test_a_reminder_that_waits_is_taken_back_by_the_answer(house: House, alone: bool) -> None:
    house.do(book, kind="readout", at=at_hour(MONDAY, 14))
    house.do(promise, kind="checkin_reminder", at=MONDAY)
    if not alone:
        house.do(promise, kind="summary", at=MONDAY, words="the month")

    around = {"slack_user_id": "UGRACE", "week": f"{MONDAY:%G-W%V}", "now": MONDAY}
    house.do(checkin.answer, answers=Answers("done"), act="view", **around)

    reminder, *others = house.deliveries()
    assert (reminder.state, reminder.reason) == (SKIPPED, "answered meanwhile")
    assert [words_of(row) for row in others] == ([] if alone else [["the month"]])
    assert all(row.rides_id is None for row in others)


def test_the_words_of_its_parts_are_forgotten_once_they_can_change_no_more(house: House) -> None:
    for kind in ("summary", "readout"):
        house.do(promise, kind=kind, at=MONDAY)
    house.do(_settled)

    house.do(together.forget_parts, before=MONDAY)
    assert house.deliveries()[0].parts is not None
    house.do(together.forget_parts, before=MONDAY + timedelta(seconds=1))
    assert house.deliveries()[0].parts is None


def _settled(session: Session, *, workspace_id: int) -> None:
    for row in rows.all_of(session, model=Delivery, workspace_id=workspace_id):
        row.state, row.settled_at = SENT, MONDAY


def test_what_is_promised_while_a_sender_claims_is_sent_once(house: House) -> None:
    """However the two meet: the readout goes with the digest, or after it, and nothing waits for ever."""
    said = []

    def send(now: datetime) -> None:
        for letter in house.do(claim, now=now):
            said.append(letter.body["text"])
            house.do(settle, letter=letter, outcome=Outcome(SENT, channel="D1", ts=str(letter.id)), now=now)

    for week in range(12):
        now = MONDAY + timedelta(weeks=week)
        house.do(promise, kind="digest", at=now, words=f"digest {week}.")
        with ThreadPoolExecutor(2) as threads:
            sending = threads.submit(send, now)
            house.do(promise, kind="readout", at=now, words=f"readout {week}.")
            sending.result()
        send(now + timedelta(minutes=1))

    assert {state for _, state, _ in fates(house)} == {SENT}
    for week in range(12):
        assert "".join(said).count(f"digest {week}.") == 1
        assert "".join(said).count(f"readout {week}.") == 1
