"""Kudos, from the command to the announcement."""

import pytest

from models import kudos, person
from tests.support.cast import CHANNEL, change
from tests.support.world import World


async def test_kudos_reach_the_person_they_are_for(bot: World) -> None:
    reply = await bot.slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")

    assert reply == "Sent. <@UGRACE> will hear about it."
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == ["<@UADA> sent you kudos: the tidy migration"]
    assert bot.slack.said_in(CHANNEL) == ["<@UADA> thanks <@UGRACE>: the tidy migration"]


async def test_a_message_carries_its_kind_and_an_opaque_key(http_bot: World) -> None:
    await http_bot.slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")
    await http_bot.deliver()

    (posted,) = [
        call.args for call in http_bot.slack.calls_to("chat.postMessage") if call.args["channel"] != CHANNEL
    ]
    assert posted["metadata"]["event_type"] == "cairn"
    assert posted["metadata"]["event_payload"]["kind"] == "kudos_dm"
    assert "GRACE" not in posted["metadata"]["event_payload"]["key"].upper()


async def test_kudos_alone_opens_a_form_that_can_be_private(bot: World) -> None:
    await bot.change(change, workspace_id=bot.workspace_id, key="values", text="teamwork|craft")
    await bot.slack.types("/kudos", by="UADA")

    errors = await bot.slack.submits(
        "UADA",
        {
            "receivers": ["UGRACE"],
            "message": "listened & helped",
            "values": ["craft"],
            "private": ["private"],
        },
    )

    assert errors == {}
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == ["<@UADA> sent you kudos: listened &amp; helped"]
    assert bot.slack.said_in(CHANNEL) == []
    assert bot.slack.ephemerals("UADA")[-1] == "Sent privately. Only <@UGRACE> and you can see it."


async def test_a_modal_shows_its_refusal_at_the_field_and_keeps_what_was_typed(bot: World) -> None:
    await bot.slack.types("/kudos", by="UADA")

    errors = await bot.slack.submits("UADA", {"receivers": ["UADA"], "message": "me, of course"})

    assert errors == {"receivers": "Kudos are for other people. Who helped you?"}
    modal = bot.slack.modal("UADA")
    assert modal is not None
    assert "me, of course" in str(modal)


async def test_the_message_shortcut_fills_in_the_author_and_links_the_message(bot: World) -> None:
    said = await bot.slack.says("I wrote the runbook down", by="UGRACE", channel="CGENERAL")
    await bot.slack.uses_message_shortcut("give_kudos", by="UADA", message=said)

    assert await bot.slack.submits("UADA", {"message": "finally!"}) == {}

    await bot.deliver()
    (announced,) = bot.slack.messages(CHANNEL)
    link = f"{bot.slack.workspace.base_url}/archives/CGENERAL/p{said['ts'].replace('.', '')}"
    assert "<@UGRACE>" in announced["text"]
    assert link in str(announced["blocks"])


async def test_a_linked_message_needs_no_words_and_the_form_alone_does(http_bot: World) -> None:
    said = await http_bot.slack.says("I wrote the runbook down", by="UGRACE", channel="CGENERAL")
    await http_bot.slack.uses_message_shortcut("give_kudos", by="UADA", message=said)
    assert await http_bot.slack.submits("UADA", {}) == {}
    await http_bot.slack.uses_shortcut("cairn_kudos", by="UADA")
    errors = await http_bot.slack.submits("UADA", {"receivers": ["UGRACE"], "message": "   "})

    assert list(errors) == ["message"]
    await http_bot.deliver()
    assert len(http_bot.slack.said_to("UGRACE")) == 1


async def test_the_global_shortcut_opens_the_form(bot: World) -> None:
    await bot.slack.uses_shortcut("cairn_kudos", by="UADA")

    modal = bot.slack.modal("UADA")
    assert modal is not None
    assert modal["callback_id"] == "kudos"


async def test_who_was_thanked_can_thank_back(bot: World) -> None:
    await bot.slack.types("/kudos <@UGRACE> for the tidy migration", by="UADA")
    await bot.deliver()
    await bot.slack.clicks("kudos_open", by="UGRACE")

    assert await bot.slack.submits("UGRACE", {"message": "for noticing"}) == {}

    await bot.deliver()
    assert bot.slack.said_to("UADA")[-1] == "<@UGRACE> sent you kudos: for noticing"


