"""Slack answers late, wrongly, not at all, or not yet: everybody is asked once, within the budget."""

import asyncio
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from typing import Any

import pytest

from tests.faults.scene import Replica, Scene

POST, OPEN, LOOK = "chat.postMessage", "conversations.open", "conversations.history"
# Seconds of the fast clock: longer than any call is waited for.
LATE = 18.0
# What goes wrong, with which methods, and for so many seconds (None: with a third of all posts).
ILLNESSES: dict[str, tuple[dict[str, Any], tuple[str, ...], float | None]] = {
    "posts and answers later than anybody waits": ({"delay": LATE, "done": True}, (POST,), None),
    "posts later than anybody waits": ({"delay": LATE}, (POST,), None),
    "posts and drops the connection": ({"close": "after"}, (POST,), None),
    "drops the connection before posting": ({"close": "before"}, (POST, OPEN, LOOK), None),
    "posts and answers with no JSON": ({"status": 200, "done": True}, (POST, OPEN, LOOK), None),
    "storms of 429": ({"retry_after": 20}, (POST, OPEN, LOOK), None),
    "5xx for three minutes": ({"status": 503}, (POST, OPEN, LOOK), 180.0),
    "posts and says 5xx for three minutes": ({"status": 502, "done": True}, (POST, OPEN), 180.0),
    "says internal_error for two minutes": ({"error": "internal_error"}, (POST, OPEN, LOOK), 120.0),
}


@pytest.mark.parametrize("illness", ILLNESSES)
async def test_everybody_is_asked_once_though_slack(
    strict_scene: Scene, nursery: ForkServerContext, tell: Callable[[str], None], illness: str
) -> None:
    scene = strict_scene
    replicas = [Replica(nursery, scene) for _ in range(2)]
    await scene.posts(scene.people // 10)

    await fall_ill(scene, *ILLNESSES[illness])

    assert [await replica.ended() for replica in replicas] == [0, 0]
    calls = len(scene.slack.calls_to(POST))
    tell(
        f"{calls} posts for {scene.people} people; {scene.seen_twice()} stood twice; {scene.fullest_minute()}"
    )
    await scene.everybody_was_asked_once()
    assert scene.most_posts_in_a_minute() <= scene.budget


async def fall_ill(
    scene: Scene, fault: dict[str, Any], methods: tuple[str, ...], seconds: float | None
) -> None:
    assert scene.clock is not None
    if "delay" in fault:
        fault = fault | {"delay": scene.clock.real(fault["delay"])}
    for method in methods:
        times = None if seconds else scene.people // (3 if method == POST else 20)
        scene.slack.fail(method, **fault, times=times)
    if seconds:
        await asyncio.sleep(scene.clock.real(seconds))
        scene.slack.mend()
