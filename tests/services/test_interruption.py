"""The interruption budget on the tables: what is merged, put off, or yields with its reason."""

from datetime import datetime, timedelta

from models.delivery import SKIPPED, WAITING
from tests.services.conftest import House
from tests.services.promises import (
    BERLIN,
    FRIDAY,
    MONDAY,
    WEDNESDAY,
    all_sent,
    at_hour,
    book,
    promise,
    told,
    unbook,
    words_of,
)
from tests.support import rows


def test_alone_in_its_week_a_message_comes_at_its_time(house: House) -> None:
    for number, kind in enumerate(("readout", "summary", "digest")):
        assert house.do(promise, kind=kind, at=MONDAY + timedelta(days=number))
        house.do(all_sent)

    assert [row.due_at for row in house.deliveries()] == [MONDAY + timedelta(days=n) for n in range(3)]


def test_two_of_one_day_are_one_message(house: House) -> None:
    """The summary of nine o'clock waits for the prompt of half past, and goes with it."""
    nine = FRIDAY - timedelta(minutes=30)
    house.do(book, kind="checkin_prompt", at=FRIDAY)

    house.do(promise, kind="summary", at=nine)
    assert told(house) == [("summary", FRIDAY + timedelta(hours=1))]
    house.do(promise, kind="checkin_prompt", at=FRIDAY)

    assert told(house) == [("summary", FRIDAY)]
    carrier, rider = house.deliveries()
    assert (rider.rides_id, rider.due_at, rider.state) == (carrier.id, FRIDAY, WAITING)
    assert words_of(carrier) == ["checkin_prompt", "summary"]


def test_where_the_other_does_not_come_it_goes_alone_a_little_later(house: House) -> None:
    house.do(book, kind="checkin_prompt", at=FRIDAY)

    house.do(promise, kind="summary", at=FRIDAY - timedelta(minutes=30))

    [row] = house.deliveries()
    assert (row.due_at, row.useful_until) == (
        FRIDAY + timedelta(hours=1),
        FRIDAY - timedelta(minutes=30) + timedelta(days=5),
    )


def test_what_is_on_its_way_is_joined_by_nothing(house: House) -> None:
    house.do(promise, kind="digest", at=MONDAY)
    house.do(all_sent)

    house.do(promise, kind="readout", at=MONDAY + timedelta(minutes=1))

    assert told(house) == [("readout", MONDAY + timedelta(minutes=1))]


def test_a_reminder_yields_in_a_full_week_and_the_ledger_says_so(house: House) -> None:
    """A manager's week with a digest: the closing on Wednesday will bring a read-out, Friday the prompt."""
    house.do(promise, kind="digest", at=MONDAY)
    house.do(all_sent)
    house.do(book, kind="checkin_closing", at=WEDNESDAY, slack_id="UADA")
    house.do(book, kind="checkin_prompt", at=FRIDAY)

    assert not house.do(promise, kind="checkin_reminder", at=MONDAY + timedelta(hours=1))

    [reminder] = house.deliveries("checkin_reminder")
    assert (reminder.state, reminder.reason, reminder.body) == (SKIPPED, "weekly budget", None)


def test_what_may_not_be_dropped_goes_with_the_prompt_in_a_full_week(house: House) -> None:
    house.set("interruption_budget", "1")
    house.do(book, kind="checkin_prompt", at=FRIDAY)

    house.do(promise, kind="readout", at=WEDNESDAY)
    house.do(promise, kind="checkin_prompt", at=FRIDAY)

    assert told(house) == [("readout", FRIDAY)]
    assert words_of(house.deliveries()[0]) == ["checkin_prompt", "readout"]


def test_two_that_wait_for_the_same_prompt_wait_together(house: House) -> None:
    house.set("interruption_budget", "1")
    house.do(book, kind="checkin_prompt", at=FRIDAY)

    house.do(promise, kind="summary", at=MONDAY)
    house.do(promise, kind="readout", at=WEDNESDAY)
    house.do(promise, kind="checkin_prompt", at=FRIDAY)

    assert told(house) == [("summary", FRIDAY)]
    assert words_of(house.deliveries()[0]) == ["checkin_prompt", "summary", "readout"]


