"""Kudos, from the command to the announcement."""

from tests.support.cast import CHANNEL
from tests.support.world import World


async def test_kudos_reach_the_person_they_are_for(bot: World) -> None:
    reply = await bot.slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")

    assert reply == "Sent. <@UGRACE> will hear about it."
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == ["<@UADA> sent you kudos: the tidy migration"]
    assert bot.slack.said_in(CHANNEL) == ["<@UADA> thanks <@UGRACE>: the tidy migration"]
