"""People come, change and go."""

import pytest

from bot.jobs.upkeep import sync_directory
from models import person
from models.person import Person
from tests.support.cast import change
from tests.support.world import World


def found(session: object, *, workspace_id: int, slack_id: str) -> Person | None:
    return person.by_slack_id(session, workspace_id, slack_id)  # type: ignore[arg-type]


async def test_a_newcomer_is_known_and_not_asked_in_their_first_week(bot: World) -> None:
    await bot.slack.joins("UNEW", "Nova New", email="Nova@Example.com", tz="Europe/Berlin")

    await bot.tick()
    await bot.tick(bot.clock().replace(day=20))
    assert bot.slack.said_to("UNEW") == []
    await bot.tick(bot.clock().replace(day=27))
    assert len(bot.slack.said_to("UNEW")) == 1


async def test_a_changed_profile_is_taken_over_and_an_older_event_does_not_undo_it(bot: World) -> None:
    await bot.slack.changes("UADA", tz="Asia/Tokyo")
    first = bot.slack.deliveries[-1]
    bot.clock.move_to(bot.clock().replace(hour=12))
    await bot.slack.changes("UADA", tz="America/New_York")
    await bot.slack.redeliver(first)

    ada = await bot.ask(found, workspace_id=bot.workspace_id, slack_id="UADA")
    assert ada.timezone == "America/New_York"


async def test_another_language_in_slack_is_spoken_from_the_next_answer_on(bot: World) -> None:
    assert "I don't know this one." in await bot.slack.types("/cairn sing", by="UADA")
    await bot.slack.changes("UADA", locale="de-DE")
    assert "Das kenne ich noch nicht" in await bot.slack.types("/cairn sing", by="UADA")


@pytest.mark.parametrize(
    "line", ["/kudos <@UNOBODY> the fix", "/goal <@UNOBODY>", "/cairn feedback <@UNOBODY> hi"]
)
async def test_somebody_whom_slack_does_not_know_is_called_that_and_the_words_come_back(
    bot: World, line: str
) -> None:
    answer = await bot.slack.types(line, by="UADA")
    assert answer.text.startswith("Slack knows nobody of that name here. Pick the person")
    assert "You wrote" in answer.text


async def test_somebody_switched_off_is_asked_no_more(bot: World) -> None:
    await bot.tick()
    await bot.slack.changes("UADA", deleted=True)

    await bot.tick(bot.clock().replace(day=20))

    assert bot.slack.said_to("UADA") == []


async def test_the_whole_directory_is_read_page_by_page(world: World) -> None:
    for number in range(450):
        world.slack.add_person(f"U{number:05}", f"Person {number}", email=f"p{number}@example.com")
    world.slack.add_person("UGUEST", "Gus Guest", is_restricted=True)
    tenant = world.tools.tenants["T1"]

    first = await sync_directory(world.tools, tenant)
    again = await sync_directory(world.tools, tenant)

    # The guest counts as a person. Slackbot and the bot itself are known too, so that they can be
    # refused by name, but not counted.
    assert (first.added, again.added, again.changed) == (451, 0, 0)
    assert len(world.slack.calls_to("users.list")) == 6
    guest = await world.ask(found, workspace_id=world.workspace_id, slack_id="UGUEST")
    assert guest.outsider == "guest"


async def test_managers_come_from_the_profile_field_that_the_company_names(world: World) -> None:
    await world.change(change, workspace_id=world.workspace_id, key="manager_field", text="XfMANAGER")
    world.slack.workspace.members["UMALLORY"].manager = "UGRACE"

    await sync_directory(world.tools, world.tools.tenants["T1"])

    mallory = await world.ask(found, workspace_id=world.workspace_id, slack_id="UMALLORY")
    grace = await world.ask(found, workspace_id=world.workspace_id, slack_id="UGRACE")
    assert mallory.manager_id == grace.id


@pytest.mark.parametrize("act", ["uninstalls", "revokes"])
async def test_after_the_app_is_removed_nothing_more_is_sent(http_bot: World, act: str) -> None:
    await http_bot.tick()
    await getattr(http_bot.slack, act)()
    posted = len(http_bot.slack.calls_to("chat.postMessage"))

    await http_bot.tick(http_bot.clock().replace(day=20))

    assert len(http_bot.slack.calls_to("chat.postMessage")) == posted
