"""The table of what people do in Slack, row by row: what goes well and what is refused, on both transports.

What each of them does in full is told by the other stories; here nothing is left out.
"""

import pytest

from tests.support.world import World

# In the order of the table: who types what, and what the answer says. The second half of each row is
# refused: one sentence that says what to do instead.
TYPED = (
    (
        "UADA",
        "/kudos <@UGRACE> <@UMALLORY> for the calm review #craft",
        "Sent. <@UGRACE> and <@UMALLORY>",
    ),
    ("UADA", "/kudos mine", "Your latest kudos: 0 received, 2 given."),
    ("UGRACE", "/kudos help", "thanks people: they get a DM"),
    ("UADA", "/kudos <@UADA> for being me", "Kudos are for other people. Who helped you?"),
    ("UADA", "/kudos for nothing", "Whom do you want to thank?"),
    ("UADA", "/kudos <@UBOT> for being there", "<@UBOT> is an app. Kudos are for people"),
    ("UADA", "/goal G1 20 at-risk two said no", "Noted for G1: 20 customers, 🟡 at risk."),
    ("UGRACE", "/goal G1 60%", "Noted for G1: 30 customers, 🟡 at risk."),
    ("UADA", "/goal", "Your open goals: 1. G1 Fifty customers"),
    ("UGRACE", "/goal team", "Your team's open goals: 1, 1 proposed."),
    ("UGRACE", "/goal G1 agree", "You agreed to G1"),
    ("UADA", "/goal G1", "G1 Fifty customers use the new search, 🟡 at risk, 60%"),
    ("UADA", "/goal tree", "The company and the teams have no open goal."),
    ("UADA", "/goal help", "`/goal` lists your open goals"),
    ("UADA", "/goal G1 sixty", "“sixty” is no number."),
    ("UMALLORY", "/goal G1 49", "G1 belongs to <@UADA>. Its owner and their manager update it."),
    ("UADA", "/goal G77 10", "There is no goal G77. `/goal` lists yours"),
    ("UADA", "/goal team", "Nobody reports to you in the directory"),
    ("UMALLORY", "/goal G1 agree", "G1 belongs to <@UADA>."),
    ("UADA", "/goal G1 done", "G1 is done: Fifty customers use the new search."),
    ("UADA", "/goal G1 10", "G1 is done, so it takes no updates."),
    ("UGRACE", "/checkin team", "Your team has not been asked about a week yet."),
    ("UADA", "/checkin pause until 2026-12-01", "No check-ins until Tue 1 Dec 2026 is over."),
    ("UADA", "/checkin resume", "Check-ins are on again."),
    ("UADA", "/checkin help", "`/checkin` opens this week's questions"),
    ("UADA", "/checkin team", "Nobody reports to you in the directory"),
    ("UADA", "/checkin pause until spring", "Until when? Write the day like this"),
    ("UADA", "/checkin please", "It also knows team, pause, resume and help."),
    ("UADA", "/cairn feedback <@UGRACE> your review was fair", "Sent privately. Only <@UGRACE> and you"),
    ("UADA", "/cairn feedback ask <@UGRACE> <@UMALLORY> about my demo", "Asked <@UGRACE> and <@UMALLORY>"),
    ("UGRACE", "/cairn feedback mine", "You have 1 piece of feedback."),
    ("UGRACE", "/cairn feedback team", "Nobody has shared feedback with you just now."),
    ("UADA", "/cairn feedback help", "sends private feedback"),
    ("UADA", "/cairn feedback <@UADA> well done", "Feedback is for other people."),
    ("UADA", "/cairn feedback ask about tea", "Whom is it for? Write it like this"),
    ("UADA", "/cairn 1:1", "You share no 1:1 page yet."),
    ("UADA", "/cairn 1:1 <@UADA>", "A 1:1 takes two."),
    ("UADA", "/talent", "There is nothing about you that stands out."),
    ("UGRACE", "/talent <@UADA>", "There is nothing about <@UADA> that is worth a conversation"),
    ("UADA", "/talent plan", "Your growth plan has no open step."),
    ("UGRACE", "/talent grow <@UMALLORY> Lead the move", "Only <@UMALLORY> and their direct manager see"),
    ("UADA", "/talent help", "`/talent` shows what Cairn’s signals say about you"),
    ("UMALLORY", "/talent <@UADA>", "Only somebody's direct manager sees their signals."),
    ("UGRACE", "/talent somebody", "Try `/talent` or `/talent plan` for yours"),
    ("UADA", "/cairn help", "Cairn's commands: /kudos, /goal, /checkin, /talent, /cairn."),
    ("UADA", "/cairn privacy", "entries are held about you."),
    ("UADA", "/cairn settings checkin_day mon", "Nobody has the role admin yet."),
    ("UADA", "/cairn setup", "Ask whoever runs your Slack workspace"),
    ("UADA", "/cairn dance", "I don't know this one."),
)


async def begun(bot: World) -> None:
    """Ada's G1, proposed."""
    await bot.slack.types("/goal new Fifty customers use the new search", by="UADA")
    assert await bot.slack.submits("UADA", {"unit": "customers", "start": "0", "target": "50"}) == {}


