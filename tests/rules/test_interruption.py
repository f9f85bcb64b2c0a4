"""The weekly budget, by the sentences of its promise."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.interruption import Rank, Week, decide

MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 4))
YIELDS = None


def test_a_quiet_week_holds_everything_on_its_day() -> None:
    for rank in Rank:
        assert decide(rank, TUESDAY, Week(3, 0, [], [(FRIDAY, Rank.PROMPT)])) == TUESDAY


def test_a_reminder_yields_to_what_the_week_will_still_bring() -> None:
    """A manager's Monday: the read-out on Wednesday, the summary on Thursday, the prompt on Friday."""
    ahead = [(WEDNESDAY, Rank.MERGED), (WEDNESDAY + timedelta(1), Rank.MERGED), (FRIDAY, Rank.PROMPT)]

    assert decide(Rank.REMINDER, MONDAY, Week(3, 0, [], ahead)) == YIELDS
    assert decide(Rank.REMINDER, MONDAY, Week(4, 0, [], ahead)) == MONDAY


def test_nudges_yield_first_then_reminders_then_digests() -> None:
    """With room for one more beside the prompt, whoever asks while a more important one is ahead yields."""
    full = [(FRIDAY, Rank.PROMPT)]
    reminder_ahead = [(TUESDAY, Rank.REMINDER), *full]
    digest_ahead = [(TUESDAY, Rank.DIGEST), *full]

    assert decide(Rank.NUDGE, MONDAY, Week(2, 0, [], reminder_ahead)) == YIELDS
    assert decide(Rank.REMINDER, MONDAY, Week(2, 0, [], digest_ahead)) == YIELDS
    assert decide(Rank.DIGEST, MONDAY, Week(2, 0, [], reminder_ahead)) == MONDAY
    assert decide(Rank.DIGEST, MONDAY, Week(1, 0, [], full)) == YIELDS


def test_what_may_not_be_dropped_goes_with_the_next_message() -> None:
    assert decide(Rank.MERGED, WEDNESDAY, Week(3, 2, [], [(FRIDAY, Rank.PROMPT)])) == FRIDAY
    assert decide(Rank.MERGED, WEDNESDAY, Week(3, 1, [], [(FRIDAY, Rank.PROMPT)])) == WEDNESDAY


def test_it_goes_with_what_comes_in_any_case_also_where_the_week_has_had_its_number() -> None:
    assert decide(Rank.MERGED, WEDNESDAY, Week(1, 1, [], [(FRIDAY, Rank.PROMPT)])) == FRIDAY
    assert decide(Rank.MERGED, WEDNESDAY, Week(1, 2, [FRIDAY], [])) == FRIDAY


def test_where_the_week_brings_nothing_more_it_goes_on_the_next_monday() -> None:
    assert decide(Rank.MERGED, WEDNESDAY, Week(3, 3, [], [])) == MONDAY + timedelta(weeks=1)
    assert decide(Rank.MERGED, MONDAY, Week(1, 1, [], [])) == MONDAY + timedelta(weeks=1)


def test_the_prompt_comes_at_its_time() -> None:
    assert decide(Rank.PROMPT, FRIDAY, Week(1, 9, [], [])) == FRIDAY


ranks = st.sampled_from([Rank.NUDGE, Rank.REMINDER, Rank.DIGEST, Rank.MERGED])


@given(
    budget=st.integers(1, 5),
    planned=st.lists(st.tuples(st.integers(0, 6), ranks), max_size=12),
    prompt=st.integers(0, 6),
)
def test_no_week_ever_has_more_messages_than_its_budget(
    budget: int, planned: list[tuple[int, Rank]], prompt: int
) -> None:
    """A whole week played through by the day: every message asks in its turn, knowing what is ahead."""
    coming = sorted([*planned, (prompt, Rank.PROMPT)], key=lambda each: (each[0], -each[1]))
    days: set[date] = set()
    yielded: list[Rank] = []
    for number, (offset, rank) in enumerate(coming):
        today = MONDAY + timedelta(offset)
        if today in days:  # It goes with what is waiting already.
            continue
        later = [
            (MONDAY + timedelta(other), their) for other, their in coming[number + 1 :] if other > offset
        ]
        had, waiting = {day for day in days if day < today}, {day for day in days if day > today}
        on = decide(rank, today, Week(budget, len(had), waiting, later))
        if on is None:
            yielded.append(rank)
        else:
            assert on >= today
            days |= {on} if on < MONDAY + timedelta(weeks=1) else set()

    assert len(days) <= budget
    assert all(rank < Rank.MERGED for rank in yielded)


@pytest.mark.parametrize("day", range(7))
def test_the_next_monday_is_in_the_next_week(day: int) -> None:
    assert decide(Rank.MERGED, MONDAY + timedelta(day), Week(1, 1, [], [])) == MONDAY + timedelta(weeks=1)
