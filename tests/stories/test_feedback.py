"""Private feedback, from the words to the manager who may read them."""

import html

import pytest

from models.feedback import Feedback
from tests.support import rows
from tests.support.cast import CHANNEL
from tests.support.world import World


async def test_feedback_reaches_the_one_it_is_for_and_nobody_else(bot: World) -> None:
    reply = await bot.slack.types("/cairn feedback <@UADA> your demo was clear & short", by="UMALLORY")

    assert reply == "Sent privately. Only <@UADA> and you can read it."
    await bot.deliver()
    assert bot.slack.said_to("UADA") == [
        "<@UMALLORY> sent you feedback, for your eyes only: your demo was clear &amp; short"
    ]
    assert bot.slack.said_to("UGRACE") == []
    assert bot.slack.said_in(CHANNEL) == []


async def test_the_receiver_decides_whether_the_manager_reads_it(bot: World) -> None:
    await bot.slack.types("/cairn feedback <@UADA> your demo was clear", by="UMALLORY")
    await bot.deliver()
    before = await bot.slack.types("/cairn feedback team", by="UGRACE")

    await bot.slack.clicks("feedback_share", by="UADA")
    await bot.deliver()

    assert before == "Nobody has shared feedback with you just now."
    assert bot.slack.said_to("UGRACE") == ["<@UADA> would like you to read feedback they got."]
    await bot.slack.clicks("feedback_team", by="UGRACE")
    await bot.tools.settled()
    assert bot.slack.ephemerals("UGRACE")[-1] == "1 piece of feedback is shared with you."
    assert "your demo was clear" in str((await bot.slack.types("/cairn feedback team", by="UHEDY")).blocks)
    for nobody in ("UHANNA", "UMALLORY"):
        assert "Nobody has shared" in (await bot.slack.types("/cairn feedback team", by=nobody)).text

    await bot.slack.clicks("feedback_unshare", by="UADA")
    await bot.deliver()

    assert await bot.slack.types("/cairn feedback team", by="UGRACE") == before
    await bot.slack.clicks("feedback_share", by="UADA")
    await bot.deliver()
    assert len(bot.slack.said_to("UGRACE")) == 1


async def test_a_round_of_requests_comes_together(bot: World) -> None:
    reply = await bot.slack.types(
        "/cairn feedback ask <@UGRACE> and <@UMALLORY> about my last demo", by="UADA"
    )
    await bot.deliver()

    assert "Asked <@UGRACE> and <@UMALLORY> about “my last demo”" in reply.text
    assert bot.slack.said_to("UGRACE") == ["<@UADA> asks for your feedback about “my last demo”"]
    await bot.slack.clicks("feedback_reply", by="UGRACE")
    assert await bot.slack.submits("UGRACE", {"text": "the ending was strong"}) == {}
    await bot.slack.clicks("feedback_decline", by="UMALLORY")
    await bot.deliver()
    assert bot.slack.said_to("UADA") == [
        "<@UGRACE> answered you about “my last demo”, for your eyes only: the ending was strong"
    ]
    mine = await bot.slack.types("/cairn feedback mine", by="UADA")
    assert "“my last demo”: 1 of 2 answered" in str(mine.blocks)
    assert "the ending was strong" in str(mine.blocks)
    assert "You answered <@UADA>" in bot.slack.said_to("UGRACE")[0]
    (row,) = await bot.ask(rows.all_of, model=Feedback, workspace_id=bot.workspace_id)
    assert row.asked


async def test_a_name_without_words_opens_the_form_for_them(bot: World) -> None:
    await bot.slack.types("/cairn feedback <@UGRACE>", by="UADA")
    assert await bot.slack.submits("UADA", {"text": "Your demo was clear"}) == {}
    await bot.deliver()
    assert "Your demo was clear" in str(bot.slack.messages(bot.slack.dm_of("UGRACE") or ""))


