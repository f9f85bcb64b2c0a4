"""PostgreSQL stops, or hangs, under a stream of acts: each is stored once, or refused in time."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import schema
from bot.database import Database
from models.delivery import SENT
from tests.faults import acts, crowd
from tests.faults.acts import ACCEPTED, LOST, REFUSED, UNSURE, Stream
from tests.faults.running import running
from tests.faults.scene import Scene
from tests.faults.server import Server, own_server

BEFORE, AFTER = 3.0, 6.0
# What Slack waits.
PATIENCE = 3.0


@pytest.fixture
def server() -> Iterator[Server]:
    with own_server() as own:
        yield own


@pytest.mark.parametrize("how", ["stopped", "frozen"])
async def test_each_act_is_stored_once_or_refused_in_time_while_postgresql_is(
    server: Server,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    tell: Callable[[str], None],
    how: str,
) -> None:
    outage: float = request.config.getoption("--outage")
    scene = await empty_scene(server)
    slack = scene.slack
    stream = Stream(slack, BEFORE + outage + AFTER)
    crowd.fill_slack(slack, stream.people)
    scene.workspace_id = await scene.database.transact(crowd.fill_database, people=stream.people)
    await scene.database.transact(acts.ask_everybody, workspace_id=scene.workspace_id)
    # Slack's second and third try come while the database is still away, and afterwards.
    slack.courier.retry_waits = (0.0, outage / 2, outage)
    async with slack.listening(), running(tmp_path, slack, server.url) as bot:
        await bot.becomes(200)
        await stream.prepare()
        begun = len(slack.deliveries)
        flowing = asyncio.create_task(stream.flow())
        await asyncio.sleep(BEFORE)
        await asyncio.to_thread(server.stop if how == "stopped" else server.freeze)
        assert (await bot.becomes(503))["database"].startswith("away")
        await asyncio.sleep(outage)
        await asyncio.to_thread(server.start if how == "stopped" else server.thaw)
        recovering = asyncio.get_running_loop().time()
        await bot.becomes(200)
        recovered = asyncio.get_running_loop().time() - recovering
        await flowing
        await scene.settles()
        told = acts.told(slack, slack.deliveries[begun:])
        stored = await scene.database.read(acts.stored, workspace_id=scene.workspace_id)
        ledger = await scene.ledger()
    scene.database.close()

    counts, surplus = told.counts(), set(stored) - told.of(ACCEPTED)
    tell(
        f"{len(told.outcomes)} acts: {counts[ACCEPTED]} accepted, {counts[REFUSED]} refused, "
        f"{counts[UNSURE]} told that nobody knows, {counts[LOST]} lost; {len(surplus)} stored though not "
        f"accepted; longest wait {max(told.waits):.2f} s; ready again after {recovered:.2f} s"
    )
    assert not told.of(LOST)
    assert max(told.waits) < PATIENCE
    assert counts[REFUSED] > 0
    assert len(stored) == len(set(stored))
    assert told.of(ACCEPTED) <= set(stored)
    assert surplus <= told.of(UNSURE), f"refused as not saved, and saved: {surplus}"
    assert {row.state for row in ledger} == {SENT}
    assert scene.seen_twice() == 0


async def empty_scene(server: Server) -> Scene:
    from bot.sandbox.slack import PretendSlack

    database = Database(server.url)
    await asyncio.to_thread(schema.migrate, database)
    return Scene(PretendSlack(team_id=crowd.TEAM_ID), database, server.url, 0, 0, 0)
