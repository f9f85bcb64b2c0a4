"""Three replicas, of which one is killed and one is frozen past its lease and wakes again."""

import asyncio
import random
import signal
from collections.abc import Callable
from multiprocessing.context import ForkServerContext

import pytest

from tests.faults.scene import Replica, Scene

SEED = 20261127
LEASE = 60.0


@pytest.mark.parametrize(
    ("step", "after"),
    [("claimed", 2), ("posting", 5), ("posted", 5)],
    ids=["claimed and not yet posted", "about to post", "posted and not yet settled"],
)
async def test_who_wakes_after_its_lease_neither_doubles_nor_loses_a_prompt(
    strict_scene: Scene, nursery: ForkServerContext, tell: Callable[[str], None], step: str, after: int
) -> None:
    scene = strict_scene
    frozen = Replica(nursery, scene, step=step, after=after, blow=signal.SIGSTOP)
    killed = Replica(nursery, scene, step="posted", after=5)
    assert await frozen.stands_still()
    steady = Replica(nursery, scene)
    assert await killed.ended() == -9
    assert await steady.ended() == 0
    assert len(await scene.ledger()) == scene.people

    frozen.wake()

    assert await frozen.ended() == 0
    tell(f"{scene.seen_twice()} of {scene.people} stood twice for a moment; {scene.fullest_minute()}")
    await scene.everybody_was_asked_once()
    _never_too_many(scene)


async def test_three_replicas_killed_and_frozen_at_random(
    strict_scene: Scene, nursery: ForkServerContext, tell: Callable[[str], None]
) -> None:
    scene, chance, blows = strict_scene, random.Random(SEED), {signal.SIGKILL: 0, signal.SIGSTOP: 0}
    each = max(2, 6 * scene.people // max(1, scene.kills))

    async def keep_one_running() -> None:
        while sum(blows.values()) < scene.kills:
            blow = chance.choice(list(blows))
            replica = Replica(nursery, scene, after=chance.randint(1, each), blow=blow)
            if blow is signal.SIGSTOP and await replica.stands_still():
                blows[blow] += 1
                await asyncio.sleep(_pause(scene, chance))
                replica.wake()
            died = await replica.ended()
            blows[signal.SIGKILL] += died == -9
            if died == 0:
                break

    await asyncio.gather(*(keep_one_running() for _ in range(3)))

    assert await Replica(nursery, scene).ended() == 0
    hurt = f"{blows[signal.SIGKILL]} killed, {blows[signal.SIGSTOP]} frozen"
    tell(f"{hurt}; {scene.seen_twice()} of {scene.people} stood twice; {scene.fullest_minute()}")
    await scene.everybody_was_asked_once()
    _never_too_many(scene)
    assert sum(blows.values()) >= 3


def _never_too_many(scene: Scene) -> None:
    """Whoever stands still between its last look at its claim and Slack posts on waking, at an instant
    that nobody could count; another has posted the same meanwhile, so it is known by standing twice."""
    assert scene.most_posts_in_a_minute() <= scene.budget + scene.seen_twice()


def _pause(scene: Scene, chance: random.Random) -> float:
    """Mostly longer than a lease, sometimes shorter."""
    assert scene.clock is not None
    return scene.clock.real(LEASE * chance.choice((0.3, 1.1, 1.5)))