def test_in_a_week_that_brings_nothing_more_it_goes_on_the_next_monday(house: House) -> None:
    house.set("interruption_budget", "1")
    house.do(promise, kind="digest", at=MONDAY)
    house.do(all_sent)

    house.do(promise, kind="readout", at=FRIDAY)

    assert told(house) == [("readout", datetime(2026, 11, 30, 8, 0, tzinfo=BERLIN))]


def test_the_budget_of_another_week_or_person_is_not_touched(house: House) -> None:
    house.set("interruption_budget", "1")
    for at in (MONDAY, MONDAY + timedelta(weeks=1), MONDAY - timedelta(weeks=1)):
        assert house.do(promise, kind="digest", at=at)
        house.do(all_sent)


def test_the_hour_of_patience_ends_with_the_working_hours(house: House) -> None:
    """Else it would come on the next morning, after what it waited for."""
    house.do(book, kind="checkin_prompt", at=at_hour(FRIDAY, 17, 30))

    house.do(promise, kind="summary", at=at_hour(FRIDAY, 9))
    assert told(house) == [("summary", at_hour(FRIDAY, 17, 59))]
    house.do(promise, kind="checkin_prompt", at=at_hour(FRIDAY, 17, 30))

    assert told(house) == [("summary", at_hour(FRIDAY, 17, 30))]


def test_who_joins_a_message_that_waits_does_not_hasten_it(house: House) -> None:
    house.do(book, kind="readout", at=at_hour(MONDAY, 14))

    house.do(promise, kind="summary", at=at_hour(MONDAY, 9))
    house.do(promise, kind="checkin_reminder", at=MONDAY)
    assert told(house) == [("summary", at_hour(MONDAY, 15))]
    house.do(promise, kind="readout", at=at_hour(MONDAY, 14))

    assert told(house) == [("summary", at_hour(MONDAY, 14))]


def test_what_is_due_in_the_same_round_is_waited_for(house: House) -> None:
    """Else a sender could take the first of two between their transactions."""
    house.do(book, kind="digest_month", at=MONDAY)

    house.do(promise, kind="summary", at=MONDAY)
    assert told(house) == [("summary", MONDAY + timedelta(hours=1))]
    house.do(unbook)
    house.do(promise, kind="digest", at=MONDAY)

    assert told(house) == [("summary", MONDAY)]


def test_a_reminder_of_what_is_answered_is_not_waited_for(house: House) -> None:
    house.do(book, kind="checkin_reminder", at=MONDAY)

    house.do(promise, kind="summary", at=at_hour(MONDAY, 9))

    assert told(house) == [("summary", at_hour(MONDAY, 9))]


def test_the_prompt_of_the_week_in_which_one_joins_is_not_waited_for(house: House) -> None:
    house.do(rows.change_person, slack_id="UGRACE", start_date=FRIDAY.date())
    house.do(book, kind="checkin_prompt", at=FRIDAY)

    house.do(promise, kind="summary", at=at_hour(FRIDAY, 9))

    assert told(house) == [("summary", at_hour(FRIDAY, 9))]


def test_something_later_that_day_does_not_make_room_in_a_full_week(house: House) -> None:
    house.set("interruption_budget", "2")
    house.do(promise, kind="summary", at=MONDAY)
    house.do(all_sent)
    house.do(book, kind="digest_week", at=at_hour(WEDNESDAY, 14))
    house.do(book, kind="checkin_prompt", at=FRIDAY)

    assert not house.do(promise, kind="checkin_reminder", at=WEDNESDAY)
    assert not house.do(promise, kind="digest", at=at_hour(WEDNESDAY, 14))


def test_what_arrives_in_the_next_week_only_takes_no_place_in_this_one(house: House) -> None:
    house.set("interruption_budget", "1")
    house.do(book, kind="summary", at=at_hour(FRIDAY, 23))

    house.do(promise, kind="readout", at=WEDNESDAY)

    assert told(house) == [("readout", WEDNESDAY)]


