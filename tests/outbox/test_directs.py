"""DMs are opened ahead of need: slowly, by all replicas together, for those who hear from the bot."""

import asyncio

from bot.jobs.directs import STEP, Directs, Step
from models.pacing import OPEN
from tests.outbox.conftest import Post
from tests.support import cast, rows
from tests.support.cast import PEOPLE


def opened(office: Post) -> list[str]:
    return [call.args["users"] for call in office.world.slack.calls_to(OPEN)]


async def open_next(office: Post, directs: Directs) -> Step:
    return await directs.open_next(office.world.workspace_id)


async def open_all(office: Post, directs: Directs) -> None:
    """Every step, without waiting for its time."""
    while await open_next(office, directs) is not Step.DONE:
        office.real += STEP


async def test_everybodys_dm_is_opened_once_and_the_message_then_needs_no_opening(office: Post) -> None:
    directs = Directs(office.world.tools)
    await open_all(office, directs)
    assert opened(office) == list(PEOPLE)

    await office.owe("UADA", "hello")
    assert await office.send() == 1

    assert office.world.slack.said_to("UADA") == ["hello"]
    assert opened(office) == list(PEOPLE)
    assert await open_next(office, directs) is Step.DONE


async def test_two_replicas_take_one_step_together(office: Post) -> None:
    first, second = Directs(office.world.tools), Directs(office.world.tools)
    steps = await asyncio.gather(open_next(office, first), open_next(office, second))
    assert sorted(step.name for step in steps) == ["NOT_YET", "OPENED"]
    office.later(seconds=1.4)
    assert await open_next(office, second) is Step.NOT_YET
    office.later(seconds=0.2)
    assert await open_next(office, second) is Step.OPENED
    assert len(opened(office)) == 2


def test_forty_are_opened_in_a_minute_at_most() -> None:
    assert 60 / STEP.total_seconds() == 40


async def test_before_the_launch_nobodys_is_opened(office: Post) -> None:
    await office.change(cast.change, key="launch", text="nobody")
    await open_all(office, Directs(office.world.tools))
    assert opened(office) == []


async def test_in_a_pilot_its_teams_are_opened(office: Post) -> None:
    await office.change(cast.change, key="launch", text="pilot:Platform|People")
    await open_all(office, Directs(office.world.tools))
    assert opened(office) == ["UADA", "UGRACE", "UHANNA"]


async def test_who_is_gone_or_no_colleague_is_left_alone(office: Post) -> None:
    await office.change(rows.change_person, slack_id="UADA", deactivated=True)
    await office.change(rows.change_person, slack_id="UGRACE", outsider="guest")
    await office.change(rows.change_person, slack_id="UHEDY", dm_channel="D1")
    await open_all(office, Directs(office.world.tools))
    assert opened(office) == ["UMALLORY", "UHANNA"]


async def test_whom_slack_refuses_is_asked_about_once_and_holds_up_nobody(office: Post) -> None:
    office.world.slack.workspace.members["UADA"].deleted = True
    directs = Directs(office.world.tools)
    await open_all(office, directs)
    await open_all(office, directs)
    assert opened(office) == list(PEOPLE)


async def test_a_429_is_shared_with_the_post_room_and_its_429_with_this(office: Post) -> None:
    directs = Directs(office.world.tools)
    office.world.slack.fail(OPEN, retry_after=30)
    assert await open_next(office, directs) is Step.DONE
    await office.owe("UADA", "hello")
    assert await office.send() == 0
    office.later(seconds=31)
    office.world.slack.fail(OPEN, retry_after=30)
    await office.send()
    assert await open_next(office, directs) is Step.DONE
    assert len(opened(office)) == 2
    office.later(seconds=31)
    assert await open_next(office, directs) is Step.OPENED


async def test_where_slack_cannot_be_reached_the_next_minute_tries_again(office: Post) -> None:
    directs = Directs(office.world.tools)
    office.world.slack.fail(OPEN, close="before")
    assert await open_next(office, directs) is Step.DONE
    office.later(seconds=60)
    assert await open_next(office, directs) is Step.OPENED


async def test_a_stop_ends_the_wait_for_the_next_step(office: Post) -> None:
    stop = asyncio.Event()
    opening = asyncio.create_task(Directs(office.world.tools).open_missing(stop))
    while not opened(office):
        await asyncio.sleep(0.002)
    stop.set()
    async with asyncio.timeout(1):
        assert await opening == 1