async def test_the_shortcut_opens_the_form_and_a_refusal_keeps_the_words(bot: World) -> None:
    await bot.slack.uses_shortcut("cairn_feedback", by="UADA")

    errors = await bot.slack.submits("UADA", {"receivers": ["UADA"], "text": "well done, me"})

    assert errors == {"receivers": "Feedback is for other people. Whom is it for?"}
    assert "well done, me" in str(bot.slack.modal("UADA"))
    assert await bot.slack.submits("UADA", {"receivers": ["UGRACE", "UHEDY"], "text": "thank you"}) == {}
    await bot.deliver()
    assert len(bot.slack.said_to("UGRACE")) == len(bot.slack.said_to("UHEDY")) == 1


async def test_the_one_who_got_it_can_reply(http_bot: World) -> None:
    await http_bot.slack.types("/cairn feedback <@UADA> your demo was clear", by="UMALLORY")
    await http_bot.deliver()
    await http_bot.slack.clicks("feedback_open", by="UADA")
    assert await http_bot.slack.submits("UADA", {"text": "thank you for saying it"}) == {}
    await http_bot.deliver()
    assert http_bot.slack.said_to("UMALLORY")[-1].endswith("thank you for saying it")


async def test_a_delivery_seen_three_times_counts_once(bot: World) -> None:
    await bot.slack.types("/cairn feedback <@UADA> your demo was clear", by="UMALLORY")
    await bot.slack.types("/cairn feedback ask <@UADA> about tea", by="UMALLORY")
    for delivery in list(bot.slack.deliveries):
        await bot.slack.redeliver(delivery)
    await bot.deliver()
    assert len(bot.slack.said_to("UADA")) == 2


async def test_nobody_shares_or_answers_what_is_not_theirs(http_bot: World) -> None:
    await http_bot.slack.types("/cairn feedback <@UADA> your demo was clear", by="UMALLORY")
    await http_bot.slack.types("/cairn feedback ask <@UGRACE> about tea", by="UADA")
    await http_bot.deliver()
    (shown,) = [each for each in http_bot.slack.messages("DADA") if "feedback_share" in str(each)]
    http_bot.slack.workspace.channels["DADA"].members.append("UHANNA")

    await http_bot.slack.clicks("feedback_share", by="UHANNA", message=shown)
    await http_bot.tools.settled()

    assert "This is not yours to share" in http_bot.slack.ephemerals("UHANNA")[-1]
    assert "Nobody has shared" in (await http_bot.slack.types("/cairn feedback team", by="UGRACE")).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("<@UADA> to me", "Feedback is for other people"),
        ("nothing in particular", "Whom is it for?"),
        ("@nobody hello", "I can't tell who @nobody is"),
        ("<!channel> hello", "Feedback goes to people by name"),
        ("<@UBOT> hello", "is an app"),
        ("<@UGONE> hello", "has left"),
        ("<@UGUEST> hello", "is not a member of this workspace"),
        ("ask about tea", "Whom is it for?"),
        ("ask <@UGRACE>", "What should they tell you about?"),
        ("ask <@UGRACE> about", "What should they tell you about?"),
        ("ask <@UADA> about me", "You can't ask yourself"),
        (f"ask <@UGRACE> about {'tea ' * 80}", "A topic has up to 200 characters"),
        (f"<@UGRACE> {'word ' * 700}", "up to 3000 fit"),
        ("".join(f"<@UX{n}>" for n in range(11)) + " hello", "more than 10 people"),
    ],
)
async def test_a_refusal_says_what_to_do_and_gives_the_words_back(
    http_bot: World, typed: str, said: str
) -> None:
    http_bot.slack.add_person("UGUEST", "Gus Guest", is_restricted=True)
    http_bot.slack.add_person("UGONE", "Gone Person", deleted=True)
    words = f"/cairn feedback {typed}"

    reply = await http_bot.slack.types(words, by="UADA")

    assert said in reply.text
    assert typed[-30:].strip() in html.unescape(str(reply.blocks))
    await http_bot.deliver()
    assert http_bot.slack.calls_to("chat.postMessage") == []


async def test_lists_are_empty_before_there_is_anything(http_bot: World) -> None:
    assert "No feedback yet" in (await http_bot.slack.types("/cairn feedback mine", by="UADA")).text
    assert "private feedback" in (await http_bot.slack.types("/cairn feedback help", by="UADA")).text
