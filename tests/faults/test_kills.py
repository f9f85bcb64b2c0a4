"""Kill -9 at every step of plan, claim, send and settle: everybody is prompted, and once."""

import random
from multiprocessing.context import ForkServerContext

import pytest

from tests.faults.scene import Replica, Scene
from tests.faults.victim import STEPS

SEED = 20261120


@pytest.mark.parametrize("step", STEPS)
async def test_a_death_at_any_step_neither_doubles_nor_loses_a_prompt(
    scene: Scene, nursery: ForkServerContext, step: str
) -> None:
    died = await Replica(nursery, scene, step=step, after=1 if step[:2] in ("pl", "cl") else 7).ended()
    assert died == -9

    assert await Replica(nursery, scene).ended() == 0

    await scene.everybody_was_asked_once()


async def test_many_deaths_at_random_neither_double_nor_lose_a_prompt(
    scene: Scene, nursery: ForkServerContext
) -> None:
    chance = random.Random(SEED)
    each = max(2, 6 * scene.people // max(1, scene.kills))
    deaths = 0
    while deaths < scene.kills:
        code = await Replica(nursery, scene, after=chance.randint(1, each)).ended()
        deaths += code == -9
        if code == 0:
            break

    assert await Replica(nursery, scene).ended() == 0

    await scene.everybody_was_asked_once()
    assert deaths >= scene.kills // 2