async def test_every_command_answers_what_goes_well_and_what_does_not(bot: World) -> None:
    await begun(bot)
    odd = []
    for who, line, says in TYPED:
        answer = (await bot.slack.types(line, by=who)).text
        if says not in answer:
            odd.append(f"{who} {line}\n   {answer}")

    assert not odd, "\n".join(odd)


FORMS: tuple[tuple[str, dict[str, object], str, dict[str, object]], ...] = (
    # What opens it, what is refused at which field, and what is kept.
    ("/kudos", {"receivers": ["UADA"], "message": "me"}, "receivers", {"receivers": ["UGRACE"]}),
    ("/goal new", {"title": "Calm nights", "due": "2020-01-01"}, "due", {"due": "2026-12-31"}),
    ("/checkin", {}, "progress", {"progress": "Search is live"}),
    ("/cairn feedback", {"receivers": ["UADA"], "text": "hm"}, "receivers", {"receivers": ["UGRACE"]}),
    ("/cairn settings", {"pause": "2020-01-01"}, "pause", {"pause": "2026-12-01"}),
    ("/talent grow Learn SQL", {"kind": "learning", "by": "2020-01-01"}, "by", {"by": "2026-12-31"}),
    ("/cairn 1:1 <@UGRACE>", {"agenda": "x" * 600}, "agenda", {"agenda": "The demo"}),
)


@pytest.mark.parametrize(("opens", "odd", "field", "well"), FORMS)
async def test_every_form_says_at_its_field_what_is_wrong_and_is_kept_then(
    bot: World, opens: str, odd: dict[str, object], field: str, well: dict[str, object]
) -> None:
    await bot.slack.types(opens, by="UADA")

    errors = await bot.slack.submits("UADA", odd)
    assert list(errors) == [field]
    assert bot.slack.modal("UADA") is not None
    assert await bot.slack.submits("UADA", well) == {}


async def test_the_shortcuts_open_their_forms_for_members_alone(bot: World) -> None:
    said = await bot.slack.says("The build is green again", by="UGRACE", channel="CGENERAL")
    bot.slack.add_person("UGUEST", name="Guy Guest", email="guy@guest.example", is_restricted=True)
    for shortcut, form in (("cairn_kudos", "kudos"), ("cairn_feedback", "feedback")):
        await bot.slack.uses_shortcut(shortcut, by="UADA")
        assert (bot.slack.modal("UADA") or {})["callback_id"] == form
        await bot.slack.closes("UADA")
        await bot.slack.uses_shortcut(shortcut, by="UGUEST")
        assert bot.slack.modal("UGUEST") is None
    await bot.slack.uses_message_shortcut("give_kudos", by="UADA", message=said)
    assert "UGRACE" in str(bot.slack.modal("UADA"))
    await bot.slack.closes("UADA")
    # One's own message: nobody is filled in, and oneself is refused.
    await bot.slack.uses_message_shortcut("give_kudos", by="UGRACE", message=said)
    assert "receivers" in await bot.slack.submits("UGRACE", {"receivers": ["UGRACE"]})


async def test_an_emoji_counts_from_others_and_not_from_oneself(bot: World) -> None:
    said = await bot.slack.says("The build is green again", by="UGRACE", channel="CGENERAL")
    await bot.slack.reacts("rock", said, by="UADA")
    await bot.slack.reacts("rock", said, by="UGRACE")
    await bot.slack.reacts("tada", said, by="UMALLORY")

    mine = await bot.slack.types("/kudos mine", by="UGRACE")
    assert mine.text == "Your latest kudos: 1 received, 0 given."
    await bot.slack.unreacts("rock", said, by="UADA")
    assert (await bot.slack.types("/kudos mine", by="UGRACE")).text.startswith("No kudos yet")


async def test_home_has_the_buttons(bot: World) -> None:
    await begun(bot)
    await bot.deliver()
    await bot.slack.opens_home("UGRACE")
    assert "<@UADA> proposes G1" in await bot.home("UGRACE")
    await bot.slack.clicks("goal_agree", by="UGRACE", view=bot.slack.home("UGRACE"))
    await bot.tools.settled()
    assert "Nothing waits for you." in await bot.home("UGRACE")

    # The DM does not know of it yet.
    await bot.slack.types("/goal G1 dropped", by="UADA")
    await bot.slack.clicks("goal_agree", by="UGRACE")
    await bot.tools.settled()
    assert "G1" in bot.slack.ephemerals("UGRACE")[-1]
    await bot.deliver()
    assert "goal_agree" not in str(bot.slack.messages(bot.slack.dm_of("UGRACE") or ""))


async def test_a_dm_and_a_mention_are_the_same_words_without_the_slash(bot: World) -> None:
    for text, channel, says in (
        ("kudos <@UGRACE> for patience", None, "Sent."),
        ("<@UBOT> kudos <@UGRACE> for patience", "CGENERAL", "Sent."),
        ("kudos <@UADA> for patience", None, "Kudos are for other people."),
        ("<@UBOT> goal G9 60", "CGENERAL", "G9"),
        ("sing me a song", None, "Cairn's commands"),
    ):
        await bot.slack.says(text, by="UADA", channel=channel)
        await bot.deliver()
        assert says in bot.slack.said_to("UADA")[-1], text
