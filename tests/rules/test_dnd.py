"""When somebody does not want to be told anything, by the fields that Slack gives."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.rules.dnd import quiet_until, window

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def at(**span: float) -> int:
    return int((NOW + timedelta(**span)).timestamp())


def scheduled(begins: Any, ends: Any, *, enabled: bool = True) -> dict[str, Any]:
    return {"dnd_enabled": enabled, "next_dnd_start_ts": begins, "next_dnd_end_ts": ends}


def snoozed(until: int, **more: Any) -> dict[str, Any]:
    return {**scheduled(1, 1, enabled=False), "snooze_enabled": True, "snooze_endtime": until, **more}


@pytest.mark.parametrize(
    ("status", "quiet"),
    [
        pytest.param(scheduled(at(hours=-1), at(hours=2)), timedelta(hours=2), id="within the schedule"),
        pytest.param(scheduled(at(), at(hours=2)), timedelta(hours=2), id="it begins now"),
        pytest.param(scheduled(at(hours=-1), at()), None, id="it ends now"),
        pytest.param(scheduled(at(hours=9), at(hours=20)), None, id="tonight"),
        pytest.param(scheduled(at(hours=-1), at(hours=2), enabled=False), None, id="switched off"),
        pytest.param(scheduled(1, 1, enabled=False), None, id="no schedule"),
        pytest.param(scheduled(1, 1), None, id="a schedule of no length"),
        pytest.param(snoozed(at(hours=1)), timedelta(hours=1), id="snoozing"),
        pytest.param(snoozed(at(hours=-1)), None, id="a snooze that has ended"),
        pytest.param(
            snoozed(at(hours=1), **scheduled(at(hours=-1), at(hours=2))),
            timedelta(hours=2),
            id="both, and the schedule is longer",
        ),
        pytest.param(
            snoozed(at(hours=3), **scheduled(at(hours=-1), at(hours=2))),
            timedelta(hours=3),
            id="both, and the snooze is longer",
        ),
        pytest.param({}, None, id="nothing said"),
        pytest.param(scheduled(None, "soon"), None, id="no numbers"),
        pytest.param(scheduled(at(hours=-1), 10**30), None, id="no instant"),
    ],
)
def test_somebody_is_left_alone_until(status: dict[str, Any], quiet: timedelta | None) -> None:
    assert quiet_until(window(status, NOW), NOW) == (NOW + quiet if quiet else None)


def test_the_next_window_is_kept_for_later() -> None:
    tonight = window(scheduled(at(hours=9), at(hours=20)), NOW)
    assert quiet_until(tonight, NOW + timedelta(hours=10)) == NOW + timedelta(hours=20)