async def test_a_reaction_is_kudos_told_once_in_the_afternoon(bot: World) -> None:
    said = await bot.slack.says("The build is green again", by="UGRACE", channel="CGENERAL")
    await bot.slack.reacts("rock", said, by="UADA")
    await bot.slack.reacts("rock", said, by="UMALLORY")
    await bot.slack.reacts("eyes", said, by="UHEDY")
    await bot.tick()
    assert bot.slack.said_to("UGRACE") == []

    await bot.tick(bot.clock().replace(hour=15))

    assert bot.slack.said_to("UGRACE") == ["Your messages earned kudos today from <@UADA> and <@UMALLORY>."]
    assert bot.slack.said_in(CHANNEL) == ["Kudos for <@UGRACE> from <@UADA> and <@UMALLORY>"]
    await bot.tick()
    assert len(bot.slack.said_to("UGRACE")) == 1


async def test_a_reaction_taken_away_is_no_kudos(bot: World) -> None:
    said = await bot.slack.says("The build is green again", by="UGRACE", channel="CGENERAL")
    await bot.slack.reacts("rock", said, by="UADA")
    await bot.slack.unreacts("rock", said, by="UADA")

    await bot.tick(bot.clock().replace(hour=15))

    assert bot.slack.said_to("UGRACE") == []


async def test_a_reaction_in_a_private_channel_is_announced_to_nobody_else(http_bot: World) -> None:
    http_bot.slack.add_channel("CSECRET", "secret", members=["UADA", "UGRACE"], bot=True, private=True)
    said = await http_bot.slack.says("Found it", by="UGRACE", channel="CSECRET")
    await http_bot.slack.reacts("rock", said, by="UADA")

    await http_bot.tick(http_bot.clock().replace(hour=15))

    assert len(http_bot.slack.said_to("UGRACE")) == 1
    assert http_bot.slack.said_in(CHANNEL) == []


async def test_a_delivery_seen_three_times_counts_once(bot: World) -> None:
    said = await bot.slack.says("Done", by="UGRACE", channel="CGENERAL")
    await bot.slack.reacts("rock", said, by="UADA")
    await bot.slack.types("/kudos <@UGRACE> for all of it", by="UADA")
    for delivery in list(bot.slack.deliveries):
        await bot.slack.redeliver(delivery)
        await bot.slack.redeliver(delivery)

    given = await bot.ask(given_by_ada, workspace_id=bot.workspace_id)
    assert sorted(given) == ["command", "reaction"]


async def test_the_same_words_typed_twice_are_two_acts(bot: World) -> None:
    await bot.slack.types("/kudos <@UGRACE> for lunch", by="UADA")
    await bot.slack.types("/kudos <@UGRACE> for lunch", by="UADA")

    assert await bot.ask(given_by_ada, workspace_id=bot.workspace_id) == ["command", "command"]


def given_by_ada(session: object, *, workspace_id: int) -> list[str]:
    ada = person.by_slack_id(session, workspace_id, "UADA")  # type: ignore[arg-type]
    assert ada is not None
    rows = kudos.of_person(session, workspace_id, ada.id, given=True, limit=50)  # type: ignore[arg-type]
    return [row.source for row, _ in rows]


async def test_kudos_mine_shows_ones_own_and_nobody_elses(bot: World) -> None:
    await bot.slack.types("/kudos <@UGRACE> for the runbook", by="UADA")
    await bot.slack.types("/kudos <@UHEDY> for her patience", by="UMALLORY")

    grace = (await bot.slack.types("/kudos mine", by="UGRACE")).blocks
    mallory = (await bot.slack.types("/kudos mine", by="UMALLORY")).blocks

    assert "the runbook" in str(grace)
    assert "her patience" not in str(grace)
    assert "the runbook" not in str(mallory)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("<@UADA> for being me", "Kudos are for other people. Who helped you?"),
        ("for nobody in particular", "Whom do you want to thank?"),
        ("<@UGRACE>", "What for? Send it again with what they did"),
        ("<@UGRACE> for", "What for? Send it again with what they did"),
        ("<@UBOT> for existing", "is an app. Kudos are for people"),
        ("<@UGUEST> for visiting", "is not a member of this workspace"),
        ("<@USTRANGER> for the other company", "is not a member of this workspace"),
        ("<@UGONE> for the old days", "has left, so the thanks would not arrive"),
        (f"<@UGRACE> for {'everything ' * 300}", "up to 2000 fit"),
    ],
)
async def test_a_refusal_says_what_to_do_and_gives_the_words_back(
    http_bot: World, typed: str, said: str
) -> None:
    http_bot.slack.add_person("UGUEST", "Gus Guest", is_restricted=True)
    http_bot.slack.add_person("USTRANGER", "Sam Stranger", team_id="T2")
    http_bot.slack.add_person("UGONE", "Gone Person", deleted=True)

    reply = await http_bot.slack.types(f"/kudos {typed}", by="UADA")

    assert said in reply.text
    assert typed[-40:].strip() in reply.text
    await http_bot.deliver()
    assert http_bot.slack.calls_to("chat.postMessage") == []