def test_a_readout_that_another_close_moves_on_takes_one_place(house: House) -> None:
    house.set("interruption_budget", "3")
    house.do(book, kind="readout", at=WEDNESDAY, period="2026-W47")
    later = WEDNESDAY + timedelta(days=1)
    house.do(book, kind="checkin_closing", at=later, slack_id="UADA", period="2026-W47")
    house.do(book, kind="checkin_prompt", at=FRIDAY)

    assert house.do(promise, kind="checkin_reminder", at=MONDAY)


def test_a_readout_that_waits_for_a_close_in_the_next_week_takes_no_place(house: House) -> None:
    house.set("interruption_budget", "1")
    house.do(book, kind="readout", at=WEDNESDAY)
    house.do(book, kind="checkin_closing", at=MONDAY + timedelta(weeks=1), slack_id="UADA", period="2026-W48")

    assert house.do(promise, kind="checkin_reminder", at=MONDAY)


def test_a_readout_that_waits_for_somebody_still_to_be_asked_takes_no_place(house: House) -> None:
    """Ada's week closes on Wednesday; another report of Grace's is asked about it on Friday only."""
    house.set("interruption_budget", "1")
    house.do(book, kind="checkin_closing", at=WEDNESDAY, slack_id="UADA")
    house.do(book, kind="checkin_prompt", at=FRIDAY, slack_id="UADA")

    assert house.do(promise, kind="checkin_reminder", at=MONDAY)


def test_a_digest_whose_week_is_over_is_not_waited_for(house: House) -> None:
    house.set("digest_day", "fri")
    house.do(book, kind="digest_week", at=at_hour(MONDAY, 16), period="2026-W47")

    house.do(promise, kind="summary", at=MONDAY)

    assert told(house) == [("summary", MONDAY)]


def test_where_the_next_digest_is_due_by_then_it_is_waited_for(house: House) -> None:
    """Somebody is back on a Monday: last week's digest is skipped then, and this week's comes."""
    house.do(book, kind="digest_week", at=at_hour(MONDAY, 16), period="2026-W47")

    house.do(promise, kind="summary", at=MONDAY)

    assert told(house) == [("summary", at_hour(MONDAY, 17))]


def test_what_is_late_is_joined_by_what_is_due(house: House) -> None:
    """After an outage both would leave at the same hour."""
    house.do(promise, kind="summary", at=MONDAY)

    house.do(promise, kind="readout", at=WEDNESDAY)

    assert [kind for kind, _ in told(house)] == ["summary"]


def test_a_message_counts_in_the_week_in_which_it_left(house: House) -> None:
    house.set("interruption_budget", "1")
    house.do(promise, kind="digest", at=MONDAY - timedelta(days=3))
    house.do(all_sent, at=MONDAY)

    assert not house.do(promise, kind="checkin_reminder", at=WEDNESDAY)


def test_what_waits_for_the_next_week_goes_with_its_prompt_where_that_is_full_too(house: House) -> None:
    house.set("interruption_budget", "1")
    house.do(promise, kind="checkin_prompt", at=MONDAY)
    house.do(all_sent)
    prompt = MONDAY + timedelta(days=8)
    house.do(book, kind="checkin_prompt", at=prompt)

    house.do(promise, kind="readout", at=FRIDAY - timedelta(days=1), days=4)
    house.do(promise, kind="checkin_prompt", at=prompt)

    assert told(house) == [("readout", prompt)]


def test_what_waits_for_the_budget_is_still_of_use_when_it_comes(house: House) -> None:
    """A read-out of Tuesday, which five days later would be too late."""
    house.set("interruption_budget", "1")
    house.do(promise, kind="digest", at=MONDAY)
    house.do(all_sent)

    house.do(promise, kind="readout", at=MONDAY + timedelta(days=1))

    row = house.deliveries("readout")[0]
    assert (row.useful_until or MONDAY) > row.due_at
