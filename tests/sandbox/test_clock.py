"""The clock of the local workspace only moves forward."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import MovableClock

START = datetime(2026, 11, 16, 10, tzinfo=UTC)


def test_it_is_moved_forward_and_never_back() -> None:
    clock = MovableClock(START)
    clock.move_to(START + timedelta(days=1))
    assert timedelta(0) <= clock.now() - START - timedelta(days=1) < timedelta(minutes=1)
    with pytest.raises(ValueError, match="only moves forward"):
        clock.move_to(START)


def test_it_reaches_what_is_ahead_and_stays_where_that_has_passed_meanwhile() -> None:
    clock = MovableClock(START)
    clock.reach(START + timedelta(days=1))
    assert timedelta(0) <= clock.now() - START - timedelta(days=1) < timedelta(minutes=1)

    before = clock.now()
    clock.reach(START + timedelta(hours=1))
    assert timedelta(0) <= clock.now() - before < timedelta(minutes=1)
