"""Kill -9 at every step of plan, claim, send and settle: everybody is prompted, and once."""

import asyncio
import random
from collections import Counter
from multiprocessing.context import ForkServerContext

import pytest

from models import delivery
from models.delivery import Delivery
from tests.faults import crowd
from tests.faults.conftest import Scene
from tests.faults.victim import STEPS, Orders, live

SEED = 20261120


async def send_a_victim(nursery: ForkServerContext, scene: Scene, *, step: str = "", after: int = 0) -> int:
    """Let one bot work until it dies or is done; its exit code."""
    orders = Orders(scene.url, scene.slack.api_root, crowd.FRIDAY, step, after)
    victim = nursery.Process(target=live, args=(orders,))
    victim.start()
    await asyncio.to_thread(victim.join, 120)
    code: int | None = victim.exitcode
    assert code is not None, "the victim hangs"
    return code


async def everybody_was_asked_once(scene: Scene) -> None:
    asked = Counter({f"U{n:05}": len(scene.slack.said_to(f"U{n:05}")) for n in range(scene.people)})
    wrong = {who: times for who, times in asked.items() if times != 1}
    assert not wrong, f"{len(wrong)} of {scene.people} were not asked exactly once: {list(wrong.items())[:5]}"
    rows: list[Delivery] = list(
        await scene.database.read(delivery.since, workspace=scene.workspace_id, start=crowd.THURSDAY)
    )
    assert Counter(row.state for row in rows) == {"sent": scene.people}


@pytest.mark.parametrize("step", STEPS)
async def test_a_death_at_any_step_neither_doubles_nor_loses_a_prompt(
    scene: Scene, nursery: ForkServerContext, step: str
) -> None:
    died = await send_a_victim(nursery, scene, step=step, after=1 if step[:2] in ("pl", "cl") else 7)
    assert died == -9

    assert await send_a_victim(nursery, scene) == 0

    await everybody_was_asked_once(scene)


async def test_many_deaths_at_random_neither_double_nor_lose_a_prompt(
    scene: Scene, nursery: ForkServerContext
) -> None:
    chance = random.Random(SEED)
    each = max(2, 6 * scene.people // max(1, scene.kills))
    deaths = 0
    while deaths < scene.kills:
        code = await send_a_victim(nursery, scene, after=chance.randint(1, each))
        deaths += code == -9
        if code == 0:
            break

    assert await send_a_victim(nursery, scene) == 0

    await everybody_was_asked_once(scene)
    assert deaths >= scene.kills // 2
