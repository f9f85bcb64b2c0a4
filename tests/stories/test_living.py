"""The demo's invented colleagues, who answer through the bot like anybody else."""

from datetime import UTC, datetime, timedelta

from bot.sandbox.company.colleagues import Colleague
from bot.sandbox.company.living import Colleagues
from tests.support import cast
from tests.support.world import World

FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
LATE = timedelta(hours=9)
# As many as are needed for nearly everybody to be given to answering.
SEED = 3


def colleagues(world: World) -> Colleagues:
    people = [
        Colleague(slack_id, name, "", "Platform", zone, "", "", "employee")
        for slack_id, (name, _, zone, _, _) in cast.PEOPLE.items()
    ]
    return Colleagues(world.slack, people, SEED)


def submitted(world: World) -> set[str]:
    return {
        delivery.payload["user"]["id"]
        for delivery in world.slack.deliveries
        if delivery.name == "checkin" and delivery.payload.get("type") == "view_submission"
    }


async def test_colleagues_answer_once_and_those_who_are_played_do_not(http_bot: World) -> None:
    people = colleagues(http_bot)
    await http_bot.tick()
    await http_bot.tick(FRIDAY + LATE)
    await people.answer(apart_from={"UADA"})
    assert submitted(http_bot)
    assert "UADA" not in submitted(http_bot)
    assert all(http_bot.slack.modal(user) is None for user in cast.PEOPLE)
    answered = len(http_bot.slack.deliveries)
    await people.answer(apart_from=())
    assert len(http_bot.slack.deliveries) == answered