async def test_beyond_the_allowance_is_refused(http_bot: World) -> None:
    await http_bot.change(change, workspace_id=http_bot.workspace_id, key="allowance", text="1")
    await http_bot.slack.types("/kudos <@UGRACE> for lunch", by="UADA")

    reply = await http_bot.slack.types("/kudos <@UGRACE> for dinner", by="UADA")

    assert "You have given all of this week's kudos (1 are yours)" in reply.text
    assert "dinner" in reply.text


async def test_somebody_unknown_who_writes_is_added_from_what_slack_says(bot: World) -> None:
    bot.slack.add_person("UNEW", "Nova New", email="nova@example.com", tz="Asia/Tokyo")

    reply = await bot.slack.types("/kudos <@UGRACE> for the welcome", by="UNEW")

    assert reply == "Sent. <@UGRACE> will hear about it."


async def test_before_the_launch_facts_are_kept_and_nobody_is_told(http_bot: World) -> None:
    await http_bot.change(change, workspace_id=http_bot.workspace_id, key="launch", text="nobody")
    reply = await http_bot.slack.types("/kudos <@UGRACE> for patience", by="UADA")
    await http_bot.change(change, workspace_id=http_bot.workspace_id, key="launch", text="everyone")

    await http_bot.deliver()

    assert "they get no message about it" in reply.text
    assert http_bot.slack.said_to("UGRACE") == []
    assert http_bot.slack.said_in(CHANNEL) == []


async def test_a_thin_reason_is_sent_and_a_better_one_suggested(bot: World) -> None:
    reply = await bot.slack.types("/kudos <@UGRACE> for lunch", by="UADA")

    assert reply.text.startswith("Sent. <@UGRACE> will hear about it.")
    assert "say what they did and what came of it" in reply.text
    await bot.deliver()
    assert bot.slack.said_to("UGRACE") == ["<@UADA> sent you kudos: lunch"]


async def test_the_answer_says_what_is_left_of_the_allowance(http_bot: World) -> None:
    await http_bot.change(change, workspace_id=http_bot.workspace_id, key="allowance", text="3")
    reply = await http_bot.slack.types("/kudos <@UGRACE> <@UHEDY> for the tidy migration", by="UADA")
    assert reply.text.endswith("You can thank 1 more this week.")


async def test_hr_takes_a_word_that_people_use_as_a_value(bot: World) -> None:
    await bot.change(change, workspace_id=bot.workspace_id, key="values", text="care")
    await bot.slack.types("/kudos <@UGRACE> for the tidy migration #Craft #care", by="UADA")
    await bot.slack.types("/kudos <@UGRACE> for the other migration #craft", by="UMALLORY")
    await bot.slack.types("/kudos", by="UADA")
    secret = {"receivers": ["UGRACE"], "message": "for a secret thing #hush", "private": ["private"]}
    await bot.slack.submits("UADA", secret)

    listed = await bot.slack.types("/kudos tags", by="UHANNA")

    assert "*#craft* — 2 times" in str(listed.blocks)
    assert "hush" not in str(listed.blocks)
    await bot.slack.clicks("tag_accept", by="UHANNA")
    await bot.slack.clicks("tag_accept", by="UHANNA")
    await bot.tools.settled()
    assert "The values are: care, craft." in bot.slack.ephemerals("UHANNA")[-1]
    again = await bot.slack.types("/kudos tags", by="UHANNA")
    assert again == "Every tag that people used is one of your values."
    shown = await bot.slack.types("/cairn settings values", by="UADA")
    assert "<@UHANNA> changed it from `care` to `care|craft`" in str(shown.blocks)


async def test_only_hr_looks_after_the_values(http_bot: World) -> None:
    reply = await http_bot.slack.types("/kudos tags", by="UADA")
    assert "HR looks after the company's values" in reply.text
