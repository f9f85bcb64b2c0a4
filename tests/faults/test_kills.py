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
    # There are more than three steps a person: the last of them is taken after the last death.
    each = max(2, 4 * scene.people // max(1, scene.kills))
    for _ in range(scene.kills):
        assert await Replica(nursery, scene, after=chance.randint(1, each)).ended() == -9

    assert await Replica(nursery, scene).ended() == 0

    await scene.everybody_was_asked_once()
